"""load, manifest, cite, names: what they return, and what they say when a file is damaged."""

import importlib.util
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from falsematch import datasets

REPOSITORY = Path(__file__).resolve().parents[2]
DATASETS = REPOSITORY / "datasets"


@pytest.fixture
def copied(tmp_path, monkeypatch):
    """A checkout of its own with two tables, to be damaged at will."""
    for name in ("claims", "populations"):
        shutil.copytree(DATASETS / name, tmp_path / "datasets" / name)
    monkeypatch.setattr(datasets, "_PLACES", (tmp_path / "falsematch" / "_datasets", tmp_path / "datasets"))
    monkeypatch.setattr(datasets, "_tables", {})
    return tmp_path / "datasets"


def one_line(caught):
    message = str(caught.value)
    assert "\n" not in message
    return message


def made(folder, name, text, fields, key=()):
    """A small sealed table in `folder`."""
    spec = importlib.util.spec_from_file_location("seal", DATASETS / "seal.py")
    seal = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(seal)
    (folder / name).mkdir()
    (folder / name / f"{name}.csv").write_bytes(text.encode("utf-8"))
    manifest = {
        "name": name,
        "title": "A test",
        "edition": "2026",
        "grade": "weak",
        "licenses": [{"name": "CC0"}],
        "resources": [{"path": f"{name}.csv", "schema": {"fields": fields, "primaryKey": list(key)}}],
    }
    path = folder / name / "datapackage.json"
    path.write_text(json.dumps(manifest), encoding="utf-8")
    path.write_text(seal.sealed(folder / name), encoding="utf-8")


# --- what they return


def test_names_are_the_folders_that_hold_a_manifest():
    assert datasets.names() == sorted(p.parent.name for p in DATASETS.glob("*/datapackage.json"))


@pytest.mark.parametrize("name", sorted(p.parent.name for p in DATASETS.glob("*/datapackage.json")))
def test_a_table_loads_with_the_types_of_its_manifest(name):
    table, resource = datasets.load(name), datasets.manifest(name)["resources"][0]
    assert len(table) == resource["rows"]
    key = resource["schema"].get("primaryKey", [])
    key = [key] if isinstance(key, str) else key
    fields = resource["schema"]["fields"]
    if len(key) == 1:
        assert table.index.name == key[0] and table.index.is_unique
        fields = [field for field in fields if field["name"] != key[0]]
    assert list(table.columns) == [field["name"] for field in fields]
    check = {
        "integer": pd.api.types.is_integer_dtype,
        "year": pd.api.types.is_integer_dtype,
        "number": pd.api.types.is_float_dtype,
        "boolean": pd.api.types.is_bool_dtype,
        "string": lambda column: column.dtype.name == ("str" if pd.__version__ >= "3" else "object"),
        "date": pd.api.types.is_datetime64_any_dtype,
    }
    for field in fields:
        assert check[field["type"]](table[field["name"]]), field["name"]


@pytest.mark.parametrize(
    ("files", "folder"), [(datasets.scenario_files, "scenarios"), (datasets.register_files, "register")]
)
def test_each_file_of_a_folder_is_found_by_its_name(files, folder):
    expected = [path.resolve() for path in sorted((DATASETS / folder).glob("*.toml"))]
    assert len(expected) > 2
    assert list(files().items()) == [(path.stem, path) for path in expected]


def test_the_figures_that_lessons_lean_on():
    people = datasets.load("populations").value
    assert people.china_as_printed == 1_300_000_000
    assert people.china_2018 == 1_395_380_000
    assert people.world_2018 == 7_591_541_000
    claims = datasets.load("claims")
    assert list(claims.index) == [f"C{number:02d}" for number in range(1, 19)]
    assert claims.loc["C06", "value"] == 99.8
    assert claims.loc["C06", "qualifier"] == "up to" and claims.loc["C16", "qualifier"] == "above"


def test_empty_cells_are_missing_and_not_text():
    people = datasets.load("populations")
    assert pd.isna(people.loc["china_2018", "qualifier"])
    assert people.loc["fugitives_skynet", "qualifier"] == "more than"
    seen = datasets.load("deployment_examples").faces_seen
    assert pd.isna(seen["met_2016_2018"]) and seen["met_2025"] == 1_142_325


def test_each_load_is_a_fresh_copy():
    first = datasets.load("populations")
    first.loc["china_2018", "value"] = 0
    del first["unit"]
    again = datasets.load("populations")
    assert again.loc["china_2018", "value"] == 1_395_380_000 and "unit" in again


def test_each_manifest_is_a_fresh_copy():
    datasets.manifest("claims")["resources"].clear()
    assert datasets.manifest("claims")["resources"]


def test_cite_a_table_and_a_row():
    line = datasets.cite("populations")
    assert "\n" not in line and "CC-BY-4.0" in line and " secondary, " in line and " weak. Licence" in line
    row = datasets.cite("populations", "world_2018")
    assert "German Foundation" in row and "https://panorama.am/" in row and "2018-01-01" in row
    assert "Asia Times" in datasets.cite("claims", "C06")
    assert ", for 2012 to 2020, " in datasets.cite("deployment_examples", "rite_aid_entry")
    assert "nan" not in datasets.cite("claims", "C16")  # a row without an address


@pytest.mark.parametrize("row", ["china_2017", "", None, 3, ["china_2018"]])
def test_cite_refuses_an_unknown_row(row):
    if row is None:
        return  # no row: the table is cited
    with pytest.raises(ValueError, match="row must be"):
        datasets.cite("populations", row)


def test_hostile_but_valid_cells_survive(copied):
    text = (
        "id,word,count,share,flag,day\n"
        'a,"NA, ""null""\nand a comma",9007199254740993,0.1,true,2018-03-23\n'
        "b,=1+1,,1e-300,,\n"
        "c,,0,,false,2000-02-29\n"
    )
    kinds = [
        ("id", "string"),
        ("word", "string"),
        ("count", "integer"),
        ("share", "number"),
        ("flag", "boolean"),
        ("day", "date"),
    ]
    made(copied, "odd", text, [{"name": n, "type": t} for n, t in kinds], key=["id"])
    odd = datasets.load("odd")
    assert odd.loc["a", "word"] == 'NA, "null"\nand a comma' and odd.loc["b", "word"] == "=1+1"
    assert pd.isna(odd.loc["c", "word"])
    assert odd["count"].tolist()[0] == 9007199254740993  # beyond what a float can hold
    assert pd.isna(odd.loc["b", "count"]) and odd.loc["c", "count"] == 0
    assert odd.loc["b", "share"] == 1e-300 and pd.isna(odd.loc["c", "share"])
    assert bool(odd.loc["a", "flag"]) is True and pd.isna(odd.loc["b", "flag"])
    assert bool(odd.loc["c", "flag"]) is False
    assert odd.loc["a", "day"].day_name() == "Friday" and pd.isna(odd.loc["b", "day"])


@pytest.mark.parametrize(
    ("kind", "cell"), [("integer", "1.5"), ("number", "1,5"), ("boolean", "yes"), ("date", "2018-03")]
)
def test_a_cell_of_another_type_is_named(copied, kind, cell):
    made(copied, "wrong", f'x\n"{cell}"\n', [{"name": "x", "type": kind}])
    with pytest.raises(datasets.DatasetError, match="datasets/wrong/wrong.csv: column x"):
        datasets.load("wrong")


@pytest.mark.parametrize("kind", ["string", "date", "number", "integer", "year", "boolean"])
def test_a_column_of_gaps_has_its_type_all_the_same(copied, kind):
    sound = {"date": "2018-03-23", "boolean": "true", "year": "2018"}.get(kind, "3")
    fields = [{"name": "x", "type": kind}, {"name": "y", "type": kind}]
    made(copied, "gaps", f"x,y\n,{sound}\n,\n", fields)
    gaps = datasets.load("gaps")
    assert gaps.x.isna().all() and gaps.y.isna().tolist() == [False, True]
    made(copied, "full", f"x,y\n{sound},{sound}\n", fields)
    made(copied, "none", "x,y\n", fields)
    for one, other in ((gaps.x, gaps.y), (datasets.load("none").x, datasets.load("full").x)):
        assert (
            one.dtype == other.dtype or one.dtype.kind == other.dtype.kind == "M"
        )  # of dates, whatever the unit


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("x,y\n1,2\n1\n", "record 3 has 1 cells, not 2"),
        ("x,y\n1,2,3\n", "record 2 has 3 cells, not 2"),
        ('x,y\n1,"2"3\n', "not a CSV file in UTF-8"),
        ('x,y\n1,"2\n', "not a CSV file in UTF-8"),
        ("y,x\n1,2\n", "the header is not the manifest's list of columns"),
        ("", "the header is not the manifest's list of columns"),
    ],
)
def test_a_sealed_file_that_is_no_table_is_refused(copied, monkeypatch, text, said):
    made(copied, "wrong", "x,y\n1,2\n", [{"name": name, "type": "string"} for name in "xy"])
    (copied / "wrong" / "wrong.csv").write_bytes(text.encode("utf-8"))
    sealed = datasets.manifest("wrong")["resources"][0]["hash"]
    monkeypatch.setattr(datasets, "_hash", lambda data: sealed)
    with pytest.raises(datasets.DatasetError, match=f"^datasets/wrong/wrong.csv: {said}"):
        datasets.load("wrong")


# --- what they refuse


@pytest.mark.parametrize("name", ["population", "Claims", "claims-chain", "nothing like it"])
def test_unknown_name_lists_close_ones(name):
    with pytest.raises(ValueError, match="name must be the name of a dataset") as caught:
        datasets.load(name)
    message = one_line(caught)
    assert ("populations" if name.startswith("pop") else "claims") in message


def test_at_most_three_close_names_are_listed(copied):
    for number in range(5):
        shutil.copytree(copied / "claims", copied / f"claims_{number}")
    with pytest.raises(ValueError, match=r"\(perhaps \w+ or \w+ or \w+\), got 'claims_x'$"):
        datasets.load("claims_x")


@pytest.mark.parametrize(
    "name",
    [
        "../datasets/claims",
        "claims/../claims",
        "/etc/passwd",
        "claims/",
        ".",
        "..",
        "",
        "claims\x00",
        "C:\\claims",
        "seal.py",
        "README.md",
        None,
        3,
        b"claims",
        ["claims"],
        Path("claims"),
    ],
)
@pytest.mark.parametrize("use", [datasets.load, datasets.manifest, datasets.cite])
def test_paths_and_other_things_are_no_names(use, name):
    with pytest.raises(ValueError, match="name must be"):
        use(name)


# --- damage


def test_a_changed_byte_is_found(copied):
    path = copied / "claims" / "claims.csv"
    expected = datasets.manifest("claims")["resources"][0]["hash"]
    path.write_bytes(path.read_bytes().replace(b"99.8", b"99.9", 1))
    with pytest.raises(datasets.DatasetError, match="datasets/claims/claims.csv is damaged") as caught:
        datasets.load("claims")
    message = one_line(caught)
    assert f"expected {expected}" in message and "found sha256:" in message
    assert "git checkout -- datasets/claims/claims.csv" in message


def test_changed_line_endings_are_named(copied):
    path = copied / "claims" / "claims.csv"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    with pytest.raises(datasets.DatasetError, match="has changed line endings"):
        datasets.load("claims")


@pytest.mark.parametrize("data", [b"", b"\xff\xfe", b"claim_id\n"])
def test_a_cut_file_is_found(copied, data):
    (copied / "claims" / "claims.csv").write_bytes(data)
    with pytest.raises(datasets.DatasetError, match="is damaged"):
        datasets.load("claims")


def test_a_missing_table_says_what_was_expected(copied):
    expected = datasets.manifest("claims")["resources"][0]["hash"]
    (copied / "claims" / "claims.csv").unlink()
    with pytest.raises(datasets.DatasetError, match="datasets/claims/claims.csv is missing") as caught:
        datasets.load("claims")
    assert f"expected {expected}, found no file" in one_line(caught)


def test_a_missing_manifest_is_no_unknown_name(copied):
    (copied / "claims" / "datapackage.json").unlink()
    with pytest.raises(datasets.DatasetError, match="datasets/claims/datapackage.json is missing"):
        datasets.load("claims")
    assert datasets.names() == ["populations"]


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "{}", '{"resources": []}', '{"resources": [{"schema": {}}]}', "null"]
)
def test_a_damaged_manifest_is_named(copied, text):
    (copied / "claims" / "datapackage.json").write_text(text, encoding="utf-8")
    with pytest.raises(datasets.DatasetError, match="datasets/claims/datapackage.json is damaged") as caught:
        datasets.load("claims")
    one_line(caught)


def test_a_missing_folder_is_named(tmp_path, monkeypatch):
    monkeypatch.setattr(datasets, "_PLACES", (tmp_path / "_datasets", tmp_path / "datasets"))
    with pytest.raises(datasets.DatasetError) as caught:
        datasets.names()
    assert one_line(caught).startswith(f"The folder {tmp_path / 'datasets'} is missing. Restore it: download")


def test_an_installed_package_is_restored_by_its_installer(copied, monkeypatch):
    inside = copied.with_name("_datasets")
    copied.rename(inside)
    monkeypatch.setattr(datasets, "_PLACES", (inside, copied))
    (inside / "claims" / "claims.csv").write_bytes(b"")
    with pytest.raises(datasets.DatasetError, match="^_datasets/claims/claims.csv is damaged") as caught:
        datasets.load("claims")
    said = "Restore it with: pip install --force-reinstall --no-deps falsematch"
    assert one_line(caught).endswith(said)


def test_what_a_manifest_says_in_place_of_a_hash_is_cut(copied):
    path = copied / "claims" / "datapackage.json"
    described = json.loads(path.read_text(encoding="utf-8"))
    described["resources"][0]["hash"] = "x" * 10_000
    path.write_text(json.dumps(described), encoding="utf-8")
    with pytest.raises(datasets.DatasetError, match=f"expected {'x' * 80}, found sha256:"):
        datasets.load("claims")


def test_a_table_whose_header_left_the_manifest_is_refused(copied):
    path = copied / "claims" / "datapackage.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    manifest["resources"][0]["schema"]["fields"][0]["name"] = "another"
    path.write_text(json.dumps(manifest), encoding="utf-8")
    with pytest.raises(datasets.DatasetError, match="header"):
        datasets.load("claims")


def test_the_file_is_verified_once_per_process(copied, monkeypatch):
    seen = []
    hashed = datasets._hash
    monkeypatch.setattr(datasets, "_hash", lambda data: seen.append(1) or hashed(data))
    for _ in range(3):
        datasets.load("claims")
    assert len(seen) == 1


# --- an installed wheel


def test_a_wheel_carries_the_tables(tmp_path):
    """Build the wheel offline, unpack it beside a stranger's `datasets`, and load from there."""
    pytest.importorskip("hatchling")
    built = subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path / "dist")],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
    )
    assert built.returncode == 0, built.stderr
    site = tmp_path / "site"
    shutil.unpack_archive(next((tmp_path / "dist").glob("*.whl")), site, format="zip")
    (site / "datasets").mkdir()  # another project's package of that name
    script = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "from falsematch import datasets\n"
        "assert datasets.__file__.startswith(sys.argv[1]), datasets.__file__\n"
        "print(*datasets.names())\n"
        "print(datasets.load('populations').loc['china_2018', 'value'])\n"
        "from pathlib import Path\n"
        "path = Path(datasets.__file__).parents[1] / '_datasets' / 'claims' / 'claims.csv'\n"
        "path.write_bytes(b'')\n"
        "try: datasets.load('claims')\n"
        "except datasets.DatasetError as error: print(error)\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", script, str(site)],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
    )
    assert ran.returncode == 0, ran.stderr
    names, value, error = ran.stdout.splitlines()
    assert names.split() == datasets.names() and value == "1395380000"
    assert "_datasets/claims/claims.csv is damaged" in error and "pip install --force-reinstall" in error


def test_importing_the_loader_does_not_import_pandas():
    ran = subprocess.run(
        [sys.executable, "-c", "import sys, falsematch.datasets; print('pandas' in sys.modules)"],
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=REPOSITORY,
        timeout=60,
    )
    assert ran.stdout.strip() == "False", ran.stderr


@pytest.mark.parametrize(
    "name",
    [
        "../claims",
        "/etc/passwd",
        "populations/../claims",
        "populations\0",
        "a" * 10**6,
        "con",
        "",
        ".",
        10**5000,
        ["populations"],
        b"populations",
    ],
    ids=lambda name: repr(name)[:20] if isinstance(name, str) else type(name).__name__,
)
def test_a_hostile_name_leads_nowhere(name):
    with pytest.raises(ValueError, match="^name must be the name of a dataset") as caught:
        datasets.load(name)
    assert len(str(caught.value)) < 1000


@pytest.mark.parametrize("row", ["x" * 10**6, 10**5000, [1, 2], {"a": 1}], ids=lambda row: type(row).__name__)
def test_a_hostile_row_is_refused_in_a_short_line(row):
    with pytest.raises(ValueError, match="^row must be one of populations's identifiers") as caught:
        datasets.cite("populations", row)
    assert len(str(caught.value)) < 200


def parts_of(node, path=()):
    yield path
    for key in node if isinstance(node, dict) else range(len(node)) if isinstance(node, list) else ():
        yield from parts_of(node[key], (*path, key))


@pytest.mark.parametrize("wrong", [None, 3, "x", [], {}, [None], ...], ids=repr)
def test_a_manifest_damaged_anywhere_is_named_or_does_no_harm(wrong, tmp_path, monkeypatch):
    """Each part in turn is replaced, or left out (...): whatever happens ends in one short line."""
    whole = json.loads((datasets._root() / "populations" / "datapackage.json").read_text(encoding="utf-8"))
    whole["sources"] = whole["sources"][:4]  # the others are of the same kind
    shutil.copytree(datasets._root() / "populations", tmp_path / "populations")
    monkeypatch.setattr(datasets, "_PLACES", (tmp_path / "none", tmp_path))
    monkeypatch.setattr(datasets, "_tables", {})
    for path in parts_of(whole):
        damaged = {"": json.loads(json.dumps(whole))}
        above = damaged
        for key in ("", *path)[:-1]:
            above = above[key]
        if wrong is ... and path:
            del above[path[-1]]
        else:
            above[("", *path)[-1]] = wrong if wrong is not ... else None
        (tmp_path / "populations" / "datapackage.json").write_text(json.dumps(damaged[""]), encoding="utf-8")
        datasets._tables.clear()
        for use in (datasets.load, datasets.cite, lambda name: datasets.cite(name, "china_2018")):
            try:
                use("populations")
            except (datasets.DatasetError, ValueError) as error:
                assert len(str(error)) < 600 and "\n" not in str(error)
