"""``falsematch scores`` on what strangers hand over: one line, exit code 2, nothing written, bounded memory."""

import gzip
import io
import os
import sys
import tracemalloc
import zipfile
from pathlib import Path

import numpy as np
import pytest

from falsematch import __main__
from falsematch.datasets import _unpack

GOOD = b"label,score\n" + b"1,0.9\n0,0.2\n" * 2000
MEMORY = 100e6  # bytes that no refusal may need


def zipped(*members):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return out.getvalue()


def npy(header, data=b"\0" * 64):
    text = header.encode().ljust(117) + b"\n"
    return b"\x93NUMPY\x01\x00" + len(text).to_bytes(2, "little") + text + data


BILLION = npy("{'descr': '<f8', 'fortran_order': False, 'shape': (1000000000, 2)}")
FILES = {
    "truncated gz": (gzip.compress(GOOD)[:-9], "is cut short"),
    "truncated gz, early": (gzip.compress(GOOD)[:12], "is cut short"),
    "gz with another beginning behind it": (gzip.compress(GOOD) + b"rubbish", "gzipped"),
    "gz in gz": (gzip.compress(gzip.compress(GOOD)), "another packed file"),
    "zip in zip": (zipped(("a.zip", zipped(("a.csv", GOOD)))), "another packed file"),
    "zip of two": (zipped(("a.csv", GOOD), ("b.csv", GOOD)), "several files"),
    "a bomb": (gzip.compress(b"label,score\n" + b"0,0.5\n" * 30_000_000, 1), "max_bytes"),
    "a header of a billion rows": (BILLION, "larger than max_bytes"),
    "the same in npz": (zipped(("genuine.npy", BILLION), ("impostor.npy", BILLION)), "larger than max_bytes"),
    "a header of negative rows": (BILLION.replace(b"1000000000", b"-100000000"), "cut short"),
    "a header that is code": (npy("__import__('os').system('false')"), "is damaged"),
    "objects": (npy("{'descr': '|O', 'fortran_order': False, 'shape': (2, 2)}"), "never loaded"),
    "a line of 10 MB": (b"1," + b"9" * 10_000_000, "has a line of more than"),
    "a line of 10 MB further down": (GOOD + b"1," + b"9" * 10_000_000 + b"\n", "has a line of more than"),
    "a million columns": (
        b",".join(b"0.%d" % n for n in range(600_000)) + b"\n",
        "more than 100,000 columns",
    ),
    "columns of one name": (b"label,score,score\n1,0.9,0.8\n0,0.2,0.1\n", "names a column twice"),
    "words among scores": (GOOD + b"1,high\n" + GOOD[12:], "line 4002, column 2"),
    "a date": (GOOD + b"1,2026-11-26\n", "line 4002, column 2"),
    "zero bytes": (GOOD + b"1,0.\x005\n", "line 4002: holds a zero byte"),
    "nothing but zero bytes": (b"\0" * 5000, "zero byte"),
    "nothing": (b"", "is empty"),
    "quotes that never end": (GOOD + b'1,"0.5\n' + GOOD[12:], "line 4002"),
    "a pickle": (b"\x80\x04\x95\x00", "never opened"),
    "a page of the web": (b"<!doctype html><p>404", "no table"),
    "half of UTF-16": ("label,score\n1,0.9\n".encode("utf-16")[:-1], "UTF-16"),
    "Parquet of nothing": (b"PAR1" + b"\xff" * 100 + b"PAR1", "Parquet"),
}


def refused(path, capsys, folder, *words):
    """The one line that the command says of a path, having written nothing and taken little memory."""
    before = sorted(folder.rglob("*"))
    capsys.readouterr()
    tracemalloc.start()
    try:
        code = __main__.main(["scores", str(path), "--out", str(folder / "report.html"), *words])
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    printed, line = capsys.readouterr()
    assert code == 2 and printed == "", line
    assert line.startswith("falsematch: ") and line.count("\n") == 1 and len(line) < 400, line
    assert line.isprintable() or line[:-1].isprintable(), line
    assert sorted(folder.rglob("*")) == before and peak < MEMORY, peak
    return line


@pytest.mark.parametrize("name", FILES)
def test_files_that_are_no_scores(tmp_path, capsys, name):
    content, expected = FILES[name]
    path = tmp_path / "scores.csv"
    path.write_bytes(content)
    words = ["--max-bytes", "20e6"] if name == "a bomb" else []
    expected = expected.replace("max_bytes", "--max-bytes")
    assert expected in refused(path, capsys, tmp_path, *words)


def test_what_is_no_file(tmp_path, capsys):
    assert "is no file" in refused(tmp_path, capsys, tmp_path)
    assert "no such file" in refused(tmp_path / "none.csv", capsys, tmp_path)
    assert "nothing is fetched" in refused("https://example.org/scores.csv", capsys, tmp_path)
    long = "x" * 5000 + ".csv"
    assert refused(tmp_path / long, capsys, tmp_path)
    if sys.platform != "win32":
        os.mkfifo(tmp_path / "pipe")
        (tmp_path / "loop").symlink_to(tmp_path / "loop")
        for name in ("pipe", "loop"):
            assert refused(tmp_path / name, capsys, tmp_path)
        assert "is no file" in refused("/dev/zero", capsys, tmp_path)


def test_names_that_steer_a_terminal(tmp_path, capsys):
    if sys.platform == "win32":
        pytest.skip("Windows has no such names")
    assert refused(tmp_path / "a\x1b[31m\nb.csv", capsys, tmp_path)
    path = tmp_path / "a\x1b[31m\nb.csv"
    path.write_bytes(GOOD + b"1,\x1b[2J\n")
    assert refused(path, capsys, tmp_path)


def test_a_file_that_may_not_be_read(tmp_path, capsys, monkeypatch):
    (tmp_path / "scores.csv").write_bytes(GOOD)

    def forbidden(self, *_, **__):
        raise PermissionError(13, "Permission denied", str(self))

    monkeypatch.setattr(Path, "open", forbidden)
    assert "Permission denied" in refused(tmp_path / "scores.csv", capsys, tmp_path)


def test_a_file_that_changes_while_it_is_read(tmp_path, capsys, monkeypatch):
    path = tmp_path / "scores.csv"
    path.write_bytes(GOOD)
    monkeypatch.setattr(_unpack, "PIECE", 1 << 12)
    original = _unpack._start

    def changes(stream):
        start = original(stream)
        with path.open("ab") as end:
            end.write(b"1,0.5\n")
        return start

    monkeypatch.setattr(_unpack, "_start", changes)
    assert "changed while it was read" in refused(path, capsys, tmp_path)


def test_two_tables_are_not_taken_for_two_kinds_of_scores(tmp_path, capsys):
    for name in ("one.csv", "two.csv"):
        (tmp_path / name).write_bytes(GOOD)
    assert "labels" in refused(tmp_path / "one.csv", capsys, tmp_path, str(tmp_path / "two.csv"))
    np.save(tmp_path / "g.npy", [0.9, 0.8])
    (tmp_path / "i.csv").write_text("score,note\n0.1,x\n0.2,y\n", encoding="utf-8")
    assert __main__.main(["scores", str(tmp_path / "g.npy"), str(tmp_path / "i.csv")]) == 0
