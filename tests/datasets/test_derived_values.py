"""Every value that a table derives is recomputed here from its parts; sums, dates and orders agree.

A decimal number in a note is either derived (recomputed in `BY_TABLE`) or stated by the source
(listed in `STATED`). One that is in neither fails.
"""

import re
from datetime import date

import pytest

from falsematch.datasets import load

PEOPLE = load("populations").value
CLAIMS = load("claims")
CHAIN = load("claim_chain")
DEPLOYED = load("deployment_examples")
REASONING = load("base_rate_reasoning")
SOLD = load("vendor_claims")
LFW = load("lfw_accuracy").value
OTHERS = load("companion_systems").value
NIST = load("nist_identification")

RECORDS = CHAIN.value["C02_1"]  # people in the exposed database
POINTS = CHAIN.value["C01_2"]  # coordinates of one day
RATE = CLAIMS.value["C15"]  # comparisons a second


def bayes(row):
    row = REASONING.loc[row]
    hits, false = row.prevalence * row.tpr, (1 - row.prevalence) * row.fpr
    return hits / (hits + false)


def deployed(row, column):
    return int(DEPLOYED.loc[row, column])


def share(row, part, whole):
    """Percent that `part` is of `whole` in a deployment."""
    return deployed(row, part) / deployed(row, whole) * 100


P, D = PEOPLE, deployed
PREFECTURES = OTHERS[["ijop_kashgar", "ijop_hotan", "ijop_kizilsu", "ijop_aksu"]].sum()
ESSEX = "essex_2023_2025"

# table: (row, what its note prints, the number recomputed, decimals printed)
BY_TABLE = {
    "populations": [
        ("china_as_printed", "{} percent more", (P.china_2018 / CLAIMS.value["C04"] - 1) * 100, 1),
        (
            "xinjiang_aged_15_to_64_2020",
            "{} percent of",
            P.xinjiang_aged_15_to_64_2020 / P.xinjiang_2020 * 100,
            1,
        ),
        ("uyghurs_2020", "{} percent of residents", P.uyghurs_2020 / P.xinjiang_2020 * 100, 2),
        ("han_xinjiang_2020", "{} percent of residents", P.han_xinjiang_2020 / P.xinjiang_2020 * 100, 2),
        ("cameras_china_2018", "one per {}.", P.china_2018 / P.cameras_china_2018, 2),
        (
            "cameras_china_2022_forecast",
            "{} times",
            P.cameras_china_2022_forecast / P.cameras_china_2021_forecast,
            1,
        ),
        ("fugitives_skynet", "{} per million", P.fugitives_skynet / P.china_2018 * 1e6, 2),
        ("gefaehrder_at_stations_per_day", "{} hits", P.gefaehrder_at_stations_per_day * 0.80, 0),
        ("gefaehrder_at_stations_per_day", "{} false alarms", P.german_rail_per_day * 0.001, 0),
        ("gefaehrder_at_stations_per_day", "{} percent of alarms false", 11_900 / (11_900 + 80) * 100, 1),
    ],
    "claims": [
        ("C01", "one location per {} residents", P.xinjiang_2018 / CLAIMS.value["C01"], 1),
        ("C02", "are {} sightings per record", POINTS / RECORDS, 1),
        ("C03", "{} percent of xinjiang_2018", RECORDS / P.xinjiang_2018 * 100, 1),
        ("C03", "{} percent of xinjiang_2020", RECORDS / P.xinjiang_2020 * 100, 1),
        ("C04", "takes {} seconds", P.china_2018 / RATE, 2),
        ("C05", "the world takes {} seconds", P.world_2018 / RATE, 1),
        ("C06", "within {} point", abs(LFW.human_cropped - 97.52), 2),
        ("C06", "of LFW ({};", LFW.human_cropped, 2),
        ("C06", "as they are people reach {},", LFW.human_whole, 2),
        ("C06", "with the face hidden {})", LFW.human_inverse_mask, 2),
        ("C14", "About {} a year", CLAIMS.value["C14"] / 2, 0),
        ("C14", "against {} fugitives", P.fugitives_2020, 0),
    ],
    "deployment_examples": [
        ("met_trials_reviewed", "({} percent)", share("met_trials_reviewed", "true_alerts", "alerts"), 0),
        (
            "feira_de_santana_2019",
            "the other {} alerts",
            D("feira_de_santana_2019", "alerts") - D("feira_de_santana_2019", "arrests"),
            0,
        ),
        (
            "feira_de_santana_2019",
            "{} percent of alerts",
            share("feira_de_santana_2019", "arrests", "alerts"),
            1,
        ),
        (
            "oxford_circus_2020",
            "{} percent: false alerts over faces",
            share("oxford_circus_2020", "false_alerts", "faces_seen"),
            2,
        ),
        (
            "met_2024_2025",
            "{} percent: false alerts over faces",
            share("met_2024_2025", "false_alerts", "faces_seen"),
            4,
        ),
        (
            "met_2024_2025",
            "Over alerts it is {} percent",
            share("met_2024_2025", "false_alerts", "alerts"),
            2,
        ),
        (ESSEX, "{} percent accuracy", 100 - share(ESSEX, "false_alerts", "faces_seen"), 4),
        (ESSEX, "it is {} percent right", share(ESSEX, "true_alerts", "alerts"), 1),
        ("foodstuffs_2024", "({} percent)", share("foodstuffs_2024", "true_alerts", "alerts"), 0),
        (
            "foodstuffs_2024",
            "the other {}",
            D("foodstuffs_2024", "alerts") - D("foodstuffs_2024", "true_alerts"),
            0,
        ),
    ],
    "base_rate_reasoning": [
        ("eddy_1982_right", "give {}.", bayes("eddy_1982_right") * 100, 1),
        ("gynaecologists_2007_right", "give {} percent", bayes("gynaecologists_2007_right") * 100, 1),
    ],
    "vendor_claims": [
        ("aclu_2018", "{} percent of members", SOLD.value["aclu_2018"] / 535 * 100, 1),
        ("aclu_2018", "{} false matches per million", SOLD.value["aclu_2018"] / (535 * 25_000) * 1e6, 1),
        ("nec_2021", "a miss rate of {}:", NIST.fnir["mugshot_12000000_nec_004"], 4),
        ("essex_2025", "{} percent were right", 60 / 61 * 100, 1),
        ("essex_2025", "{} false alerts per million", 1 / D(ESSEX, "faces_seen") * 1e6, 1),
        ("qingdao_2017", "{} percent were wanted", 25 / 190 * 100, 0),
        ("qingdao_2017", "it is {} of 190", 25 + 19 + 5 + 32, 0),
        ("qingdao_2017", "{} percent.", 81 / 190 * 100, 0),
        ("chongqing_2017", "{} percent of those", 15 / SOLD.value["chongqing_2017"] * 100, 0),
    ],
    "lfw_accuracy": [
        ("test_pairs", "{} pairs are wrong", LFW.test_pairs * 0.002, 0),
        ("test_pairs", "one pair is {} percentage points", 100 / LFW.test_pairs, 3),
        ("attribute_simile", "it would be {} of them", LFW.attribute_simile / 100 * LFW.test_pairs, 1),
    ],
    "companion_systems": [
        ("ijop_notified", "add to {},", PREFECTURES, 0),
        ("ijop_notified", "{} more: one", PREFECTURES - OTHERS.ijop_notified, 0),
        ("ijop_detained", "{} percent", OTHERS.ijop_detained / OTHERS.ijop_notified * 100, 1),
        ("ijop_training", "{} percent", OTHERS.ijop_training / OTHERS.ijop_notified * 100, 1),
        ("zapya_singled_out", "{} percent", OTHERS.zapya_singled_out / OTHERS.zapya_users * 100, 2),
        ("bxaq_hashes_identified", "{} percent", OTHERS.bxaq_hashes_identified / OTHERS.bxaq_hashes * 100, 1),
        ("urumqi_searches", "About {} for each phone", OTHERS.urumqi_searches / OTHERS.urumqi_phones, 0),
        ("urumqi_phones_matched", "{} percent", OTHERS.urumqi_phones_matched / OTHERS.urumqi_phones * 100, 2),
        ("urumqi_files_matched", "{} percent", OTHERS.urumqi_files_matched / OTHERS.urumqi_list * 100, 0),
        ("sensenets_january", "{} million a day", OTHERS.sensenets_january / 31 / 1e6, 1),
    ],
}
DERIVED = [(table, *entry) for table, entries in BY_TABLE.items() for entry in entries]

# Decimals that a source states, or that name a row's own figure; nothing to recompute.
STATED = {
    ("populations", "china_2010"): {"2.3"},  # census: people in military service
    ("populations", "china_2020"): {"2.0"},
    ("populations", "uyghurs_2000"): {"8.34"},  # Xinhua's rounding of the same census
    ("populations", "urumqi_2018"): {"3.5"},  # Human Rights Watch
    ("populations", "german_rail_per_day"): {"0.1"},  # false alarm rate of the official statement
    ("populations", "gefaehrder_at_stations_per_day"): {"0.1"},
    ("populations", "cameras_china_2018"): {"4.1"},  # people per camera as the source has it
    ("claims", "C02"): {"6.7"},  # the row's own figures
    ("claims", "C16"): {"99.8"},
    ("claims", "C17"): {"99.8"},
    ("deployment_examples", "feira_de_santana_2019"): {"1.3"},
    ("vendor_claims", "qingdao_2017"): {"98.1"},
    ("vendor_claims", "guiyang_2018"): {"99.8"},
    ("lfw_accuracy", "test_pairs"): {"99.8"},
    ("lfw_accuracy", "deepid3"): {"96.0"},  # rank-1 identification in the same paper
    ("lfw_accuracy", "facenet"): {"0.9"},
    ("lfw_accuracy", "sphereface_20"): {"98.83", "99.83", "99.13", "99.30"},
    ("lfw_accuracy", "arcface_r100"): {"99.77"},  # row arcface_r100_released
    ("companion_systems", "zapya_singled_out"): {"1.8"},
    ("companion_systems", "urumqi_phones"): {"3.5"},
}


@pytest.mark.parametrize(
    ("table", "row", "words", "number", "decimals"), DERIVED, ids=lambda part: str(part)[:30]
)
def test_a_derived_value_is_what_its_parts_give(table, row, words, number, decimals):
    printed = words.format(f"{number:,.{decimals}f}")
    # The digits must stand alone: "2.9 percent" is not proved by "12.9 percent".
    assert re.search(r"(?<![\d.,])" + re.escape(printed), load(table).loc[row, "note"]), (
        f"{table}.{row}: {printed}"
    )


@pytest.mark.parametrize("table", sorted({entry[0] for entry in DERIVED} | {"claim_chain"}))
def test_no_decimal_in_a_note_is_left_unchecked(table):
    for row, note in load(table).note.dropna().items():
        covered = set(STATED.get((table, row), ()))
        for name, label, words, number, decimals in DERIVED:
            if (name, label) == (table, row):
                covered.update(
                    re.findall(r"\d+\.\d+", words.format(f"{number:,.{decimals}f}").replace(",", ""))
                )
        found = set(re.findall(r"\d+\.\d+", note.replace(",", "")))
        assert found <= covered, f"{table}.{row}: {sorted(found - covered)} in {note!r}"


# --- sums and orders


def test_populations_grow_and_parts_are_less_than_the_whole():
    assert PEOPLE.china_2010 < PEOPLE.china_2018 < PEOPLE.china_2020
    assert PEOPLE.xinjiang_2010 < PEOPLE.xinjiang_2018 < PEOPLE.xinjiang_2019 < PEOPLE.xinjiang_2020
    assert PEOPLE.urumqi_2010 < PEOPLE.urumqi_2018 < PEOPLE.urumqi_2019 < PEOPLE.urumqi_2022
    assert (
        PEOPLE.uyghurs_2020 + PEOPLE.han_xinjiang_2020
        < PEOPLE.xinjiang_2020
        < PEOPLE.china_2020
        < PEOPLE.world_2018
    )
    assert (
        PEOPLE.urumqi_2018 < PEOPLE.xinjiang_2018
        and PEOPLE.xinjiang_aged_15_to_64_2020 < PEOPLE.xinjiang_2020
    )
    assert PEOPLE.cameras_china_2018 < PEOPLE.cameras_world_2019
    assert PEOPLE.gefaehrder_at_stations_per_day < PEOPLE.gefaehrder_2018


def test_two_seconds_are_not_enough_for_the_planet():
    assert 2 * RATE < PEOPLE.world_2018  # the verdict on C05
    assert f"{PEOPLE.world_2018 / 1e9:.2f} billion" in CLAIMS.verdict_reason["C05"]
    assert PEOPLE.china_2018 < RATE  # and one second is enough for C04's single probe


def test_alerts_are_the_sum_of_true_and_false():
    parts = DEPLOYED.dropna(subset=["alerts", "true_alerts", "false_alerts"])
    assert len(parts) >= 10
    assert (parts.alerts == parts.true_alerts + parts.false_alerts).all()


def test_counts_of_a_deployment_nest():
    def nested(small, large):
        both = DEPLOYED.dropna(subset=[small, large])
        assert len(both) and (both[small] <= both[large]).all(), (small, large)

    nested("alerts", "faces_seen")
    nested("true_alerts", "alerts")
    nested("engaged_after_true", "true_alerts")
    nested("engaged_after_false", "false_alerts")
    nested("arrests", "alerts")


def test_comparisons_are_faces_times_watchlist():
    single = DEPLOYED.loc["oxford_circus_2020"]
    assert single.comparisons == single.faces_seen * single.watchlist_size
    summed = DEPLOYED[DEPLOYED.basis == "summed"]
    assert len(summed) == 5
    # A sum of products is near the product of sum and mean, as lists hardly differ within a year.
    ratio = summed.comparisons / (summed.faces_seen * summed.watchlist_size)
    assert ratio.astype(float).between(0.95, 1.06).all(), ratio


def test_oxford_circus_is_the_only_deployment_with_alerts_in_met_2020():
    for column in (
        "alerts",
        "true_alerts",
        "false_alerts",
        "engaged_after_true",
        "engaged_after_false",
        "arrests",
    ):
        assert deployed("oxford_circus_2020", column) == deployed("met_2020", column)


def test_the_final_of_2017_is_part_of_the_fifteen_events():
    for column in ("alerts", "true_alerts", "false_alerts"):
        assert deployed("south_wales_final_2017", column) < deployed("south_wales_2017_2018", column)


def test_vendor_claims_agree_with_the_tables_they_repeat():
    assert SOLD.value["essex_2025"] == round((1 - 1 / deployed("essex_2023_2025", "faces_seen")) * 100, 4)
    assert SOLD.value["yitu_2017"] == CLAIMS.value["C18"]
    assert SOLD.value["deepid2_2014"] == LFW.deepid2


def test_outcomes_of_the_bulletin():
    outcomes = OTHERS[
        ["ijop_detained", "ijop_training", "ijop_surveillance", "ijop_not_detained", "ijop_unexplained"]
    ]
    assert outcomes.sum() == OTHERS.ijop_notified
    assert OTHERS.sensenets_people == RECORDS and OTHERS.sensenets_coordinates == POINTS


def test_lfw_protocol_adds_up_and_results_are_whole_numbers_of_pairs():
    assert LFW.genuine_pairs + LFW.impostor_pairs == LFW.test_pairs
    table = load("lfw_accuracy")
    assert table[table.unit == "percent"].value.between(50, 100).all()
    # An accuracy on 6,000 pairs is k/6000; one that fits no whole k was averaged or mistyped.
    odd = []
    for name, value in table[(table.unit == "percent") & (table.kind == "result")].value.items():
        decimals = len(f"{value:g}".partition(".")[2])
        pairs = round(value * LFW.test_pairs / 100)
        if not any(
            abs(round(k * 100 / LFW.test_pairs, decimals) - value) < 1e-9
            for k in (pairs - 1, pairs, pairs + 1)
        ):
            odd.append(name)
    assert odd == ["attribute_simile"]  # its note says so


# --- the chain


def test_every_chain_belongs_to_a_claim_and_counts_from_one():
    assert set(CHAIN.claim_id) <= set(CLAIMS.index)
    for claim, steps in CHAIN.groupby("claim_id"):
        assert list(steps.step) == list(range(1, len(steps) + 1))
        assert list(steps.index) == [f"{claim}_{step}" for step in steps.step]
        assert list(steps.change == "origin") == [True] + [False] * (len(steps) - 1)


def test_steps_are_in_order_of_date_as_far_as_dates_are_known():
    for _, steps in CHAIN.groupby("claim_id"):
        days = list(steps.date)
        for earlier, later in zip(days, days[1:], strict=False):
            shared = min(len(earlier), len(later))  # "2018-03" is compatible with any day of it
            assert earlier[:shared] <= later[:shared], (earlier, later)


def test_the_article_is_the_end_of_the_chain_of_its_claims():
    ends = CHAIN.groupby("claim_id").tail(1).set_index("claim_id")
    for claim in CLAIMS.index[CLAIMS.in_article]:
        if claim in ends.index:
            assert (ends.outlet[claim], ends.date[claim]) == ("Asia Times", "2019-07")
            if ends.value.notna()[claim]:
                assert ends.value[claim] == CLAIMS.value[claim]
    assert set(CLAIMS.index[CLAIMS.in_article]) - set(ends.index) == {"C03", "C12"}  # as the manifest says


def test_a_step_with_a_change_says_which():
    changed = ~CHAIN.change.isin(["origin", "none"])
    assert CHAIN.change_note[changed].notna().all()
    assert CHAIN.other_changes[~changed].isna().all()


def test_the_qualifier_of_99_8_is_there_and_then_lost():
    steps = CHAIN[CHAIN.claim_id == "C06"]
    kept = steps[steps.unit.str.contains("1:1", na=False)]
    assert list(kept.qualifier) == ["above", "above"] and set(kept.index) == {"C06_2", "C06_7"}
    assert "qualifier lost" in set(steps.change)
    assert steps.qualifier["C06_9"] == "up to" and "1:1" not in steps.unit["C06_9"]


def test_dates_are_real_and_the_reported_friday_is_one():
    assert date(2018, 3, 23).strftime("%A") == "Friday"  # the note of C06_1
    assert date(2018, 3, 25) - date(2018, 3, 19) == date(2018, 1, 7) - date(2018, 1, 1)  # "six days", C07
    for name in (
        "populations",
        "claims",
        "claim_chain",
        "deployment_examples",
        "vendor_claims",
        "companion_systems",
    ):
        table = load(name)
        for column in ("date", "date_start", "date_end"):
            for text in table[column].dropna() if column in table else ():
                day = date.fromisoformat(text + "-01-01"[len(text) - 4 :])  # a partial date: its first day
                assert date(2000, 1, 1) <= day <= date(2026, 11, 22), (name, text)
        for start, end in (("date", "date_end"), ("date_start", "date_end")):
            if start in table and end in table:
                both = table.dropna(subset=[start, end])
                assert (both[start].str[:4] <= both[end].str[:4]).all()


def test_a_row_that_nobody_could_read_is_called_weak():
    unread = CHAIN[CHAIN.url.isna()]
    assert list(unread.index[unread.outlet == "Workers' Daily"]) == ["C06_1"]
    assert CHAIN.grade["C06_1"] == "weak"
    assert not (unread.grade == "primary").any()
