from companion.replying import acknowledge
from companion.understanding import Meaning


def test_a_plain_telling_is_given_back_turned_to_you() -> None:
    """What was told plainly comes back as the person's own words, turned."""
    assert "your mother never calls you" in acknowledge("my mother never calls me", Meaning()).lower()
