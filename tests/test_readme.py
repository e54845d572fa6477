"""The README, and what it points to, name what there is, and nothing that is not."""

import re
from pathlib import Path

from companion.cli import main
from companion.journal.export import Line
from companion.keys import KEYS
from companion.settings import Settings

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text()


def test_every_setting_stands_in_the_readme_with_its_default() -> None:
    """The table of settings is the one of the program."""
    table = README.split("| setting |", maxsplit=1)[1].split("\n\n", maxsplit=1)[0]
    rows = re.findall(r"^\| `(\w+)` \| (.*?) \| (.*?) \|$", table, re.MULTILINE)
    fields = Settings.model_fields.items()
    assert rows == [(name, str(field.default) or "empty", field.description) for name, field in fields]


def test_every_command_stands_in_the_readme() -> None:
    """Whoever reads the README knows each command, and finds none that is missing."""
    named = set(re.findall(r"^    companion (\w+)", README, re.MULTILINE))
    assert named == set(main.commands)


def test_every_key_stands_in_the_readme() -> None:
    """The table of keys is whole."""
    table = README.split("| key |", maxsplit=1)[1].split("\n\n", maxsplit=1)[0]
    named = {"\n": "Enter", "\r": "Enter", " ": "space", "?": "`h`"}
    assert [key for key in KEYS if named.get(key, f"`{key}`") not in table] == []


def test_every_field_of_an_export_is_written_down() -> None:
    """In their order; and the version that is described is the one that is written."""
    page = (ROOT / "docs" / "journal.md").read_text()
    assert re.findall(r"^\| `(\w+)` \|", page, re.MULTILINE) == list(Line.model_fields)
    assert f"**JSON Lines, version {Line.model_fields['version'].default}**" in page
