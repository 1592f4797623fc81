"""Every bound of a claim's keys, on both sides, against a list written by hand."""

from dataclasses import fields

import pytest

from falsematch.claims import Claim, load_claim, read_claim

BASE = {"claimant": "A", "statement": "B"}
MOST = 2**53 - 1
LENGTHS = {
    "id": 60, "claimant": 200, "statement": 600, "where": 200, "when": 60, "printed": 60, "test_set": 600,
    "threshold": 200, "source": 600, "url": 600, "reply": 600, "place": 200, "examined": 60, "sought": 60,
    "review": 600, "groups": 600, "judged_by": 200, "period": 100,
}  # fmt: skip
#: Key: (what is in, what is out), with what else must be said.
NUMBERS = {
    "value": ([0, 0.5, 1], [-1e-300, 1.0000000000000002]),
    "trials": ([1, MOST], [0, MOST + 1, 1.5]),
    "errors": ([0, MOST], [-1, MOST + 1, 0.5]),
    "days": ([1, 3660], [0, 3661]),
    "faces_per_day": ([5e-324, 10**12], [0, -1, 1.0000001e12]),
    "list_size": ([1, MOST], [0, MOST + 1]),
    "fmr": ([0, 1], [-1e-300, 1.0000000000000002]),
    "fpir": ([0, 1], [-1e-300, 1.0000000000000002]),
    "fnir": ([0, 1], [-1e-300, 1.0000000000000002]),
    "fpir_list_size": ([1, MOST], [0, MOST + 1]),
    "seconds_per_alert": ([0, MOST], [-1, 9.1e15]),
    "stopped_if_false": ([0, 1], [-1e-300, 1.0000000000000002]),
    "stopped_if_true": ([0, 1], [-1e-300, 1.0000000000000002]),
    "observed_faces": ([0, MOST], [-1, 9.1e15]),
    "observed_alerts": ([0, MOST], [-1, MOST + 1, 0.5]),
    "observed_right": ([0, MOST], [-1, MOST + 1]),
    "observed_wrong": ([0, MOST], [-1, MOST + 1]),
    "listed_passing": (
        [0, 10**12, [0, 10**12], [0, 0, 0], [5, 5]],
        [-1, 1.0000001e12, [-1, 2], [], [2, 1], [1, 2, 3, 4]],
    ),
}
NEEDS = {"fpir_list_size": {"fpir": 0.5}}


def test_every_key_is_in_a_list():
    chosen = {one.name for one in fields(Claim) if "among" in one.metadata}
    assert {one.name for one in fields(Claim)} == {*LENGTHS, *NUMBERS, *chosen, "from_", "read_on"}


@pytest.mark.parametrize(("key", "most"), LENGTHS.items())
def test_a_text_is_so_long_at_most(key, most):
    text = {"url": "https://x"}.get(key, "x").ljust(most, "x")
    assert getattr(Claim(**{**BASE, key: text}), key) == text
    with pytest.raises(ValueError, match=f"^{key} must be at most {most} characters, has {most + 1}"):
        Claim(**{**BASE, key: text + "x"})


@pytest.mark.parametrize("key", NUMBERS)
def test_a_number_lies_between_its_bounds(key):
    inside, outside = NUMBERS[key]
    for value in inside:
        found = getattr(Claim(**{**BASE, **NEEDS.get(key, {}), key: value}), key)
        assert found == value or key == "listed_passing"
    for value in outside:
        with pytest.raises(ValueError, match=f"^{key} must be "):
            Claim(**{**BASE, **NEEDS.get(key, {}), key: value})


def test_a_number_that_is_no_share_may_be_any():
    for measures in ("score", "no_share", "no_truth"):
        assert Claim(**BASE, measures=measures, value=3e9).value == 3e9
        with pytest.raises(ValueError, match="^value must be a number from 0 to"):
            Claim(**BASE, measures=measures, value=9.1e15)


@pytest.mark.parametrize(
    ("given", "kept"), [(5, (5, 5, 5)), ([1, 20], (1, 10.5, 20)), ([1, 3, 20], (1, 3, 20)), ((2,), (2, 2, 2))]
)
def test_a_range_has_two_ends_and_a_middle(given, kept):
    assert Claim(**BASE, listed_passing=given).listed_passing == kept


def test_a_part_may_be_all_of_its_whole():
    whole = Claim(
        **BASE, trials=5, errors=5, observed_alerts=7, observed_right=3, observed_wrong=4, observed_faces=7, faces_per_day=20,
        listed_passing=[1, 20],
    )  # fmt: skip
    assert (whole.errors, whole.observed_alerts, whole.listed_passing[-1]) == (5, 7, 20)
    # In a search of a population one search may return many.
    assert Claim(**BASE, use="population", observed_alerts=8, observed_faces=7).observed_alerts == 8
    for part, given in {
        "observed_right must be at most observed_alerts = 7, got 8": {"observed_alerts": 7, "observed_right": 8},
        "observed_right must be at most observed_alerts - observed_wrong = 3, got 4": {
            "observed_alerts": 7, "observed_right": 4, "observed_wrong": 4,
        },
        "listed_passing must be at most faces_per_day": {"listed_passing": [1, 20.5], "faces_per_day": 20},
        "fpir_list_size must be left out without an FPIR": {"fpir_list_size": 5, "measures": "found"},
    }.items():  # fmt: skip
        with pytest.raises(ValueError, match=f"^{part}"):
            Claim(**{**BASE, **given})
    for measures in ("fpir", "nothing_returned"):
        assert Claim(**BASE, measures=measures, fpir_list_size=5).fpir_list_size == 5


def test_a_file_of_the_greatest_size_is_read(tmp_path):
    text = 'claimant = "A"\nstatement = "B"\n'
    path = tmp_path / "claim.toml"
    for size, good in [(100_000, True), (100_001, False)]:
        whole = "[claim]\n" + text + "#".ljust(size - len(text) - 8, "x")
        assert len(whole) == size
        path.write_text(whole, encoding="utf-8", newline="\n")
        for read in (lambda path=path: load_claim(path), lambda text=whole: read_claim(text)):
            if good:
                assert read() == Claim(**BASE)
            else:
                with pytest.raises(ValueError, match="a claim file must be at most 100,000 bytes long"):
                    read()


@pytest.mark.parametrize(
    "text", ["[claim]\nx = 1,2", "[claim]\nclaimant = 'a'\n\n\nvalue = 5 %\nstatement = 'b'"]
)
def test_the_line_at_fault_is_the_one(text):
    line = next(i for i, one in enumerate(text.splitlines(), 1) if "," in one or "%" in one)
    with pytest.raises(ValueError, match=f"line {line}, "):
        read_claim(text)
