"""The README's code does what its comments say, and its picture is the one the package draws."""

import io
import re
from pathlib import Path

import numpy as np
import pytest
from matplotlib import image
from truthkit import texts

from falsematch.__main__ import COMMANDS
from falsematch.publish import main_result as maker

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_code_and_its_comments():
    code = re.search(r"```python\n(.*?)```", README, flags=re.S)[1]
    namespace, said = {}, []
    for line in code.splitlines():
        expression, _, comment = line.partition("  #")
        if comment:
            said.append((eval(expression, namespace), comment))
        else:
            exec(line, namespace)
    (candidates, first), (chance, second), (bound, third) = said
    assert candidates == pytest.approx(2.6e6) and "2.6 million" in first
    assert round(chance, 2) == 0.01 and "1 %" in second
    assert 0.0009 < bound < 0.001 and "below 0.1 %" in third


def test_commands_exist():
    assert "python3 start.py\n" in README and "python3 start.py test" in README
    texts = README + (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    assert set(re.findall(r"python3 start\.py (\w+)", texts)) <= {"test", "help", "python", *COMMANDS}
    run = [
        line for line in (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines() if line[:1] != "#"
    ]
    assert run == ["set -e", "python3 start.py test", "python3 start.py test --all -m extras"]


def test_every_lesson_is_on_the_map():
    listed = re.findall(r"\(notebooks/(\w+)\.ipynb\)", README)
    assert listed == sorted(path.stem for path in (ROOT / "notebooks").glob("[0-9]*.ipynb"))


def test_picture_says_what_is_claimed():
    fig = maker.picture()
    title = " ".join(" ".join(t.get_text() for t in [*fig.texts, *(ax.title for ax in fig.axes)]).split())
    assert f"{maker.CLAIMED * 100:g} % of comparisons" in title
    drawn = [
        y for ax in fig.axes for line in ax.get_lines() for y in line.get_ydata() if isinstance(y, float)
    ]
    assert any(y == pytest.approx(2.6e6) for y in drawn)
    assert re.search(r"!\[[^\]]{60,}\]\(docs/main_result\.png\)", README), "the picture needs alt text"


def coarse(picture):
    """A picture as 24 by 36 grey squares: letters differ between machines by a pixel, squares do not."""
    grey = image.imread(io.BytesIO(picture))[..., :3].mean(axis=2)
    rows, columns = (
        np.array_split(np.arange(size), parts) for size, parts in zip(grey.shape, (24, 36), strict=True)
    )
    return np.array([[grey[np.ix_(row, column)].mean() for column in columns] for row in rows])


def drawn(fig):
    stored = io.BytesIO()
    fig.savefig(stored, dpi=150)
    return stored.getvalue()


def alike(picture, other):
    return np.abs(coarse(picture) - coarse(other)).max() < 0.05


def test_stored_picture_is_the_one_the_package_draws():
    assert alike((ROOT / "docs" / "main_result.png").read_bytes(), drawn(maker.picture()))


def test_pictures_that_differ_are_told_apart(monkeypatch):
    picture = drawn(maker.picture())
    for rates in ({"one line": 1e-6}, {name: rate / 10 for name, rate in maker.RATES.items()}):
        monkeypatch.setattr(maker, "RATES", rates)
        assert not alike(picture, drawn(maker.picture()))


def test_contributing_has_every_room_on_its_floor():
    page = texts.PAGES["CONTRIBUTING"]
    rows = re.findall(r"^\| (\d) \| ((?:`\w+` ?)+)\|", (ROOT / page).read_text(encoding="utf-8"), flags=re.M)
    listed = {room: int(floor) for floor, rooms in rows for room in re.findall(r"\w+", rooms)}
    assert listed == {
        room: floor for room, floor in texts.names_for("CONTRIBUTING")["floors"].items() if room != "__init__"
    }
