"""What a brief says, as blocks of words: terminal, HTML and PDF are made of these, so that all say the same."""

from dataclasses import dataclass

from falsematch import __version__
from falsematch._words import (
    as_printed,
    in_odds,
    parts_as_printed,
    rest_as_printed,
    say,
    say_share,
    sum_as_printed,
)
from falsematch.claims import _observed
from falsematch.claims._answer import (
    days_in_words,
    of_100,
    parts_in_words,
    people,
    size_of_test,
    stopped_and_not,
    two_of_100,
)
from falsematch.claims._situation import stated
from falsematch.publish import words

CANNOT = "cannot be bounded"
_LONGEST = 330  # characters of a text from a claim file that two pages have room for


@dataclass(frozen=True)
class Heading:
    text: str


@dataclass(frozen=True)
class Paragraph:
    text: str
    kind: str = ""  # "quote", "answer" or "small"


@dataclass(frozen=True)
class Items:
    """Sentences, one below the other; numbered or not."""

    texts: tuple
    numbered: bool = False


@dataclass(frozen=True)
class Grid:
    """A table: caption, headings, rows of text; the first cell of a row is its heading."""

    caption: str
    headings: tuple
    rows: tuple


@dataclass(frozen=True)
class Tree:
    """A crowd and what becomes of it: `branches` of (text, leaves of text)."""

    caption: str
    root: str
    branches: tuple


@dataclass(frozen=True)
class Bar:
    """A whole in proportion: `parts` of (text, share of the whole); `alt` says it in words."""

    caption: str
    alt: str
    parts: tuple


@dataclass(frozen=True)
class Brief:
    title: str
    first: tuple
    second: tuple


def brief(audit):
    """The `Brief` of an `Audit`: two pages of blocks."""
    claim = audit.claim
    return Brief(
        f"What was claimed, and what it means: {shortened(claim.claimant, 90)}",
        (*_claimed(claim), Paragraph(audit.answer, "answer"), *_consequences(audit), _readings(audit)),
        (
            *_evidence(audit),
            *_assumed(audit),
            _cost(audit),
            _questions(audit),
            *_comparable(audit),
            _made(audit),
        ),
    )


def shortened(text, most=_LONGEST):
    """A text that fits; where it does not, its beginning, and a sign that more stands in the claim file."""
    if len(text) <= most:
        return text
    cut = text[: most - 1].rstrip()
    return (cut.rsplit(" ", 1)[0] if " " in cut[most // 2 :] else cut).rstrip(" ,;:(") + "\u00a0…"


def ends_in_words(ends, scale=1.0):
    """(low, middle, high) of a count as a reader meets it: "26 (2.6 to 26)", "from none to 9", "cannot be bounded"."""
    if ends is None:
        return CANNOT
    return _spanned(*(None if end is None else people(end * scale) for end in ends))


def _spanned(low, middle, high, unit=""):
    """Three texts as one: alike ends once, and "from … to …" where there is no middle."""
    if low == high:
        return f"{low}{unit}"
    return f"from {low} to {high}{unit}" if middle is None else f"{middle}{unit} ({low} to {high})"


def share_in_words(ends):
    """(low, middle, high) of a share as so many of a hundred, or where it is small as 1 in N."""
    if ends is None:
        return CANNOT
    low, middle, high = ends
    small, unit = high < 0.01, "" if high < 0.01 else " of 100"
    least, most = (in_odds(low), in_odds(high)) if small else two_of_100(low, high)
    between = None if middle is None else in_odds(middle) if small else of_100(middle)
    return _spanned(least, between, most, unit)


def time_in_words(hours):
    """Hours a day as a reader meets them: "40 seconds", "25 minutes", "3.3 hours"."""
    for unit, length in (("hour", 1), ("minute", 60), ("second", 3600)):
        if hours * length >= 1 or unit == "second":
            break
    text = people(hours * length)
    return text if text == "none" else f"{text} {unit}{'' if text == '1' else 's'}"


def _claimed(claim):
    said = ", ".join(text for text in (shortened(claim.where, 120), claim.when) if text)
    yield Paragraph(f"“{shortened(claim.statement)}”", "quote")
    yield Paragraph(f"{shortened(claim.claimant, 120)}{': ' + said if said else ''}. Figure as printed: "
                    f"{claim.printed or 'not noted'}.", "small")  # fmt: skip


def _consequences(audit):
    one = audit.shown
    if one is None:
        yield Paragraph(
            "Which consequences follow depends on what the figure is a share of: see the readings below."
        )
        return
    counted = all(ends and ends[1] is not None for ends in (one.false_alerts, one.true_alerts))
    yield _tree(audit, one) if counted else _tree_of_ranges(audit, one)
    if one.why:
        yield Paragraph(f"Why not more can be said: {one.why}.", "small")
    if one.share_right and one.share_right[1] is not None:
        yield _bar(audit, one)
    elif one is audit.observed:
        yield _bar_of_record(audit)


def _caption(audit, one):
    days = f"What happens in {days_in_words(audit.claim.days)}"
    return f"{days}, at the rates that were counted in use" if one is audit.observed else days


#: What becomes of those who are looked for and of the others, by the use: right and missed, wrong and left alone, and
#: what is done about an alert or not.
_LABELS = {
    "watchlist": (
        *("pointed at, rightly", "not found", "wrongly pointed at", "left alone"),
        ("stopped", "let go"),
    ),
    "population": ("returned, rightly", "not found", "returned wrongly", "", ("acted on", "not acted on")),
    "one_to_one": (
        *("refused, rightly", "let in, wrongly", "wrongly refused", "let in, rightly"),
        ("held up", "let in another way"),
    ),
    "other": (
        "flagged, rightly",
        "not flagged",
        "wrongly flagged",
        "left alone",
        ("acted on", "not acted on"),
    ),
}


def _tree_of_ranges(audit, one):
    claim = audit.claim
    right, missed, wrong, _, _ = _LABELS[claim.use]
    return Tree(
        _caption(audit, one),
        f"{people(audit.place['faces_per_day'].middle * claim.days)} {claim.examined} examined",
        (
            (
                f"{claim.sought}",
                (
                    f"{right}: {ends_in_words(one.true_alerts, claim.days)}",
                    f"{missed}: {ends_in_words(one.misses, claim.days)}",
                ),
            ),
            ("all others", (f"{wrong}: {ends_in_words(one.false_alerts, claim.days)}",)),
            *_unseen(claim),
        ),
    )


def _tree(audit, one):
    claim, days = audit.claim, audit.claim.days
    right_label, missed_label, wrong_label, alone_label, _ = _LABELS[claim.use]
    faces = audit.place["faces_per_day"].middle * days
    false, true = (ends[1] * days for ends in (one.false_alerts, one.true_alerts))
    missed = None if one.misses is None else one.misses[1] * days
    wrong = _counts(claim, wrong_label, false, audit.stopped().middle)
    found, not_found = parts_as_printed((true, missed), true + missed) if missed is not None else (true, None)
    right = (f"{right_label}: {people(found)}",)
    if claim.stopped_if_true is not None:
        right = _counts(claim, right_label, true, claim.stopped_if_true)
    looked_for, others = claim.sought, "all others"
    if claim.use == "population":
        others = "everybody whom a search returns wrongly, each as often as returned"
    elif missed is not None:
        rest = max(0.0, faces - true - missed)
        number = rest_as_printed(as_printed(faces), sum_as_printed((found, not_found), true + missed), rest)
        alone = rest_as_printed(number, as_printed(false), max(0.0, rest - false))
        others = f"{others}: {people(number)}"
        wrong = (f"{alone_label}: {people(alone)}", *wrong)
    if missed is not None:
        looked_for = f"{looked_for}: {people(sum_as_printed((found, not_found), true + missed))}"
    held = "" if one is audit.observed else ", everything not stated at its middle"
    return Tree(
        f"{_caption(audit, one)}{held}",
        f"{people(faces)} {claim.examined} examined",
        (
            (looked_for, (*right, f"{missed_label}: {CANNOT if missed is None else people(not_found)}")),
            (others, wrong),
            *_unseen(claim),
        ),
    )


def _unseen(claim):
    """The branch of those whom no camera caught; where nothing is photographed there is none."""
    return (
        ()
        if claim.use == "other"
        else (("not examined at all (blurred, turned away)", ("number not known",)),)
    )


def _counts(claim, label, alerts, stopped):
    numbers = stopped_and_not(alerts, stopped)
    ends = _LABELS[claim.use][-1]
    return tuple(f"{label}, {end}: {number}" for end, number in zip(ends, numbers, strict=True))


def _bar(audit, one):
    share, stopped = one.share_right[1], audit.stopped().middle
    stopped_rightly, ends = audit.claim.stopped_if_true, _LABELS[audit.claim.use][-1]
    labels, shares = ["right"], [share]
    if stopped_rightly is not None:
        labels = [f"right, {end}" for end in ends]
        shares = [share * stopped_rightly, share * (1 - stopped_rightly)]
    labels += [f"wrong, {end}" for end in ends]
    shares += [(1 - share) * stopped, (1 - share) * (1 - stopped)]
    return _thousand(audit, labels, shares)


def _bar_of_record(audit):
    """A record in which some alerts were said to be neither: their part is drawn, and given to no side."""
    record = _observed.record(audit.claim)
    if not record.alerts:
        return Paragraph("No alert was raised: there is nothing to divide.")
    parts = (record.right or 0, record.wrong or 0, record.rest)
    labels = ("said to be right", "said to be wrong", "neither")
    return _thousand(audit, labels, [part / record.alerts for part in parts])


def _thousand(audit, labels, shares):
    numbers = parts_in_words([1000 * share for share in shares], 1000)
    texts = [f"{label}: {number}" for label, number in zip(labels, numbers, strict=True)]
    caption = "Of 1,000 people returned" if audit.claim.use == "population" else "Of 1,000 alerts"
    return Bar(caption, f"{caption} {', '.join(texts)}.", tuple(zip(texts, shares, strict=True)))


def _readings(audit):
    days = audit.claim.days
    rows = []
    for one in (*([audit.observed] if audit.observed else []), *audit.readings):
        needed = "any" if one.needed_fpir is None else in_odds(one.needed_fpir)
        if one.needed_fmr is not None and audit.claim.use in ("watchlist", "population"):
            needed += f"; of comparisons {in_odds(one.needed_fmr)}"
        why = f" ({one.why})" if one.why else ""
        rows.append(
            (
                one.reading,
                ends_in_words(one.false_alerts, days),
                ends_in_words(one.true_alerts, days),
                ends_in_words(one.misses, days),
                share_in_words(one.share_right) + why,
                "counted, not worked out" if one is audit.observed else needed,
            )
        )
    caption = (
        f"What the figure means, by what it is a share of: counts in {days_in_words(days)}, lowest to highest"
    )
    if audit.observed:
        caption = f"What was counted, and what the figure means at its word: counts in {days_in_words(days)}"
    what = "people returned" if audit.claim.use == "population" else "alerts"
    heads = (
        "a share of",
        f"wrong {what}",
        f"right {what}",
        "not found",
        f"share of {what} right",
        "half right needs",
    )
    return Grid(caption, heads, tuple(rows))


def _evidence(audit):
    claim = audit.claim
    yield Heading("Where the figure is from, and can it bear the weight")
    read = [f"Source: {shortened(claim.source) or 'not noted'}."]
    if claim.url:
        read.append(f"Address: {shortened(claim.url)}")
    yield Items((*read, *(shortened(text) for text in audit.evidence)))


def _assumed(audit):
    yield Heading("What is taken for granted")
    rows = []
    rates = {name: stated(audit.claim, name) for name in ("fpir", "fmr", "fnir") if audit.claim.known(name)}
    spans = {**audit.place, **rates, "stopped_if_false": audit.stopped()}
    if audit.stopped_rightly():
        spans["stopped_if_true"] = audit.stopped_rightly()
    measured = f", on a list of {audit.claim.fpir_list_size:,}" if audit.claim.fpir_list_size else ""
    ended = "that end in a stop" if audit.claim.use == "watchlist" else _LABELS[audit.claim.use][-1][0]
    units = {
        "faces_per_day": f"{audit.claim.examined} a day",
        "list_size": "entries of the list",
        "listed_passing": f"{audit.claim.sought}, a day",
        "listed_share": f"{audit.claim.sought}, share",
        "fpir": f"others who raise an alert, share{measured}",
        "fmr": "comparisons of two people that match, share",
        "fnir": "looked for and not found, share",
        "stopped_if_false": f"wrong alerts {ended}, share",
        "stopped_if_true": f"right alerts {ended}, share",
    }
    if not audit.place["list_size"].moves and audit.claim.list_size is None:
        del spans["list_size"]  # there is no list
    for name, span in spans.items():
        said = say if name in ("faces_per_day", "list_size", "listed_passing") else _share_or_odds
        value = said(span.low)
        if span.moves:
            value = f"{value} to {said(span.high)}, middle {said(span.middle)}"
        first, last = span.names[0], span.names[2]
        named = f"; {first} to {last}" if first != last else f"; {first}" if first else ""
        rows.append(
            (
                units[name],
                value,
                f"{span.basis}{named}{_source(span)}",
            )
        )
    yield Grid("What the counts rest on beside the figure", ("quantity", "value", "from"), tuple(rows))


def _share_or_odds(share):
    return in_odds(share) if 0 < share < 0.01 else say_share(share)


def _source(span):
    text = shortened(span.source.removeprefix("assumed").strip(" ,;:"), 130)
    return f"; {text}" if text else ""


def _cost(audit):
    seconds = audit.claim.seconds_per_alert
    how = (
        f"{say(seconds)} seconds an alert"
        if seconds is not None
        else "30 seconds to 10 minutes an alert, assumed"
    )
    if audit.shown is None:
        return Paragraph(f"Cost: hours of looking at alerts depend on the reading ({how}).")
    what = "all who are returned" if audit.claim.use == "population" else "the alerts"
    return Paragraph(f"Cost: looking at {what} takes {_hours(audit.hours(audit.shown))} a day ({how}).")


def _hours(ends):
    if ends is None:
        return f"a time that {CANNOT}:"
    return _spanned(*(None if end is None else time_in_words(end) for end in ends))


def _questions(audit):
    table, claim = words.load("en"), audit.claim
    nouns = {"examined": claim.examined, "sought": claim.sought}
    rows = tuple(
        (
            f"{number}. {words.filled(ask(one.name, claim.use, table), nouns)}",
            _so_far(one, claim),
            effect(one, table),
        )
        for number, one in enumerate(audit.asked, 1)
    )
    what = "people returned" if claim.use == "population" else "alerts"
    return Grid(
        "Ten questions, the weightiest open one first", ("ask", "so far", f"right, of 100 {what}"), rows
    )


def _so_far(one, claim):
    if not one.known:
        return "open"
    there_is_none = one.name == "list_size" and not any(claim.known(key) for key in one.keys)
    return "does not apply" if there_is_none else "answered"


def ask(name, use, table):
    """The words of a question for a use; of screening without a list and a street they are others."""
    asked = table["questions"][name]
    return asked.get("ask_other", asked["ask"]) if use in ("other", "one_to_one") else asked["ask"]


def effect(question, table, test=True):
    """What an answer would change, in a few words of the table of a language, and the test that would settle it."""
    text = table["ten_questions"]
    if question.kind == "unbounded":
        said = text["cannot"]
    elif question.kind == "range":
        said = words.filled(text["effect_range"], two_shares(question))
    else:
        said = text[question.kind]
    if not test or question.test_size is None:
        return said
    return f"{said}; {words.filled(text['test_size'], {'size': size_of_test(question.test_size)})}"


def two_shares(question):
    """The lower and the higher share of alerts right, in so many of a hundred."""
    low, high = two_of_100(*sorted((question.low, question.high)))
    return {"low": low, "high": high}


def _comparable(audit):
    yield Heading("What was counted elsewhere")
    texts = [f"{one.figure} [{one.table}, {one.row}; {one.grade}]" for one in audit.comparable]
    yield Items(tuple(texts) or ("None in the tables for this kind of screening.",))


def _made(audit):
    on = f" Claim read on {audit.claim.read_on}." if audit.claim.read_on else ""
    return Paragraph(
        "Expected numbers, not counts of what happened. An alert of a search of a whole population is a person "
        "returned. Comparisons of one search are taken as independent where a chance of an alert is worked out; where "
        "false matches gather on few people, alerts are fewer and candidates as many. Every figure is recomputed by: "
        f"falsematch audit CLAIM.toml (False Match {__version__}).{on}",
        "small",
    )
