"""What lies in docs/ for the policy desk is what its command writes; the register treats all sides alike."""

import json
import re
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from falsematch import claims, datasets, lessons
from falsematch.claims import audit
from falsematch.publish import check_row, desk, words
from falsematch.publish.brief import as_pictures, as_text, brief

ROOT = Path(__file__).resolve().parents[2]
REGISTER = claims.register()


def test_the_register_has_claims_from_all_sides():
    sides = Counter(claim.side for claim in REGISTER.values())
    assert len(REGISTER) >= 24 and set(sides) == set(desk.SIDES)
    assert min(sides.values()) >= 5 and max(sides.values()) <= len(REGISTER) / 2
    assert sum(claim.use == "other" for claim in REGISTER.values()) >= 4


@pytest.mark.parametrize("name", REGISTER)
def test_an_entry_says_where_it_was_read(name):
    claim = REGISTER[name]
    assert claim.id == name
    assert claim.source and claim.read_on and claim.printed and claim.where and claim.when
    assert claim.url or re.search("not found|copy|in print", claim.source)
    for field in ("faces_per_day", "list_size", "listed_passing", "fpir", "fnir", "stopped_if_false"):
        # every value of the use has its source
        assert not claim.known(field) or claim.from_.get(field), field
    assert not [
        *check_row.unsourced(claim),
        *check_row.contradictions(claim),
    ]  # what a newcomer is told is no less
    for table in re.findall(r"\btables? (\w+)", claim.source):
        assert table in datasets.names(), table


@pytest.mark.parametrize("name", REGISTER)
def test_the_same_figure_in_another_mouth_gives_the_same_words(name):
    claim = REGISTER[name]
    mark = "The Other Side"
    for side in desk.SIDES:
        other = replace(claim, claimant=mark, side=side)
        mine = as_text(brief(audit(replace(claim, claimant=mark))))
        assert as_text(brief(audit(other))) == mine
    assert audit(other).to_dict()["readings"] == audit(claim).to_dict()["readings"]


def test_figures_of_the_register_stand_in_the_tables_they_name():
    """Counts are looked up again in the tables that the entries name."""
    street = datasets.load("deployment_examples")
    record, essex, first = (street.loc[row] for row in ("met_2024_2025", "essex_2023_2025", "met_2016_2018"))
    for name, row in (("met_00003_2025", record), ("corsight_essex_2025", essex)):
        claim = REGISTER[name]
        assert (claim.trials, claim.errors) == (row.faces_seen, row.false_alerts)
        assert claim.observed_alerts == row.alerts
        assert claim.faces_per_day == round(row.faces_seen / row.deployments)
    assert REGISTER["met_00003_2025"].value == record.false_alerts / record.faces_seen
    assert REGISTER["campaign_98_2018"].value == first.false_alerts / first.alerts
    fields = datasets.load("field_tests")
    assert REGISTER["minister_89_2025"].value == fields.loc["npl_live_tpir"].value
    assert REGISTER["minister_89_2025"].fpir == pytest.approx(
        fields.loc["npl_live_fpir_10000"].value, rel=0.03
    )
    assert REGISTER["aclu_congress_2018"].value == pytest.approx(fields.loc["aclu_congress"].value, rel=1e-4)
    assert REGISTER["ministry_berlin_2018"].value == fields.loc["berlin_headline_hits"].value
    sellers = datasets.load("vendor_claims")
    for name, row in (("nec_2024", "nec_2024"), ("megvii_2015", "megvii_2015")):
        if row in sellers.index:
            assert REGISTER[name].value == pytest.approx(sellers.loc[row].value / 100)
    shops = street.loc["foodstuffs_2024"]
    assert (REGISTER["foodstuffs_2025"].trials, REGISTER["foodstuffs_2025"].observed_right) == (
        shops.alerts,
        shops.true_alerts,
    )


def test_pages_are_what_the_command_writes():
    pages = desk.register_pages()
    folder = ROOT / "docs" / "register"
    assert {path.name for path in folder.iterdir()} == set(pages)
    for name, text in pages.items():
        assert (folder / name).read_text(encoding="utf-8") == text, (
            f"run: python -m falsematch.publish.desk ({name})"
        )


def test_the_policy_desk_is_what_the_command_writes():
    assert (ROOT / "docs" / "policy_desk.md").read_text(encoding="utf-8") == desk.policy_desk()
    for name, content in desk.figures().items():
        assert (ROOT / "docs" / name).read_bytes() == content, name
    text = desk.policy_desk()
    for path in sorted(lessons.SOURCES.glob("[0-9][0-9]_*.py")):
        if "## For the policy desk" in path.read_text(encoding="utf-8"):
            assert f"(../notebooks/{path.stem}.ipynb)" in text


def test_no_figure_depends_on_the_computer_that_drew_it(tmp_path, monkeypatch):
    def cell(name, *tags):
        output = {"data": {"image/png": name}, "metadata": {"image/png": {"alt": name}}}
        return {"metadata": {"tags": tags}, "outputs": [output]}

    cells = [cell("bWluZQ==", "measured-here"), cell("YWxs")]
    (tmp_path / "99_x.ipynb").write_text(json.dumps({"cells": cells}), encoding="utf-8")
    monkeypatch.setattr(lessons, "NOTEBOOKS", tmp_path)
    assert desk.first_figure("99_x") == ("YWxs", b"all")


def test_pdfs_are_what_the_command_writes():
    pytest.importorskip("typst", reason="typst is not installed")
    for name, content in desk.pdfs().items():
        assert (ROOT / "docs" / name).read_bytes() == content, (
            f"run: python -m falsematch.publish.desk ({name})"
        )


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_the_sheet_has_ten_questions(language):
    sheet = desk.ten_questions(language)
    grid = sheet.first[1]
    assert len(grid.rows) == 10 and all(cell for row in grid.rows for cell in row)
    pytest.importorskip("typst", reason="typst is not installed")
    assert len(as_pictures(sheet, lang=language, ppi=30)) == 1
