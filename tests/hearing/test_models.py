"""Models on disk: which serves what, and what a broken one is told as."""

import re
import shutil
from pathlib import Path

import pytest
import vosk

from companion.errors import ModelError
from companion.hearing.models import (
    PREFERRED,
    ModelChoice,
    check_model,
    find_models,
    hash_file,
    load_model,
    verify_model,
)

MODELS = Path(__file__).parents[2] / "models"
SMALL = MODELS / "builtin-en-small"
ENGLISH = "vosk-model-en-us-0.22-lgraph"


@pytest.fixture
def model(tmp_path: Path) -> Path:
    """A whole model that a test may break."""
    return Path(shutil.copytree(SMALL, tmp_path / "models" / "my-model"))


@pytest.mark.parametrize("name", ["builtin-en", "builtin-en-small"])
def test_each_built_in_model_is_as_it_was_made_and_loads(name: str) -> None:
    """What is committed is what was measured: every checksum, and vosk takes it."""
    verify_model(MODELS / name)
    assert isinstance(load_model(MODELS / name), vosk.Model)


def test_the_printed_table_of_checksums_is_true() -> None:
    """models/README.md names each file of both models with its checksum."""
    printed = set(
        re.findall(r"^\| `(builtin-en[^`]*)` \| `([0-9a-f]{64})` \|$", (MODELS / "README.md").read_text(), re.MULTILINE)
    )
    files = (path for folder in (MODELS / "builtin-en", SMALL) for path in folder.rglob("*") if path.is_file())
    made = {(str(path.relative_to(MODELS)), hash_file(path)) for path in files if path.name != "model.toml"}
    assert printed == made


def test_without_an_official_model_the_built_in_ones_share_the_work(tmp_path: Path) -> None:
    """Open answers go to the large vocabulary and are hardly trusted, closed ones to the small one."""
    for folder in (None, tmp_path, tmp_path / "not there"):
        models = find_models(folder)
        assert models.open == ModelChoice(MODELS / "builtin-en", "builtin-en", 0.25)
        assert models.closed == ModelChoice(SMALL, "builtin-en-small", 1.0)
        assert models.passed_over == ()


def test_an_official_model_serves_both_and_the_preferred_one_comes_first(tmp_path: Path) -> None:
    """A name that sorts earlier, another language and a hidden half-made folder do not get in the way."""
    for name in (ENGLISH, PREFERRED, "vosk-model-small-de-0.15", f".{PREFERRED}.new-x"):
        shutil.copytree(SMALL, tmp_path / name)
        (tmp_path / name / "model.toml").unlink()
    chosen = ModelChoice(tmp_path / PREFERRED, PREFERRED, 1.0)
    models = find_models(tmp_path)
    assert (models.open, models.closed, models.passed_over) == (chosen, chosen, ())
    shutil.rmtree(tmp_path / PREFERRED)
    assert find_models(tmp_path).open.name == ENGLISH
    shutil.rmtree(tmp_path / ENGLISH)
    assert find_models(tmp_path).open.name == "builtin-en"


def test_a_model_with_a_fixed_graph_leaves_closed_answers_to_the_built_in_one(model: Path) -> None:
    """It would ignore the phrases that a closed answer hopes for."""
    (model / "model.toml").unlink()
    (model / "graph/HCLr.fst").rename(model / "graph/HCLG.fst")
    models = find_models(model.parent)
    assert (models.open.path, models.closed.name) == (model, "builtin-en-small")


def test_a_broken_official_model_is_passed_over_and_said(model: Path) -> None:
    """The check-in goes on with what is built in."""
    (model / "graph/Gr.fst").unlink()
    models = find_models(model.parent)
    assert models.open.name == "builtin-en"
    assert models.passed_over == (
        f"The recognition model in {model} is not whole: graph/Gr.fst is missing. Fetch the model again.",
    )


@pytest.mark.parametrize(
    "name",
    [
        "am/final.mdl",
        "conf/model.conf",
        "conf/fbank.conf",
        "graph/HCLr.fst",
        "graph/words.txt",
        "graph/disambig_tid.int",
    ],
)
def test_a_missing_or_empty_file_is_named(model: Path, name: str) -> None:
    """With or without the card of sizes."""
    (model / "model.toml").unlink()
    (model / name).write_bytes(b"")
    with pytest.raises(ModelError, match=rf"{model} is not whole: {name} is empty\. Fetch the model again\."):
        check_model(model)
    (model / name).unlink()
    missing = "conf/mfcc.conf" if name == "conf/fbank.conf" else name
    with pytest.raises(ModelError, match=f"{missing} is missing"):
        load_model(model)


@pytest.mark.parametrize("name", ["graph/HCLr.fst", "graph/Gr.fst"])
def test_a_cut_off_graph_never_reaches_vosk(model: Path, name: str) -> None:
    """Vosk would load it, and then crash the program or hear nothing."""
    whole = (model / name).read_bytes()
    (model / name).write_bytes(whole[: len(whole) // 2])
    with pytest.raises(ModelError, match=f"{name} has {len(whole) // 2} bytes instead of {len(whole)}"):
        load_model(model)


def test_a_changed_byte_is_found_by_its_checksum(model: Path) -> None:
    """Same size, other content."""
    acoustic = bytearray((model / "am/final.mdl").read_bytes())
    acoustic[1_000_000] ^= 1
    (model / "am/final.mdl").write_bytes(acoustic)
    check_model(model)
    with pytest.raises(ModelError, match=r"not as it was made: am/final\.mdl differs"):
        verify_model(model)


def test_the_older_layout_without_folders_is_a_model_too(model: Path) -> None:
    """Some official models still have it; these files are looked for by their older places."""
    for file in [*model.glob("am/*"), *model.glob("graph/*.*"), *model.glob("conf/fbank.conf")]:
        file.rename(model / file.name)
    for folder in ("am", "conf", "graph"):
        shutil.rmtree(model / folder)
    (model / "model.toml").unlink()
    (model / "fbank.conf").rename(model / "mfcc.conf")
    check_model(model)
    (model / "HCLr.fst").unlink()
    with pytest.raises(ModelError, match=r": HCLr\.fst is missing"):
        check_model(model)


def test_words_inside_the_grammar_need_no_list_of_words(model: Path) -> None:
    """The official small model is packed so: a flag in the header of Gr.fst says it."""
    (model / "model.toml").unlink()
    (model / "graph/words.txt").unlink()
    grammar = bytearray((model / "graph/Gr.fst").read_bytes())
    flags = 4 + (4 + len("const")) + (4 + len("standard")) + 4  # magic, type, arc type, version
    grammar[flags] |= 2
    (model / "graph/Gr.fst").write_bytes(grammar)
    check_model(model)


def test_a_folder_of_voice_traits_must_be_whole(model: Path) -> None:
    """Official models bring one; ours needs none."""
    (model / "ivector").mkdir()
    with pytest.raises(ModelError, match=r"ivector/final\.dubm is missing"):
        check_model(model)


def test_no_folder_at_all_and_a_name_vosk_cannot_take(tmp_path: Path) -> None:
    """Each says what to do; neither prints anything of vosk's own."""
    with pytest.raises(ModelError, match=rf"There is no recognition model in {re.escape(str(tmp_path / 'x'))}: fetch"):
        check_model(tmp_path / "x")
    with pytest.raises(ModelError, match="move it to a folder with a plain name"):
        load_model(tmp_path / "\udc80")


def test_what_vosk_itself_refuses_becomes_one_sentence(model: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """A broken acoustic model of the right size: vosk's bare exception does not get through, nor a traceback."""
    (model / "am/final.mdl").write_bytes(b"\0" * (model / "am/final.mdl").stat().st_size)
    with pytest.raises(ModelError, match=r"cannot be loaded\. Fetch the model again\.$"):
        load_model(model)
    assert "Traceback" not in capfd.readouterr().err


def test_a_card_that_is_no_card_is_said(model: Path) -> None:
    """TOML with another content, and no TOML."""
    for text in ("reliability = 7", "files = 3", "\0"):
        (model / "model.toml").write_text(text)
        with pytest.raises(ModelError, match=r"model\.toml cannot be read as it should"):
            check_model(model)
