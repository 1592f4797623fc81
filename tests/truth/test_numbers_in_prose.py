"""Every number a reader meets is computed, or checked against the row it cites, to the digits printed."""

import re
from pathlib import Path

import pytest

from falsematch import lessons

ROOT = Path(__file__).resolve().parents[2]
NUMBERS = Path(__file__).parent / "numbers"
LESSONS = [path.stem for path in sorted(lessons.SOURCES.glob("[0-9][0-9]_*.py"))]
OTHER_TEXTS = {"README": ROOT / "README.md"}
MOST_EXEMPT = 0.05


def texts_of_lesson(name, prose):
    """What a lesson says: its text cells, and the titles, labels and alt texts written in its code."""
    notebook = lessons.read(lessons.SOURCES / f"{name}.py")
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            yield prose.plain_text(cell.source)
        else:
            yield from (prose.plain_text(text) for text in prose.literals_in(cell.source))


def texts_of_file(path, prose):
    """A Markdown file's text, fenced code left out."""
    yield prose.plain_text(re.sub(r"^```.*?^```", " ", path.read_text(encoding="utf-8"), flags=re.M | re.S))


def problems(texts, numbers, exempt, results, prose, names):
    """One line for each number that nothing covers or that its cover contradicts, and for each idle cover."""
    lines, used, total, excused = [], set(), 0, 0
    patterns = {phrase: prose.phrase_pattern(phrase) for phrase in [*numbers, *exempt]}
    for text in texts:
        found = prose.numbers_in(text, names)
        total += len(found)
        open_numbers = {(n.start, n.end): n for n in found}
        # Longer phrases first: they say more about which number is meant.
        for phrase in sorted(patterns, key=len, reverse=True):
            for match in patterns[phrase].finditer(text):
                here = [n for n in open_numbers.values() if match.start() <= n.start and n.end <= match.end()]
                if not here:
                    continue
                used.add(phrase)
                for n in here:
                    del open_numbers[n.start, n.end]
                if phrase in exempt:
                    excused += len(here)
                    continue
                lines += contradictions(phrase, here, numbers[phrase], results.get(phrase), prose)
        for n in open_numbers.values():
            around = text[max(0, n.start - 40) : n.end + 30]
            lines.append(f"nothing covers {n.text!r} in: ...{around}...")
    lines += [f"the cover {phrase!r} fits no number in the text" for phrase in patterns if phrase not in used]
    return lines, total, excused


def contradictions(phrase, found, expression, result, prose):
    reason = prose.problem_with_expression(expression)
    if reason:
        return [f"the cover of {phrase!r} {reason}"]
    if isinstance(result, dict) or result is None:
        return [f"the cover of {phrase!r} fails: {result and result['error']}"]
    values = result if isinstance(result, list) else [result] * (len(found) if isinstance(result, str) else 1)
    if len(values) != len(found):
        return [f"{phrase!r} holds {len(found)} numbers, its cover gives {len(values)}"]
    return [
        f"{phrase!r} says {n.text}, but {expression} gives {value}"
        for n, value in zip(found, values, strict=True)
        if not prose.agrees(n, value, expression)
    ]


def check(name, texts, covered, results, prose, names):
    numbers, exempt = covered
    short = [phrase for phrase in numbers if re.fullmatch(r"\d{1,2}", phrase)]
    assert not short, (
        f"{name}: give a small bare number some words around it, so that it covers one thing: {short}"
    )
    assert all(len(reason.split()) >= 3 for reason in exempt.values()), f"{name}: an exemption needs a reason"
    lines, _, _ = problems(texts, numbers, exempt, results, prose, names)
    assert not lines, "\n" + "\n".join(lines) + f"\n(covers stand in tests/truth/numbers/{name}.toml)"


@pytest.mark.parametrize("name", LESSONS)
def test_numbers_of_a_lesson(name, prose, names, executed, covers, results_of):
    from_kernel = executed[name]
    assert not from_kernel.failure, from_kernel.line()
    check(name, list(texts_of_lesson(name, prose)), covers(name), results_of(from_kernel), prose, names)


@pytest.mark.parametrize("name", OTHER_TEXTS)
def test_numbers_of_other_texts(name, prose, names, covers, evaluate_here):
    covered = covers(name)
    check(
        name, list(texts_of_file(OTHER_TEXTS[name], prose)), covered, evaluate_here(covered[0]), prose, names
    )


def test_exemptions_are_rare(prose, names, covers):
    total = excused = 0
    for name in [*LESSONS, *OTHER_TEXTS]:
        _, exempt = covers(name)
        texts = texts_of_lesson(name, prose) if name in LESSONS else texts_of_file(OTHER_TEXTS[name], prose)
        _, here, excused_here = problems(list(texts), {}, exempt, {}, prose, names)
        total, excused = total + here, excused + excused_here
    assert excused <= MOST_EXEMPT * total, f"{excused} of {total} numbers are exempt; at most 5 % may be"


def test_every_cover_file_belongs_to_a_text():
    assert {path.stem for path in NUMBERS.glob("*.toml")} <= {*LESSONS, *OTHER_TEXTS}


# --- the scanner itself: a checker that misses numbers would make all of the above worthless -----------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("an accuracy of 99.8 % in 2018", [0.998, 2018]),
        ("1.3 billion people in one second", [1.3e9]),
        ("3,000 pairs, 1 in 500, $10^{-6}$ and 10⁻⁹", [3000, 1, 500, 1e-6, 1e-9]),
        ("`fpir(1e-6, 1.3e9)` gives $2.6 \\times 10^6$", [1e-6, 1.3e9, 2.6e6]),
        ("`1 - (1 - p)**N` and $1-(1-p)^N$", []),
        ("Two a day, tenfold, eightyfold, a twentieth, half of them", [2, 10, 80, 0.05, 0.5]),
        ("twenty-one people, fifteen million, three percent", [21, 15e6, 0.03]),
        ("one in a million, from 2018–2025, 12-year, 5 %", [1e6, 2018, 2025, 12, 0.05]),
        ("1:N search in ISO/IEC 19795-1:2021, see lessons 03 to 05 and C06", []),
        ("[a link 7](https://example.org/99) and 4 %", [7, 0.04]),
        ("a third of them, a fifth of all, two thirds", [1 / 3, 1 / 5, 2, 1 / 3]),
        ("no one, several hundred, first and second", []),
    ],
)
def test_scanner_finds_numbers(text, expected, prose, names):
    found = [n.value for n in prose.numbers_in(prose.plain_text(text), names)]
    assert found == pytest.approx(expected)


@pytest.mark.parametrize(
    ("printed", "value", "holds"),
    [
        ("2.6 million", 2_600_000.0, True),
        ("2.6 million", 2_649_999.0, True),
        ("2.6 million", 2_660_000.0, False),
        ("99.8 %", 0.998, True),
        ("99.8 %", 0.9974, False),
        ("99.8 %", 99.8, False),
        ("about 3,000", 3_400, True),
        ("3,000", 3_001, False),
        ("2019", "2019-07", True),
        ("2019", "2018-03", False),
        ("tenfold", 10.4, True),
        ("tenfold", 12.0, False),
        ("half", 0.51, True),
        ("half", 0.6, False),
        ("0", 1e-9, True),
    ],
)
def test_agreement_is_to_the_digits_printed(printed, value, holds, prose):
    (number,) = prose.numbers_in(printed)
    assert prose.agrees(number, value, "x") is holds


@pytest.mark.parametrize("expression", ["2.6e6", "[2.6e6, 3]", "True", "[n, 500]", "rate <"])
def test_a_cover_may_not_repeat_the_number(expression, prose):
    assert prose.problem_with_expression(expression)


def test_an_uncovered_number_fails(prose, names):
    lines, _, _ = problems(
        ["there are 17 cameras and 5 % more"], {"17 cameras": "n"}, {}, {"17 cameras": 17.0}, prose, names
    )
    assert len(lines) == 1 and "5 %" in lines[0]


def test_a_contradicted_number_fails(prose, names):
    lines, _, _ = problems(
        ["there are 17 cameras"], {"17 cameras": "n"}, {}, {"17 cameras": 18.0}, prose, names
    )
    assert len(lines) == 1 and "18" in lines[0]


def test_a_comparison_must_hold_and_contain_the_printed_number(prose):
    (number,) = prose.numbers_in("under 0.3 %")
    assert prose.agrees(number, True, "rate < 0.003")
    assert not prose.agrees(number, True, "rate < 0.3")
    assert not prose.agrees(number, False, "rate < 0.003")


def test_titles_and_alt_texts_in_code_are_read_too(prose):
    code = 'show(plot(x, title=f"at {n:.2f} of 12 places"), alt="A line that falls to 3 people")\nload("C06")'
    assert set(prose.literals_in(code)) == {" of 12 places", "A line that falls to 3 people"}
