"""load_olivetti without a network: a stand-in takes the place of scikit-learn's fetcher."""

import socket
from pathlib import Path
from types import SimpleNamespace
from urllib.error import URLError

import joblib
import numpy as np
import pytest
import sklearn.datasets

from falsematch import datasets

FACES = np.linspace(0, 1, 400 * 64 * 64, dtype=np.float32).reshape(400, 64, 64)
PEOPLE = np.repeat(np.arange(40), 10)


def fetcher(monkeypatch, error=None, halfway=False):
    """A stand-in that stores a file as scikit-learn does, or fails with `error`."""
    calls, patience, retries = [], [], []

    def fetch(*, data_home=None, download_if_missing=True, **options):
        calls.append((data_home, download_if_missing))
        patience.append(socket.getdefaulttimeout())
        stored = Path(data_home) / "olivetti_py3.pkz"
        if not stored.exists():
            assert download_if_missing
            retries.append(options)
            if halfway:
                (Path(data_home) / "olivettifaces.mat.part").write_bytes(b"half")
            if error:
                raise error
            stored.write_bytes(b"faces")
        if stored.read_bytes() != b"faces":
            raise ValueError("unpickling stack underflow")
        return SimpleNamespace(images=FACES, target=PEOPLE)

    monkeypatch.setattr(sklearn.datasets, "fetch_olivetti_faces", fetch)
    return SimpleNamespace(calls=calls, patience=patience, retries=retries)


def test_they_are_fetched_once_and_kept(tmp_path, monkeypatch):
    asked = fetcher(monkeypatch)
    home = tmp_path / "a folder" / "é"
    faces = datasets.load_olivetti(data_home=home)
    assert faces.images.shape == (400, 64, 64) and faces.people.shape == (400,)
    assert [path.name for path in home.iterdir()] == ["olivetti_py3.pkz"]
    again = datasets.load_olivetti(data_home=str(home))
    np.testing.assert_array_equal(again.images, faces.images)
    assert [download for _, download in asked.calls] == [True, False, False]
    # A network that says nothing is given up after half a minute; reading a file has no such limit.
    assert asked.patience == [30, None, None] and socket.getdefaulttimeout() is None


def test_the_default_folder_is_scikit_learns(tmp_path, monkeypatch):
    fetcher(monkeypatch)
    monkeypatch.setenv("SCIKIT_LEARN_DATA", str(tmp_path / "kept"))
    datasets.load_olivetti()
    assert (tmp_path / "kept" / "olivetti_py3.pkz").exists()


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (URLError("no route"), "<urlopen error no route>"),
        (TimeoutError("timed out"), "timed out"),
        (ConnectionResetError(), "ConnectionResetError"),
        (OSError("The checksum of the file\ndiffers"), "The checksum of the file differs"),
        (ValueError("Mat 4 is bad"), "Mat 4 is bad"),
    ],
)
def test_offline_is_one_line_and_leaves_nothing(tmp_path, monkeypatch, error, reason):
    asked = fetcher(monkeypatch, error=error, halfway=True)
    home = tmp_path / "home"
    with pytest.raises(datasets.DatasetError, match="could not be downloaded") as caught:
        datasets.load_olivetti(data_home=home)
    assert str(caught.value).endswith(f"({reason}). Connect to the internet once and try again.")
    assert not home.exists()
    assert asked.retries == [{"n_retries": 1, "delay": 0.1}]  # the fewest that scikit-learn allows, and soon
    assert socket.getdefaulttimeout() is None  # put back as it was


def test_a_damaged_copy_is_named_and_kept(tmp_path, monkeypatch):
    fetcher(monkeypatch)
    (tmp_path / "olivetti_py3.pkz").write_bytes(b"half")
    with pytest.raises(datasets.DatasetError, match="olivetti_py3.pkz cannot be read"):
        datasets.load_olivetti(data_home=tmp_path)


@pytest.mark.parametrize("whole", [True, False])
def test_scikit_learns_own_reader_finds_what_is_stored(tmp_path, whole):
    """No stand-in: a file in scikit-learn's format with made-up images, whole or cut short."""
    stored = tmp_path / "olivetti_py3.pkz"
    # The file holds each image column by column; the reader turns it.
    joblib.dump(FACES.transpose(0, 2, 1).reshape(400, -1), stored, compress=6)
    if whole:
        faces = datasets.load_olivetti(data_home=tmp_path)
        np.testing.assert_array_equal(faces.images, FACES)
        np.testing.assert_array_equal(faces.people, PEOPLE)
    else:
        stored.write_bytes(stored.read_bytes()[:1000])
        with pytest.raises(datasets.DatasetError, match="Delete it"):
            datasets.load_olivetti(data_home=tmp_path)


def test_the_file_name_is_the_one_scikit_learn_uses():
    from sklearn.datasets._base import _pkl_filepath

    assert Path(_pkl_filepath("home", "olivetti.pkz")).name == "olivetti_py3.pkz"


def test_a_home_that_cannot_be_written_is_one_line(tmp_path, monkeypatch):
    fetcher(monkeypatch)
    (tmp_path / "a file").write_bytes(b"")
    with pytest.raises(datasets.DatasetError, match="could not be downloaded") as caught:
        datasets.load_olivetti(data_home=tmp_path / "a file" / "home")
    assert "\n" not in str(caught.value)


def test_no_temporary_folder_is_one_line(tmp_path, monkeypatch):
    fetcher(monkeypatch)

    def nowhere(*_, **__):
        raise FileNotFoundError("No usable temporary directory found")

    monkeypatch.setattr(datasets.tempfile, "TemporaryDirectory", nowhere)
    with pytest.raises(datasets.DatasetError, match="No usable temporary directory"):
        datasets.load_olivetti(data_home=tmp_path)


def test_somebody_without_a_home_gets_a_place_too(monkeypatch):
    monkeypatch.delenv("SCIKIT_LEARN_DATA", raising=False)
    monkeypatch.setattr("os.path.expanduser", lambda path: path)  # what it does for a user without one
    assert datasets.olivetti_home().parts == ("~", "scikit_learn_data")
    assert datasets.olivetti_home("given") == Path("given")
