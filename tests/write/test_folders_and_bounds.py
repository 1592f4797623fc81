"""A folder is replaced whole or not at all; what somebody else wrote is read within bounds."""

import io
from pathlib import Path

import pytest

from falsematch._write import read_at_most, replace_folder


def content(folder):
    return {p.relative_to(folder).as_posix(): p.read_text() for p in folder.rglob("*") if p.is_file()}


def build(out, text="new"):
    with replace_folder(out, "course", "course.json") as (made, aside):
        assert aside.parent == out.parent and aside.name.startswith(".course-")  # hidden, on the same disk
        made.mkdir()
        (made / "course.json").write_text(text)
        (aside / "scratch.txt").write_text("not kept")


@pytest.mark.parametrize(
    "name", ["out", "course", "before"]
)  # two of them are names of what stands beside it
@pytest.mark.parametrize("before", ["nothing", "an empty folder", "an earlier course"])
def test_a_folder_is_made_in_place_of_none_or_one_of_its_kind(before, name, tmp_path):
    out = tmp_path / "deep" / "deeper" / name
    if before != "nothing":
        out.mkdir(parents=True)
    if before == "an earlier course":
        build(out, "old")
        (out / "left.txt").write_text("over")
    build(out)
    assert content(tmp_path) == {f"deep/deeper/{name}/course.json": "new"}
    assert [path.name for path in out.parent.iterdir()] == [name]  # nothing is left beside it


def test_somebody_s_own_work_is_refused_and_stays(tmp_path):
    own = tmp_path / "own"
    own.mkdir()
    (own / "thesis.txt").write_text("mine")
    (own / "course.json").mkdir()  # a folder of that name is no mark
    (tmp_path / "file").write_text("mine")
    for out in (own, tmp_path / "file"):
        with pytest.raises(
            ValueError, match="^--out must be a new or empty folder or an earlier course, got "
        ):
            build(out)
    assert content(tmp_path) == {"own/thesis.txt": "mine", "file": "mine"}


def test_a_folder_that_could_not_be_made_leaves_the_old_one(tmp_path):
    build(tmp_path / "out", "old")
    with pytest.raises(OSError, match="disk full"):
        with replace_folder(tmp_path / "out", "course", "course.json") as (made, _):
            made.mkdir()
            (made / "half.txt").write_text("half")
            raise OSError("disk full")
    assert content(tmp_path) == {"out/course.json": "old"}
    assert len(list(tmp_path.iterdir())) == 1


def test_a_file_is_read_up_to_its_bound(tmp_path):
    path = tmp_path / "claim.toml"
    path.write_bytes(b"x" * 1500)
    assert read_at_most(path, 1500, "a claim") == b"x" * 1500
    path.write_bytes(b"x" * 1501)
    with pytest.raises(ValueError, match=r"^claim\.toml: a claim must be at most 1,500 bytes long$"):
        read_at_most(str(path), 1500, "a claim")


def test_of_an_endless_file_no_more_is_read_than_shows_that_it_is_too_long(monkeypatch):
    class Endless(io.BytesIO):
        read = staticmethod(lambda size=-1: taken.append(size) or b"x" * size)

    taken = []
    monkeypatch.setattr(Path, "open", lambda *_: Endless())
    with pytest.raises(ValueError, match="^device: a claim must be at most 1,500 bytes long$"):
        read_at_most("device", 1500, "a claim")
    assert taken == [1501]
