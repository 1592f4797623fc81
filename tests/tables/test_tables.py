"""Tables of words: complete, escaped, and readable by a screen reader."""

import numpy as np
import pandas as pd
import pytest

from falsematch.tables import words

FRAME = pd.DataFrame({
    "label": ["a <b>bold</b> claim & more", "long " * 60, "third"],
    "value": [6_700_000.0, np.nan, 99.8],
    "unit": ["locations", None, "percent"],
})
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
