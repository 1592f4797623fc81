"""Terms, abbreviations, references to lessons and headings mean what they say."""

import re

import pytest
from truthkit import texts, words

from falsematch import claims, lessons


@pytest.mark.parametrize("name", texts.HELD)
def test_terms_and_abbreviations_agree(name):
    for text in texts.of(name):
        for sentence in texts.sentences(text.words):
            faults = [*words.wrong_pairs(sentence), *words.wrong_definitions(sentence)]
            assert not faults, f"{text.place}: " + "; ".join(faults)


@pytest.mark.parametrize(
    "path", sorted((texts.ROOT / "falsematch").rglob("*.py")), ids=lambda path: path.stem
)
def test_terms_and_abbreviations_agree_in_the_package(path):
    code = re.sub(r"\"\s*\n\s*f?\"", "", path.read_text(encoding="utf-8"))
    assert not list(words.wrong_pairs(code))


@pytest.mark.parametrize("name", texts.HELD)
def test_a_lesson_that_is_named_is_about_what_is_said_of_it(name):
    places = {}
    for text in texts.of(name):
        places.setdefault((text.place, text.table), []).append(text.words)
    faults = [
        f"{place}: {fault}"
        for (place, _), said in places.items()
        for fault in words.wrong_references(" ".join(said))
    ]
    assert not faults, "\n".join([*faults, "(what lessons are about stands in tests/truth/words.toml)"])


@pytest.mark.parametrize("name", texts.LESSONS)
def test_what_a_lesson_is_said_to_be_about_occurs_in_it(name):
    said = " ".join(text.words for text in texts.of(name))
    stems = words.ABOUT[name[:2]]
    assert sum(bool(re.search(stem, said, re.I)) for stem in stems) > len(stems) / 2


def test_a_prerequisite_comes_before():
    for name in texts.LESSONS:
        first = texts.of(name)[1].words + texts.of(name)[2].words
        for number in re.findall(r"lesson (\d\d)", first.partition("You need:")[2]):
            assert number < name[:2], first


def test_headings_of_the_readings_name_what_is_counted():
    counted = words.units_of(claims.Reading.__doc__)
    fields = {
        "one_search": "candidates_per_search",
        "candidates": "candidates",
        "false_alerts": "false_alerts",
        "misses": "misses",
    }
    assert (
        counted["misses"] == counted["false_alerts"] == "searches" and counted["candidates"] == "candidates"
    )
    seen = set()
    for source in lessons.sources():
        for cell in lessons.read(source).cells:
            if cell.cell_type == "code" and "rows_in_words(" in cell.source:
                for key, heading in words.headings_in(cell.source, fields):
                    seen.add(key)
                    assert counted[fields[key]] in heading, (
                        f"{source.stem}: {heading!r} counts {counted[fields[key]]}"
                    )
    assert seen == set(fields)


# --- the checks themselves ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("the false match rate (FMR)", False),
        ("the **false match rate** (FMR)", False),
        ("the false match rate (FNMR)", True),
        ("the false non-match rate (FMR)", True),
        ("a false positive identification rate (FNIR)", True),
        ("FNMR (false match rate)", True),
        ("FPIR (false positive identification rate)", False),
        ("missed (FNMR)", False),
        ("missed (FNIR)", False),
        ("missed (FMR)", True),
        ("the sum of errors (FMR)", True),
    ],
)
def test_wrong_pairs_are_found(text, wrong):
    assert bool(list(words.wrong_pairs(text.replace("*", "")))) is wrong


@pytest.mark.parametrize(
    ("sentence", "wrong"),
    [
        ("The share of impostor comparisons that match is the false match rate (FMR).", False),
        ("The share of genuine comparisons that do not match is the false match rate (FMR).", True),
        ("The share of genuine comparisons that do not match is the false non-match rate (FNMR).", False),
        ("The share of comparisons that match is the false match rate (FMR).", True),
        ("Ask for the false match rate (FMR).", False),
    ],
)
def test_wrong_definitions_are_found(sentence, wrong):
    assert bool(list(words.wrong_definitions(sentence))) is wrong


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("Balanced accuracy (lesson 04) adds both up.", False),
        ("Balanced accuracy (lesson 07) adds both up.", True),
        ("Errors fall on groups unevenly and on the same people again and again (lessons 07 and 08).", False),
        ("Errors fall on groups unevenly (lessons 07 and 09).", True),
        ("Some faces resemble many others. Lesson 08 measures by how much.", False),
        ("Lessons 04 to 08 measure what face recognition can do.", False),
        ("Lesson 99 says why.", True),
    ],
)
def test_wrong_references_are_found(text, wrong):
    assert bool(list(words.wrong_references(text))) is wrong
