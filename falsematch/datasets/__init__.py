"""The project's own tables of figures: load, describe and cite them.

Each table lives in ``datasets/<name>/`` as a CSV file and a manifest (``datapackage.json``, the
Frictionless Data Package format) that says where the figures come from, in which units, and under
which licence. Before a table is used its SHA-256 is compared with the manifest's, once per process.

    >>> from falsematch import datasets
    >>> people = datasets.load("populations")
    >>> int(people.loc["china_2018", "value"])
    1395380000
"""

import contextlib
import csv
import difflib
import hashlib
import io
import json
import os
import re
import socket
import tempfile
import warnings
from collections import Counter, namedtuple
from http.client import HTTPException
from pathlib import Path

from falsematch._check import refuse, shown
from falsematch._write import replace_file
from falsematch.datasets._arrays import read_npz
from falsematch.datasets._histograms import load_histogram as load_histogram
from falsematch.datasets._histograms import save_histogram as save_histogram
from falsematch.datasets._rows import RowFault as RowFault
from falsematch.datasets._rows import key_of
from falsematch.datasets._rows import row_faults as row_faults
from falsematch.datasets._score_files import load_scores as load_scores
from falsematch.datasets._sets import ScoreSet as ScoreSet

# A wheel carries the tables inside the package. That place is looked at first: `datasets` beside an
# installed package may be somebody else's.
_PLACES = (
    Path(__file__).resolve().parents[1] / "_datasets",
    Path(__file__).resolve().parents[2] / "datasets",
)
_GRADES = ("primary", "secondary", "weak")  # the best first; datasets/README.md says what each means
_tables = {}  # folder -> table that was verified and read in this process


class DatasetError(RuntimeError):
    """A table or its manifest is missing or damaged. The message says how to restore it."""


def names():
    """Names of all tables, sorted."""
    return sorted(path.parent.name for path in _root().glob("*/datapackage.json"))


def scenario_files():
    """The project's scenarios: a dict of the path of each file, by its name (see `falsematch.population`)."""
    return {path.stem: path for path in sorted((_root() / "scenarios").glob("*.toml"))}


def register_files():
    """The claims of the register: a dict of the path of each file, by its id (see `falsematch.claims.register`)."""
    return {path.stem: path for path in sorted((_root() / "register").glob("*.toml"))}


def load(name):
    """A table as a pandas DataFrame, a fresh copy each time.

    Columns have the types of the manifest; empty cells are missing values; dates that may be a year
    or a month only stay text. When the manifest names one key column it becomes the index, so that
    ``load("populations").loc["china_2018"]`` works.

    Parameters
    ----------
    name : str
        One of `names()`.

    Returns
    -------
    pandas.DataFrame, one row per record of the table.

    Raises
    ------
    ValueError
        If there is no such table; the message lists close names.
    DatasetError
        If the file is missing or its SHA-256 differs from the manifest's.
    """
    folder = _folder(name)
    if folder not in _tables:
        described = manifest(name)
        data = _verified(folder, described)
        with _damage_named(folder / "datapackage.json"):
            _tables[folder] = _read(data, described, folder / f"{name}.csv")
    return _tables[folder].copy()


def manifest(name):
    """The manifest of a table, as a dict (a fresh copy): sources, licence, columns, units, hash."""
    path = _folder(name) / "datapackage.json"
    try:
        text = path.read_bytes()
    except OSError as error:
        raise DatasetError(f"{_shown(path)} is missing. {_how_to_restore(path)}") from error
    with _damage_named(path):
        described = json.loads(text.decode("utf-8"))
        described["resources"][0]["schema"]["fields"]
    return described


@contextlib.contextmanager
def _damage_named(path):
    """Whatever a manifest lacks, or has in another form than expected, ends in one line that names it."""
    try:
        yield
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise DatasetError(f"{_shown(path)} is damaged ({shown(error)}). {_how_to_restore(path)}") from error


def cite(name, row=None):
    """One line that cites a table or, given a row's identifier, the source of that row.

    Parameters
    ----------
    name : str
        One of `names()`.
    row : str, optional
        A label of the table's index, such as ``"china_2018"``.

    Returns
    -------
    str, one line with publisher or source, date, address, grade and, for a table, licence and hash.
    Where the rows of a table differ in their grades, it says how many have which.
    """
    described = manifest(name)
    if row is None:
        graded = grades(name)
        with _damage_named(_folder(name) / "datapackage.json"):
            return _cite_table(described, graded)
    table = load(name)
    labels = table.index.tolist()
    if not isinstance(row, (str, int)) or row not in labels:
        near = difflib.get_close_matches(shown(row), [str(label) for label in labels], n=3, cutoff=0.4)
        refuse("row", row, f"one of {name}'s identifiers{_or_perhaps(near)}")
    with _damage_named(_folder(name) / "datapackage.json"):
        return _cite_row(described, row, table.loc[row].dropna())


def grades(name, url=None):
    """How many rows of a table have each grade: a dict, the best grade first.

    Parameters
    ----------
    name : str
        One of `names()`.
    url : str, optional
        Only the rows whose source has this address.

    Returns
    -------
    dict of grade to number of rows. Rows without a grade of their own have the table's.
    """
    table, whole = load(name), manifest(name)
    if url is not None:
        table = table[table["url"] == url] if "url" in table else table.head(0)
    with _damage_named(_folder(name) / "datapackage.json"):
        found = table["grade"].fillna(whole["grade"]) if "grade" in table else [whole["grade"]] * len(table)
        return dict(sorted(Counter(found).items(), key=lambda pair: _GRADES.index(pair[0])))


Olivetti = namedtuple("Olivetti", ["images", "people"])


def load_olivetti(data_home=None):
    """The Olivetti faces (AT&T Laboratories Cambridge, 1992 to 1994), fetched by scikit-learn.

    They are downloaded on first use (about 4 MB) and kept in scikit-learn's data folder; nothing of
    them is part of this project. When the download fails, nothing is left behind.

    Parameters
    ----------
    data_home : path, optional
        Folder to keep the download in. Default: scikit-learn's own, ``~/scikit_learn_data`` or the
        environment variable ``SCIKIT_LEARN_DATA``. Or an npz file, for a copy at hand: arrays `images`
        (400, 64, 64) and `target` (400,), read without scikit-learn and without a network.

    Returns
    -------
    Olivetti
        `images`, float32 in [0, 1] of shape (400, 64, 64), and `people`, whole numbers of shape
        (400,): ten images of each of 40 people, numbered 0 to 39.

    Raises
    ------
    DatasetError
        If they are neither on this computer nor can be downloaded, or the stored copy is damaged.
    """
    home = olivetti_home(data_home)
    if home.suffix == ".npz":
        return _olivetti_at_hand(home)

    from sklearn.datasets import fetch_olivetti_faces

    stored = home / "olivetti_py3.pkz"
    if not stored.exists():
        _download_olivetti(fetch_olivetti_faces, home)
    try:
        faces = fetch_olivetti_faces(data_home=str(home), download_if_missing=False)
    except Exception as error:  # unpickling a damaged file can fail in any way
        raise DatasetError(f"{stored} cannot be read ({error!r}). Delete it and try again online.") from error
    return Olivetti(faces.images, faces.target)


def olivetti_home(data_home=None):
    """Where the Olivetti faces are kept: what is given, or scikit-learn's own data folder."""
    home = data_home or os.environ.get("SCIKIT_LEARN_DATA") or os.path.join("~", "scikit_learn_data")
    return Path(os.path.expanduser(home))  # pathlib's own raises an error for a user without a home


def _olivetti_at_hand(path):
    """A copy in an npz file, scaled to [0, 1] as scikit-learn scales it."""
    import numpy as np

    try:
        images, people = read_npz(path, ("images", "target"))
    except ValueError as error:
        raise DatasetError(str(error)) from error
    if images.shape != (400, 64, 64) or people.shape != (400,) or images.min() == images.max():
        raise DatasetError(f"{path.name}: images must have shape (400, 64, 64) and target (400,)")
    images = images.astype(np.float32)
    return Olivetti((images - images.min()) / (images.max() - images.min()), people.astype(np.int64))


def _download_olivetti(fetch, home):
    """Fetch into a temporary folder first, so that a broken download leaves no trace in `home`."""
    try:
        _fetch_and_move(fetch, home)
    except (
        OSError,
        HTTPException,
        ValueError,
        EOFError,
    ) as error:  # unreachable, cut, altered, no room for it
        reason = " ".join(str(error).split()) or type(error).__name__
        raise DatasetError(
            "The Olivetti faces are not on this computer and could not be downloaded "
            f"({reason}). Connect to the internet once and try again."
        ) from error


def _fetch_and_move(fetch, home):
    patience = socket.getdefaulttimeout()
    with tempfile.TemporaryDirectory() as aside:
        try:
            socket.setdefaulttimeout(30)  # a network that swallows packets would hang for minutes
            # Its warning about the retry, of which it wants at least one, and its printed line are left
            # out: the one line that matters is the error below.
            with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
                warnings.simplefilter("ignore")
                fetch(data_home=aside, n_retries=1, delay=0.1)
        finally:
            socket.setdefaulttimeout(patience)
        for fetched in Path(aside).glob("olivetti*"):
            replace_file(home / fetched.name, fetched.read_bytes())  # 4 MB


def _root():
    for place in _PLACES:
        if place.is_dir():
            return place
    raise DatasetError(
        f"The folder {_PLACES[1]} is missing. Restore it: download or install the project again."
    )


def _folder(name):
    """The folder of a table. Only a listed name is ever turned into a path."""
    known = names()
    if not isinstance(name, str):
        refuse("name", name, "the name of a dataset (text)")
    # A folder whose manifest is missing is no unknown name: `manifest` says what is wrong with it.
    if name not in known and not (re.fullmatch("[a-z][a-z0-9_]{0,99}", name) and (_root() / name).is_dir()):
        wanted = name.strip()[:100].lower()
        near = difflib.get_close_matches(wanted, known, n=3, cutoff=0.5)
        listed = _or_perhaps(near) if near else f" ({', '.join(known)})"
        refuse("name", name, f"the name of a dataset{listed}")
    return _root() / name


def _or_perhaps(near):
    return f" (perhaps {' or '.join(near)})" if near else ""


def _verified(folder, described):
    """The bytes of a table, after comparing their SHA-256 with the manifest's."""
    path = folder / f"{folder.name}.csv"
    expected = str(described["resources"][0].get("hash", "no hash"))[:80]
    try:
        data = path.read_bytes()
    except OSError as error:
        raise DatasetError(
            f"{_shown(path)} is missing (expected {expected}, found no file). {_how_to_restore(path)}"
        ) from error
    found = _hash(data)
    if found != expected:
        only_ends = _hash(data.replace(b"\r\n", b"\n")) == expected
        what = "has changed line endings" if only_ends else "is damaged"
        raise DatasetError(
            f"{_shown(path)} {what} (expected {expected}, found {found}). {_how_to_restore(path)}"
        )
    return data


def _hash(data):
    return "sha256:" + hashlib.sha256(data).hexdigest()


def _shown(path):
    return path.relative_to(_root().parent).as_posix() if path.is_relative_to(_root()) else str(path)


def _how_to_restore(path):
    if _PLACES[0].is_dir():
        return "Restore it with: pip install --force-reinstall --no-deps falsematch"
    return (
        f"Restore it with: git checkout -- {_shown(path)} (or download the project again;"
        f" if you meant to edit it: python datasets/seal.py {path.parent.name})"
    )


def _read(data, described, path):
    """A DataFrame from verified bytes.

    The csv module and float() are used instead of pandas' reader: it turns "NA" into a missing value
    and may round the last digit of a number.
    """
    import pandas as pd

    schema = described["resources"][0]["schema"]
    columns = [field["name"] for field in schema["fields"]]
    try:
        rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig")), strict=True))
    except (UnicodeDecodeError, csv.Error) as error:
        raise DatasetError(f"{_shown(path)}: not a CSV file in UTF-8 ({error})") from error
    if not rows or rows[0] != columns:
        raise DatasetError(f"{_shown(path)}: the header is not the manifest's list of columns")
    for number, row in enumerate(rows[1:], start=2):
        if len(row) != len(columns):
            raise DatasetError(f"{_shown(path)}: record {number} has {len(row)} cells, not {len(columns)}")
    table = {}
    for place, field in enumerate(schema["fields"]):
        cells = [row[place] for row in rows[1:]]
        try:
            table[field["name"]] = _column(pd, cells, field["type"])
        except (ValueError, KeyError, OverflowError) as error:
            raise DatasetError(f"{_shown(path)}: column {field['name']}: {error}") from error
    frame = pd.DataFrame(table)
    key = key_of(schema)
    return frame.set_index(key[0]) if len(key) == 1 else frame


def _boolean(cell):
    return {"true": True, "false": False}[cell]


def _column(pd, cells, kind):
    """One column of text cells in the type that the manifest gives it."""
    gaps = "" in cells
    if kind == "string":
        # "str" only from pandas 3 on: before, it would turn a gap into the text "None".
        kind = "str" if int(pd.__version__.split(".")[0]) >= 3 else "object"
        return pd.Series([cell or None for cell in cells], dtype=kind)
    if kind == "date":
        return pd.to_datetime(pd.Series(cells), format="%Y-%m-%d")
    if kind == "number":
        return pd.Series([float(cell) if cell else float("nan") for cell in cells], dtype="float64")
    read, plain, with_gaps = {
        "integer": (int, "int64", "Int64"),
        "year": (int, "int64", "Int64"),
        "boolean": (_boolean, "bool", "boolean"),
    }[kind]
    values = [read(cell) if cell else None for cell in cells]
    return pd.Series(values, dtype=with_gaps if gaps else plain)


def _cite_table(described, graded):
    resource = described["resources"][0]
    sources = described.get("sources", [])
    if len(sources) <= 3:
        of = "; ".join(" ".join(filter(None, (s.get("title"), s.get("path")))) for s in sources)
    else:
        of = f"{len(sources)} sources, named row by row"
    return (
        f"{described['title']}. False Match, table {described['name']}, edition {described['edition']}. "
        f"From: {of or 'own work'}. Grade: {_said(graded)}. "
        f"Licence: {', '.join(licence['name'] for licence in described['licenses'])}. "
        f"{str(resource['hash'])[:19]}"
    )


def _said(graded):
    """Grades in words: how many rows have which, where they differ."""
    return (
        ", ".join(f"{rows:,} {grade}" for grade, rows in graded.items())
        if len(graded) > 1
        else "".join(graded)
    )


def _cite_row(described, label, row):
    source = row.get("source") or row.get("outlet") or described["title"]
    # When it was printed, or else for which time it speaks: not the same.
    start, end = row.get("date_start"), row.get("date_end")
    spoken = f"for {start}" + (f" to {end}" if end and end != start else "") if start else None
    parts = [source, row.get("date", spoken)]
    parts += [row.get("url"), f"grade: {row.get('grade', described['grade'])}"]
    return f"{', '.join(str(part) for part in parts if part)} [{described['name']}: {label}]"
