"""Whatever the project writes is there whole or not at all, and leaves nothing beside it."""

import os
from pathlib import Path

import pytest

from falsematch import lessons
from falsematch._write import replace_file
from falsematch.exercises import save_pretest
from falsematch.lessons import _lab
from falsematch.remeasure import _measure


def test_text_is_utf8_with_line_feeds_and_bytes_stay(tmp_path):
    replace_file(tmp_path / "a" / "b" / "text.txt", "é\n−\n")
    assert (tmp_path / "a" / "b" / "text.txt").read_bytes() == "é\n−\n".encode()
    replace_file(tmp_path / "a" / "b" / "text.txt", b"\r\n\x00")
    assert [(p.name, p.read_bytes()) for p in (tmp_path / "a" / "b").iterdir()] == [("text.txt", b"\r\n\x00")]


def test_a_link_stays_and_the_file_it_leads_to_changes(tmp_path):
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "kept.txt").write_bytes(b"old")
    try:
        (tmp_path / "link.txt").symlink_to(tmp_path / "real" / "kept.txt")
    except OSError:
        pytest.skip("this account may not make links")
    replace_file(tmp_path / "link.txt", "new")
    assert (tmp_path / "link.txt").is_symlink() and (tmp_path / "real" / "kept.txt").read_bytes() == b"new"


@pytest.mark.parametrize("make", [os.mkdir, getattr(os, "mkfifo", os.mkdir)])
def test_a_device_or_a_folder_is_never_replaced(make, tmp_path):
    # A named pipe stands for every device: whoever may replace /dev/null does so if this goes wrong.
    place = tmp_path / "place"
    make(place)
    with pytest.raises(OSError, match="^place is a folder or a device, no file$"):
        replace_file(place, "x")
    assert not place.is_file() and [path.name for path in tmp_path.iterdir()] == ["place"]


def written(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


WRITERS = {
    "pre-test": lambda folder: save_pretest({"q1": "a"}, folder / "kept.json", replace=True),
    "measured table": lambda folder: _measure.write({"made": made()}, folder),
    "notebook": lambda folder: lessons.sync(),
    "settings": lambda folder: _lab.quiet_jupyterlab(),
}


def made():
    import pandas as pd

    return pd.DataFrame({"id": ["a"]})


@pytest.mark.parametrize("writer", WRITERS)
@pytest.mark.parametrize("broken", ["write_bytes", "replace"])
def test_a_full_disk_leaves_nothing_behind(writer, broken, tmp_path, monkeypatch):
    (tmp_path / "source").mkdir()
    (tmp_path / "source" / "00_x.py").write_text("# %%\n1\n", encoding="utf-8")
    monkeypatch.setattr(lessons, "SOURCES", tmp_path / "source")
    monkeypatch.setattr(lessons, "NOTEBOOKS", tmp_path)
    monkeypatch.setattr(_lab.sys, "prefix", str(tmp_path))
    before = written(tmp_path)

    def full(path, data=b"", write=Path.write_bytes):
        if isinstance(data, bytes):  # half of it was written before the disk was full
            write(path, data[: len(data) // 2])
        raise OSError("no space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(
            *((Path, broken, full) if broken == "write_bytes" else ("falsematch._write.os.replace", full))
        )
        try:
            WRITERS[writer](tmp_path)
        except OSError as error:
            assert "no space" in str(error)
    assert written(tmp_path) == before
    WRITERS[writer](tmp_path)
    assert len(written(tmp_path)) == len(before) + 1
