"""Tables of words: complete, escaped, and readable by a screen reader."""

import html
import re

import numpy as np
import pandas as pd
import pytest

from falsematch.plots import word_table as words

FRAME = pd.DataFrame(
    {
        "label": ["a <b>bold</b> claim & more", "long " * 60, "third"],
        "value": [6_700_000.0, np.nan, 99.8],
        "unit": ["locations", None, "percent"],
    }
)
COLUMNS = {"label": "claim", "value": "figure", "unit": "of what"}


def test_nothing_is_cut_and_nothing_is_markup():
    page = words(FRAME, COLUMNS, caption="What is < claimed")._repr_html_()
    assert "long " * 59 in page
    assert "<b>" not in page and "&lt;b&gt;bold" in page and "What is &lt; claimed" in page


def test_missing_cells_are_said_and_numbers_are_whole():
    shown = words(FRAME, COLUMNS, caption="claims")
    assert shown.rows[0][1:] == ("6,700,000", "locations")
    assert shown.rows[1][1:] == ("not stated", "not stated")
    assert shown.rows[2][1] == "99.8"


def test_an_empty_cell_may_say_something_else_and_dates_stay_whole():
    frame = pd.DataFrame({"date": ["2019-02-14", "2019-02", None]})
    shown = words(frame, {"date": "date"}, caption="dates", absent="–")
    assert [row[0] for row in shown.rows] == ["2019-02-14", "2019-02", "–"]
    assert '<span style="white-space:nowrap">2019-02-14</span>' in shown._repr_html_()


def test_headings_are_announced():
    page = words(FRAME, COLUMNS, caption="claims")._repr_html_()
    assert page.count('scope="col"') == 3 and page.count('scope="row"') == 3
    assert "<caption" in page and ">of what</th>" in page


def test_plain_text_has_the_same_content():
    text = repr(words(FRAME, COLUMNS, caption="claims"))
    assert text.splitlines()[0] == "claims" and "third | 99.8 | percent" in text


def test_bad_input_is_named():
    with pytest.raises(ValueError, match="caption"):
        words(FRAME, COLUMNS, caption=" ")
    with pytest.raises(ValueError, match="'weight'"):
        words(FRAME, {"weight": "x"}, caption="claims")


def test_any_value_may_stand_in_a_cell():
    deep = []
    for _ in range(100_000):
        deep = [deep]
    values = [pd.NA, pd.NaT, np.float32("nan"), 10**5000, deep, np.array([1, 2]), "x" * 10**6, [], "a\0b"]
    table = words(pd.DataFrame({"a": pd.Series(values, dtype=object)}), {"a": "A"}, caption="anything")
    assert [row[0] for row in table.rows[:3]] == ["not stated"] * 3
    assert table.rows[3] == ("a value of type int",) and table.rows[6][0].endswith("x…")
    assert all(len(row[0]) <= 2000 for row in table.rows) and len(table._repr_html_()) < 10_000
    numbers = words(pd.DataFrame({"a": pd.Series([1, None], dtype="Int64")}), {"a": "A"}, caption="whole")
    assert numbers.rows == [("1",), ("not stated",)]


def test_money_is_no_formula():
    """Jupyter reads what stands between two dollar signs of one element as a formula."""
    frame = pd.DataFrame({"a": ["$5 million in 2018, $6 million in 2019 \\(x\\) <i>"]})
    page = words(frame, {"a": "in $ or $$"}, caption="$a$")._repr_html_()
    for inside in re.split(r"<[^>]*>", page):
        assert inside in ("$", "\\") or not set(inside) & set("$\\")
    assert "<i>" not in page and html.unescape(re.sub(r"<[^>]*>", "", page)) == "$a$in $ or $$" + frame.a[0]


def test_a_heading_is_text():
    with pytest.raises(ValueError, match="headings, which are text"):
        words(FRAME, {"label": 3}, caption="claims")


def test_a_long_table_folds_behind_its_caption():
    table = words({"a": {"x": "1"}, "b": {"x": "2"}}, {"x": "x"}, "What was printed", folded=True)
    page = table._repr_html_()
    assert page.startswith("<details><summary>What was printed (") and page.endswith("</details>")
    assert "<table" in page and "open" not in page.split(">")[0]
    assert repr(table).startswith("What was printed\n")


def test_from_seven_rows_on_a_table_folds_by_itself():
    frame = pd.DataFrame({"name": [f"row {i}" for i in range(7)]})
    short = words(frame[:6], {"name": "name"}, caption="Names & others")
    assert "<details>" not in short._repr_html_() and short.page() == short._repr_html_()
    long = words(frame, {"name": "name"}, caption="Names & others")
    page = long._repr_html_()
    assert page.startswith("<details><summary>Names &amp; others (7 rows)</summary>")
    assert page.endswith("</details>") and page.count("row ") == 7 and "<caption" not in page
    assert '<table aria-label="Names &amp; others"' in page, "named for a screen reader, too"
    assert "<details>" not in long.page() and "<caption" in long.page()
    assert "<details>" not in words(frame, {"name": "name"}, caption="Names", folded=False)._repr_html_()
