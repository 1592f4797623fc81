"""Bring a table's manifest up to date after an edit: row count, bytes and SHA-256.

    python datasets/seal.py NAME [NAME ...]     seal the named tables
    python datasets/seal.py --all               seal every table
    python datasets/seal.py --check             change nothing; exit 1 if something is out of date

The list of tables in README.md is brought up to date too. Standard library only. A file is replaced
in one step, so an interruption leaves the old one.
"""

import csv
import hashlib
import io
import json
import os
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent


def sealed(folder):
    """The text that the manifest in `folder` should have; ValueError if table and manifest disagree."""
    described = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    resource = described["resources"][0]
    data = (folder / f"{folder.name}.csv").read_bytes()
    rows = list(csv.reader(io.StringIO(data.decode("utf-8"), newline=""), strict=True))
    columns = [field["name"] for field in resource["schema"]["fields"]]
    if described["name"] != folder.name or resource["path"] != f"{folder.name}.csv":
        raise ValueError("name and path in the manifest must follow the folder's name")
    if b"\r" in data or not data.endswith(b"\n"):
        raise ValueError("lines must end in LF, the last one too")
    if not rows or rows[0] != columns:
        raise ValueError(f"header {rows[:1]} is not the manifest's columns {columns}")
    for number, row in enumerate(rows[1:], start=2):
        if len(row) != len(columns):
            raise ValueError(f"record {number} has {len(row)} cells instead of {len(columns)}")
    resource.update(rows=len(rows) - 1, bytes=len(data), hash="sha256:" + hashlib.sha256(data).hexdigest())
    return json.dumps(described, indent=2, ensure_ascii=False) + "\n"


def listed(readme):
    """The text of `readme` with its list of tables made anew from the manifests."""
    rows = []
    for path in sorted(HERE.glob("*/datapackage.json")):
        about = json.loads(path.read_text(encoding="utf-8"))
        lessons = ", ".join(lesson[:2] for lesson in about["lessons"])
        name = path.parent.name
        rows.append(f"| [{name}]({name}/{name}.csv) | {about['title']} | {lessons} |\n")
    before, _, rest = readme.partition("| --- | --- | --- |\n")
    after = rest[rest.index("\n\n") :] if "\n\n" in rest else "\n"
    return before + "| --- | --- | --- |\n" + "".join(rows) + after[1:]


def replace(path, text):
    part = path.with_suffix(".part")
    try:
        part.write_text(text, encoding="utf-8", newline="\n")
        os.replace(part, path)
    finally:
        part.unlink(missing_ok=True)


def main(arguments):
    if hasattr(sys.stdout, "reconfigure"):  # a sign that the console cannot show must not stop it
        sys.stdout.reconfigure(errors="backslashreplace")
    check = "--check" in arguments
    chosen = [name for name in arguments if not name.startswith("-")]
    if check or "--all" in arguments:
        chosen = chosen or sorted(path.parent.name for path in HERE.glob("*/datapackage.json"))
    if not chosen:
        print(__doc__)
        return 2
    failed = False
    for name in chosen:
        path = HERE / name / "datapackage.json"
        try:
            text = sealed(path.parent)
        except (OSError, ValueError, LookupError, TypeError, RecursionError, csv.Error) as error:
            print(f"{name}: {error}")
            failed = True
            continue
        if text == path.read_text(encoding="utf-8"):
            print(f"{name}: up to date")
        elif check:
            print(f"{name}: out of date, run: python datasets/seal.py {name}")
            failed = True
        else:
            replace(path, text)
            print(f"{name}: sealed")
    readme = HERE / "README.md"
    if readme.exists() and not failed:
        text = readme.read_text(encoding="utf-8")
        if check and listed(text) != text:
            print("README.md: its list of tables is out of date, run: python datasets/seal.py --all")
            failed = True
        elif listed(text) != text:
            replace(readme, listed(text))
            print("README.md: list of tables brought up to date")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
