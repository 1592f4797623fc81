"""Writing claim files: an empty one that explains itself, and a claim as a file."""

from dataclasses import fields

from falsematch.claims._claim import GRADES, MEASURES, QUALIFIERS, SECTIONS, SIDES, USES, Claim

_HEADS = {
    "claim": "What was said, in the claimant's own sense.",
    "test": "What it rests on, as far as it was said.",
    "source": "Where you read it.",
    "use": "What it is to be used for. Rates are proportions: 0.11, not 11 %. Numbers without commas: 155050.",
    "observed": "What happened in use so far, if anybody counted: totals of one and the same period, however long.",
    "from": 'Where a value of above is from: faces_per_day = "annual report, page 3". What nobody stated: "assumed".\n'
    "The register wants one for each number under [use].",
}
#: What each key is: the comment beside it in a new file.
COMMENTS = {
    "id": "a name for this claim, small letters and _; empty is allowed, but not in the register",
    "claimant": "who says it: an office or an organisation, no private person (needed)",
    "side": " | ".join(SIDES),
    "statement": "the sentence (needed)",
    "where": "where it was said: an answer in parliament, a brochure, a talk",
    "when": "a year, a month or a day: 2025, 2025-12, 2025-12-04",
    "printed": 'the figure as it was printed: "99.8 %", "1 in 6,000"',
    "qualifier": "what stood before it: " + " | ".join(name for name in QUALIFIERS if name),
    "value": "the figure as a proportion: 99.8 % is 0.998, 1 in 6,000 is 0.00016667",
    "measures": "what it is said to be a share of, one of the names below",
    "test_set": "photographs, volunteers, a crowd: of what, where, how many people",
    "trials": "how many were tried, of the kind the figure is a share of",
    "errors": "how many of them went wrong",
    "threshold": "the setting of the test, and the setting in use if it is another",
    "source": "publication or document",
    "url": "http:// or https://",
    "read_on": "the day on which you read it: 2026-11-26",
    "grade": " | ".join(GRADES) + " (the document itself; a report of it; a copy of unclear origin)",
    "reply": 'what the claimant answered, and when; empty reads "not asked"',
    "use": " | ".join(USES),
    "place": "where",
    "examined": "what is examined: faces, papers, messages",
    "sought": "who or what is looked for: people on the list, papers written by a machine",
    "days": "over how many days the brief counts",
    "faces_per_day": "how many are examined in a day",
    "list_size": "people on the list, or photographs in the archive",
    "listed_passing": "how many of those looked for pass in a day: [low, high] or [low, middle, high]",
    "fmr": "false match rate of one comparison, or",
    "fpir": "share of people not listed who raise an alert: 1 in 6,000 is 0.00016667",
    "fpir_list_size": "length of the list on which it was measured: without it, no number of wrong alerts follows",
    "fnir": "share of listed people who pass and are not found",
    "review": "who looks at an alert, and what the person sees",
    "seconds_per_alert": "how long that takes, all in all",
    "stopped_if_false": "share of wrong alerts that end in a stop",
    "stopped_if_true": "share of right alerts that end in a stop",
    "groups": "whom it falls on: who passes, who is listed, who was wrongly pointed at",
    "observed_faces": "faces examined",
    "observed_alerts": "alerts raised",
    "observed_right": "of them said to be right",
    "observed_wrong": "of them said to be wrong",
    "judged_by": "who decided that",
    "period": "from when to when that was counted, in words or days: 2024-09 to 2025-09",
}

#: What a key needs said beside its comment: a line below it in a new file, for cases that its first readers met.
NOTES = {
    "value": "always a fraction, never a percentage, also where a percentage was printed; a count or a score as it is",
    "errors": "if the figure is a share of alerts: trials = alerts that were judged, errors = those that were wrong",
    "source": 'in print only: title, publisher, date, page and the words "in print" here; url stays empty',
    "faces_per_day": "a month's or a year's total: divide it by the days, and say so in [from]: "
    '"310,000 in the 31 days of March"',
    "listed_passing": 'only a guess: write it, and listed_passing = "assumed" in [from]; it is asked for all the same',
    "observed_right": "if the source says that all others were right, write alerts minus wrong",
    "observed_wrong": "alerts that are in neither count as not judged; leave a count out if nobody told it",
}


def new_claim_file():
    """The text of an empty claim file that explains itself."""
    lines = [
        "# A claim of accuracy. What you leave empty is what the audit asks for.",
        "# python -m falsematch audit THIS_FILE",
    ]
    for section, keys in SECTIONS.items():
        lines += ["", f"[{section}]", *(f"# {line}" for line in _HEADS[section].split("\n"))]
        for key in keys if section != "from" else ():
            lines += [f"{key} = {_empty(key)}  # {COMMENTS[key]}"]
            if key in NOTES:
                lines.append(f"#   {NOTES[key]}")
            if key == "measures":
                lines += [f"#   {name}: {words}" for name, words in MEASURES.items()]
    return "\n".join(lines) + "\n"


def _empty(key):
    one = next(one for one in fields(Claim) if one.name == key)
    if key in ("claimant", "statement"):
        return '""'
    if "check" in one.metadata:
        return '"unknown"' if one.default is None else str(one.default)
    return _text(one.default)


def claim_file(claim):
    """A `Claim` as the text of a claim file; what is not known is left out. `read_claim` reads it back."""
    lines = []
    for section, keys in SECTIONS.items():
        if section == "from":
            rows = [f"{key} = {_text(words)}" for key, words in claim.from_.items()]
        else:
            rows = [f"{key} = {_value(getattr(claim, key))}" for key in keys if claim.known(key)]
        if rows:
            lines += ["", f"[{section}]", *rows]
    return "\n".join(lines[1:]) + "\n"


def _value(value):
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, tuple):
        return "[" + ", ".join(_value(end) for end in value) + "]"
    return repr(int(value)) if value == int(value) else repr(value)


def _text(text):
    """A TOML string; characters that need it are escaped (a `Claim` holds no control characters)."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
