"""The pattern that lessons are held to: a lesson that has it all is without fault, and each thing it lacks is named."""

import importlib.util
import re
from pathlib import Path
from types import SimpleNamespace

import pytest

from falsematch import lessons

_spec = importlib.util.spec_from_file_location(
    "pattern", Path(__file__).parents[1] / "truth" / "truthkit" / "pattern.py"
)
pattern = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(pattern)

GOOD = """# %% [markdown]
# # Who was it?
#
# **20 minutes** · You need: lesson 01.
#
# After this lesson you will be able to
#
# - count;
# - ask;
# - say what is unknown.

# %% [markdown] tags=["case"]
# On a market place in Elmstead, a camera points at 41 people.

# %%
my_guess = ...

# %%
day = rng.random(50) < 0.1
day.sum()

# %%
compare_guess(my_guess, day.sum(), "people")

# %% [markdown]
# ## Exercise 1
#
# Another town.

# %%
answer = ...
check_transfer(answer)

# %% tags=["solution"]
found = 17
check_transfer(found)

# %% [markdown]
# Now a sentence.
#
# ## Exercise 2

# %%
check_sentence(..., ...)

# %% tags=["solution"]
check_sentence("a", 3)

# %% [markdown]
# ## Exercise 3

# %%
check_code(...)

# %% tags=["solution"]
check_code(len)

# %% [markdown]
# ## Exercise 4

# %%
check_judgement(...)

# %% tags=["solution"]
check_judgement("b")

# %% tags=["folded"]
a = 1
b = 1
c = 1
d = 1
e = 1
f = 1
g = 1
h = 1
i = 1

# %% [markdown] tags=["case"]
# Back in Elmstead, most of them were somebody else.

# %% [markdown]
# ## What this does not show
#
# - Much.

# %% [markdown]
# ## For the policy desk
#
# One. Two. Three.

# %% [markdown]
# ## Sources

# %% [markdown]
# ## Next
#
# Lesson 03.
"""
MendSentence = type("MendSentence", (), {"kind": "mend"})
SmallFunction = type("SmallFunction", (), {})
KNOWN = {
    "check_transfer": SimpleNamespace(
        name="check_transfer", kind="count", has_variants=True, answer=lambda: 17
    ),
    "check_sentence": MendSentence(),
    "check_code": SmallFunction(),
    "check_judgement": SimpleNamespace(kind="choice", has_variants=True),
}


def faults(text, tmp_path, numbers=(), number="09"):
    source = tmp_path / f"{number}_made_up.py"
    source.write_text(text, encoding="utf-8")

    def numbers_in(said):
        return [SimpleNamespace(text=n, value=float(n), half=0.5) for n in numbers if n in said]

    return list(pattern.faults(number, lessons.read(source).cells, KNOWN, numbers_in))


def test_a_lesson_that_has_it_all(tmp_path):
    assert faults(GOOD, tmp_path, numbers=["17"]) == []


NINE_LINES = "\n".join(f"{name} = 1" for name in "jklmnopqr")
LACKS = {
    "the title is no question": ("# # Who was it?", "# # Who it was"),
    "the first cell says neither": ("20 minutes", "a while"),
    "not three things": ("# - ask;\n", ""),
    "missing: ## What this does not show": ("## What this does not show", "## What this shows"),
    "not in this order": ("# ## Next\n#\n# Lesson 03.\n", ""),
    "not three sentences": ("One. Two. Three.", "One. Two."),
    "no case that opens": ('# %% [markdown] tags=["case"]\n# Back', "# %% [markdown]\n# Back"),
    "the case does not open": ('# %% [markdown] tags=["case"]\n# On', "# %%\n1\n\n# %%\n2\n\n# %%\n3\n\n# %% [markdown] tags=[\"case\"]\n# On"),
    "shares no name": ("Back in Elmstead", "Back in Hollowby"),
    "no guess": ("my_guess = ...", "my_thought = ..."),
    "my_guess is compared with nothing": ("compare_guess(my_guess", "compare_guess(another"),
    "my_guess is compared 9 cells later": ("# %%\ncompare_guess", "# %%\n1\n\n" * 7 + "# %%\ncompare_guess"),
    "no simulation between": ("rng.random(50) < 0.1", "np.zeros(50)"),
    "4 exercises under 3 headings": ("## Exercise 4", "## Another"),
    "check_code has no solution": ("check_code(len)", "len"),
    "no exercise of the kind: judgement": ('check_judgement(...)\n\n# %% tags=["solution"]\ncheck_judgement("b")', 'check_other(...)\n\n# %% tags=["solution"]\ncheck_other("b")'),
    "the text after check_transfer tells its result: 17": ("# Now a sentence.", "# It was 17."),
    "cell 5 has 9 lines of code": ("compare_guess(", f"{NINE_LINES[:NINE_LINES.rfind(chr(10))]}\ncompare_guess("),
    "words; at most 120": ("# - Much.", "# " + "word " * 121),
    "words of prose; at most 1250": ("# - Much.", "# - Much.\n\n" + ("# %% [markdown]\n# " + "word " * 110 + "\n\n") * 12),
    "cell 4 draws by hand": ("day.sum()\n\n# %%\ncomp", "plt.plot(day)\n\n# %%\ncomp"),
    "cell 4 uses groupby": ("day.sum()\n\n# %%\ncomp", "day.groupby(1)\n\n# %%\ncomp"),
    "cell 10 uses found, which a solution defines": ("check_sentence(..., ...)", "check_sentence(..., found)"),
    "cells; at most 44": ("# %% [markdown]\n# ## Sources", "# %%\n1\n\n" * 30 + "# %% [markdown]\n# ## Sources"),
}  # fmt: skip


@pytest.mark.parametrize("fault", LACKS)
def test_what_is_missing_is_named(fault, tmp_path):
    old, new = LACKS[fault]
    assert GOOD.count(old) >= 1
    found = faults(GOOD.replace(old, new, 1), tmp_path, numbers=["17"])
    assert [line for line in found if fault in line], found


def test_a_case_that_ends_before_the_last_exercise(tmp_path):
    end = '# %% [markdown] tags=["case"]\n# Back in Elmstead, most of them were somebody else.\n\n'
    text = GOOD.replace(end, "").replace(
        "# %% [markdown]\n# ## Exercise 4", end + "# %% [markdown]\n# ## Exercise 4"
    )
    assert faults(text, tmp_path) == [
        "the case does not close the lesson: its end stands after the last exercise"
    ]


def test_a_name_that_the_lesson_binds_again_is_its_own(tmp_path):
    text = GOOD.replace(
        "check_sentence(..., ...)", "found = [found for found in day]\ncheck_sentence(..., found)"
    )
    assert faults(text, tmp_path) == []


@pytest.mark.parametrize("shown", ["12 %", "88 %"])
def test_a_result_or_what_is_missing_to_one_near_by_is_named(shown, tmp_path):
    known = {"check_transfer": SimpleNamespace(name="check_transfer", answer=lambda: 0.12)}
    source = tmp_path / "09_made_up.py"
    source.write_text(GOOD.replace("# Now a sentence.", f"# Now {shown} of them."), encoding="utf-8")

    def numbers_in(text):
        found = re.findall(r"\d+(?= %)", text)
        return [SimpleNamespace(text=f"{n} %", value=float(n) / 100, half=0.005) for n in found]

    found = list(pattern.told_nearby(lessons.read(source).cells, known, numbers_in))
    assert found == [f"{shown} stands near check_transfer, whose result is 0.12"]


def test_a_long_table_in_sight_is_named():
    def lesson(page, tags=()):
        output = SimpleNamespace(data={"text/html": page})
        return [SimpleNamespace(metadata={"tags": tags}, get=lambda key, default: [{"data": output.data}])]

    table = f"<table><tr><th>head</th></tr><tbody>{'<tr><td>1</td></tr>' * 7}</tbody></table>"
    assert list(pattern.long_tables(lesson(table))) == ["cell 1 shows a table of 7 rows; over 6 it folds"]
    assert not list(pattern.long_tables(lesson(f"<details><summary>all</summary>{table}</details>")))
    assert not list(pattern.long_tables(lesson(table.replace("<tr><td>1</td></tr>", "", 1))))
    assert not list(pattern.long_tables(lesson(table, ["solution"])))
