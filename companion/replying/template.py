"""Lines with places in braces, checked when the words are read: a mistake is not met in the middle of a check-in."""

from typing import Annotated, TypeAlias

from pydantic import AfterValidator, BaseModel, ConfigDict, Field


class Strict(BaseModel):
    """A table of a words file: no unknown entries, never changed, its checks built at the first reply."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


def holding(*places: str) -> AfterValidator:
    """A check that a line holds no places in braces but these."""
    named = " and ".join(f"{{{place}}}" for place in places)
    remedy = f"a line here may hold {named}, and no other braces" if places else "a line here may hold no braces"

    def checked(line: str) -> str:
        try:
            line.format(**dict.fromkeys(places, ""))
        except (AttributeError, KeyError, IndexError, ValueError) as error:
            raise ValueError(remedy) from error
        return line

    return AfterValidator(checked)


SOME = Field(min_length=1)
Line: TypeAlias = Annotated[str, holding()]
Lines: TypeAlias = Annotated[list[Line], SOME]
