"""The README's map: every lesson with a small figure that is its own, and words for those who do not see it."""

import io
import json
import re
from base64 import b64encode
from importlib import metadata
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from falsematch import lessons
from falsematch.publish import lesson_map

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
FOLDER = ROOT / "docs" / "lessons"
LOCKED = f"pillow=={metadata.version('pillow')} " in (ROOT / "requirements.txt").read_text(encoding="utf-8")


def pixels(png):
    with Image.open(io.BytesIO(png)) as image:
        return np.asarray(image.convert("RGB"), dtype=float)


def measured_here(notebook):
    """Whether the figures of a lesson show what the computer that stored it measured: each storing draws others."""
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    drawn = [cell for cell in cells if any("image/png" in o.get("data", {}) for o in cell.get("outputs", []))]
    return bool(drawn) and all("measured-here" in cell["metadata"].get("tags", []) for cell in drawn)


def test_the_map_in_the_readme_is_what_the_command_writes():
    assert lesson_map.with_map(README) == README, "run: python -m falsematch.publish.lesson_map"
    rows = re.findall(
        r"^\| !\[(.+?)\]\(docs/lessons/(\d\d)\.png\) \|.*\(notebooks/(\d\d)_", README, flags=re.M
    )
    assert [row[1] for row in rows] == [row[2] for row in rows] == list(lesson_map.files())
    words = [row[0] for row in rows]
    assert len(set(words)) == len(words) and all(len(one) >= 40 for one in words)


def test_small_figures_are_what_the_command_draws():
    made = lesson_map.pictures()
    assert {path.stem for path in FOLDER.iterdir()} == set(made)
    for number, png in made.items():
        stored = (FOLDER / f"{number}.png").read_bytes()
        own = not measured_here(lesson_map.files()[number])
        if LOCKED and own:
            assert stored == png, f"run: python -m falsematch.publish.lesson_map ({number})"
        assert np.abs(pixels(stored) - pixels(png)).mean() < (2 if own else 12), number
        assert pixels(stored).shape[1] == lesson_map.WIDTH and len(stored) < 12_000


@pytest.mark.parametrize(
    "number", [n for n, (which, _) in lesson_map.FIGURES.items() if which != "main_result.png"]
)
def test_a_small_figure_is_nearest_to_its_own_large_one(number):
    """Found by another route: of all figures of all lessons, shrunk coarsely, the named one is the most alike."""

    def coarse(png):
        with Image.open(io.BytesIO(png)) as image:
            return np.asarray(image.convert("L").resize((48, 32), Image.Resampling.BOX), dtype=float)

    small = coarse((FOLDER / f"{number}.png").read_bytes())
    distance = {
        (other, place): np.abs(coarse(png) - small).mean()
        for other, notebook in lesson_map.files().items()
        for place, png in enumerate(lesson_map.figures_in(notebook))
    }
    assert min(distance, key=distance.get) == (number, lesson_map.FIGURES[number][0])


def test_pictures_are_read_in_order_and_made_smaller(tmp_path):
    def png(colour):
        made = io.BytesIO()
        Image.new("RGB", (960, 480), colour).save(made, format="png")
        return made.getvalue()

    outputs = [{"data": {"image/png": b64encode(png(c)).decode()}} for c in ("red", "blue")]
    cells = [{"outputs": [{"name": "stdout"}]}, {"source": "x"}, *({"outputs": [one]} for one in outputs)]
    path = tmp_path / "99_x.ipynb"
    path.write_text(json.dumps({"cells": cells}), encoding="utf-8")
    first, second = map(lesson_map.smaller, lesson_map.figures_in(path))
    assert pixels(first).shape == pixels(second).shape == (120, 240, 3)
    assert pixels(first)[60, 120].tolist() == [255, 0, 0] and pixels(second)[60, 120].tolist() == [0, 0, 255]


def test_every_lesson_has_its_small_figure():
    assert set(lesson_map.FIGURES) >= set(lesson_map.files()) and set(lesson_map.files()) == {
        path.stem[:2] for path in lessons.NOTEBOOKS.glob("*.ipynb")
    }
