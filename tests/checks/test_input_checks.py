"""Checks of what callers pass in: what numpy would let through without a word, and the form of messages."""

import numpy as np
import pytest

from falsematch import _check, intervals, rates, scores, search


@pytest.mark.parametrize(
    "value",
    [
        np.complex64(0.5 + 1j),  # no subclass of Python's complex; float() only warns and drops 1j
        np.timedelta64(1, "s"),  # float() makes 1.0 of a nanosecond
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
    with pytest.raises(ValueError, match=r"^rate\[1\] must be a proportion"):
        _check.proportion("rate", array)
    with pytest.raises(ValueError, match=r"^rate\[0, 1\] must be a proportion"):
        _check.proportion("rate", [array])


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


class Elsewhere:
    """An array of another library that gives its own reason for not becoming one of numpy's."""

    def __init__(self, error):
        self.error = error

    def __array__(self, dtype=None, copy=None):
        raise self.error

    def __float__(self):
        raise self.error

    def __repr__(self):
        return "tensor"


ON_A_DEVICE = (
    "can't convert cuda:0 device type tensor to numpy. Use Tensor.cpu() to copy it to host memory first."
)
NEEDS_GRADIENT = "Can't call numpy() on Tensor that requires grad. Use tensor.detach().numpy() instead."


@pytest.mark.parametrize(
    "error",
    [
        TypeError(ON_A_DEVICE),
        RuntimeError(NEEDS_GRADIENT),
        ValueError("the table has 3 columns"),
        AttributeError("closed"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_the_reason_of_somebody_elses_array_is_kept(error):
    for call, name in (
        (lambda value: scores.eer(value, [0.1]), "genuine"),
        (lambda value: search.fpir(value, 3), "fmr"),
    ):
        for value in (Elsewhere(error), [Elsewhere(error), Elsewhere(error)]):
            with pytest.raises(ValueError, match=f"^{name} must be [^:]*, got .*tensor.*: ") as caught:
                call(value)
            assert str(caught.value).endswith(str(error))


def test_a_reason_without_words_or_with_too_many_is_one_line():
    for error in (RuntimeError(), RuntimeError("two\nlines " * 100)):
        with pytest.raises(ValueError) as caught:
            _check.numbers("rate", Elsewhere(error))
        assert "\n" not in str(caught.value) and len(str(caught.value)) < 300
    assert "RuntimeError" in str(
        pytest.raises(ValueError, _check.numbers, "x", Elsewhere(RuntimeError())).value
    )


def test_no_room_is_no_bad_input():
    with pytest.raises(MemoryError):
        _check.numbers("rate", Elsewhere(MemoryError()))


@pytest.mark.parametrize(
    ("value", "place"),
    [
        ([0.9, 0.8, None, 0.7], "[2]"),
        ([0.9, "0.8"], "[1]"),
        ((0.9, 1j), "[1]"),
        ([[0.9, 0.2], [0.3, None]], "[1, 1]"),
        (np.array([0.9, None]), "[1]"),
        (None, ""),
        ("0.9", ""),
    ],
)
def test_what_is_no_number_is_named_by_its_place(value, place):
    wrong = f"genuine{place} must be "
    with pytest.raises(ValueError) as caught:
        scores.rates_at(value, [0.1], 0.5)
    assert str(caught.value).startswith(wrong)


@pytest.mark.parametrize(
    ("value", "place"),
    [
        ([1, 2**64 + 1], "[1]"),
        ([2**53 + 1, 0.5], "[0]"),  # numpy makes float64 of both, and the first loses its last digit
        ([[0.5, 1], [2**60 + 1, 2]], "[1, 0]"),
        ([np.int64(2**60), 0.5], "[0]"),
        (np.array([3, -(2**53)], dtype=object), "[1]"),
        (-(2**70), ""),
    ],
)
def test_whole_numbers_that_would_be_rounded_are_named_by_their_place(value, place):
    with pytest.raises(ValueError) as caught:
        _check.numbers("scores", value, exact=True)
    assert str(caught.value).startswith(
        f"scores{place} must be a whole number less than 2**53 from zero, got "
    )
    assert _check.numbers("scores", value).dtype.kind in "fi"


@pytest.mark.parametrize("value", [[2**53 - 1, 0.5], [1e300, 0.5], [-(2**53 - 1), 0.5], [True, 0.5]])
def test_what_float64_holds_is_let_through(value):
    np.testing.assert_array_equal(_check.numbers("scores", value, exact=True), np.array(value, dtype=object))


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


@pytest.mark.parametrize(
    "check, good, bad, rule",
    [
        (_check.proportion, [0, 1, 0.5], [-1e-300, 1 + 2**-52, np.inf], r"a proportion in \[0, 1\]"),
        (
            _check.open_proportion,
            [5e-324, 1 - 2**-53],
            [0, 1, -1, np.inf],
            "a proportion strictly between 0 and 1",
        ),
        (_check.whole, [0, 1, 10**15], [-1, 0.5, np.inf], "a whole number of at least 0"),
        (_check.amount, [0, 0.5, 1e300], [-1e-300, np.inf], "a finite number of at least 0"),
        (_check.positive, [5e-324, 1e300], [0, -0.0, -1, np.inf], "a finite number above 0"),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_the_ends_of_what_each_check_lets_through(check, good, bad, rule):
    assert check("x", good).tolist() == good
    for value in [*bad, np.nan]:
        for given in (value, [*good, value]):
            with pytest.raises(
                ValueError, match=f"^x must be {rule}, got {float(value) + 0.0!r}$".replace("+", r"\+")
            ):
                check("x", given)


def test_a_least_whole_number_is_named():
    assert _check.whole("x", 3, 3) == 3
    with pytest.raises(ValueError, match="^x must be a whole number of at least 3, got 2.0$"):
        _check.whole("x", 2, 3)


def test_a_single_result_is_a_float_and_an_array_stays_one():
    for value in (0.5, np.float64(0.5), np.array(0.5)):
        assert type(_check.plain(value)) is float
    for value in (np.array([0.5]), np.array([0.5, 1])):
        assert _check.plain(value) is value


def test_without_a_seed_there_is_no_generator():
    numbers = np.random.default_rng(3).random(4)
    assert np.array_equal(_check.generator(3).random(4), numbers)
    assert np.array_equal(_check.generator(np.random.default_rng(3)).random(4), numbers)
    with pytest.raises(ValueError, match="^seed must be given, .* got None$"):
        _check.generator(None)
    for seed in (-1, "three", 0.5):
        with pytest.raises(ValueError, match="^seed must be what numpy.random.default_rng takes, got"):
            _check.generator(seed)


def test_numbers_within_bounds_and_finite_ones():
    assert _check.within("x", [-1, 0.5, 1], -1, 1).tolist() == [-1, 0.5, 1]
    assert _check.finite("x", -1e300) == -1e300
    for bad in (-1.01, 1.01, np.nan, np.inf, "0", None):
        with pytest.raises(ValueError, match=r"^x must be a number in \[-1, 1\], got"):
            _check.within("x", bad, -1, 1)
    for bad in (np.nan, np.inf, -np.inf, "0", None):
        with pytest.raises(ValueError, match="^x must be a finite number, got"):
            _check.finite("x", bad)
