"""The glossary: terms of ISO/IEC 2382-37 and 19795-1 as this project uses them, in its own words."""

import re

#: Term: (what else it is written as, what it means here).
TERMS = {
    "alert": ((), "A notice, to whoever runs a system, that a face was taken for somebody on a list."),
    "base rate": (
        ("prevalence",),
        "The share of the people scanned who are wanted. It belongs to the use, not to the system.",
    ),
    "candidate": (("candidates",), "A person whom a search returns as perhaps the one searched for."),
    "comparison": (
        ("comparisons",),
        "Two photographs, or what was computed from them, set side by side; it gives a score.",
    ),
    "EER": (
        ("equal error rate",),
        "The error rate at the threshold where false matches and false non-matches are equally frequent. A number to "
        "compare matchers by, not a setting that anybody uses.",
    ),
    "failure to acquire": (
        ("failures to acquire",),
        "A photograph from which nothing can be computed. It must be counted with the misses or stated apart.",
    ),
    "false match": (
        ("false matches",),
        "A comparison of two different people with a score at or above the threshold.",
    ),
    "FMR": (
        ("false match rate",),
        "False matches out of all comparisons of different people. ISO/IEC 19795-1.",
    ),
    "FNIR": (
        ("false negative identification rate",),
        "Searches of enrolled people that do not return them (within the rank asked for, at or above the threshold), "
        "out of all searches of enrolled people. ISO/IEC 19795-1.",
    ),
    "FNMR": (
        ("false non-match rate",),
        "Comparisons of one person with themselves whose score stays below the threshold, out of all such comparisons. "
        "ISO/IEC 19795-1.",
    ),
    "FPIR": (
        ("false positive identification rate",),
        "Searches of people who are not enrolled that return somebody, out of all such searches. It grows with the "
        "gallery. ISO/IEC 19795-1.",
    ),
    "gallery": (
        ("galleries",),
        "The enrolled people among whom a search looks: a watchlist, a register, a country.",
    ),
    "genuine": (("mated",), "Of one person: two photographs of the same person make a genuine comparison."),
    "impostor": (
        ("non-mated",),
        "Of two people: photographs of different people make an impostor comparison. Nobody pretends anything.",
    ),
    "PPV": (
        ("positive predictive value",),
        "The share of alerts that are right.",
    ),
    "probe": (("probes",), "The photograph that is searched for in a gallery."),
    "rank": ((), "The place of a candidate when those returned are ordered by their scores."),
    "threshold": (
        ("thresholds",),
        "The least score that counts as a match: a match if and only if the score is at or above it. ISO/IEC 19795-1 "
        "words it as greater than; the difference matters for equal scores only.",
    ),
    "watchlist": (("watchlists",), "A gallery of people whom somebody wants to find."),
}


def anchor(term):
    return "term-" + re.sub(r"\W+", "-", term.lower())


def page():
    """The glossary as Markdown."""
    pieces = [
        "# Glossary",
        "Terms of ISO/IEC 2382-37 and ISO/IEC 19795-1 as they are used here, in our words.",
    ]
    for term in sorted(TERMS, key=str.lower):
        others, meaning = TERMS[term]
        also = f" (also: {', '.join(others)})" if others else ""
        pieces.append(f"({anchor(term)})=\n## {term}\n\n{meaning}{also}")
    return "\n\n".join(pieces) + "\n"


_WORDS = {form: term for term, (others, _) in TERMS.items() for form in (term, *others)}
#: Code, links, headings, HTML: nothing in them becomes a link.
_APART = re.compile(r"```.*?```|`[^`]*`|\[[^\]]*\]\([^)]*\)|^#+ [^\n]*$|<[^>]+>", re.S | re.M)
_TERM = re.compile(
    r"(?<![\w-])(" + "|".join(sorted(map(re.escape, _WORDS), key=len, reverse=True)) + r")(?![\w-])"
)


def linked(text, seen):
    """A lesson's text in which the first use of each term leads to the glossary; `seen` remembers which were used."""

    def link(match):
        term = _WORDS[match[1]]
        if term in seen:
            return match[1]
        seen.add(term)
        return f"[{match[1]}](../glossary.md#{anchor(term)})"

    pieces, end = [], 0
    for apart in _APART.finditer(text):
        pieces += [_TERM.sub(link, text[end : apart.start()]), apart[0]]
        end = apart.end()
    return "".join([*pieces, _TERM.sub(link, text[end:])])
