"""Figures that count people: what is drawn is what is counted, from ten people to 1.3 billion."""

import re
from pathlib import Path

import matplotlib
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.figure import Figure

from falsematch import datasets, plots
from falsematch.plots._people import icon_worth
from falsematch.plots._show import to_png
from falsematch.plots._style import ORANGE, REST, VERMILLION
from falsematch.rates import natural_frequencies


def texts(fig):
    """Every text in the figure, the title among them."""
    found = [text.get_text() for ax in fig.axes for text in ax.texts]
    titles = [fig.get_suptitle(), fig.get_supxlabel()]
    return [" ".join(text.split()) for text in found + titles]


def drawn_area(fig):
    """The area of each group's icons in the grid, in whole icons of its kind, by marker and colour."""
    found = {}
    for line in fig.axes[0].lines:
        if len(line.get_xdata()):
            key = line.get_marker(), line.get_markerfacecolor()
            found.setdefault(key, []).append((len(line.get_xdata()), line.get_markersize()))
    return found


def words_inside(fig):
    """Every visible text lies inside the figure once it is laid out."""
    fig.canvas.draw()
    renderer = fig.canvas.get_renderer()
    page = fig.bbox
    for text in fig.findobj(matplotlib.text.Text):
        if text.get_text().strip() and text.get_visible():
            box = text.get_window_extent(renderer)
            if text in [label for ax in fig.axes for label in (*ax.get_xticklabels(), *ax.get_yticklabels())]:
                continue  # ticks outside the limits are not drawn
            assert box.x0 >= page.x0 - 1 and box.x1 <= page.x1 + 1, text.get_text()
            assert box.y0 >= page.y0 - 1 and box.y1 <= page.y1 + 1, text.get_text()


FIGURES = {
    "icons": lambda title="T": plots.natural_frequency_icons(
        natural_frequencies(1e6, 1e-4, 0.998, 0.002), title=title
    ),
    "ladder": lambda title="T": plots.false_match_ladder(
        {"one": 1e-3, "two": 1e-9}, {"a station": 5e4, "a country": 1.3e9}, title=title
    ),
    "ppv": lambda title="T": plots.ppv_curve({"this": (0.998, 0.002)}, points={"here": 1e-4}, title=title),
    "journey": lambda title="T": plots.claim_journey(steps("C06"), keeps="1:1", title=title),
}


def steps(claim):
    table = datasets.load("claim_chain")
    return table[table["claim_id"] == claim]


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_is_returned_that_pyplot_does_not_know(name):
    import matplotlib.pyplot as plt

    fig = FIGURES[name]("What this figure finds, in a sentence long enough to need a second line of it")
    assert isinstance(fig, Figure)
    assert plt.get_fignums() == []
    assert "What this figure finds" in " ".join(fig.get_suptitle().split())
    words_inside(fig)


@pytest.mark.parametrize("name", FIGURES)
@pytest.mark.parametrize("title", ["", "  ", None, 3])
def test_a_title_is_required(name, title):
    with pytest.raises(ValueError, match="title must be"):
        FIGURES[name](title)


@pytest.mark.parametrize("name", FIGURES)
def test_the_callers_own_settings_neither_matter_nor_change(name):
    plain = to_png(FIGURES[name](), dpi=40)
    with matplotlib.rc_context({"font.size": 30, "lines.linewidth": 9, "axes.facecolor": "black"}):
        assert to_png(FIGURES[name](), dpi=40) == plain
        assert matplotlib.rcParams["font.size"] == 30


@settings(max_examples=100, deadline=None)
@given(st.floats(1, 2e9))
def test_an_icons_worth_is_round_and_keeps_the_array_readable(people):
    worth = icon_worth(people)
    assert f"{worth:e}"[0] in "125"
    assert people / worth <= 1_000.001
    assert worth == 1 or people / worth > 300


@pytest.mark.parametrize("people", [10, 1_000, 1_000_000, 1_300_000_000])
@pytest.mark.parametrize("prevalence", [0.1, 1e-4, 1e-8])
def test_icons_are_in_true_proportion(people, prevalence):
    counts = natural_frequencies(people, prevalence, 0.99, 0.002)
    fig = plots.natural_frequency_icons(counts, title="T")
    worth = icon_worth(people)
    groups = [counts.true_alerts, counts.missed, counts.false_alerts, counts.rightly_silent]
    whole = max(size for _, size in drawn_area(fig)["o", REST]) / 0.55
    drawn = []
    for (_, color), lines in drawn_area(fig).items():
        full = whole * (0.55 if color == REST else 1)
        drawn.append(sum(n * (size / full) ** 2 for n, size in lines))
    seen = [count / worth for count in groups if count / worth > 0.02]
    # What has no icon is less than a fiftieth of one; then the words say so. Whole icons hide no more either.
    np.testing.assert_allclose(drawn, seen, atol=0.021)
    note = " ".join(fig.get_supxlabel().split())
    assert note.startswith("One icon:")
    assert ("Without an icon" in note) == any(0 < count / worth <= 0.02 for count in groups)
    assert len(fig.table.rows) == sum(count > 0 for count in groups)


def test_a_fifth_of_a_person_is_no_whole_icon():
    fig = plots.natural_frequency_icons(natural_frequencies(1000, 0.1, 0.998, 0.002), title="T")
    ((few, size),) = drawn_area(fig)["^", ORANGE]  # 0.2 of a person missed
    assert few == 1 and size / max(
        s for lines in drawn_area(fig).values() for _, s in lines
    ) == pytest.approx(0.2**0.5)


def test_a_group_with_nobody_in_it_is_not_drawn():
    fig = plots.natural_frequency_icons(natural_frequencies(100, 0.1, 1, 0), title="T")
    assert len(drawn_area(fig)) == 2
    assert not any("missed" in text for text in texts(fig))


def test_counts_are_written_out():
    said = texts(plots.natural_frequency_icons(natural_frequencies(1.3e9, 1e-6, 0.998, 0.002), title="T"))
    assert {"1,297", "2.6", "2.6 million", "1.297 billion"} <= set(said)
    note = "One icon: 2 million of 1.3 billion people. A smaller icon: that part of one. Without an icon: too few to be seen"
    assert any(text.startswith(note) for text in said)


@pytest.mark.parametrize(
    "wrong", [None, 3, "x", natural_frequencies([10, 20], 0.1, 1, 0), natural_frequencies(0, 0.1, 1, 0)]
)
def test_what_is_no_population_is_refused(wrong):
    with pytest.raises(ValueError, match="frequencies must be|people"):
        plots.natural_frequency_icons(wrong, title="T")


def test_the_ladder_reads_off_rate_times_people():
    fig = plots.false_match_ladder(
        {"a": 1e-3, "b": 1e-6}, {"a station": 50_000, "a country": 1.3e9}, title="T"
    )
    marked = [
        line.get_ydata()
        for line in fig.axes[0].lines
        if line.get_marker() in "os" and len(line.get_xdata()) == 2
    ]
    np.testing.assert_allclose(marked, [[50, 1.3e6], [0.05, 1.3e3]])
    assert {"a", "b", "a station", "a country", "one wrong person"} <= set(texts(fig))


@pytest.mark.parametrize(
    "fmrs, landmarks",
    [
        ({}, {"x": 5}),
        ({"a": 0}, {"x": 5}),
        ({"a": 1.5}, {"x": 5}),
        ({"a": float("nan")}, {"x": 5}),
        (3, {"x": 5}),
        ({"a": 0.1}, {}),
        ({"a": 0.1}, {"x": 0}),
        ({"a": 0.1}, {"": 5}),
        ({str(i): 0.1 for i in range(9)}, {"x": 5}),
    ],
)
def test_a_ladder_of_nonsense_is_refused(fmrs, landmarks):
    with pytest.raises(ValueError):
        plots.false_match_ladder(fmrs, landmarks, title="T")


def test_no_passers_by_stand_on_an_axis_of_galleries():
    from falsematch.publish import main_result

    crowds = datasets.load("populations")["value"].filter(like="per_day")
    assert len(crowds) > 3 and not set(crowds) & set(main_result.LANDMARKS.values())
    lesson = Path(__file__).parents[2] / "notebooks" / "source" / "03_one_to_many.py"
    assert not re.search(r"landmarks = \{[^}]*per_day", lesson.read_text(encoding="utf-8"))


def test_ppv_marks_lie_on_bayes_rule():
    fig = plots.ppv_curve({"this": (0.998, 0.002)}, points={"here": 1e-4}, title="T")
    mark = next(line for line in fig.axes[0].lines if line.get_marker() == "o")
    right, wrong = 1e-4 * 0.998, (1 - 1e-4) * 0.002
    np.testing.assert_allclose([mark.get_xdata()[0], mark.get_ydata()[0]], [1e-4, right / (right + wrong)])
    assert "4.75 %" in texts(fig)


@pytest.mark.parametrize(
    "systems, more",
    [
        ({}, {}),
        ({"a": 0.5}, {}),
        ({"a": (0.5, 2)}, {}),
        ({"a": (0.5, 0.1, 0.2)}, {}),
        ({"a": (0.5, 0.1)}, {"lowest": 0}),
        ({"a": (0.5, 0.1)}, {"points": {"x": 0}}),
        ({"a": (0.5, 0.1)}, {"points": {"x": 1e-9}}),
    ],
)
def test_a_curve_of_nonsense_is_refused(systems, more):
    with pytest.raises(ValueError):
        plots.ppv_curve(systems, title="T", **more)


@pytest.mark.parametrize("claim", ["C01", "C02", "C04", "C06", "C08", "C09", "C14"])
def test_every_step_of_a_journey_is_named_in_order(claim):
    fig = plots.claim_journey(steps(claim), title="T")
    heads = [text for text in texts(fig) if text[0].isdigit() and text[1:3] in (". ", "0.")]
    assert len(heads) == len(steps(claim))
    words_inside(fig)


def test_a_journey_shows_who_cites_whom_and_not_only_the_order():
    fig = plots.claim_journey(steps("C06"), title="T")
    # By hand from the column `cites`: 2, 3 and 4 report the interview in parallel; three cite Global Times.
    assert "Workers' Daily is cited by text 2, 3, 4; Global Times is cited by text 5, 6, 9." in fig.alt
    lines = [line for line in fig.axes[0].lines if len(line.get_xdata()) == 5]
    starts = [line.get_ydata()[0] for line in lines]
    assert len(lines) == 6 and sorted(map(starts.count, set(starts))) == [3, 3]
    assert all(line.get_ydata()[-1] > line.get_ydata()[0] for line in lines)  # time runs downwards
    assert [row[2] for row in fig.table.rows][:3] == ["developer", "Workers' Daily", "Workers' Daily"]


def test_a_source_that_several_cite_and_that_is_not_among_the_texts_has_a_row():
    fig = plots.claim_journey(steps("C02"), title="T")
    assert "Victor Gevers (cited, not among these texts) " in " ".join([*texts(fig), ""])
    assert "Victor Gevers is cited by text 1, 2, 3, 4, 5." in fig.alt


def test_no_text_lies_on_a_line_between_two_others():
    for claim in datasets.load("claim_chain")["claim_id"].unique():
        ax = plots.claim_journey(steps(claim), title="T").axes[0]
        lines = [line for line in ax.lines if len(line.get_xdata()) == 5]
        marks = [
            (line.get_xdata()[0], line.get_ydata()[0])
            for line in ax.lines
            if line.get_marker() in ("o", "D", "s")
        ]
        for line in lines:
            (x, y), end = line.get_xydata()[0], line.get_ydata()[-1]
            assert not any(mark_x == x and y < mark_y < end for mark_x, mark_y in marks), claim


def test_a_wording_is_followed_from_text_to_text():
    fig = plots.claim_journey(steps("C06"), keeps="1:1", title="T")
    marks = [line for line in fig.axes[0].lines if line.get_marker() in ("o", "D")]
    says = steps("C06")["wording"].str.contains("1:1").tolist()
    assert 1 < sum(says) < len(says)
    assert [mark.get_markerfacecolor() != "white" for mark in marks] == says
    # A diamond is a change against the source cited, in every journey alike.
    changed = ~steps("C06")["change"].isin(["origin", "none"])
    assert [mark.get_marker() == "D" for mark in marks] == changed.tolist()
    # The interview was not found; a text that cites it has 1:1, and two others that cite it do not.
    dashed = [
        line for line in fig.axes[0].lines if len(line.get_xdata()) == 5 and line.get_color() == VERMILLION
    ]
    assert len(dashed) == 2 and "Grey: that text was not found" in " ".join(texts(fig))
    assert "1:1 is said in 2, 7, and not in the others." in fig.alt


def test_a_journey_may_be_the_readers_own_table():
    own = pd.DataFrame(
        {
            "outlet": ["A $5 paper", "B <b> paper", "C" * 90],
            "date": ["2020", None, "2021"],
            "value": [1.5, np.nan, 3],
            "unit": ["percent", None, "people"],
            "wording": ["first $x_1$", "second", "https://example.org/" + "long/" * 40],
        }
    )
    words_inside(plots.claim_journey(own, title="My own claim costs $5 and $6"))


@pytest.mark.parametrize("wrong", [None, 3, pd.DataFrame(), pd.DataFrame({"outlet": ["a", "b"]})])
def test_a_table_without_the_columns_is_refused(wrong):
    with pytest.raises(ValueError, match="steps must be a table with columns"):
        plots.claim_journey(wrong, title="T")


def test_too_few_and_too_many_steps_are_refused():
    with pytest.raises(ValueError, match="2 to 10 rows"):
        plots.claim_journey(steps("C06").head(1), title="T")
    with pytest.raises(ValueError, match="2 to 10 rows"):
        plots.claim_journey(pd.concat([steps("C06")] * 2), title="T")
    with pytest.raises(ValueError, match="keeps must be"):
        plots.claim_journey(steps("C06"), keeps=" ", title="T")


@pytest.mark.parametrize(
    "text",
    [
        "$x^2$ and $\\frac{1}{0$",
        "a\nb\r\nc\u2028d\x0be\tf",
        "<script>alert(1)</script>",
        "a\0b\x07c",
        "word " * 4000,
        "x" * 20_000,
        "half \ud800 a sign",
        pd.NA,
        10**5000,
        None,
    ],
    ids=lambda text: text[:20] if isinstance(text, str) else type(text).__name__,
)
def test_a_journey_may_hold_any_text(text):
    own = pd.DataFrame(
        [dict.fromkeys(("outlet", "date", "qualifier", "unit", "wording", "value", "change"), text)] * 2,
        dtype=object,  # with pyarrow at hand pandas itself would refuse half a sign
    )
    fig = plots.claim_journey(own, title="T", keeps="$5 and $6")
    assert fig.get_figheight() < 25
    png = plots.show(fig, "A journey whose cells hold a text that is no claim at all.").png
    assert len(png) < 2_000_000
