"""What a figure says to those who do not see it is about this lesson, and has its numbers."""

import html
import json
import re

import pytest
from truthkit import scan, texts

from falsematch import lessons

SHARED = 4  # words of five letters and more that the lesson uses, too


def alts_in(notebook):
    for number, cell in enumerate(notebook.cells, 1):
        for output in cell.get("outputs", []):
            page = output.get("data", {}).get("text/html", "")
            for alt in re.findall(r'<img\b[^>]*?\balt="([^"]*)"', page):
                yield number, html.unescape(alt)


def fault(alt, lesson):
    """Why an alt text is empty words, in a lesson with that text; "" if it is none."""
    long_words = {word for word in re.findall(r"[a-z]{5,}", alt.lower()) if word in lesson}
    if not scan.numbers_in(alt):
        return "has no number"
    if len(long_words) < SHARED:
        return "says nothing that the lesson speaks of"
    return ""


@pytest.mark.parametrize("name", texts.LESSONS)
def test_alt_texts_have_numbers_and_the_words_of_the_lesson(name, executed):
    lesson = " ".join(text.words for text in texts.of(name) if text.strict != "alt").lower()
    for number, alt in alts_in(executed[name].notebook):
        assert not fault(alt, lesson), f"{name}, cell {number}: the alt text {fault(alt, lesson)}: {alt}"


def test_most_lessons_have_figures():
    stored = [json.dumps(lessons.stored(source)) for source in lessons.sources()]
    assert sum('"image/png": {"alt": ' in text for text in stored) > len(stored) / 2


def test_empty_words_are_found():
    lesson = "a search among wrong people returns candidates at this threshold"
    assert fault("Here one can see what there is to be seen, with 7 of these and more of those. " * 5, lesson)
    assert fault("A line of wrong people for each search at a threshold, and the candidates.", lesson)
    assert not fault("Wrong people returned by a search: 7 candidates at each threshold.", lesson)
