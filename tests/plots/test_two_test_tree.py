"""The tree of two tests in series: its counts, its three questions, the branch that is framed."""

import numpy as np
import pytest

from falsematch import plots
from falsematch.rates import natural_frequencies, second_test

# By hand: 100 sought, 90 flagged, 72 confirmed; 999,900 others, 999.9 flagged, 19.998 confirmed.
CROWD = natural_frequencies(1_000_000, 1e-4, 0.9, 0.001)
BOTH = second_test(CROWD, 0.8, 0.02)
ANSWERS = {
    "right": "72 of 92 pointed at and confirmed are sought: 78.3 %",
    "wrong": "20 of 1,000 not sought and pointed at are confirmed: 2 %",
    "found": "72 of 100 sought are pointed at and confirmed: 72 %",
}


def texts(fig):
    fig.canvas.draw()
    return [" ".join(text.get_text().split()) for ax in fig.axes for text in ax.texts]


def frame(fig):
    """Left and right end of the frame: the only closed line."""
    lines = [line.get_xdata() for ax in fig.axes for line in ax.lines if len(line.get_xdata()) == 5]
    assert len(lines) == 1
    return min(lines[0]), max(lines[0])


@pytest.mark.parametrize("asked", ANSWERS)
def test_each_question_is_answered_in_counts_and_its_branch_is_framed(asked):
    fig = plots.two_test_tree(BOTH, title="T", asked=asked, steps=("machine", "operator"))
    assert ANSWERS[asked] in texts(fig)
    assert f"Framed: {ANSWERS[asked]}" in fig.alt
    assert {"machine", "operator"} <= set(texts(fig))
    assert "First the machine. Of the 100: 90 pointed at" in fig.alt
    assert "Then the operator: of the 90, 72 confirmed; of the 1,000, 20" in fig.alt
    left, right = frame(fig)
    inside = [x for x in (0.125, 0.375, 0.625, 0.875) if left < x < right]
    assert inside == {"right": [0.375, 0.625], "wrong": [0.625, 0.875], "found": [0.375]}[asked]
    heavy = {
        (line.get_xdata()[1], line.get_ydata()[0])
        for line in fig.axes[0].lines
        if line.get_linewidth() == 2.2
    }
    assert {x for x, _ in heavy} == set(inside)


def test_what_is_counted_is_named_wherever_it_is_counted():
    few = natural_frequencies(1_000, 1e-4, 0.9, 0.001)
    for counted, none in ((("person", "people"), "nobody"), (("paper", "papers"), "no paper")):
        fig = plots.two_test_tree(second_test(few, 0.8, 0.02), title="T", counted=counted)
        assert counted[1] in texts(fig) and f"1,000 {counted[1]} part into" in fig.alt
        assert f"0.02 means one {counted[0]} in 50 such crowds" in fig.alt
        assert f"branch | {counted[1]}" in str(fig.table)
        empty = plots.natural_frequency_tree(
            natural_frequencies(1_000, 0, 0.9, 0), title="T", counted=counted
        )
        assert f"Framed: {none} is pointed at" in empty.alt
    with pytest.raises(ValueError, match="counted"):
        plots.natural_frequency_tree(CROWD, title="T", counted="papers")


def test_the_bar_parts_where_the_answer_says():
    for asked, share in (("right", BOTH.ppv), ("wrong", 0.02), ("found", 0.72)):
        fig = plots.two_test_tree(BOTH, title="T", asked=asked)
        first, rest = [bar.get_paths()[0].get_extents() for bar in fig.axes[0].collections]
        assert (first.xmin, first.xmax) == pytest.approx((0, share))
        assert (rest.xmin, rest.xmax) == pytest.approx((share, 1))


def test_a_single_question_and_the_tree_of_one_test_agree():
    one = plots.natural_frequency_tree(
        CROWD, title="T", second=(0.8, 0.02), confirmed=("confirmed", "let go")
    )
    two = plots.two_test_tree(BOTH, title="T")
    assert one.table.rows == two.table.rows


def test_less_than_a_person_is_never_none():
    fig = plots.two_test_tree(second_test(natural_frequencies(1_000, 1e-3, 0.5, 1e-3), 0.5, 1e-5), title="T")
    rows = dict(fig.table.rows)
    assert rows["not sought, pointed at, confirmed"] == "9.99e-6"
    note = " ".join(fig.get_supxlabel().split())
    assert (
        "9.99e-6 means one person in 100,100 such crowds" in note
        and "0.999 means" not in note
        and note in fig.alt
    )
    assert "0" not in rows.values()


def test_nobody_to_ask_about_is_an_answer():
    nobody = second_test(natural_frequencies(10, 0, 0, 0), 0.5, 0.5)
    for asked, answer in (
        ("right", "nobody is pointed at and confirmed"),
        ("wrong", "nobody is not sought and pointed at"),
        ("found", "nobody is sought"),
    ):
        assert answer in texts(plots.two_test_tree(nobody, title="T", asked=asked))


def test_a_label_gives_way_to_the_guess():
    assert "let go" in texts(plots.two_test_tree(BOTH, title="T", asked="wrong", guess=0.5))
    assert texts(plots.two_test_tree(BOTH, title="T", asked="wrong", guess=0.99)).count("let go") == 2
    assert texts(plots.two_test_tree(BOTH, title="T", asked="wrong", guess=None)).count("let go") == 3


@pytest.mark.parametrize("bad", [CROWD, None, (0.8, 0.02), second_test(CROWD, [0.1, 0.2], 0.1)])
def test_what_is_no_pair_of_tests_is_refused(bad):
    with pytest.raises(ValueError, match="^tests must be what rates.second_test returns for one population"):
        plots.two_test_tree(bad, title="T")


@pytest.mark.parametrize(
    "name, value",
    [("asked", "who"), ("asked", None), ("names", ("a",)), ("flagged", "ab"), ("steps", ("a", ""))],
)
def test_what_is_no_question_or_no_label_is_refused(name, value):
    with pytest.raises(ValueError, match=f"^{name} must be"):
        plots.two_test_tree(BOTH, title="T", **{name: value})


def test_an_array_of_populations_is_refused():
    many = second_test(natural_frequencies(np.array([10, 20]), 0.1, 0.9, 0.1), 0.8, 0.2)
    with pytest.raises(ValueError, match="one population"):
        plots.two_test_tree(many, title="T")
