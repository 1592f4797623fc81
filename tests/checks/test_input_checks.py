"""Checks of what callers pass in: what numpy would let through without a word, and the form of messages."""

import numpy as np
import pytest

from falsematch import _check, intervals, rates, search


@pytest.mark.parametrize(
    "value",
    [
        np.complex64(0.5 + 1j),  # no subclass of Python's complex; float() only warns and drops 1j
        np.timedelta64(1),  # float() makes 1.0 of a nanosecond
        np.datetime64("2020"),
        np.str_("0.5"),
        b"0.5",
        None,
        np.ma.masked,
    ],
    ids=repr,
)
def test_what_only_looks_like_a_number_is_refused_inside_an_object_array_too(value):
    array = np.empty(2, dtype=object)
    array[:] = 0.5, value
    with pytest.raises(ValueError, match="^rate must be a proportion"):
        _check.proportion("rate", array)


def test_minus_zero_does_not_come_back():
    assert str(_check.proportion("rate", -0.0)) == "0.0"
    mated = rates.natural_frequencies(9, -0.0, 1, 0).mated
    for result in (search.fpir(-0.0, 3), rates.ppv(-0.0, 0.5, 0.5), mated):
        assert str(result) == "0.0"


@pytest.mark.parametrize(
    "value", [np.full((9, 9), "a"), np.ma.array([[1.0, 2]] * 3, mask=True), np.zeros(3, "V9"), "two\nlines"]
)
def test_a_message_is_one_line_of_bounded_length(value):
    with pytest.raises(ValueError) as caught:
        _check.proportion("rate", value)
    assert "\n" not in str(caught.value) and len(str(caught.value)) < 160
    assert str(caught.value).startswith("rate must be a proportion in [0, 1]")


TWO, THREE = [0.1, 0.2], [0.1, 0.2, 0.3]


@pytest.mark.parametrize(
    "call, names",
    [
        (lambda: rates.ppv(TWO, THREE, 0.1), "prevalence, tpr, fpr"),
        (lambda: rates.npv(TWO, 0.1, THREE), "prevalence, tpr, fpr"),
        (lambda: rates.natural_frequencies([1, 2], THREE, 0.1, 0.1), "people, prevalence, tpr, fpr"),
        (lambda: rates.fpr_for_ppv(TWO, THREE, 0.1), "ppv, prevalence, tpr"),
        (lambda: rates.prevalence_for_ppv(TWO, THREE, 0.1), "ppv, tpr, fpr"),
        (lambda: intervals.proportion_interval([1, 2], [3, 4, 5]), "errors, trials, confidence"),
        (lambda: intervals.rate_interval([1, 2], [3, 4, 5]), "count, exposure, confidence"),
        (lambda: intervals.zero_error_bound([1, 2], THREE), "trials, confidence"),
        (lambda: intervals.trials_for_zero_errors(TWO, THREE), "rate, confidence"),
        (lambda: search.expected_false_candidates([1, 2], [1, 2, 3], 0.1), "searches, gallery_size, fmr"),
        (lambda: search.false_candidate_sd([1, 2], [1, 2, 3], 0.1), "searches, gallery_size, fmr"),
        (lambda: search.fpir(TWO, [1, 2, 3]), "fmr, gallery_size"),
        (lambda: search.fmr_for_fpir(TWO, [1, 2, 3]), "fpir, gallery_size"),
        (lambda: search.fpir_heterogeneous(TWO, [1, 2, 3], 1), "mean_fmr, gallery_size, cv"),
        (lambda: search.max_impostor_quantile(TWO, [1, 2, 3], abs), "q, gallery_size"),
    ],
)
def test_shapes_that_do_not_fit_are_refused_by_name(call, names):
    with pytest.raises(ValueError, match=rf"^{names} must have shapes that broadcast, got .*\(2,\).*\(3,\)"):
        call()


def test_single_is_one_number_without_dimensions():
    assert _check.single("x", np.float64(3)) == 3.0
    with pytest.raises(ValueError, match="^x must be a single number"):
        _check.single("x", np.array([3.0]))
