"""The settings: where they come from, which of them wins, and what every mistake is told as."""

from pathlib import Path

import pytest

from companion.errors import SettingsError
from companion.settings import Settings, config_folder, data_folder, load_settings


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The place of a person's settings, in a folder of the test's own."""
    monkeypatch.setenv("COMPANION_CONFIG", str(tmp_path))
    return tmp_path / "settings.toml"


def told(file: Path, text: str | bytes) -> str:
    """What is said to a file with this text."""
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(SettingsError) as error:
        load_settings()
    return str(error.value)


@pytest.mark.usefixtures("file")
def test_without_a_file_everything_has_its_default() -> None:
    """As the README and the design name them."""
    assert load_settings().model_dump() == {
        "voice": "",
        "rate_words_per_minute": 160,
        "volume": 1.0,
        "microphone": "",
        "speaker": "",
        "closed_patience_seconds": 0.8,
        "open_patience_seconds": 2.0,
        "hold_seconds": 4.0,
        "first_silence_seconds": 8.0,
        "second_silence_seconds": 15.0,
        "rest_seconds": 120.0,
        "pause_seconds": 1800.0,
        "country": "",
        "key_store": "auto",
    }


def test_a_variable_wins_over_the_file_and_what_is_given_over_both(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One by one: the others stay as they are."""
    file.write_text('rate_words_per_minute = 120\nvolume = 0.5\nvoice = "en-us"\n', encoding="utf-8")
    monkeypatch.setenv("COMPANION_RATE_WORDS_PER_MINUTE", "140")
    monkeypatch.setenv("COMPANION_VOLUME", "0.25")
    settings = Settings(volume=1.0)
    assert (settings.voice, settings.rate_words_per_minute, settings.volume) == ("en-us", 140, 1.0)
    assert (load_settings().rate_words_per_minute, load_settings().volume) == (140, 0.25)


def test_settings_do_not_change_once_they_are_read(file: Path) -> None:
    """They are a value."""
    file.write_text("", encoding="utf-8")
    with pytest.raises(ValueError, match="frozen"):
        load_settings().volume = 0.5  # type: ignore[misc]


def test_toml_that_is_broken_is_told_with_its_line(file: Path) -> None:
    """File, line and column."""
    assert told(file, "volume = 1.0\nrate_words_per_minute 120\n") == (
        f"The settings in {file} are not valid TOML: Expected '=' after a key in a key/value pair "
        "(at line 2, column 23). Correct that line."
    )
    assert told(file, b'voice = "\xff"\n').startswith(f"The settings in {file} are not valid TOML: ")


@pytest.mark.parametrize(
    ("text", "name", "why"),
    [
        ('volume = "loud"', "volume", "Input should be a valid number, unable to parse string as a number"),
        ("volume = 2.0", "volume", "Input should be less than or equal to 1"),
        ("volume = nan", "volume", "Input should be less than or equal to 1"),
        ("rate_words_per_minute = 79", "rate_words_per_minute", "Input should be greater than or equal to 80"),
        ("rate_words_per_minute = 401", "rate_words_per_minute", "Input should be less than or equal to 400"),
        (
            "rate_words_per_minute = 120.5",
            "rate_words_per_minute",
            "Input should be a valid integer, got a number with a fractional part",
        ),
        ("voice = 3", "voice", "Input should be a valid string"),
        ("open_patience_seconds = 10.1", "open_patience_seconds", "Input should be less than or equal to 10"),
        ("hold_seconds = -1", "hold_seconds", "Input should be greater than or equal to 0"),
        ('key_store = "cloud"', "key_store", "Input should be 'auto' or 'file'"),
        ("loudness = 1.0", "loudness", "Extra inputs are not permitted"),
        ("[voice]\nname = 1", "voice", "Input should be a valid string"),
    ],
)
def test_a_setting_that_is_not_right_is_told(file: Path, text: str, name: str, why: str) -> None:
    """By its name, with what would be right and where it may stand."""
    assert told(file, text) == (
        f"The setting {name} is not right: {why}. Correct it in {file}, or in COMPANION_{name.upper()}."
    )


def test_a_variable_that_is_not_right_is_told(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same sentence: both places are named."""
    monkeypatch.setenv("COMPANION_VOLUME", "")
    with pytest.raises(SettingsError) as error:
        load_settings()
    assert str(error.value) == (
        "The setting volume is not right: Input should be a valid number, unable to parse string as a number. "
        f"Correct it in {file}, or in COMPANION_VOLUME."
    )


def test_a_settings_file_that_is_a_folder_is_told(file: Path) -> None:
    """It is not passed over as if there were no settings."""
    file.mkdir()
    with pytest.raises(SettingsError) as error:
        load_settings()
    assert str(error.value) == f"The settings in {file} cannot be read: Is a directory."


def test_the_folders_can_be_chosen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By variables of their own, else they are the system's; an empty variable is none."""
    monkeypatch.setenv("COMPANION_CONFIG", str(tmp_path / "c"))
    monkeypatch.setenv("COMPANION_DATA", str(tmp_path / "d"))
    assert (config_folder(), data_folder()) == (tmp_path / "c", tmp_path / "d")
    monkeypatch.setenv("COMPANION_CONFIG", "")
    monkeypatch.setenv("COMPANION_DATA", "")
    assert (config_folder().name, data_folder().name) == ("companion", "companion")
