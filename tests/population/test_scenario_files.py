"""The project's own scenarios: every value equals what its source says, and each does what its words say."""

import re
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest

from falsematch import datasets, intervals
from falsematch.population import Scenario, describe, read_scenario, scenario_names, simulate
from falsematch.population._describe import cell_by_cell, settings

FOLDER = Path(__file__).resolve().parents[2] / "datasets" / "scenarios"
NAMES = sorted(path.stem for path in FOLDER.glob("*.toml"))
CELL = re.compile(r"\b([a-z]\w*)\.(\w+)\.(\w+)\b")


def by_source(expression):
    """A source worked out: cells of tables, named table.row.column, and arithmetic."""
    values = {}

    def cell(match):
        table, row, column = match.groups()
        values[f"v{len(values)}"] = float(datasets.load(table).loc[row, column])
        return f"v{len(values) - 1}"

    formula = CELL.sub(cell, expression)
    assert values and re.fullmatch(r"[v\d\s.+*/()-]+", formula), expression
    return eval(formula, {"__builtins__": {}}, values)


def test_they_are_here():
    wanted = {
        "railway_station",
        "shopping_street",
        "city",
        "region",
        "country_comparisons",
        "country_searches",
    }
    assert set(NAMES) == wanted == set(scenario_names())


@pytest.mark.parametrize("name", NAMES)
def test_every_value_has_a_source_and_agrees_with_it(name):
    file = read_scenario(name)
    given = cell_by_cell(settings(file.scenario), file.sources)
    given = {
        key: value for key, value in given.items() if key != "over_capacity" and not key.endswith(".name")
    }
    defaults = {"usable": 1.0, "found_leave": False}
    for key, value in given.items():
        if key not in file.sources:
            assert value == defaults[key], f"{key} has no source"
            continue
        source = file.sources[key].source
        if source != "assumed":
            plain = bool(CELL.fullmatch(source))
            assert value == pytest.approx(by_source(source), rel=1e-12 if plain else 1e-7), key
    assert set(file.sources) <= set(given)
    assert file.title and file.description


@pytest.mark.parametrize("name", NAMES)
def test_a_falsified_value_would_be_seen(name):
    sourced = {k: s for k, s in read_scenario(name).sources.items() if s.source != "assumed"}
    assert len(sourced) >= 2
    for key, source in sourced.items():
        assert source.value * 1.001 != pytest.approx(by_source(source.source), rel=1e-7), key


def test_numbers_in_the_notes():
    """What a note says beside a value stands in a table, too."""
    field = datasets.load("field_tests")
    street, station = read_scenario("shopping_street").sources, read_scenario("railway_station").sources
    low, high = intervals.proportion_interval(7, 8_600)
    assert f"from {low:.2%} to {high:.2%}".replace("%", " %") in street["fpir"].note
    assert datasets.load("deployment_examples").loc["oxford_circus_2020", "false_alerts"] == 7
    for row, said in (("berlin_1_false", "0.67 %"), ("berlin_2_false", "0.34 %")):
        assert f"{field.loc[row, 'value']:.2%}".replace("%", " %") == said and said in station["fpir"].note
    region = read_scenario("region")
    assert region.scenario.list_size == 10 * field.loc["npl_live_fpir_10000", "gallery_size"]
    assert "ten times as long" in region.sources["fmr"].note
    low, high = intervals.proportion_interval(4, 6)
    assert (field.loc["essex_fp_black", "events"], field.loc["essex_fp_black", "trials"]) == (4, 6)
    note = street["groups[0].fpir_multiple"].note
    assert f"Four of six: the 95 % interval of that part runs from {low:.0%} to {high:.0%}".replace(
        "%", " %"
    ).replace("95  %", "95 %") in note.replace("  ", " ")
    assert (
        low < field.loc["essex_volunteers_black", "value"] < high and "may have no more than others" in note
    )
    assert (
        f"{field.loc['essex_black_others_ratio', 'value']} times as often"
        in street["groups[0].fnir_multiple"].note
    )
    ten = datasets.load("deployment_examples").loc["met_2024_2025", "false_alerts"]
    assert ten == 10 and "ten false alerts" in read_scenario("city").sources["review.confirm_false"].note
    assert datasets.load("claims").loc["C01", "value"] == 6.7e6 and "6.7 million" in region.description


def test_the_street_brings_what_was_recorded():
    """Matched to a real deployment: expected numbers of a day are the recorded ones."""
    street, day = (
        Scenario.load("shopping_street"),
        datasets.load("deployment_examples").loc["oxford_circus_2020"],
    )
    one = street.expected(1)
    assert one.searches == pytest.approx(day["faces_seen"])
    assert one.false_alerts == pytest.approx(day["false_alerts"], rel=2e-4)
    assert one.acted_on_false == pytest.approx(day["engaged_after_false"], rel=2e-4)
    assert abs(one.true_alerts - day["true_alerts"]) < 0.2  # one person passed, and FNIR is another test's
    found = [simulate(street, 1, 1, run=run).total.false_alerts for run in range(400)]
    assert sum(found) / 400 == pytest.approx(7, abs=4 * (7 / 400) ** 0.5)


def test_the_street_is_the_day_of_the_official_record():
    """The same day in the table of all deployments, which was keyed from the force's grid on its own."""
    street, row = (
        Scenario.load("shopping_street"),
        datasets.load("deployments").loc["met_2020_02_27_oxford_circus"],
    )
    assert row["kind"] == "official grid" and row["date_start"] == row["date_end"] == "2020-02-27"
    assert (
        street.people + street.listed_passing == row["faces_seen"]
        and street.list_size == row["watchlist_size"]
    )
    assert street.fpir == pytest.approx(row["false_alerts"] / row["faces_seen"], rel=1e-7)
    assert (
        street.listed_passing == row["true_alerts"]
        and row["alerts"] == row["true_alerts"] + row["false_alerts"]
    )


def test_groups_of_the_street_bear_different_parts_of_the_same_alerts():
    """Multiples are not renormalised: those of the file average 1, and the plain ratio would bring more alerts."""
    street = Scenario.load("shopping_street")
    assert sum(group.share * group.fpir_multiple for group in street.groups) == pytest.approx(1, abs=1e-6)
    one = street.expected(1)
    black, others = (one.groups[name] for name in ("Black people", "others"))
    assert black.false_alerts / one.false_alerts == pytest.approx(4 / 6, rel=1e-3)
    assert black.searches / one.searches == pytest.approx(0.24, rel=1e-3)
    assert black.false_alerts + others.false_alerts == pytest.approx(one.false_alerts)
    ratio = street.groups[0].fpir_multiple / street.groups[1].fpir_multiple
    plain = replace(street, groups=[("Black people", 0.24, ratio), ("others", 0.76)]).expected(1)
    assert plain.false_alerts == pytest.approx(one.false_alerts * (0.24 * ratio + 0.76), rel=1e-3)
    assert plain.groups["Black people"].false_alerts / plain.false_alerts == pytest.approx(4 / 6, rel=1e-3)
    parts = {name: (people, listed) for (name, *_), people, listed in street.parts()}
    assert parts == {"Black people": (2_064, 0), "others": (6_535, 1)}


def test_the_region_has_its_captures_and_the_country_its_readings():
    region = Scenario.load("region").expected(1)
    assert region.searches != region.searches  # capacity and leaving have no formula
    one = simulate(Scenario.load("region"), 1, 1).total
    assert one.searches == pytest.approx(6.7e6, rel=2e-3)
    comparisons, searches = (Scenario.load(f"country_{name}") for name in ("comparisons", "searches"))
    assert comparisons.people == searches.people == 1_300_000_000
    assert comparisons.mean_fpir == pytest.approx(1 - 0.998**10_000) and searches.mean_fpir == 0.002


# --- reading


def test_a_name_or_a_path():
    assert (
        Scenario.load("city")
        == Scenario.load(FOLDER / "city.toml")
        == Scenario.load(str(FOLDER / "city.toml"))
    )


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ("citi", r"name must be the name of a scenario \(perhaps city\) or the path of a .toml file"),
        ("zzz", r"name must be the name of a scenario \(city, country_comparisons"),
        ("", "name must be the name of a scenario"),
        (5, "path must be the name of a scenario or the path of a file"),
    ],
)
def test_an_unknown_name_is_one_line(given, words):
    with pytest.raises(ValueError, match=f"^{words}") as refused:
        Scenario.load(given)
    assert "\n" not in str(refused.value)


def test_a_file_that_is_not_there():
    with pytest.raises(OSError):
        Scenario.load("nowhere.toml")


GOOD = """title = "A square"
people = 100
passes_per_day = { value = 2, source = "assumed", note = "from here" }
list_size = 10
listed_passing = 3
fpir = 0.01
fnir = 0.1
[review.confirm_true]
value = 0.9
source = "assumed"
[review]
confirm_false = 0.2
"""


def test_words_and_sources_are_kept(tmp_path):
    path = tmp_path / "square.toml"
    path.write_text(GOOD, encoding="utf-8")
    file = read_scenario(path)
    assert (file.name, file.title, file.description) == ("square", "A square", "")
    assert file.sources["passes_per_day"] == (2, "assumed", "from here")
    assert file.sources["review.confirm_true"] == (0.9, "assumed", "") and file.scenario.review == (
        0.9,
        0.2,
        0,
        0,
    )


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("note =", "nte =", "passes_per_day must hold value, source, note and nothing else, got 'nte'"),
        ('source = "assumed", note', "source = 5, note", "passes_per_day.source must be text, got 5"),
        ('"A square"', "7", "title must be text, got 7"),
        ("confirm_false = 0.2", "confirm_false = 2", "review's confirm_false must be a proportion"),
    ],
)
def test_what_stands_beside_a_value_is_checked(tmp_path, old, new, words):
    path = tmp_path / "square.toml"
    assert old in GOOD
    path.write_text(GOOD.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ValueError) as refused:
        read_scenario(path)
    assert str(refused.value).startswith(f"square.toml: {words}")


# --- the description


@pytest.mark.parametrize("name", NAMES)
def test_a_description_names_every_value_with_its_source(name):
    text = describe(read_scenario(name))
    flat = " ".join(text.split())
    for heading in (
        "Purpose",
        "Entities",
        "Processes",
        "Randomness",
        "Left out",
        "Values and where they come from",
    ):
        assert f"\n{heading}" in text
    for key, value in tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8")).items():
        if isinstance(value, dict) and "source" in value:
            assert key in flat and value["source"] in flat and value.get("note", "") in flat
        elif isinstance(value, str):
            assert value in flat
        for row in value if isinstance(value, list) else ():
            for cell in row.values():
                if isinstance(cell, dict):
                    assert cell["source"] in flat and cell.get("note", "") in flat
    assert max(map(len, text.splitlines())) <= 150


def test_a_description_follows_the_fields():
    plain = dict(people=40, passes_per_day=1.5, list_size=20, listed_passing=5, fnir=0.25)
    groups = [("a", 0.3, 2.0, 0.5), ("b", 0.7, 0.5, 1.2)]
    said = {
        "plain": describe(Scenario(**plain, fpir=0.08)),
        "groups": describe(Scenario(**plain, fpir=0.08, groups=groups)),
        "review": describe(Scenario(**plain, fpir=0.08, review=(0.8, 0.3, 30, 12))),
        "capacity": describe(
            Scenario(
                **plain, fpir=0.08, review=(0.8, 0.3, 30, 12), capacity_per_day=7, over_capacity="acted on"
            )
        ),
        "fmr": describe(Scenario(**plain, fmr=0.004, own_rates=2.0)),
        "table": describe(Scenario(**plain, fpir=0.08, own_rates=[(0.8, 0.5), (0.2, 3)], found_leave=True)),
        "rare": describe(Scenario(**plain, fpir=2e-6, usable=0.5)),
    }
    said = {name: " ".join(text.split()) for name, text in said.items()}
    assert (
        "Group a: 30 % of both; the chance of a false alert times 2, that of a miss times 0.5."
        in said["groups"]
    )
    assert "Group a" not in said["plain"] and "all with the same chance" in said["plain"]
    assert "all of a group with the same chance" in said["groups"]
    assert "with chance 8 % on average, times the multiple of the group." in said["groups"]
    assert "passes once a day" in describe(Scenario(**plain | dict(passes_per_day=1), fpir=0.1))
    assert (
        "A second look at alerts: none here" in said["plain"]
        and "Every alert looked at is acted on" in said["plain"]
    )
    assert (
        "a false one with chance 30 %, in 12 seconds" in said["review"]
        and "none here: " not in said["review"]
    )
    assert (
        "At most 7 alerts a day are looked at" in said["capacity"] and "acted on unseen" in said["capacity"]
    )
    assert "each of 20 entries" in said["fmr"] and "(Beta, once" in said["fmr"]
    assert "of 2 classes" in said["table"] and "passes no more from the next day on" in said["table"]
    assert "with chance 1 in 500,000" in said["rare"] and "50 % of passes give a face" in said["rare"]
    with pytest.raises(ValueError, match="^scenario must be a Scenario"):
        describe("city")
