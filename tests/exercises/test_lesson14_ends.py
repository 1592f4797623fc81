"""The words at the ends of the bars of lesson 14's figure are ends of assumptions, not results."""

import pytest

from falsematch import claims
from falsematch.datasets import load
from falsematch.exercises.lesson14 import CASE, ends_in_words

CLAIM = claims.register()[CASE]
MOVED = {one.name: one for one in claims.audit(CLAIM).questions if one.kind == "range"}


def number(text):
    return float(text.split(" in ")[-1].split()[0].replace(",", ""))


@pytest.mark.parametrize(
    ("question", "row"), [("list_size", "watchlist_list_size"), ("trials", "watchlist_errors")]
)
def test_ends_are_those_of_the_table(question, row):
    low, high = (number(text) for text in ends_in_words(CLAIM, MOVED[question]))
    assert low == pytest.approx(load("audit_ranges").loc[row, "low"], rel=0.01)
    assert high == pytest.approx(load("audit_ranges").loc[row, "high"], rel=0.01)


def test_ends_that_the_claim_states_are_the_claims():
    assert ends_in_words(CLAIM, MOVED["listed_passing"]) == ("1", "20")
    strict, stated = ends_in_words(CLAIM, MOVED["threshold"])
    assert number(strict) == pytest.approx(3_147_436 / 10, rel=0.01) and stated == "1 in 6,000"
    assert ends_in_words(CLAIM, MOVED["fnir"]) == ("11 %", "50 %")
