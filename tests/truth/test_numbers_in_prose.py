"""Every number a reader meets is computed, or checked against the row it cites, to the digits printed."""

import pytest
from truthkit import check, texts
from truthkit.check import Report
from truthkit.in_kernel import evaluate

VARIANTS = range(5)


def held(name, tables, results):
    report = Report(name, tables, results)
    lines = report.hold(texts.of(name))
    assert not lines, f"{len(lines)} open in {name}:\n" + "\n".join(lines)


@pytest.mark.parametrize("name", texts.LESSONS)
def test_text_of_a_lesson(name, executed, results_of):
    from_kernel = executed[name]
    assert not from_kernel.failure, from_kernel.line()
    tables = check.read_covers(name)
    results = {
        table: evaluate(tables[table].expressions(), texts.names_for_exercise(name, table))
        for table in tables
        if table
    }
    held(name, tables, {**results, "": results_of(from_kernel)})


@pytest.mark.parametrize("name", texts.LESSONS)
def test_exercises_are_true_of_other_numbers_too(name):
    """A hint says the same whatever numbers are drawn, so what it says must hold for all that may be."""
    tables = {
        table: lines for table, lines in check.read_covers(name).items() if table and lines.of_numbers_drawn()
    }
    found = [text for text in texts.of(name) if text.table in tables]
    for seed in VARIANTS:
        results = {
            table: evaluate(lines.expressions(), texts.names_for_exercise(name, table, seed))
            for table, lines in tables.items()
        }
        lines = Report(name, tables, results).hold(found)
        assert not lines, f"with seed {seed}:\n" + "\n".join(lines)


@pytest.mark.parametrize("name", [*texts.PAGES, *texts.MODULES])
def test_text_of_a_page_or_module(name):
    tables = check.read_covers(name)
    held(name, tables, {"": evaluate(tables[""].expressions(), texts.names_for(name))})


def test_exemptions_are_few():
    total = excused = 0
    for name in texts.HELD:
        report = Report(name, check.read_covers(name), {})
        report.hold(texts.of(name))
        total, excused = total + report.total, excused + report.excused
    assert 0 < excused <= check.MOST_EXEMPT * total, (
        f"{excused} of {total} numbers are exempt; at most 5 % may be"
    )


@pytest.mark.parametrize("name", texts.HELD)
def test_lines_are_in_form(name):
    for table, lines in check.read_covers(name).items():
        for phrase in [*lines.numbers, *lines.exempt]:
            assert not phrase.isdigit() or len(phrase) > 2, (
                f"{name}, {table}: give a small bare number some words around it, so that it covers one thing: {phrase}"
            )
        for phrase, reason in lines.exempt.items():
            assert len(reason.split()) >= 3, f"{name}: an exemption needs a reason: {phrase}"


def test_every_file_of_covers_belongs_to_a_text():
    assert {path.stem for path in texts.NUMBERS.glob("*.toml")} == set(texts.HELD)
