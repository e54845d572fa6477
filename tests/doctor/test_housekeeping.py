"""Model, disk, files, key, settings and words, each in its good and its bad states, on real files."""

import shutil
import stat
from pathlib import Path

import pytest

from companion.doctor import housekeeping
from companion.doctor.findings import doctor_words, finding
from companion.errors import ModelError, SettingsError
from companion.hearing.models import find_models
from companion.journal import Place, cipher
from companion.journal.passphrase import wrapped
from companion.offline import connecting
from companion.settings import Settings


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    """Folders of our own, not yet there, and no keyring."""
    monkeypatch.setenv("COMPANION_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("COMPANION_CONFIG", str(tmp_path / "config"))
    return Place(tmp_path / "data", tmp_path / "config", "file")


FILE_KEY = Settings.model_construct(key_store="file")


def test_the_built_in_model_is_whole_and_a_better_one_is_named(place: Place) -> None:
    """With its size: that of its folder."""
    folder = find_models(place.data_folder).open.path
    size = sum(path.stat().st_size for path in folder.iterdir() if path.is_file()) + sum(
        path.stat().st_size for path in folder.glob("*/*")
    )
    assert housekeeping.model() == finding("model_small", name="builtin-en", megabytes=round(size / 1e6))


@pytest.mark.parametrize(("carded", "said"), [(True, "mine is whole"), (False, "mine has all its files")])
def test_a_model_is_called_whole_only_when_it_has_checksums(place: Place, carded: bool, said: str) -> None:
    """Without them all that can be told is that its files are there."""
    folder = place.data_folder / "models" / "mine"
    shutil.copytree(find_models(None).open.path, folder)
    if not carded:
        (folder / "model.toml").unlink()
    assert said in housekeeping.model().text


def test_one_wrong_byte_in_a_model_is_found(place: Place) -> None:
    """Its size is right: only the checksum tells."""
    folder = place.data_folder / "models" / "mine"
    shutil.copytree(find_models(None).open.path, folder)
    largest = max(folder.rglob("*"), key=lambda path: path.stat().st_size)
    with largest.open("r+b") as file:
        file.seek(-1, 2)
        last = file.read(1)
        file.seek(-1, 2)
        file.write(bytes([last[0] ^ 1]))
    with pytest.raises(ModelError, match="is not as it was made"):
        housekeeping.model()


def test_a_graph_that_was_cut_off_is_found_without_checksums(place: Place) -> None:
    """It loads; what fails is the first recogniser."""
    folder = place.data_folder / "models" / "mine"
    shutil.copytree(find_models(None).open.path, folder)
    (folder / "model.toml").unlink()
    graph = folder / "graph" / "HCLr.fst"
    graph.write_bytes(graph.read_bytes()[: graph.stat().st_size // 2])
    with pytest.raises(ModelError, match="cannot be used"):
        housekeeping.model()


def test_a_model_that_is_passed_over_needs_care(place: Place) -> None:
    """The built-in one serves, and the broken one is named."""
    (place.data_folder / "models" / "mine").mkdir(parents=True)
    found = housekeeping.model()
    assert (found.well, str(place.data_folder / "models" / "mine") in found.text) == (False, True)


def test_a_disk_that_takes_files_is_well_and_nothing_is_left_on_it(place: Place) -> None:
    """Also before there is a folder of ours."""
    assert housekeeping.disk().well
    assert list(place.data_folder.parent.iterdir()) == []


def test_a_disk_that_takes_none_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """With the folder that refuses."""
    monkeypatch.setenv("COMPANION_DATA", "/proc/companion")
    found = housekeeping.disk()
    assert (found.well, "Nothing can be written to /proc:" in found.text) == (False, True)


def test_what_others_may_read_of_ours_is_narrowed_and_nothing_else(place: Place) -> None:
    """Folders, journal, settings, also those of another person; what is not ours stays as it is."""
    person = place.data_folder / "0123456789abcdef"
    person.mkdir(parents=True)
    place.config_folder.mkdir()
    ours = [place.data_folder / "journal.db", person / "journal.db", place.config_folder / "settings.toml"]
    theirs = place.data_folder / "picture.png"
    for path in (*ours, theirs):
        path.touch(mode=0o644)
        path.chmod(0o644)
    for folder in (place.data_folder, place.config_folder, person):
        folder.chmod(0o755)
    assert housekeeping.permissions() == finding("permissions_mended", count=6)
    assert [stat.S_IMODE(path.stat().st_mode) for path in (*ours, theirs)] == [0o600, 0o600, 0o600, 0o644]
    assert [stat.S_IMODE(path.stat().st_mode) for path in (person, place.data_folder)] == [0o700, 0o700]
    assert housekeeping.permissions() == finding("permissions_well")


def test_a_key_is_told_by_its_place(place: Place) -> None:
    """None before a journal, then in its file; never the key itself."""
    assert housekeeping.key(FILE_KEY) == finding("key_none")
    place.writing().close()
    found = housekeeping.key(FILE_KEY)
    assert found == finding("key_file", path=place.keys.file)
    assert place.keys.file.read_text().strip() not in found.text


def test_a_locked_key_is_told_and_no_passphrase_is_asked_for(place: Place) -> None:
    """Nor is a try counted."""
    place.writing().close()
    place.keys.file.write_text(wrapped(bytes(32), "a long passphrase"), encoding="utf-8")
    assert housekeeping.key(FILE_KEY) == finding("key_passphrase", path=place.keys.file)
    assert not (place.config_folder / "journal.tries").exists()


def test_a_missing_key_is_told_also_of_another_person(place: Place) -> None:
    """Whoever's it is: it is the one that needs care."""
    place.writing().close()
    other = place.of("ann")
    other.writing().close()
    assert housekeeping.key(FILE_KEY) == finding("key_file", path=place.keys.file)
    other.keys.file.unlink()
    assert housekeeping.key(FILE_KEY) == finding("key_missing", path=other.keys.file)
    assert cipher.exists(other.file)


def test_settings_that_are_not_right_are_told_and_done_without(place: Place) -> None:
    """Everything else is examined with ours."""
    assert housekeeping.settings() == finding("settings_well")
    place.config_folder.mkdir()
    (place.config_folder / "settings.toml").write_text("volume = 9")
    with pytest.raises(SettingsError, match="volume"):
        housekeeping.settings()
    assert housekeeping.settings_in_force().volume == 1.0


def test_a_file_of_words_that_nobody_reads_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its name was mistyped, and the person wonders why nothing changed."""
    assert housekeeping.every_word() == finding("words_well")
    (tmp_path / "en").mkdir()
    (tmp_path / "en" / "aliance.toml").touch()
    monkeypatch.setenv("COMPANION_WORDS", str(tmp_path))
    assert housekeeping.every_word() == finding("words_unread", path=tmp_path / "en" / "aliance.toml")


def test_a_door_that_is_open_to_the_network_is_told() -> None:
    """Here it is open on purpose; the whole examination shows it closed."""
    with connecting():
        assert housekeeping.staying_offline() == finding("offline_open")


def test_every_finding_that_can_be_made_has_its_words() -> None:
    """And no line is left that nobody says."""
    source = "".join(
        path.read_text() for path in Path(housekeeping.__file__).parent.glob("*.py") if "findings" not in path.name
    )
    assert {name for name in doctor_words().findings if f'"{name}"' not in source} == set()
