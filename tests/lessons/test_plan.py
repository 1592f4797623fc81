"""The map of lessons says what is here, links to it, and calls the rest planned."""

import re

import pytest

from falsematch import lessons, plan

SOURCES = sorted(lessons.SOURCES.glob("[0-9][0-9]_*.py"))


@pytest.mark.parametrize("source", SOURCES, ids=[path.stem for path in SOURCES])
def test_a_lesson_is_named_as_it_calls_itself(source):
    number, name = source.stem.split("_", 1)
    title = re.search(r"^# # (.+)$", source.read_text(encoding="utf-8"), flags=re.M)[1]
    assert plan.PLAN[number][0] == name
    assert title in (plan.PLAN[number][1], plan.PLAN[number][1] + "?")


def test_what_is_here_is_linked_and_what_is_not_is_planned(tmp_path, monkeypatch):
    (tmp_path / "01_the_claim.ipynb").write_text("{}", encoding="utf-8")
    monkeypatch.setattr(lessons, "NOTEBOOKS", tmp_path)
    shown = plan.course_map()
    page, text = shown._repr_html_(), repr(shown)
    assert page.count("<a href=") == 1 and '<a href="01_the_claim.ipynb">What was measured?</a>' in page
    assert page.count("(planned)") == len(plan.PLAN) - 1 == text.count("(planned)")
    assert "What was measured?\n" in text


def test_every_link_leads_to_a_notebook():
    for _, _, file in plan.course_map().entries:
        assert not file or (lessons.NOTEBOOKS / file).exists()
