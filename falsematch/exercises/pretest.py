"""Ten questions asked in lesson 00 and again in lesson 14, and the file in which a learner keeps the answers.

The answers stay with the learner: ``pretest.json`` in the folder ``my_work``, never sent anywhere.
Where a question is about numbers, the right choice is found by computing, not typed in.
"""

import json
from dataclasses import dataclass
from pathlib import Path

from .. import intervals, rates, search
from .._html import Static, as_html, escaped
from .._write import replace_file
from ._answers import is_a, read_choice
from ._feedback import Feedback

FOLDER, NAME = "my_work", "pretest.json"
LONGEST = 100_000  # characters read of that file: whole, it is a few hundred long

#: The letter for "I don't know", the same for every question: a guess would only look like knowing.
UNKNOWN = "x"


@dataclass(frozen=True)
class Question:
    """A question of the test. `choices` maps a letter to (text, what choosing it shows); `UNKNOWN` comes last."""

    text: str
    choices: dict
    right: object  # callable: the letter of the right choice
    lesson: str

    def __post_init__(self):
        self.choices[UNKNOWN] = ("I don't know", "says so: the best start for a lesson")

    def texts(self):
        return {letter: text for letter, (text, _) in self.choices.items()}


# The made-up situations of the questions, and the numbers among which the right one is found.
ACCURATE, RARE, OFTEN = 0.99, 1 / 1_000, 1 / 10
CHANCES = {"a": 0.99, "b": 0.5, "c": 0.09, "d": 0.001}
CROWD, CROWD_WANTED, ACCURATE_IN_A_CROWD = 1_000_000, 100, 0.998
FMR, GALLERY = 1 / 1_000, 1_000_000
WRONG_PEOPLE = {"a": 1, "b": 10, "c": 100, "d": 1_000}
PAIRS = 3_000
BOUNDS = {"b": 1e-6, "c": 1e-3}
ALERTS, RIGHT_ALERTS = 10, 8


def _nearest(value, choices):
    """The letter whose number is nearest to `value`, by factor."""
    return min(choices, key=lambda letter: max(value / choices[letter], choices[letter] / value))


QUESTIONS = {
    "q1": Question(
        "A test is right for 99 of 100 people, wanted or not. One person in 1,000 is wanted. It points "
        "at someone. How likely is it that this person is wanted?",
        {
            "a": ("about 99 %", "takes the accuracy for the chance that an alert is right"),
            "b": ("about 50 %", "senses that rarity matters, without counting"),
            "c": ("about 9 %", "counts right and wrong alerts"),
            "d": ("about 0.1 %", "takes the base rate for the answer: the alert tells something"),
        },
        lambda: _nearest(rates.ppv(RARE, ACCURATE, 1 - ACCURATE), CHANCES),
        "02",
    ),
    "q2": Question(
        "The same test, used where one person in ten is wanted. The chance that an alert is right is now",
        {
            "a": ("the same: the test has not changed", "takes the chance for a property of the test"),
            "b": ("much higher", "sees that the base rate decides"),
            "c": (
                "lower: there are more people to confuse",
                "mixes up the number wanted with the number of others",
            ),
        },
        lambda: (
            "b"
            if rates.ppv(OFTEN, ACCURATE, 1 - ACCURATE) > 2 * rates.ppv(RARE, ACCURATE, 1 - ACCURATE)
            else "a"
        ),
        "02",
    ),
    "q3": Question(
        "In a crowd of 1,000,000, one hundred are wanted. Which system is more often right about a person?",
        {
            "a": (
                "one that is right for 99.8 % of wanted people and of all others",
                "expects a useful system to win",
            ),
            "b": ("both are equally often right", "has not counted the hundred against the false alerts"),
            "c": (
                "one that never alerts",
                "sees that accuracy is carried by those who are easy to be right about",
            ),
        },
        lambda: "c" if 1 - CROWD_WANTED / CROWD > ACCURATE_IN_A_CROWD else "a",
        "02",
    ),
    "q4": Question(
        "One comparison of strangers goes wrong once in 1,000. One face is searched among 1,000,000 "
        "strangers. How many wrong people do you expect back?",
        {
            "a": ("none or one", "takes the rate of one comparison for a whole search"),
            "b": ("about 10", "knows that it grows, not how fast"),
            "c": ("about 100", "knows that it grows, not how fast"),
            "d": ("about 1,000", "multiplies: one chance per person enrolled"),
        },
        lambda: _nearest(search.expected_false_candidates(1, GALLERY, FMR), WRONG_PEOPLE),
        "03",
    ),
    "q5": Question(
        "Checking that you are the owner of a passport, and finding out who you are among millions: for the "
        "same matcher at the same threshold, the second",
        {
            "a": ("gives more false matches: it makes more comparisons", "tells 1:1 from 1:N"),
            "b": (
                "makes as few errors: it is the same matcher",
                "treats one comparison and a search as one thing",
            ),
            "c": (
                "makes fewer errors: it has more to choose from",
                "thinks of a choice among many, not of chances adding up",
            ),
        },
        lambda: "a" if search.fpir(1e-4, 1_000_000) > search.fpir(1e-4, 1) else "b",
        "03",
    ),
    "q6": Question(
        "The threshold of a matcher is raised. What happens?",
        {
            "a": ("fewer false matches and fewer misses", "takes the threshold for a quality control"),
            "b": ("fewer false matches, more misses", "knows the exchange"),
            "c": ("more false matches, fewer misses", "has the direction the other way round"),
        },
        lambda: _when_raised(),
        "04",
    ),
    "q7": Question(
        "A matcher was tried on 3,000 pairs of strangers and made no false match. What may you conclude?",
        {
            "a": ("it makes no false matches", "takes none seen for none possible"),
            "b": ("its false match rate is probably below one in a million", "stretches a small test"),
            "c": (
                "its false match rate is probably below one in a thousand",
                "knows what zero errors can show",
            ),
            "d": ("nothing at all", "gives up more than needed: a bound remains"),
        },
        lambda: _nearest(intervals.zero_error_bound(PAIRS), BOUNDS),
        "05",
    ),
    "q8": Question(
        '"It compares three billion faces a second." What does that tell about its errors?',
        {
            "a": ("nothing: speed and accuracy are different things", "keeps them apart"),
            "b": ("they must be few: it is an advanced system", "takes speed for accuracy"),
            "c": ("they must be many: it has no time to be careful", "takes speed for carelessness"),
        },
        # No number of errors follows from a speed: the argument is absent from every rate in the package.
        lambda: "a",
        "11",
    ),
    "q9": Question(
        "One threshold is used for everyone. The false match rate is then",
        {
            "a": ("the same for everyone", "takes one rule for one result"),
            "b": (
                "the same for everyone if the average was tested well",
                "trusts an average to speak for each group",
            ),
            "c": (
                "possibly several times higher in one group than in another",
                "knows that an average can hide groups",
            ),
        },
        # A measured fact, not a computation: lesson 07 shows the tests.
        lambda: "c",
        "07",
    ),
    "q10": Question(
        "A camera on a street raised 10 alerts; 8 were right. Which share of the wanted people who walked "
        "past did it find?",
        {
            "a": ("80 %", "takes the share of right alerts for the share of people found"),
            "b": (
                "it cannot be computed: nobody counted who was missed",
                "asks for the number that is not there",
            ),
            "c": ("100 %: everyone who mattered raised an alert", "takes silence for absence"),
        },
        # RIGHT_ALERTS / (RIGHT_ALERTS + misses): the misses are not among the figures.
        lambda: "b",
        "09",
    ),
}


def _when_raised():
    """What a higher threshold does to eight made-up scores: fewer false matches, more misses?"""
    genuine, impostor = (0.4, 0.6, 0.8, 0.9), (0.1, 0.3, 0.5, 0.7)

    def errors(threshold):
        return sum(s >= threshold for s in impostor), sum(s < threshold for s in genuine)

    (false_low, missed_low), (false_high, missed_high) = errors(0.45), errors(0.75)
    return {(True, True): "a", (True, False): "b", (False, True): "c"}[
        (false_high < false_low, missed_high < missed_low)
    ]


def questions():
    """The ten questions as a static page (plain text outside a notebook). No answer is marked."""
    text, page = [], []
    for name, question in QUESTIONS.items():
        text.append(f"{name}. {question.text}")
        text += [f"   {letter}) {choice}" for letter, choice in question.texts().items()]
        rows = "".join(
            f"<li><strong>{letter})</strong> {escaped(choice)}</li>"
            for letter, choice in question.texts().items()
        )
        page.append(
            f"<li><p><strong>{name}</strong> {escaped(question.text)}</p>"
            f'<ul style="list-style:none">{rows}</ul></li>'
        )
    return Static("\n".join(text), f'<ol style="list-style:none;padding-left:0">{"".join(page)}</ol>')


def _letters(answers):
    """(answers given as letters, names of answers that could not be read), from a dict or a sequence."""
    for kind in (list, tuple):
        if is_a(answers, kind):
            answers = dict(zip(QUESTIONS, kind.__iter__(answers), strict=False))
    if not is_a(answers, dict):
        return {}, ["all of them"]
    given, unread = {}, []
    for name, answer in dict.items(answers):
        if answer is Ellipsis:
            continue
        if type(name) is not str or name not in QUESTIONS:
            unread.append("a question that is not in the test")
            continue
        letter, fault = read_choice(answer, QUESTIONS[name].texts())
        if fault:
            unread.append(name)
        else:
            given[name] = letter
    return given, unread


def own_place():
    """The learner's own file: in the folder ``my_work`` that the notebook lies in, or in one beside it."""
    return Path(NAME) if Path.cwd().name == FOLDER else Path(FOLDER, NAME)


def load_pretest(path=None):
    """The answers kept earlier, as a dict of letters by question; empty if there are none.

    Raises
    ------
    ValueError
        If the file is there and cannot be read as answers; the message names it.
    """
    place = own_place() if path is None else Path(path)
    try:
        if place.exists() and not place.is_file():  # a device or a pipe could go on for ever
            raise OSError("it is no file")
        with place.open(encoding="utf-8") as file:
            kept = json.loads(file.read(LONGEST))["answers"]
        known = {name: kept[name] for name in QUESTIONS if name in kept}
        if not all(letter in QUESTIONS[name].choices for name, letter in known.items()):
            raise ValueError("an answer is not one of the choices")
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise ValueError(
            f"{place.name[:100]} cannot be read as pre-test answers; rename or delete it ({str(error)[:200]})"
        ) from error
    return known


def save_pretest(answers, path=None, replace=False):
    """Keep the answers of the pre-test in the learner's own file. Never raises.

    Parameters
    ----------
    answers : dict or sequence
        ``{"q1": "b", …}`` or ten letters in order. Three dots are skipped; if all are, nothing is written. "x" is
        "I don't know".
    path : path, optional
        ``pretest.json`` in the folder ``my_work`` when left out.
    replace : bool
        Overwrite answers kept earlier. Without it they stay: the first answer is the one to compare with.
    """
    place = own_place() if path is None else Path(path)
    given, unread = _letters(answers)
    wrong = (
        f" Could not read: {', '.join(unread)}; answer with a letter in quotation marks." if unread else ""
    )
    if not given:
        return Feedback("malformed" if unread else "unanswered", f"Nothing was saved.{wrong}")
    try:
        kept = {} if replace else load_pretest(place)
        changed = sorted(name for name in kept if name in given and given[name] != kept[name])
        together = {**given, **kept}
        if together != kept:
            _write(place, {name: together[name] for name in QUESTIONS if name in together})
    except (OSError, ValueError) as error:
        return Feedback("unavailable", f"Your answers were not saved: {error}")
    stays = (
        f" Your first answer stays for {', '.join(changed)}: it is the one to compare with when you come back in "
        f"lesson 14. To begin again, delete the file."
        if changed
        else ""
    )
    where = f"{FOLDER}/{NAME}" if path is None else place.as_posix()
    return Feedback("noted", f"{len(together)} of {len(QUESTIONS)} answers kept in {where}.{stays}{wrong}")


def _write(place, answers):
    """Keep answers: an interruption leaves the old file or the new one."""
    replace_file(place, json.dumps({"version": 1, "answers": answers}, indent=1) + "\n")


def compare_tests(answers, path=None):
    """Lesson 14: the same questions before and after, what each answer shows, and where to read on.

    Parameters
    ----------
    answers : dict or sequence, as in `save_pretest`; now with right and wrong marked.
    path : path, optional, of the answers kept in lesson 00.
    """
    after, unread = _letters(answers)
    if not after:
        return Feedback(
            "malformed" if unread else "unanswered", "Answer the questions again to see what has changed."
        )
    try:
        before, note = load_pretest(path), ""
    except ValueError as error:
        before, note = {}, f" {error}"
    try:
        right = {name: question.right() for name, question in QUESTIONS.items()}
    except Exception as error:  # a fault of the package must not stop the lesson
        return Feedback("unavailable", f"The right answers could not be computed: {error}")
    return _comparison(before, after, right, note)


def _comparison(before, after, right, note):
    """Misconception by misconception: what is gone, what stays, what is new. A total would hide which."""

    def marked(given, name):
        if name not in given:
            return "not answered"
        if given[name] == UNKNOWN:
            return f"{UNKNOWN} – not known"
        return f"{given[name]} {'✓ right' if given[name] == right[name] else '✗ not right'}"

    def shown(given, name):
        """The misconception of a wrong answer, or "" ("I don't know" is none)."""
        letter = given.get(name)
        return "" if letter in (None, UNKNOWN, right[name]) else QUESTIONS[name].choices[letter][1]

    then, now = (
        [(name, shown(given, name)) for name in QUESTIONS if name in after] for given in (before, after)
    )
    heads = {
        "Gone": [old for old, new in zip(then, now, strict=True) if old[1] and old != new],
        "Still there": [old for old, new in zip(then, now, strict=True) if old[1] and old == new],
        "New": [new for old, new in zip(then, now, strict=True) if new[1] and old != new],
    }
    lines = [
        f"{head}: " + ("; ".join(f"{name} {text}" for name, text in found) or "none") + "."
        for head, found in heads.items()
    ]
    summary = "Misconceptions that your answers show, before and now." + note
    text, rows = [summary, *lines], []
    for name, question in QUESTIONS.items():
        shows = question.choices[after[name]][1] if name in after else ""
        cells = (name, marked(before, name), marked(after, name), shows, f"lesson {question.lesson}")
        text.append(" | ".join(cells))
        rows.append("<tr>" + "".join(f"<td>{escaped(cell)}</td>" for cell in cells) + "</tr>")
    head = "".join(f"<th>{cell}</th>" for cell in ("question", "before", "now", "your answer now", "read on"))
    table = f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>"
    points = "".join(f"<li>{escaped(line)}</li>" for line in lines)
    folded = f"<details><summary>Question by question</summary>{table}</details>"
    return Static("\n".join(text), f"<p>{as_html(summary)}</p><ul>{points}</ul>{folded}")
