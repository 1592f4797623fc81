"""What lessons 02 and 03 say of carrying a rate from a list to a population, by other routes."""

import re
from fractions import Fraction

import numpy as np
import pytest

from falsematch import datasets, lessons, rates, search


def test_the_list_cancels_where_everyone_listed_passes_once():
    street = datasets.load("deployment_examples").loc["met_2025"]
    country = int(datasets.load("populations").loc["china_2018", "value"])
    fmr = Fraction(int(street.false_alerts), int(street.comparisons))
    shares = []
    for listed in (2_000, 416_000):
        wrong = search.expected_false_candidates(country - listed, listed, float(fmr))
        shares.append(listed / (listed + wrong))
        assert rates.ppv(listed / country, 1, float(fmr * listed)) == pytest.approx(shares[-1])
    assert shares == pytest.approx([float(1 / (1 + country * fmr))] * 2, rel=2e-4)
    assert shares[0] == pytest.approx(0.723, abs=5e-4)
    # The rate per face as it was, on whatever list: what the first edition did.
    per_face = street.false_alerts / street.faces_seen
    assert rates.ppv(2_000 / country, 1, per_face) < 0.25 and rates.ppv(416_000 / country, 1, per_face) > 0.98


def any_candidate(chances):
    """Share of rows (strangers) with at least one false match, exactly."""
    return sum(1 - np.prod([1 - chance for chance in row]) for row in chances) / len(chances)


def test_gathering_on_probes_lowers_the_share_and_gathering_on_the_list_raises_it():
    size, fmr = 20, Fraction(1, 50)
    few = [Fraction(size, 2) * fmr if i < 2 else Fraction(0) for i in range(size)]
    evenly = [[fmr] * size for _ in range(size)]
    on_probes = [[chance] * size for chance in few]
    on_listed = [few for _ in range(size)]
    for chances in (evenly, on_probes, on_listed):
        assert sum(map(sum, chances)) / size == size * fmr  # the expected number stays
    assert any_candidate(evenly) == pytest.approx(search.fpir(float(fmr), size))
    assert any_candidate(on_probes) < any_candidate(evenly) < any_candidate(on_listed)


def source():
    return (lessons.SOURCES / "03_one_to_many.py").read_text(encoding="utf-8")


def test_false_alerts_over_listed_people_are_no_share():
    # 10,000 passers-by and a list of 1,000: twenty wrong alerts for each person listed.
    assert search.expected_false_candidates(10_000, 1_000, 0.002) / 1_000 > 1
    divided = re.search(r"^for what, out_of in (\{.*?\})", source(), flags=re.M | re.S)[1]
    assert "faces_seen" in divided and "watchlist_size" not in divided
    assert "per person listed" not in source()


def test_a_face_without_a_false_alert_is_not_called_rightly_judged():
    # Of 8,600 faces the figure is the same, whether all or none of the listed people among them were missed.
    day = datasets.load("deployment_examples").loc["oxford_circus_2020"]
    assert f"{1 - day.false_alerts / day.faces_seen:.2%}" == "99.92%"
    right = [1 - (day.false_alerts + missed) / day.faces_seen for missed in (0, 50)]
    assert f"{right[0]:.2%}" == "99.92%" and f"{right[1]:.2%}" == "99.34%"
    told = source()
    assert "accurate" not in told and "it was 99.92" not in told
    assert "no false alert of 99.92 % of faces" in told
    assert "if nobody listed was missed, the figure in it is true" in told
