"""Zips that mean harm, and zips that are only odd: all of a model comes into use, or none of it."""

import stat
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_LZMA, ZipFile, ZipInfo

import pytest

from companion.errors import FetchError
from companion.hearing.models import load_model, verify_model
from companion.hearing.unpack import unpack_model

SMALL = Path(__file__).parents[2] / "models/builtin-en-small"


def pack(wrapped_in: str = "small/", without: str = "") -> bytes:
    """A real model, with or without one folder around it."""
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        for file in sorted(path for path in SMALL.rglob("*") if path.is_file()):
            name = file.relative_to(SMALL).as_posix()
            if name not in ("model.toml", without):
                archive.write(file, wrapped_in + name)
    return packed.getvalue()


def zip_of(*entries: ZipInfo | str, content: bytes = b"x") -> bytes:
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        for entry in entries:
            archive.writestr(entry, content)
    return packed.getvalue()


def link(name: str) -> ZipInfo:
    info = ZipInfo(name)
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    return info


def packed_as(name: str, way: int) -> ZipInfo:
    info = ZipInfo(name)
    info.compress_type = way
    return info


@pytest.mark.parametrize(
    ("harmful", "said"),
    [
        (zip_of("../outside"), r"'\.\./outside', which has no place in a model"),
        (zip_of("small/../../outside"), "has no place in a model"),
        (zip_of("/tmp/outside"), "has no place in a model"),  # noqa: S108 - never written
        (zip_of("C:outside"), "has no place in a model"),
        (zip_of("..\\outside"), "has no place in a model"),
        (zip_of("small/\nx"), "has no place in a model"),
        (zip_of(link("small/am")), "has no place in a model"),
        (zip_of(packed_as("small/am", ZIP_LZMA)), "packed in a way that is not used here"),
        (zip_of("small/bomb", content=bytes(500_000_001)), "would unpack to 500000001 bytes in 1 files"),
        (zip_of(*(f"small/{count}" for count in range(1001))), "bytes in 1001 files"),
        (zip_of("small/a", "small/a/b"), "could not be put into"),
        (pack(without="graph/Gr.fst"), r"not a whole model, so it is not used: .*graph/Gr\.fst is missing"),
        (pack()[:-100], "not a zip file that can be unpacked"),
        (zip_of(), "not a whole model"),
        (b"no zip at all", "not a zip file that can be unpacked"),
    ],
    ids=lambda value: value[:24] if isinstance(value, str) else "",
)
def test_a_harmful_zip_leaves_nothing_behind(tmp_path: Path, harmful: bytes, said: str) -> None:
    """Nothing outside, nothing half, nothing in use."""
    (tmp_path / "models").mkdir()
    carried = tmp_path / "carried.zip"
    carried.write_bytes(harmful)
    with pytest.raises(FetchError, match=said):
        unpack_model(carried, tmp_path / "models/small")
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["carried.zip", "models"]


@pytest.mark.parametrize("wrapped_in", ["", "small/", "Some other name/"])
def test_a_model_comes_out_whole_with_or_without_a_folder_around_it(tmp_path: Path, wrapped_in: str) -> None:
    """It gets a card of sizes and checksums, anybody may read it, and vosk loads it."""
    carried = tmp_path / "carried.zip"
    carried.write_bytes(pack(wrapped_in))
    target = tmp_path / "small"
    unpack_model(carried, target)
    verify_model(target)
    load_model(target)
    assert (target / "model.toml").read_text().count("sha256") == sum(path.is_file() for path in target.rglob("*")) - 1
    assert stat.S_IMODE(target.stat().st_mode) == 0o755
    assert sorted(path.name for path in tmp_path.iterdir()) == ["carried.zip", "small"]


def test_a_harmful_zip_leaves_the_model_that_is_there(tmp_path: Path) -> None:
    """What was in use stays in use."""
    carried = tmp_path / "carried.zip"
    carried.write_bytes(pack())
    unpack_model(carried, tmp_path / "small")
    carried.write_bytes(pack(without="am/final.mdl"))
    with pytest.raises(FetchError):
        unpack_model(carried, tmp_path / "small")
    verify_model(tmp_path / "small")
