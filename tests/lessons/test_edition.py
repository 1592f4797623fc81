"""The reading edition: what it stores, what it leaves out, and that nothing in it hangs on one run."""

import base64
import copy
import io
import re

import nbformat
import numpy as np
import pytest
from PIL import Image, ImageDraw

from falsematch import lessons
from falsematch.lessons import _pictures

LESSON = """# %% [markdown]
# # Is this a lesson?

# %% tags=["folded"]
import sys
import time
from matplotlib.figure import Figure
from falsematch import plots


# %%
print({"a", "set", "of", "several", "words", "in", "one", "order"}, hash("text"))
sys.stdout.flush()
time.sleep(0.1)
print("a second line")
print("progress", file=sys.stderr)

# %% [markdown]
# ## Exercise 1

# %%
from falsematch.exercises import check_false_alerts
answer = ...
check_false_alerts(answer)

# %% tags=["solution"]
print("by hand:")

check_false_alerts((1_000_000 - 100) * 0.002)

# %%
def draw(at):
    fig = Figure(figsize=(3, 2))
    fig.subplots().plot([0, at], [0, 1], color="red")
    return fig, f"A red line that rises from zero to {at:g} & ends there, for all to see."


plots.show(*draw(0.5))

# %%
plots.slider(draw, value=0.25, low=0, high=1, step=0.25)

# %% tags=["measured-here"]
print(time.perf_counter())
"""
FOLDED, SAID, ASKED, SOLVED, FIGURE, SLIDER, MEASURED = 1, 2, 4, 5, 6, 7, 8


@pytest.fixture(scope="module")
def source(tmp_path_factory):
    path = tmp_path_factory.mktemp("edition") / "07_made_up.py"
    path.write_text(LESSON, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def executed(source):
    outcome = lessons.execute(source)
    assert not outcome.failure, outcome.line()
    return outcome.notebook


@pytest.fixture
def made(source, executed):
    return lessons.edition(source, executed)


def alt_of(at):
    return f"A red line that rises from zero to {at:g} & ends there, for all to see."


def test_one_run_says_what_another_one_says(source, made):
    again = lessons.edition(source, lessons.execute(source).notebook)
    assert lessons.differences(made, again) == []
    shown, shown_again = (nb.cells[MEASURED].outputs[0] for nb in (made, again))
    assert shown.text != shown_again.text, "this cell shows the time"
    shown_again.text = shown.text
    assert again == made


def test_text_is_stored_in_one_piece_and_progress_is_not(made):
    (said,) = made.cells[SAID].outputs
    assert said.name == "stdout" and said.text.endswith("\na second line\n")


def test_cells_are_counted_as_a_reader_sees_them(source, made):
    code = [cell for cell in made.cells if cell.cell_type == "code"]
    assert [cell.execution_count for cell in code] == [1, 2, 3, 4, 5, 6]
    assert made.cells[ASKED].outputs[0].execution_count == 3
    assert [cell.id for cell in made.cells] == [cell.id for cell in lessons.read(source).cells]


def test_an_unanswered_exercise_says_so(made):
    assert "Not answered yet" in made.cells[ASKED].outputs[0].data["text/plain"]


def check_figure(outputs, at):
    picture, words, *others = outputs
    alt = alt_of(at)
    assert not others and picture.output_type == "display_data"
    assert (
        list(picture.data) == ["image/png", "text/plain"] and picture.data["text/plain"] == f"[Figure: {alt}]"
    )
    assert picture.metadata == {"image/png": {"alt": alt, "width": 300}}
    with Image.open(io.BytesIO(base64.b64decode(picture.data["image/png"]))) as image:
        assert image.size == (600, 400) and image.mode == "P"
        shades = {tuple(pixel) for pixel in np.asarray(image.convert("RGB")).reshape(-1, 3).tolist()}
    assert {(255, 255, 255), (255, 0, 0)} <= shades
    assert alt.replace("&", "&amp;") in words.data["text/html"] and alt in words.data["text/plain"]
    assert words.data["text/html"].count("<details>") == 1 and "base64" not in words.data["text/html"]


def test_a_figure_is_a_picture_with_its_words_beside_it(made):
    check_figure(made.cells[FIGURE].outputs, 0.5)


def test_a_slider_is_the_figure_it_starts_with(made):
    check_figure(made.cells[SLIDER].outputs, 0.25)
    words = made.cells[SLIDER].outputs[1].data
    assert "a slider moves this" in words["text/html"] and "widgets" not in made.metadata


def test_a_solution_is_text_that_folds_under_its_exercise(source, made):
    solution = made.cells[SOLVED]
    assert solution.cell_type == "markdown" and solution.id == lessons.read(source).cells[SOLVED].id
    lines = solution.source.split("\n")
    assert lines[:5] == [
        "<details>",
        "<summary>Solution of exercise 1</summary>",
        "",
        "```python",
        'print("by hand:")',
    ]
    assert (
        lines[-1] == "</details>"
        and "Right: 2,000." in solution.source
        and "```text\nby hand:\n```" in solution.source
    )
    html = solution.source.split("```")[-1].strip()
    assert "\n\n" not in html.removesuffix("</details>").strip(), "an empty line would end the HTML"


def test_a_learners_copy_has_no_output_and_folds_what_is_tagged(source, made, tmp_path, monkeypatch):
    monkeypatch.setattr(lessons, "NOTEBOOKS", tmp_path)
    (tmp_path / f"{source.stem}.ipynb").write_text(lessons.edition_text(source, None), encoding="utf-8")
    bare = nbformat.reads(lessons.notebook_text(source), as_version=4)
    nbformat.validate(bare)
    assert not [c for c in bare.cells if c.get("outputs") or c.get("execution_count")]
    assert bare.cells[FOLDED].metadata["jupyter"] == {"source_hidden": True}
    # jupytext would note two empty lines after a cell here
    assert {key for cell in bare.cells for key in cell.metadata} == {"tags", "jupyter"}
    (tmp_path / f"{source.stem}.ipynb").write_text(nbformat.writes(made), encoding="utf-8")
    told = nbformat.reads(lessons.notebook_text(source), as_version=4)
    assert told.cells[SOLVED] == made.cells[SOLVED] and told.cells[SOLVED].cell_type == "markdown"
    told.cells[SOLVED].source = bare.cells[SOLVED].source
    assert told == bare and "Right" not in bare.cells[SOLVED].source
    (tmp_path / f"{source.stem}.ipynb").unlink()
    assert nbformat.reads(lessons.notebook_text(source), as_version=4) == bare


def test_exporters_find_what_they_need(made):
    from nbconvert import HTMLExporter, ScriptExporter
    from traitlets.config import Config

    script, resources = ScriptExporter().from_notebook_node(copy.deepcopy(made))
    assert resources["output_extension"] == ".py"
    compile(script, "script", "exec")
    # The other template of nbconvert gives no picture its words; they stand beside it.
    page, _ = HTMLExporter(template_name="classic").from_notebook_node(copy.deepcopy(made))
    assert "<title>Is this a lesson?</title>" in page
    assert len(re.findall(r"<img[^>]*alt=.?A red line", page)) == 2 and page.count("<details>") == 3
    remove = Config({"TagRemovePreprocessor": {"enabled": True, "remove_cell_tags": ["solution"]}})
    page, _ = HTMLExporter(template_name="classic", config=remove).from_notebook_node(copy.deepcopy(made))
    assert "Solution of exercise 1" not in page and page.count("<details>") == 2


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda nb: nb.cells[0].update(source="# Is that a lesson?"), "cell 1 says"),
        (lambda nb: nb.cells[SAID].outputs[0].update(text="another text"), "cell 3 says"),
        (lambda nb: nb.cells[FIGURE].outputs.pop(), "cell 7 says"),
        (lambda nb: nb.cells[FIGURE].outputs[0].metadata["image/png"].update(alt="Another"), "cell 7 says"),
        (lambda nb: nb.cells[FIGURE].outputs[0].data.update(nb.cells[SLIDER].outputs[0].data), "cell 7 says"),
        (
            lambda nb: nb.cells[SOLVED].update(source=nb.cells[SOLVED].source.replace("Right", "Left")),
            "cell 6 says",
        ),
        (lambda nb: nb.cells[FOLDED].metadata.update(tags=[]), "cell 2 is of another kind"),
        (lambda nb: nb.cells.pop(), "its cells are others"),
        (lambda nb: nb.metadata.update(title="Another"), "other metadata"),
        (lambda nb: nb.cells[MEASURED].update(source="print(1)"), "cell 9 says"),
        (lambda nb: nb.cells[MEASURED].outputs[0].update(text="7.5"), None),
    ],
)
def test_every_difference_is_seen_but_not_what_was_measured_here(made, change, expected):
    other = copy.deepcopy(made)
    change(other)
    found = lessons.differences(made, other)
    assert (len(found) == 1 and expected in found[0]) if expected else found == []


def as_png(image):
    buffer = io.BytesIO()
    image.save(buffer, format="PNG")
    return buffer.getvalue()


def test_pictures_are_alike_a_shade_apart_and_not_a_word_apart():
    image = Image.new("RGB", (1200, 800), "white")
    draw = ImageDraw.Draw(image)
    draw.text((100, 100), "99.8 % of pairs", fill="black", font_size=24)
    first = as_png(image)
    shade = as_png(image.point(lambda value: max(0, value - 9)))
    assert _pictures.alike(first, first) and _pictures.alike(first, shade)
    draw.rectangle((90, 90, 400, 140), fill="white")
    draw.text((100, 100), "99.3 % of pairs", fill="black", font_size=24)
    assert not _pictures.alike(first, as_png(image))
    assert not _pictures.alike(first, as_png(image.resize((600, 400))))


# --- writing them ---------------------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A project with one lesson of one cell; `say` changes what it says."""
    monkeypatch.setattr(lessons, "SOURCES", tmp_path / "source")
    monkeypatch.setattr(lessons, "NOTEBOOKS", tmp_path)
    (tmp_path / "source").mkdir()
    say(tmp_path, "1 + 1")
    return tmp_path


def say(folder, code, name="00_x"):
    (folder / "source" / f"{name}.py").write_text(f"# %%\n{code}\n", encoding="utf-8")


def test_a_notebook_in_conflict_is_written_anew(folder):
    lessons.sync()
    notebook = folder / "00_x.ipynb"
    good = notebook.read_bytes()
    assert b'"2"' in good and good.endswith(b"}\n") and b"\r" not in good
    for broken in (b"<<<<<<< ours\n" + good, b"", b"[]", b"\xff\xfe", b'{"cells": 3}'):
        notebook.write_bytes(broken)
        assert lessons.sync() == [notebook] and notebook.read_bytes() == good
    assert lessons.sync() == []


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("1 / 0", "00_x FAILED in cell 1: ZeroDivisionError"),
        ("object()", "00_x: the output of cell 1 holds an address in memory"),
        ("print('too long ' * 60_000)", "00_x would have"),
    ],
)
def test_a_lesson_that_cannot_be_stored_leaves_its_file_and_the_others_go_on(folder, code, reason):
    (folder / "00_x.ipynb").write_text("as it was", encoding="utf-8")
    say(folder, code)
    say(folder, "2 + 2", "01_y")
    said = []
    with pytest.raises(ValueError, match=f"^not written: {reason}[^;]*$"):
        lessons.sync(report=said.append)
    assert said == ["wrote 01_y.ipynb"] and "4" in (folder / "01_y.ipynb").read_text(encoding="utf-8")
    assert (folder / "00_x.ipynb").read_text(encoding="utf-8") == "as it was"
