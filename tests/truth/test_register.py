"""The figures of the register agree with each other: what was printed, the value, the counts and the sentence."""

import re

import pytest
from truthkit import check
from truthkit.scan import numbers_in, plain_text

from falsematch import claims, datasets

REGISTER = claims.register()
COUNTS = ("trials", "errors", "observed_alerts", "observed_right")
#: Numbers of a sentence that no field repeats: they stand here once more.
ALONE = {
    "foodstuffs_2025": {"two": "staff who look at an alert"},
    "home_office_no_arrest_2026": {"twelve": "months before the answer"},
    "nec_2024": {"12 million": "mugshots in the test"},
    "newborn_sweden_2020": {"4": "babies who were missed"},
    "shotspotter_2021": {"0.5 %": "false positives, of what is not said"},
    "sky_net_2018": {"97.52 %": "people on the same benchmark"},
    "smart_sampa_2025": {"six": "months of the report"},
}
#: Printed as its source has it, whose own counts give 98.15 %: the value is that of the counts.
NOT_OF_ITS_COUNTS = {"smart_sampa_2025"}


def counted(claim):
    return [value for field in COUNTS if (value := getattr(claim, field)) is not None]


def known(claim):
    """What the fields of an entry say: its value, what is left of one, and its counts."""
    fields = ("value", "fpir", "fnir", "fmr")
    shares = [value for field in fields if (value := getattr(claim, field)) is not None]
    return [*shares, *[1 - value for value in shares if value <= 1], *counted(claim)]


def scanned(text):
    return [n for n in numbers_in(plain_text(text), check.NAMES) if not n.date]


@pytest.mark.parametrize("name", [name for name, claim in REGISTER.items() if claim.value is not None])
def test_the_value_is_what_was_printed(name):
    claim = REGISTER[name]
    parts = re.fullmatch(r"([\d,]+) of ([\d,]+)", claim.printed)
    if parts:
        few, all_ = (int(part.replace(",", "")) for part in parts.groups())
        assert claim.value == pytest.approx(few / all_, rel=1e-12), claim.printed
        if claim.trials is not None:
            assert claim.trials == all_ and claim.errors in (few, all_ - few), claim.printed
        return
    odds = re.fullmatch(r"(\d+) to 1", claim.printed)
    if odds:
        assert claim.value == pytest.approx(int(odds[1]) / (int(odds[1]) + 1), rel=1e-12)
        return
    numbers = scanned(claim.printed)
    if not numbers:  # "0", or "none of …"
        assert claim.value == 0 and re.match(r"0$|none ", claim.printed), claim.printed
        return
    # Some printed figures were rounded, and some cut off, so that one unit of the last digit may be missing.
    if name not in NOT_OF_ITS_COUNTS and not claim.printed.startswith("none"):
        assert abs(numbers[0].value - claim.value) <= 2 * numbers[0].half, claim.printed
    if claim.trials and claim.errors is not None and claim.value <= 1:
        rate = claim.errors / claim.trials
        assert min(abs(rate - claim.value), abs(1 - rate - claim.value)) < 1e-3 * max(rate, 1e-9), (
            claim.printed
        )


@pytest.mark.parametrize("name", REGISTER)
def test_the_sentence_says_what_the_fields_say(name):
    claim = REGISTER[name]
    printed = [number.value for number in scanned(claim.printed)]
    for number in scanned(claim.statement):
        if number.text in ALONE.get(name, {}):
            continue
        values = [*known(claim), *printed]
        assert any(number.least <= v <= number.most or v == pytest.approx(number.value) for v in values), (
            f"{name}: {claim.statement!r} says {number.text!r}"
        )


def test_what_stands_alone_is_said_somewhere():
    for name, numbers in ALONE.items():
        assert set(numbers) <= {number.text for number in scanned(REGISTER[name].statement)}


def test_a_period_is_that_of_the_row_and_so_are_its_counts():
    """Of each record in use that says when it was counted: dates and counts are those of the row that its source names."""
    tables = {name: datasets.load(name) for name in ("deployments", "deployment_examples")}
    with_period = {name: claim for name, claim in REGISTER.items() if claim.period}
    assert set(with_period) == {
        *("campaign_98_2018", "corsight_essex_2025", "essex_university_2019", "foodstuffs_2025"),
        "met_00003_2025",
    }
    for name, claim in with_period.items():
        table, key = re.search(r"(deployments|deployment_examples), (\w+)\)", claim.source).groups()
        row = tables[table].loc[key]
        assert re.match(rf"{row['date_start']} to {row['date_end']}($|,)", claim.period), name
        columns = {
            "faces_seen": claim.observed_faces,
            "alerts": claim.observed_alerts,
            "false_alerts": claim.observed_wrong,
        }
        columns["true_alerts"] = claim.observed_right
        for column, value in columns.items():
            assert value is None or value == row[column], (name, column)


def test_what_a_report_leaves_open_is_no_right_alert():
    """The force's report has alerts and false ones; right ones are neither in its row nor, by subtraction, in the entry."""
    claim, table = REGISTER["met_00003_2025"], datasets.load("deployments")
    row = table.loc["met_annual_report_2025"]
    assert (
        row.isna()["true_alerts"] and claim.observed_right is None and claim.observed_alerts == row["alerts"]
    )
    # Rows of the grid in its period have right alerts that nobody confirmed: what is not false is not right by that.
    within = table[(table.kind == "official grid") & table.date_start.between("2024-09-17", "2025-09-09")]
    assert within["true_unconfirmed"].sum() > 0 and claim.from_["observed_right"].startswith("not said")
