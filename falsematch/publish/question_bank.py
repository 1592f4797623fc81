"""``falsematch bank``: the lessons' exercises as a question bank for Moodle, with a hint for every known wrong answer.

Every exercise gives as many questions as variants are asked for: the same numbers from the same seed, on every
computer. A number gives a numerical question, a choice one of several options, a sentence to mend one of each. A small
function has to be run and is left to the notebooks. Shares under one in a thousand are asked a second time as a count
per million, since many quiz pages round or refuse smaller numbers.

The format is Moodle XML, which other platforms read, too; a question that is imported again with the same number
(``idnumber``) can be told from a new one.
"""

import argparse
from pathlib import Path
from xml.etree import ElementTree

import numpy as np

from falsematch._check import refuse, whole
from falsematch._html import as_html
from falsematch._write import replace_file
from falsematch.exercises import LESSONS, Exercise, MendSentence, SmallFunction

#: Shares below this are asked as a count per million as well.
SMALL = 1e-3
MILLION = 1_000_000
#: How near another answer a window may reach, as a part of the gap between the two.
PART_OF_GAP = 0.49
FORM = {
    "proportion": "Answer with a number between 0 and 1, written with a decimal point. Do not round it.",
    "count": "Answer with a number, without spaces or commas between thousands.",
    "number": "Answer with a number, without spaces or commas between thousands. Do not round it.",
    "per million": "Answer with the count per million, written with a decimal point. Do not round it.",
}
NOT_YET = "Not yet. "
#: What the quiz page can hold of a question's own number, and what of it a seed may take.
LONGEST_NUMBER, LONGEST_SEED = 100, 40


def questions(lessons=(), variants=3, seed=1):
    """The bank as an ElementTree element ``quiz``, and the names of exercises that cannot be asked there.

    Parameters
    ----------
    lessons : sequence of str
        Numbers of lessons ("02"); all when none.
    variants : int
        Of each exercise whose numbers or letters can vary, at least 1; the others are asked once.
    seed : int or str
        At most 40 characters.

    Raises
    ------
    ValueError
        If there is no such lesson, `variants` is below 1, or the seed is too long.
    """
    variants = int(whole("variants", variants, 1))
    if len(str(seed)) > LONGEST_SEED:
        refuse("seed", seed, f"at most {LONGEST_SEED} characters")
    for number in lessons:
        if number not in LESSONS:
            refuse("lessons", number, f"of {', '.join(LESSONS)}")
    quiz, left_out = ElementTree.Element("quiz"), []
    for number in sorted(lessons or LESSONS):
        category = ElementTree.SubElement(quiz, "question", type="category")
        _text(ElementTree.SubElement(category, "category"), f"$course$/top/False Match/Lesson {number}")
        for exercise in LESSONS[number]:
            if isinstance(exercise, SmallFunction):
                left_out.append(exercise.name)
                continue
            count = variants if exercise.has_variants else 1
            for place in range(1, count + 1):
                drawn = exercise.variant(f"{seed} {place}") if exercise.has_variants else exercise
                name = f"{number} {exercise.name.removeprefix('check_').replace('_', ' ')}"
                quiz.extend(_asked(drawn, f"{name} {place}", f"fm-{number}-{exercise.name}-{seed}-{place}"))
    return quiz, left_out


def _asked(exercise, name, number):
    """The questions that one exercise gives."""
    if isinstance(exercise, MendSentence):
        letter, value = exercise._letter, exercise._number
        sentence = exercise.question
        yield _choice(letter, f"{name} a", f"{number}-a", f"{sentence}\n\nWhat is wrong with this sentence?")
        asks = f"{sentence}\n\n{exercise._fill(exercise.asks)}"
        yield from _numbers(value, f"{name} b", f"{number}-b", asks, exercise.texts()["mended"])
    elif exercise.kind == "choice":
        yield _choice(exercise, name, number, exercise.question)
    elif isinstance(exercise, Exercise):
        yield from _numbers(exercise, name, number, exercise.question, exercise._fill(exercise.because))


def _numbers(exercise, name, number, question, because):
    yield _number(exercise, name, number, question, because, exercise.kind, 1)
    if exercise.kind == "proportion" and 0 < exercise.answer() < SMALL:
        yield _number(
            exercise, f"{name} per million", f"{number}-m", question, because, "per million", MILLION
        )


def _number(exercise, name, number, question, because, form, scale):
    """A numerical question: the right answer first, then every known wrong one with its hint, then anything else."""
    made = _question("numerical", name, number, f"{question}\n\n{FORM[form]}", because)
    wrong = exercise.wrong_answers()
    every = [exercise.answer(), *wrong.values()]
    _answer(
        made, exercise.answer() * scale, 100, because, _window(exercise, exercise.answer(), every) * scale
    )
    for known in exercise.misconceptions:
        if known.name in wrong:
            value = wrong[known.name]
            hint = f"{known.name[:1].upper()}{known.name[1:]}? {exercise._fill(known.hint)}"
            _answer(made, value * scale, 0, hint, _window(exercise, value, every) * scale)
    _answer(made, None, 0, NOT_YET + exercise._fill(exercise.first_step), 0)
    return made


def _window(exercise, value, every):
    """How far from `value` an answer may lie and still be taken for it: as the check itself does, and never nearer
    another known answer."""
    near = exercise.tolerance if value == every[0] else min(exercise.tolerance, 0.01)
    width = near * abs(value)
    if exercise.near_one:
        width = min(width, near * abs(1 - value))
    elif exercise.kind == "proportion":
        width = min(width, 10 * near * abs(1 - value))
    if value != every[0]:
        width = max(width, 1e-6 * abs(value))  # a wrong answer within a hair of 1 is meant when 1 is written
    gaps = [abs(value - other) for other in every if other != value]
    return min([width, *(PART_OF_GAP * gap for gap in gaps)])


def _choice(exercise, name, number, question):
    because = (
        exercise._fill(exercise.because) or "Right."
    )  # of a sentence, the mended one answers the second part
    made = _question("multichoice", name, number, question, because)
    for tag, text in (("single", "true"), ("shuffleanswers", "true"), ("answernumbering", "abc")):
        ElementTree.SubElement(made, tag).text = text
    hints = {exercise.wrong_answers().get(known.name): known for known in exercise.misconceptions}
    for letter, text in exercise.choices.items():
        right = letter == exercise.answer()
        known = hints.get(letter)
        reply = because if right else exercise._fill(known.hint if known else exercise.first_step)
        answer = ElementTree.SubElement(made, "answer", fraction="100" if right else "0", format="html")
        _text(answer, as_html(text))
        _text(ElementTree.SubElement(answer, "feedback", format="html"), as_html(reply))
    return made


def _question(kind, name, number, question, because):
    made = ElementTree.Element("question", type=kind)
    _text(ElementTree.SubElement(made, "name"), name)
    page = "".join(f"<p>{as_html(part)}</p>" for part in question.split("\n\n"))
    _text(ElementTree.SubElement(made, "questiontext", format="html"), page)
    _text(ElementTree.SubElement(made, "generalfeedback", format="html"), as_html(because))
    for tag, text in (("defaultgrade", "1"), ("penalty", "0.3333333"), ("hidden", "0"), ("idnumber", number)):
        ElementTree.SubElement(made, tag).text = text
    return made


def _answer(made, value, fraction, reply, window):
    answer = ElementTree.SubElement(made, "answer", fraction=str(fraction), format="moodle_auto_format")
    _text(answer, "*" if value is None else written(value))
    _text(ElementTree.SubElement(answer, "feedback", format="html"), as_html(reply))
    ElementTree.SubElement(answer, "tolerance").text = written(window)


def written(value):
    """A number in digits, twelve that count, never with an exponent, which quiz pages read differently."""
    return np.format_float_positional(float(f"{value:.12g}"), trim="-")


def _text(element, text):
    ElementTree.SubElement(element, "text").text = text


def main(words):
    """The command."""
    parser = argparse.ArgumentParser(
        prog="falsematch bank", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "lessons", nargs="*", metavar="NN", help="numbers of lessons; all, when none is named"
    )
    parser.add_argument("--variants", type=int, default=3, help="of each exercise that has variants (3)")
    parser.add_argument("--seed", default="1", help="the same seed, the same numbers (1)")
    parser.add_argument("--out", default="questions.xml", metavar="FILE", help="Moodle XML (questions.xml)")
    chosen = parser.parse_args(words)
    quiz, left_out = questions(chosen.lessons, chosen.variants, chosen.seed)
    ElementTree.indent(quiz)
    page = ElementTree.tostring(quiz, encoding="utf-8", xml_declaration=True)
    replace_file(Path(chosen.out), page + b"\n")
    asked = len(quiz.findall("question")) - len(quiz.findall("question[@type='category']"))
    print(f"written: {chosen.out}, {asked} questions")
    if left_out:
        print(f"only in the notebooks, since they run code: {', '.join(left_out)}")
    return 0
