"""Every figure knows its words: an alt text that begins with the finding, and a table that holds its numbers."""

import re

import matplotlib
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from falsematch import claims, datasets, plots
from falsematch.plots._show import to_png
from falsematch.rates import natural_frequencies, second_test

RNG = np.random.default_rng(4)
FMR, FNMR = np.array([1, 0.1, 0.01, 0.001, 0]), np.array([0, 0.1, 0.2, 0.3, 0.9])
CROWD = natural_frequencies(1_000_000, 1e-4, 0.998, 0.002)
SCORES = RNG.normal(2, 1, 400), RNG.normal(0, 1, 2_000)
CHAIN = datasets.load("claim_chain")
TITLE = "What this figure finds, from 0.2% to 5 %"

EXAMPLES = {
    "claim_journey": lambda: plots.claim_journey(CHAIN[CHAIN["claim_id"] == "C06"], title=TITLE, keeps="1:1"),
    "concentration_curve": lambda: plots.concentration_curve(
        {"a": [9, 3, 1, 0], "b": [1, 1, 1]}, title=TITLE
    ),
    "det_curve": lambda: plots.det_curve({"a": (FMR, FNMR)}, title=TITLE, impostors=1_000, genuines=100),
    "draws": lambda: plots.draws(RNG.poisson(3, 500), what="false alerts", title=TITLE, expected=3, guess=9),
    "false_match_ladder": lambda: plots.false_match_ladder(
        {"one": 1e-3, "two": 1e-9}, {"a list": 2_000, "a country": 1.3e9}, title=TITLE, guess=40
    ),
    "fpir_measured_vs_formula": lambda: plots.fpir_measured_vs_formula(
        [1, 10, 100],
        [0.02, 0.1, 0.5],
        [0.02, 0.2, 0.9],
        low=[0.01, 0.05, 0.4],
        high=[0.03, 0.2, 0.6],
        expected=[0.02, 0.2, 2],
        title=TITLE,
    ),
    "funnel": lambda: plots.funnel(
        {"2022, a": (3.0, 9), "2023, b": (2.5, 2), "2024, c": (4.0, 0)},
        title=TITLE,
        note="An assumption.",
        guess=9,
    ),
    "group_spread": lambda: plots.group_spread([1e-5, 0], [1e-3, 1e-2], target=1e-4, title=TITLE, guess=3),
    "how_often": lambda: plots.how_often({"a": [90, 9, 1], "b": [95, 5]}, title=TITLE, guess=3),
    "interval_forest": lambda: plots.interval_forest(
        {"a": (0.2, 0.1, 0.3), "b": (0, 0, 0.1), "c": (0.4, None, None)},
        title=TITLE,
        axis_label="share of alerts",
        marks={"c": 0.3},
        mark_label="expected",
        reference=(0.25, "a quarter"),
        note="A note.",
        guess=0.5,
    ),
    "known_to_be_right": lambda: plots.known_to_be_right(
        {"a": (0.5, 0.5), "b": (0.13, 0.95), "c": "no truth exists", "d": (0.9, 1)},
        title=TITLE,
        note="A note.",
    ),
    "misses_at_zero_false_matches": lambda: plots.misses_at_zero_false_matches(
        {"a": 0, "b": 900}, {"a": 0.998, "b": 0.9982}, 3_000, title=TITLE, guess=12
    ),
    "natural_frequency_icons": lambda: plots.natural_frequency_icons(CROWD, title=TITLE),
    "natural_frequency_tree": lambda: plots.natural_frequency_tree(
        CROWD, title=TITLE, second=(0.9, 0.1), guess=0.9
    ),
    "ppv_curve": lambda: plots.ppv_curve({"this": (0.998, 0.002)}, points={"here": 1e-4}, title=TITLE),
    "quantile_dots": lambda: plots.quantile_dots(
        {"luck": RNG.poisson(9, 200), "both": RNG.poisson(30, 200)},
        title=TITLE,
        axis_label="alerts",
        mark=(20, "a limit"),
    ),
    "rank_against_threshold": lambda: plots.rank_against_threshold(
        [0.001, 0.002, 0.01], [0.002, 0.06, 0.9], limit=0.002, title=TITLE, limit_label="99.8 % found"
    ),
    "rate_matrix": lambda: plots.rate_matrix(
        [[1e-3, 1e-5], [2e-5, 5e-4]],
        ["East", "West"],
        title=TITLE,
        row_label="enrolled",
        column_label="searched",
    ),
    "rates_by_year": lambda: plots.rates_by_year(
        [2018, 2019], {"best": [0.01, 0.002], "median": [0.1, 0.05]}, title=TITLE, axis_label="FNIR (log)"
    ),
    "reach_of_tests": lambda: plots.reach_of_tests({"short": (FMR, FNMR, 1_000)}, title=TITLE),
    "readings_range": lambda: plots.readings_range(
        claims.readings(0.998, 1.3e9, 1), title=TITLE, axis_label="wrong people"
    ),
    "score_distributions": lambda: plots.score_distributions(*SCORES, threshold=1.5, title=TITLE),
    "score_panels": lambda: plots.score_panels({"one": (*SCORES, 1.5), "two": (*SCORES, 2)}, title=TITLE),
    "share_bars": lambda: plots.share_bars({"a": 0.2, "b": 0.9}, axis_label="share", title=TITLE, guess=0.1),
    "speeds_and_false_matches": lambda: plots.speeds_and_false_matches(
        {"a small machine": 2e7, "a claim": 3e9, "a large machine": 6e11},
        1e-6,
        claim="a claim",
        title=TITLE,
        guess=1e6,
    ),
    "spread_rows": lambda: plots.spread_rows(
        {"a": [1, 2, 9.0], "b": [3.0]}, title=TITLE, axis_label="times", reference=1, reference_label="alike"
    ),
    "tornado": lambda: plots.tornado(
        {"a": (1, 9), "b": (6, 4)}, title=TITLE, axis_label="alerts", middle=5, shares={"a": 0.9, "b": 0.1}
    ),
    "two_kinds_of_people": lambda: plots.two_kinds_of_people([5e-4, 0.011], [0.95, 0.05], 1_000, title=TITLE),
    "two_shares": lambda: plots.two_shares(
        {"a": (0.5, 0.9, 0.8, 0.95), "b": (0.5, 0.1, 0.05, 0.2)},
        first="of people",
        second="of matches",
        axis_label="share",
        title=TITLE,
        note="Assumed: something.",
    ),
    "two_test_tree": lambda: plots.two_test_tree(
        second_test(CROWD, 0.9, 0.1), title=TITLE, asked="wrong", guess=0.9
    ),
}
NO_FIGURES = {
    "Picture",
    "show",
    "slider",
    "word_table",
    "words",
    "interval_rows",
}  # the last is an older name


def test_there_is_an_example_of_every_figure():
    assert set(EXAMPLES) == set(plots.__all__) - NO_FIGURES
    assert plots.interval_rows is plots.interval_forest


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_figure_says_its_finding_and_holds_its_numbers(name):
    fig = EXAMPLES[name]()
    assert fig.alt.startswith("What this figure finds, from 0.2 % to 5 %. ")
    assert 80 < len(fig.alt) < 2_000 and fig.alt.endswith((".", ".)"))
    assert not re.search(r"\bnan\b|\binf\b|None|\.\.|  |\d%", fig.alt), fig.alt
    table = fig.table
    assert table.caption and table.rows and all(len(row) == len(table.headings) >= 2 for row in table.rows)
    assert all(isinstance(cell, str) for row in table.rows for cell in row)
    cells = " ".join(cell for row in table.rows for cell in row)
    assert re.search(r"\d", cells) and not re.search(r"\bnan\b|\binf\b", cells)
    picture = plots.show(fig)
    assert picture.alt == fig.alt and picture.table is table


@pytest.mark.parametrize("name", EXAMPLES)
def test_words_stay_inside_the_figure_and_the_picture_is_small(name):
    fig = EXAMPLES[name]()
    png = to_png(fig)
    assert len(png) < 120_000
    fig.canvas.draw()
    renderer = fig.canvas.get_renderer()
    ticks = {tick for ax in fig.axes for tick in (*ax.get_xticklabels(), *ax.get_yticklabels())}
    for text in fig.findobj(matplotlib.text.Text):
        if text.get_text().strip() and text.get_visible() and text not in ticks:
            box = text.get_window_extent(renderer)
            assert box.x0 >= -1 and box.x1 <= fig.bbox.x1 + 1, (name, text.get_text())
            assert box.y0 >= -1 and box.y1 <= fig.bbox.y1 + 1, (name, text.get_text())


@settings(max_examples=60, deadline=None)
@given(
    people=st.floats(1, 8e9),
    prevalence=st.floats(0, 1),
    rates=st.tuples(*[st.floats(0, 1)] * 4),
    guess=st.none() | st.floats(allow_nan=True),
)
def test_a_tree_is_complete_at_any_numbers(people, prevalence, rates, guess):
    crowd = natural_frequencies(people, prevalence, *rates[:2])
    fig = plots.natural_frequency_tree(crowd, second=rates[2:], title="T", guess=guess)
    rows = dict(fig.table.rows)
    assert len(rows) == 11
    # Nobody who is there is said as 0.
    for name, count in (
        ("sought, pointed at", crowd.true_alerts),
        ("not sought, left alone", crowd.rightly_silent),
    ):
        assert (rows[name] == "0") == (count == 0)
    for asked in ("right", "wrong", "found"):
        fig = plots.two_test_tree(second_test(crowd, *rates[2:]), title="T", asked=asked, guess=guess)
        assert rows == {name.replace("let go", "sent away"): count for name, count in fig.table.rows}


def curves_of(fig):
    """x and y of each line that goes somewhere: no marks, no straight lines along an axis."""
    for ax in fig.axes:
        for line in ax.get_lines():
            x, y = (np.asarray(values, dtype=float) for values in line.get_data())
            kept = np.isfinite(x) & np.isfinite(y)
            x, y = x[kept], y[kept]
            if line.get_linestyle() != "None" and x.size > 1 and np.ptp(x) > 0 and np.ptp(y) > 0:
                yield x, y


def directions_said(alt):
    """+1 for a curve said to rise from left to right, -1 for one said to fall."""
    for word, left in re.findall(r"\b(ris(?:es|ing)|fall(?:s|ing))\b(?! out)( to the left)?", alt):
        yield (1 if word.startswith("ris") else -1) * (-1 if left else 1)


@pytest.mark.parametrize("name", EXAMPLES)
def test_curves_rise_and_fall_as_the_alt_text_says(name):
    fig = EXAMPLES[name]()
    for said in directions_said(fig.alt):
        curves = list(curves_of(fig))
        assert curves, "it says that a curve rises or falls, and draws none"
        for x, y in curves:
            order = np.argsort(x, kind="stable")
            assert said * (y[order][-1] - y[order][0]) > 0, fig.alt


def test_most_alt_texts_of_curves_say_a_direction():
    assert sum(any(directions_said(make().alt)) for make in EXAMPLES.values()) >= 5
