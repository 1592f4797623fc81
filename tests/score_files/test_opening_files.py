"""What a file is and how it is opened: packed, damaged, hostile, moving, or no file at all."""

import bz2
import errno
import gzip
import io
import lzma
import os
import tarfile
import zipfile
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from falsematch import datasets
from falsematch.datasets import _unpack

TEXT = "label,score\n" + "".join(f"{place % 3 // 2},{place / 7!r}\n" for place in range(3000))
ROWS = pd.read_csv(io.StringIO(TEXT))
GENUINE, IMPOSTOR = (ROWS.score[ROWS.label == kind].tolist() for kind in (1, 0))


def zipped(*members, method=zipfile.ZIP_DEFLATED):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return stream.getvalue()


PACKED = {
    "gz": gzip.compress(TEXT.encode()),
    "gz of two pieces": gzip.compress(TEXT[:100].encode()) + gzip.compress(TEXT[100:].encode()),
    "bz2": bz2.compress(TEXT.encode()),
    "xz": lzma.compress(TEXT.encode()),
    "zip": zipped(("folder/", ""), ("folder/scores.csv", TEXT)),
    "zip, stored": zipped(("scores.csv", TEXT), method=zipfile.ZIP_STORED),
    "gz of UTF-16": gzip.compress(TEXT.encode("utf-16")),
}


@pytest.mark.parametrize("form", PACKED)
def test_packed_files_are_known_by_what_is_in_them(file, form):
    found = datasets.load_scores(file(PACKED[form], "scores.anything"))
    assert found.genuine.tolist() == GENUINE and found.impostor.tolist() == IMPOSTOR


@pytest.mark.parametrize("form", ["gz", "bz2", "xz", "zip", "zip, stored"])
def test_packed_files_that_are_cut_short_or_damaged(file, refused, form):
    content = PACKED[form]
    for cut in (7, 30, len(content) // 2, len(content) - 9):
        assert refused(file(content[:cut]))
    for place in range(40, len(content), len(content) // 7):
        damaged = bytearray(content)
        damaged[place] ^= 0x55
        try:  # a changed byte that is noticed is a refusal; one that is not cannot change a number without a word
            found = datasets.load_scores(file(bytes(damaged)))
        except ValueError as error:
            assert "\n" not in str(error)
        else:
            assert found.genuine.tolist() == GENUINE


@pytest.mark.parametrize(
    "pack", [gzip.compress, bz2.compress, lzma.compress, lambda text: zipped(("a", text))]
)
def test_a_bomb_is_given_up_at_the_limit(file, refused, pack, monkeypatch):
    read, most = [], 700_000
    path = file(pack(b"label,score\n" + b"0,0.25\n" * 2_000_000))
    assert path.stat().st_size < 200_000
    message = refused(path, max_bytes=most, progress=lambda done, size: read.append(done))
    assert f"unpacks to more than max_bytes ({most} bytes)" in message and len(read) == 1


def test_a_bomb_of_short_rows_is_given_up_too(file, refused):
    path = file("label,score\n" + "0,5\n" * 100_000)
    assert "once its scores are float64" in refused(path, max_bytes=500_000)
    assert datasets.load_scores(file("label,score\n1,5\n" + "0,5\n" * 50_000), max_bytes=500_000)


@pytest.mark.parametrize(
    "content, expected",
    [
        (gzip.compress(gzip.compress(TEXT.encode())), "holds another packed file: unpack it first"),
        (gzip.compress(zipped(("a.csv", TEXT))), "holds another packed file"),
        (zipped(("a.csv.gz", gzip.compress(TEXT.encode()))), "holds another packed file"),
        (zipped(("a.zip", zipped(("a.csv", TEXT)))), "holds another packed file"),
        (gzip.compress(b"PAR1 and so on"), "holds another packed file"),
        (gzip.compress(b"\x93NUMPY\x01\x00"), "holds another packed file"),
        (zipped(("a.csv", TEXT), ("b.csv", TEXT)), "is a zip archive of several files"),
        (zipped(), "is a zip archive of several files, or of none"),
        (zipped(("a.csv", TEXT), method=zipfile.ZIP_LZMA), "packed in a rare way"),
        (gzip.compress(b""), "is empty"),
        (gzip.compress(b"%PDF-1.7"), "is a PDF"),
        (b"PAR1 and no table", "pyarrow"),
    ],
    ids=lambda value: repr(value)[:12] if isinstance(value, bytes) else value[:20],
)
def test_archives_that_hold_no_table(file, refused, content, expected):
    message = refused(file(content))
    assert expected in message or (expected == "pyarrow" and "is a damaged Parquet file" in message)


def test_a_tar_archive_is_no_table(tmp_path, refused):
    path = tmp_path / "scores.tar.gz"
    with tarfile.open(path, "w:gz") as archive:
        data = TEXT.encode()
        info = tarfile.TarInfo("scores.csv")
        info.size = len(data)
        archive.addfile(info, io.BytesIO(data))
    assert "zero byte" in refused(path)


def test_an_encrypted_archive_is_one_line(file, refused):
    content = bytearray(zipped(("a.csv", TEXT)))
    content[6] |= 1  # the flag that says so, here and in the directory
    content[content.rindex(b"PK\x01\x02") + 8] |= 1
    assert "is a damaged zip archive" in refused(file(bytes(content)))


# What is no file, or does not hold still


@pytest.mark.parametrize(
    "address", ["https://example.org/scores.csv", "s3://bucket/scores.csv", "file:///etc/hosts"]
)
def test_nothing_is_fetched(address):
    with pytest.raises(
        ValueError, match="path must be the path of a file on this computer .nothing is fetched."
    ):
        datasets.load_scores(address)


def test_a_file_that_may_not_be_read(file, monkeypatch, refused):
    path = file(TEXT)

    def forbidden(self, *_, **__):
        raise PermissionError(errno.EACCES, "Permission denied", str(self))

    monkeypatch.setattr(Path, "open", forbidden)
    assert "cannot be read" in refused(path) and "Permission denied" in refused(path)


def test_a_device_or_a_folder_is_no_file(tmp_path, refused):
    assert "is no file" in refused(tmp_path)
    if Path("/dev/zero").exists():
        assert "is no file" in refused(Path("/dev/zero"))


def test_a_file_that_grows_while_it_is_read(file, refused, monkeypatch):
    monkeypatch.setattr(_unpack, "PIECE", 1 << 12)
    path = file(TEXT)

    def more(done, size):
        if 0 < done < size:
            with path.open("ab") as end:
                end.write(b"1,0.5\n")

    assert "changed while it was read" in refused(path, progress=more)


def test_a_file_that_is_emptied_while_it_is_read(file, refused, monkeypatch):
    monkeypatch.setattr(_unpack, "PIECE", 1 << 12)
    path = file(TEXT)
    assert "changed while it was read" in refused(path, progress=lambda done, size: os.truncate(path, 0))


def test_nothing_is_written(file, tmp_path, refused):
    refused(file(PACKED["gz"][:50]))
    datasets.load_scores(file(PACKED["zip"]))
    assert [path.name for path in tmp_path.iterdir()] == ["scores.csv"]


def test_progress_is_told_in_bytes_of_the_file(file, monkeypatch):
    monkeypatch.setattr(_unpack, "PIECE", 1 << 12)
    for content in (TEXT.encode(), PACKED["gz"]):
        path, told = file(content), []
        datasets.load_scores(path, progress=lambda done, size, told=told: told.append((done, size)))
        assert told == sorted(told) and told[-1] == (len(content), len(content))


def test_lines_are_whole_whatever_the_pieces(file, monkeypatch):
    text = "label,score\r\n" + "1,0.5\r\n0,0.25\r\n" * 400
    whole = datasets.load_scores(file(text))
    for size in (97, 98, 99, 1000):
        monkeypatch.setattr(_unpack, "PIECE", size)
        found = datasets.load_scores(file(text))
        assert np.array_equal(found.genuine, whole.genuine) and np.array_equal(found.impostor, whole.impostor)
