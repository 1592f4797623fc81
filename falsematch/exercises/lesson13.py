"""Exercises of lesson 13, *Does it end with faces?*"""

from .. import rates
from ._engine import Exercise, Misconception
from ._function import SmallFunction
from ._sentence import MendSentence
from .scenarios import figure

#: A detector of machine-written text: found and wrongly flagged. The first is a figure of weak source
#: (`turnitin_missed`), the second what a maker claims of papers that score 20 % or more; both are assumptions here.
FOUND, WRONGLY_FLAGGED = 0.85, 0.01

#: Of a hundred papers by people, so many are written in a way that makes *any* detector err: an assumption, made to see
#: what it does. The rest of `WRONGLY_FLAGGED` is each detector's own.
ALIKE = 0.008


def printed(row, column="value"):
    """A figure of the table `beyond_faces`."""
    return figure("beyond_faces", row, column)


def counted(row):
    """A figure of the table `companion_systems`."""
    return figure("companion_systems", row)


check_openai_flags = Exercise(
    name="check_openai_flags",
    question="Another detector was withdrawn by its own maker, who had published both rates: it flagged {found:share} "
    "of the texts written by a machine, and {wrong:share} of those written by people. Suppose that {base:share} of the "
    "papers are by a machine. Which share of its flags is right?",
    kind="proportion",
    numbers={
        "found": lambda: printed("openai_found") / 100,
        "wrong": lambda: printed("openai_fpr") / 100,
        "base": lambda: printed("hepi_2026_text") / 100,
    },
    bounds={"base": [0.03, 0.05, 0.18, 0.25]},
    expected=lambda n: rates.ppv(n.base, n.found, n.wrong),
    first_step="Take so many papers that the counts are easy. How many flags are right, and how many are wrong?",
    misconceptions=(
        Misconception(
            "the share found",
            lambda n: n.found,
            "That share of the machine's texts is flagged. The question goes the other way: out of all flags.",
        ),
        Misconception(
            "the rate of people's texts turned round",
            lambda n: 1 - n.wrong,
            "That share of people's texts is left alone. How many flags are there, and of what?",
        ),
        Misconception(
            "as many papers of each kind",
            lambda n: n.found / (n.found + n.wrong),
            "That would be so if half of all papers were by a machine. How many are?",
        ),
        Misconception(
            "the share among all papers",
            lambda n: n.base,
            "That many of *all* papers are by a machine. A flag tells more than nothing: how many flags are right?",
        ),
        Misconception(
            "the share of wrong flags",
            lambda n: 1 - rates.ppv(n.base, n.found, n.wrong),
            "That is the share of the flags that is wrong.",
        ),
        Misconception(
            "right flags out of all papers",
            lambda n: n.base * n.found,
            "That is a share of all papers. How many of them are flagged?",
        ),
    ),
    because="The same papers, another pair of rates. Ask for both: one of them alone says nothing.",
)


def _share_after_both(right, wrong, right_again, wrong_again):
    both_right, both_wrong = right * right_again, wrong * wrong_again
    return both_right / (both_right + both_wrong) if both_right + both_wrong else 0.0


check_my_share_after_both = SmallFunction(
    name="check_my_share_after_both",
    question="Write `my_share_after_both(right, wrong, right_again, wrong_again)`: a first test flags `right` people "
    "who are sought and `wrong` who are not. A second test flags a share `right_again` of the ones, and `wrong_again` "
    "of the others. Of those whom *both* flag, which share is sought? Give 0 if they are none.",
    expected=_share_after_both,
    draw_case=lambda rng: (
        rng.randint(5, 900),
        rng.randint(5, 900),
        rng.randint(30, 95) / 100,
        rng.randint(1, 90) / 100,
    ),
    edges=[(0, 7, 0.8, 0.5), (6, 4, 0.0, 0.0)],
    misconceptions=(
        Misconception(
            "the second test left out",
            lambda right, wrong, right_again, wrong_again: right / (right + wrong),
            "That is the share after the first test. How many of each kind does the second flag again?",
        ),
        Misconception(
            "only the right ones tested again",
            lambda right, wrong, right_again, wrong_again: (
                right * right_again / (right * right_again + wrong)
            ),
            "The second test looks at the wrongly flagged, too. How many of them does it flag?",
        ),
        Misconception(
            "only the wrong ones tested again",
            lambda right, wrong, right_again, wrong_again: right / (right + wrong * wrong_again),
            "The second test misses some of the sought as well. How many are left?",
        ),
        Misconception(
            "out of all that the first flags",
            lambda right, wrong, right_again, wrong_again: right * right_again / (right + wrong),
            "You divided by all whom the first test flags. Out of those whom *both* flag?",
        ),
        Misconception(
            "right set against wrong",
            lambda right, wrong, right_again, wrong_again: right * right_again / (wrong * wrong_again),
            "A share has all of them below: the right and the wrong.",
        ),
        Misconception(
            "none of them forgotten",
            lambda right, wrong, right_again, wrong_again: (
                right * right_again / (right * right_again + wrong * wrong_again)
            ),
            "Right, as long as somebody is flagged by both. And if nobody is?",
        ),
    ),
    first_step="First count those whom both flag, of each kind. Then take the share.",
    because="All depends on `wrong_again`: how often the second test repeats the first one's errors. Whoever "
    "offers a second opinion should be asked for that number.",
)

check_grooming_accuracy = Exercise(
    name="check_grooming_accuracy",
    question="The European Commission called a detector of grooming in chats {accuracy:share} accurate, and explained: "
    "of the contents it flags, so many are grooming. Opponents wrote: so of all chats that are scanned, {error:share} "
    "are wrongly flagged. What follows from the Commission's words?",
    kind="choice",
    numbers={
        "accuracy": lambda: printed("grooming_accuracy") / 100,
        "error": lambda n: 1 - n.accuracy,
    },
    choices={
        "a": "{error:share} of the chats scanned are wrongly flagged, as the opponents say",
        "b": "{error:share} of the flags are wrong; how many of the chats scanned that is, is not said",
        "c": "{accuracy:share} of all grooming is found",
        "d": "the detector decides rightly in {accuracy:share} of all chats",
    },
    expected="b",
    first_step="Out of what is it a share: of the chats scanned, of those with grooming, or of the flags?",
    misconceptions=(
        Misconception(
            "a share of the flags moved to everything scanned",
            "a",
            "The Commission speaks of what is *flagged*. How many chats are flagged at all?",
        ),
        Misconception(
            "a share of the flags taken for what is found",
            "c",
            "Of flagged contents, so many are grooming. How much grooming is never flagged?",
        ),
        Misconception(
            "the word taken for its explanation",
            "d",
            "So the word accuracy is mostly used. But the explanation says out of what: read it again.",
        ),
    ),
    because="The word misled both sides. What was printed is a share of the flags, from a leaked answer that names no "
    "test; the number of chats scanned, of flags and of misses would have to stand beside it.",
)

check_newborn_accuracy = Exercise(
    name="check_newborn_accuracy",
    question="A screening of newborn babies, with numbers like Sweden's: about {babies:,} tested, {recalled:,} called "
    "back, {ill:,} of these with a disease, and {missed:,} with a disease who had not been called. Which share of all "
    'results was right, the "accuracy"?',
    kind="proportion",
    near_one=True,
    tolerance=0.01,
    numbers={
        "babies": lambda: printed("sweden_babies"),
        "recalled": lambda: printed("sweden_recalled"),
        "ill": lambda: printed("sweden_ill"),
        "missed": lambda: printed("sweden_missed"),
        "silent": lambda n: 1 - (n.ill + n.missed) / n.babies,
        "silent_percent": lambda n: 100 * n.silent,
    },
    bounds={"recalled": [680, 700, 750, 800], "missed": [8, 9, 10, 12]},
    expected=lambda n: 1 - (n.recalled - n.ill + n.missed) / n.babies,
    first_step="Count the wrong results: called back without a disease, and missed. All others are right.",
    misconceptions=(
        Misconception(
            "everyone called healthy",
            lambda n: n.silent,
            "That would be right if the test had called nobody back. Count the errors that it makes.",
        ),
        Misconception(
            "every recall an error",
            lambda n: 1 - (n.recalled + n.missed) / n.babies,
            "You counted everyone called back as an error. Some of them were ill.",
        ),
        Misconception(
            "the missed forgotten",
            lambda n: 1 - (n.recalled - n.ill) / n.babies,
            "Very near. There is another kind of wrong result.",
        ),
        Misconception(
            "the share of recalls that are right",
            lambda n: n.ill / n.recalled,
            "That is a share of those called back. The question is about all results.",
        ),
        Misconception(
            "the share of the ill that is found",
            lambda n: n.ill / (n.ill + n.missed),
            "That is a share of the ill. The question is about all results.",
        ),
    ),
    because="To call every baby healthy, without a test, would be right in {silent_percent:.4f} %: more often. Nobody "
    "would want that, since the test finds the ill. So accuracy is no reason for a test, and none against it.",
)

check_gunshot_sentence = MendSentence(
    name="check_gunshot_sentence",
    sentence='"Of {alerts:,} alerts only {unfounded:,} turned out unfounded, so {claimed:share} were right."',
    numbers={
        "alerts": lambda: printed("new_york_confirmed", "denominator"),
        "confirmed": lambda: printed("new_york_confirmed", "numerator"),
        "unfounded": lambda: printed("new_york_unfounded", "numerator"),
        "unknown": lambda: printed("new_york_unconfirmed", "numerator"),
        "claimed": lambda n: 1 - n.unfounded / n.alerts,
    },
    choices={
        "a": "the unfounded alerts are counted wrongly",
        "b": "alerts of which nobody knows are counted as right",
        "c": "shots without an alert are left out",
        "d": "so few alerts prove nothing",
    },
    wrong="b",
    choice_hints=(
        Misconception(
            "the count doubted", "a", "The auditor counted them. What happened to all the other alerts?"
        ),
        Misconception(
            "misses asked of a sentence on alerts",
            "c",
            "They are left out, but the sentence is about alerts. Which alerts does it call right?",
        ),
        Misconception(
            "the sample doubted", "d", "There are enough for a share. Which of them does it call right?"
        ),
    ),
    asks="The auditor found {confirmed:,} confirmed as shots; of {unknown:,} nobody knows. Which share of the alerts "
    "is *known* to be right?",
    kind="proportion",
    expected=lambda n: n.confirmed / n.alerts,
    first_step="Known to be right are only those that somebody confirmed; divide by all alerts.",
    misconceptions=(
        Misconception("the sentence again", lambda n: n.claimed, "That is the sentence again."),
        Misconception(
            "those of which nobody knows",
            lambda n: n.unknown / n.alerts,
            "Of that share nobody knows. Which share was confirmed?",
        ),
        Misconception(
            "the unknown left out",
            lambda n: n.confirmed / (n.confirmed + n.unfounded),
            "You left out the alerts of which nobody knows, as if they were like the others. Out of all?",
        ),
        Misconception(
            "the unfounded",
            lambda n: n.unfounded / n.alerts,
            "These are known to be wrong. And known to be right?",
        ),
    ),
    mended='"{answer:share} of the alerts were confirmed. Between {answer:share} and {claimed:share} were right: an '
    'unconfirmed shot may have been one."',
)

check_week_list = Exercise(
    name="check_week_list",
    question='A list of one week calls {people:,} people "suspicious". {detained:,} of them were then detained, and '
    '{training:,} sent to "education and training". What is the rate of false positives of this list?',
    kind="choice",
    numbers={
        "people": lambda: counted("ijop_notified"),
        "detained": lambda: counted("ijop_detained"),
        "training": lambda: counted("ijop_training"),
    },
    choices={
        "a": "what is left when the detained are taken away: they were rightly listed",
        "b": "what is left when all are taken away to whom something was done",
        "c": "small, since a list of so many has been checked by many eyes",
        "d": 'there is none: nothing but the list says who is "suspicious"',
    },
    expected="d",
    first_step="How would one find out that somebody was listed wrongly, without asking the list or its makers?",
    misconceptions=(
        Misconception(
            "what was done taken for the truth",
            "a",
            "Who detains them believes the list. Did anybody find out something that the list did not say?",
        ),
        Misconception(
            "what was done taken for the truth, for more people",
            "b",
            "What was done to them follows from the list. Which fact about them would show that it was wrong?",
        ),
        Misconception(
            "agreement taken for truth",
            "c",
            "What did those eyes look at, and what would have shown an error?",
        ),
    ),
    because="An error needs something to be wrong about. Where there is no such thing, no rate exists, and to print "
    "one would lend the list a measure that it does not have.",
)
