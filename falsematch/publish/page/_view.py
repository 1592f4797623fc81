"""What the page shows, as text and nested lists ["tag", {attributes}, children ...]: ``view.js`` in Python."""

from math import ceil, floor

from falsematch._words import as_printed, parts_as_printed, rest_as_printed, sum_as_printed
from falsematch.publish.page._answer import (
    MEASURES,
    OBSERVED,
    RATE_SAID,
    TEXTS,
    answer,
    as_state,
    digits,
    effect,
    false_rate,
    length_missing,
    list_counts,
    ranked,
    rate_is_figure,
    record,
)
from falsematch.publish.page._say import (
    one_in,
    percent,
    plain,
    said,
    span,
    whole,
)
from falsematch.publish.words import filled

PERSON = (
    "M5 .4a2.6 2.6 0 1 1 0 5.2a2.6 2.6 0 1 1 0-5.2z"
    "M1 15.6v-5.6a3.4 3.4 0 0 1 3.4-3.4h1.2a3.4 3.4 0 0 1 3.4 3.4v5.6z"
)
COLUMNS = 25
MOST_ICONS = 300
NO_FIGURE = 0.05  # people: so few are not drawn
#: The field that an answer to a question fills, where the page has one.
CONTROLS = {
    "measures": "measures",
    "threshold": "one_in",
    "listed_passing": "listed",
    "faces_per_day": "faces",
    "list_size": "list",
    "fnir": "found",
    "observed": "observed_alerts",
}


def view(s, words, facts, told=(), guessed=()):
    """Every part of the page that depends on the state, by name; `told` as in `ranked`.

    `guessed` are questions whose answers are put in without a source: the letter asks whether they hold.
    """
    facts = {**facts, "rows": ranked(s, facts["ranges"], told), "guessed": guessed}
    w = {
        **{name: words[name] for name in ("questions", "letter", "nouns")},
        **for_use(words["page"], s["use"]),
    }
    a = answer(s, facts["ranges"])
    share = w["share"]["unbounded"]
    if a["share_right"]:
        form = "one" if a["share_right"][0] == a["share_right"][1] else "range"
        share = filled(w["share"][form], {"share": span(a["share_right"], w, percent)})
    quoted = filled(w["told"]["quoted"], {"statement": s["statement"]})
    headline = _headline(s, a, w, facts)
    return {
        "statement": quoted if s["statement"] else w["told"]["nothing"],
        "claimant": s["claimant"] or w["told"]["nobody"],
        "observed": _observed(s, w),
        "headline": headline,
        "share": share,
        "decides": _decides(s, w, facts),
        "elsewhere": _elsewhere(s, w, facts),
        "missing": _missing(s, a, w, facts),
        "tree": _tree(s, a, w),
        "thousand": _thousand(a, w),
        "icons": _icons(s, a, w),
        "readings": _readings(s, w, facts),
        "questions": _questions(s, a, w, facts),
        "moved": _moved(s, w),
        "summary": _summary(s, a, w, share),
        "letter": _letter(s, a, w, facts, headline),
    }


def for_use(w, use):
    """The words of the page, with those that a use has of its own in place of those of a list on the street."""
    return {
        **w,
        **{section: {**w.get(section, {}), **its} for section, its in w["uses"].get(use, {}).items()},
    }


def _days(s, w):
    if s["days"] == 1:
        return w["number"]["one_day"]
    return filled(w["number"]["days"], {"days": whole(s["days"], w)})


def _others(a):
    return max(0, a["searches"][0] - a["mated"][0])


def _rounded(a):
    """Counts as they are printed: as a brief prints them."""
    right, false, hit = a["true_alerts"][0], a["false_alerts"][0], a["stopped_wrongly"][0]
    looked_for = right + a["misses"][0]
    found, missed = parts_as_printed((right, a["misses"][0]), looked_for)
    stopped, passed = parts_as_printed((hit, max(0, false - hit)), false)
    wrong, every = as_printed(false), as_printed(a["searches"][0])
    looked = sum_as_printed((found, missed), looked_for)
    others = rest_as_printed(every, looked, _others(a))
    return {
        "found": found,
        "missed": missed,
        "stopped": stopped,
        "passed": passed,
        # In a search of a population wrong people are returned, any number by each search: no part of the searches.
        "alone": rest_as_printed(others, wrong, max(0, _others(a) - false)),
        "wrong": wrong,
        "looked": looked,
        "others": others,
        "all": every,
        "alerts": sum_as_printed((found, wrong), right + false),
    }


def _read_each_way(s, facts):
    """The answer with the figure taken as a share of each of four things, by their names."""
    return {name: answer(as_state(s | {"measures": name}), facts["ranges"]) for name in MEASURES[:4]}


def _unsaid(s, w, facts):
    """A figure said of nothing: what it would mean at most, by the mildest reading and by the worst."""
    ways = _read_each_way(s, facts)
    every = {w["field"][f"measures_{name}"]: b["false_alerts"] for name, b in ways.items()}
    bounded = sorted(((ends[1], name) for name, ends in every.items() if ends), key=lambda one: one[0])
    unbounded = ", ".join(name for name, ends in every.items() if not ends)
    (low, mild), (high, worst) = bounded[0], bounded[-1]
    values = {"value": plain(s["value"], w), "mild": mild, "worst": worst}
    text = filled(w["headline"]["unsaid"], values | {"low": said(low, w), "high": said(high, w)})
    return f"{text} {filled(w['headline']['unsaid_open'], {'open': unbounded})}" if unbounded else text


def _headline(s, a, w, facts):
    words, days = w["headline"], _days(s, w)
    crowd = words["crowd"]
    if a["too_many_listed"]:
        return words["too_many"]
    if not a["complete"]:
        crowd = filled(crowd, {"days": days, "faces": span(a["searches"], w)})
        if s["measures"] == "unknown" and s["value"] is not None and a["alerts"] is None:
            return f"{crowd} {_unsaid(s, w, facts)}"
        form = "ranges" if a["false_alerts"] else "unbounded"
        return f"{crowd} {filled(words[form], _ranges(a, w))}"
    n = _rounded(a)
    said_ = _said(n, w)
    lines = [filled(crowd, {"days": days, "faces": said_["all"]})]
    if n["alerts"] > 0:
        lines.append(filled(words["alerts"], {**said_, "right": said_["found"]}))
    else:
        lines.append(words["alerts_none"])
    if a["false_alerts"][0] >= 0.5:
        lines.append(filled(words["stopped"], said_))
    elif a["false_alerts"][0] > 0:
        lines.append(filled(words["wrong_rare"], {"periods": one_in(a["false_alerts"][0], w)}))
    lines.append(filled(words["misses"], {"misses": said_["missed"]}))
    return " ".join(lines)


def _said(n, w):
    """Counts of `_rounded` as texts."""
    return {name: plain(x, w) for name, x in n.items()}


COUNTS = {
    "alerts": ("alerts", "alerts"),
    "right": ("true_alerts", "found"),
    "wrong": ("false_alerts", "wrong"),
    "stopped": ("stopped_wrongly", "stopped"),
    "misses": ("misses", "missed"),
}


def _ranges(a, w):
    return {name: span(a[of], w) for name, (of, _) in COUNTS.items()}


def _summary(s, a, w, share):
    """The answer in one line, for the foot of the controls and for those who listen."""
    if a["too_many_listed"]:
        return w["headline"]["too_many"]
    counts, form = _ranges(a, w), "ranges" if a["false_alerts"] else "unbounded"
    if a["complete"]:
        n = _rounded(a)
        counts = {name: plain(n[printed], w) for name, (_, printed) in COUNTS.items()}
    computed = f"{w['observed']['computed_short']}: " if record(s) else ""
    return f"{computed}{filled(w['headline'][form], counts)} {share}"


def _moves(row, w):
    """Whether the answer to a question changes the share of alerts right, as printed, or lets it be bounded."""
    _, ends, unbounded, *_ = row
    return unbounded or ends is not None and percent(ends[0], w) != percent(ends[1], w)


def _decides(s, w, facts):
    if s["measures"] == "unknown" and s["value"] is not None:
        return w["decides"]["measures"]
    rows = facts["rows"]
    ((_, ends, *_),) = [row for row in rows if row[0] == "listed_passing"]
    if s["listed"] is not None and s["listed_low"] == s["listed_high"]:
        others = (s["listed"] / 2, s["listed"] * 2)
        ends = effect(
            s, [dict.fromkeys(("listed", "listed_low", "listed_high"), x) for x in others], facts["ranges"]
        )
    if ends is not None and not _moves((None, ends, False), w):
        for row in rows:
            if row[3] and _moves(row, w):
                return f"{_ask(row[0], w)} {_effect(row, s, None, w)}"
        return filled(w["decides"]["nothing"], {"share": percent(ends[0], w)})
    if s["listed"] is None or s["listed_low"] == s["listed_high"]:
        return w["decides"]["one_number"]
    other = s["listed_low"] if s["listed_low"] < s["listed"] else s["listed_high"]
    b = answer(as_state(s | {"listed": other, "listed_low": other, "listed_high": other}), facts["ranges"])
    if not b["complete"]:
        return w["decides"]["unknown"]
    n = _rounded(b)
    values = {"low": plain(other, w), "drawn": plain(s["listed"], w)}
    values |= {"right": plain(n["found"], w), "alerts": plain(n["alerts"], w)}
    return filled(w["decides"]["sentence"], values)


def _elsewhere(s, w, facts):
    record = [facts[f"record_{name}"] for name in ("false", "alerts", "faces")]
    values = dict(zip(("false_alerts", "alerts", "faces"), (whole(x, w) for x in record), strict=True))
    if s["faces"] is None or s["use"] != "watchlist":
        return filled(w["elsewhere"]["plain"], values)
    expected = s["faces"] * s["days"] * record[0] / record[2]
    here = said(expected, w)
    here = filled(w["elsewhere"]["one_or_none"], {"number": here}) if 0.1 <= expected < 1 else here
    return filled(w["elsewhere"]["carried"], values | {"days": _days(s, w), "here": here})


def _effect(row, s, a, w):
    """What the answer to one question could change, in words."""
    name, ends, unbounded, opened = row
    words = w["effect"]
    if not opened and name in ("review", "groups", "observed"):
        return words["told"]
    if unbounded:
        return words[{"measures": "measures", "list_size": "length"}.get(name, "unbounded")]
    if ends is not None:
        low, high = (percent(x, w) for x in ends)
        return (
            filled(words["same"], {"share": low})
            if low == high
            else filled(words["range"], {"low": low, "high": high})
        )
    if name == "review" and not a["complete"]:
        return words["review_unknown"]
    if name == "review":
        return filled(words["review"], _said(_rounded(a), w))
    return words.get(name, words["none"])


def _ask(name, w):
    return filled(w.get("asks", {}).get(name) or w["questions"][name]["ask"], w["nouns"])


def _observed(s, w):
    """What was counted in use, above what is computed: the count is what happened."""
    found, words = record(s), w["observed"]
    if found is None:
        return ["div", {}]
    known = {name: whole(x, w) for name, x in found.items() if x is not None}
    if found["alerts"] is None:
        form = "wrong" if found["right"] is None else "right"
    elif found["alerts"] == 0:
        form = "none"
    elif found["rest"] == 0:
        form = "all"
    else:
        which = [name for name in ("right", "wrong") if found[name] is not None]
        form = f"rest_{which[0]}" if len(which) == 1 else "rest" if which else "rest_all"
    lines = [filled(words["period"], {"period": s["period"]})] if s["period"] else []
    lines.append(filled(words[form], known))
    if form == "all":
        share = found["right"] / found["alerts"]
        lines.append(filled(words["share"], {"share": percent(share, w), **known}))
    spec = [["p", {"class": "counted"}, " ".join(lines)]]
    if s["observed_faces"] is not None and s["faces"] is not None:
        times = s["faces"] * s["days"] / s["observed_faces"]
        counts = (("right", found["right"]), ("wrong", found["wrong"]))
        brought = [
            filled(words[f"brings_{n}"], {"number": said(x * times, w)}) for n, x in counts if x is not None
        ]
        values = {"faces": whole(s["observed_faces"], w), "days": _days(s, w)}
        values["crowd"] = said(s["faces"] * s["days"], w)
        if brought:
            spec.append(
                ["p", {}, filled(words["rate"], {**values, "brought": f" {words['and']} ".join(brought)})]
            )
    judged = found["alerts"] != 0 and (found["right"], found["wrong"]) != (None, None)
    spec += [["p", {}, words["interval"]]] if judged else []
    return ["div", {}, *spec, ["p", {}, words["computed"]]]


def _control(name, s):
    """The field of the page that an answer to a question fills, or ""."""
    if name == "measures" and s["value"] is None:
        return "value"
    if name == "list_size" and length_missing(s):
        return "measured_on"
    return CONTROLS.get(name, "")


def _missing(s, a, w, facts):
    rows = [row for row in facts["rows"] if row[3]]
    if any(_moves(row, w) for row in rows):
        # What moves nothing is named only where nothing moves anything.
        rows = [row for row in rows if row[1] is None or _moves(row, w)]

    def item(row):
        field = _control(row[0], s)
        link = [" ", ["a", {"href": f"#f-{field}", "class": "screen"}, w["missing_link"]]] if field else []
        return ["li", {}, _ask(row[0], w), " ", ["strong", {}, _effect(row, s, a, w)], *link]

    return ["ol", {}, *map(item, rows[:3])]


def _questions(s, a, w, facts):
    found = {row[0]: _effect(row, s, a, w) for row in facts["rows"]}
    return [
        "tbody",
        {},
        *(
            [
                "tr",
                {},
                ["th", {"scope": "row"}, f"{i}. {_ask(name, w)}"],
                ["td", {}, facts["fields"][name]],
                ["td", {}, found[name]],
            ]
            for i, name in enumerate(facts["order"], 1)
        ),
    ]


def _letter(s, a, w, facts, headline):
    words = w["letter"]
    lines = [words["subject"], "", words["greeting"], ""]
    if s["statement"]:
        where = filled(words["said_where"], {"where": s["claimant"]}) if s["claimant"] else ""
        # The statement may hold anything, a "{where}" too: it is put in last.
        around = (
            filled(part, {"where": where, "source": ""}) for part in words["statement"].split("{statement}")
        )
        said_ = s["statement"].join(part.replace(" :", ":", 1) for part in around).strip()
        lines += [said_[:1].upper() + said_[1:], ""]
    counted = "".join(part[2] + " " for part in _observed(s, w)[2:])
    rows = facts["rows"]
    guesses = {
        name: _known(name, s, w) for name, *_, opened in rows if not opened and name in facts["guessed"]
    }
    asked = [row for row in rows if row[3] or guesses.get(row[0])]
    lines += [words["purpose" if asked else "purpose_answered"], ""]
    lines += [filled(words["today"], {"answer": counted + headline}), ""]
    if asked:
        lines += [filled(words["first"], {"number": "1"}), ""] if _moves(asked[0], w) else []
        lines += [w["letter_questions"], ""]
    for i, row in enumerate(asked, 1):
        change = _effect((*row[:3], True), s, a, w)
        lines.append(f"{i}. {_ask(row[0], w)}")
        if guesses.get(row[0]):
            lines.append(f"   {filled(w['letter_assumed'], {'value': guesses[row[0]]})}")
        if change != w["effect"]["none"]:
            lines.append(f"   {filled(w['letter_effect'], {'effect': change})}")
    known = [f"- {text}" for row in rows if row not in asked and (text := _known(row[0], s, w))]
    if known:
        lines += ["", words["confirm"], *known]
    lines += ["", words["not_recorded"], words["reply"], "", words["closing"], "", words["made"]]
    return "\n".join(lines)


#: The fields that answer a question.
KNOWN = {
    "threshold": ("one_in", "measured_on"),
    "listed_passing": ("listed",),
    "faces_per_day": ("faces",),
    "list_size": ("list",),
    "fnir": ("found",),
    "observed": (*OBSERVED, "period"),
}


def _known(name, s, w):
    """What is put in as the answer to a question, in words."""
    if name == "measures":
        if s["value"] is None or s["measures"] == "unknown":
            return ""
        return f"{w['field']['measures']}: {w['field']['measures_' + s['measures']]}"
    known = {field: s[field] for field in KNOWN.get(name, ()) if s[field] not in (None, "")}
    return "; ".join(
        f"{w['field'][field]}: {x if field in TEXTS else plain(x, w)}" for field, x in known.items()
    )


def _leaf(label, number, note=""):
    return [
        "li",
        {},
        ["span", {"class": "n"}, number],
        " ",
        ["span", {}, label],
        *([" ", ["small", {}, note]] if note else []),
    ]


def _branch(label, number, children):
    return ["li", {}, ["span", {"class": "n"}, number], " ", ["span", {}, label], ["ul", {}, *children]]


def _rarely(x, w):
    """Beside a count below a half: how rarely it comes to one."""
    return filled(w["tree"]["rarely"], {"periods": one_in(x, w)}) if 0 < x < 0.5 else ""


def _tree(s, a, w):
    label = w["tree"]
    top = filled(label["root"], {"days": _days(s, w)})
    not_compared = _leaf(label["not_compared"], label["not_known"])
    apart = s["use"] == "population"
    if not a["complete"]:
        (least, most), (few, many) = a["searches"], a["mated"]
        others = max(0, least - many), max(0, most - few)
        looked = [
            _leaf(label["found"], span(a["true_alerts"], w)),
            _leaf(label["missed"], span(a["misses"], w)),
        ]
        if apart:
            rest = [_branch(label["looked_for"], span(a["mated"], w), looked)]
            rest += [_leaf(label["others"], span(others, w)), not_compared]
            returned = [_leaf(label["stopped"], span(a["stopped_wrongly"], w))]
            trunk = _branch(top, span(a["searches"], w), rest)
            return [
                "ul",
                {"class": "tree"},
                trunk,
                _branch(label["returned"], span(a["false_alerts"], w), returned),
            ]
        rest = [
            _leaf(label["wrong"], span(a["false_alerts"], w)),
            _leaf(label["stopped"], span(a["stopped_wrongly"], w)),
        ]
        branches = [
            _branch(label["looked_for"], span(a["mated"], w), looked),
            _branch(label["others"], span(others, w), rest),
        ]
        return ["ul", {"class": "tree"}, _branch(top, span(a["searches"], w), [*branches, not_compared])]
    n = _rounded(a)
    found, missed, hit = a["true_alerts"][0], a["misses"][0], a["stopped_wrongly"][0]
    passed = a["false_alerts"][0] - hit

    def end(name, x):
        return _leaf(label[name], plain(n[name], w), _rarely(x, w))

    looked = _branch(label["looked_for"], plain(n["looked"], w), [end("found", found), end("missed", missed)])
    alone, ends = _leaf(label["alone"], plain(n["alone"], w)), [end("stopped", hit), end("passed", passed)]
    number = plain(n["others"], w)
    others = _leaf(label["others"], number) if apart else _branch(label["others"], number, [alone, *ends])
    returned = [_branch(label["returned"], plain(n["wrong"], w), ends)] if apart else []
    trunk = _branch(top, plain(n["all"], w), [looked, others, not_compared])
    return ["ul", {"class": "tree"}, trunk, *returned]


def _thousand(a, w):
    label = w["tree"]
    if not a["complete"]:
        return ["p", {}, filled(label["thousand_unknown"], {"share": span(a["share_right"], w, percent)})]
    right = 1000 * a["share_right"][0]
    wrong = a["false_alerts"][0]
    hit = (1000 - right) * (a["stopped_wrongly"][0] / wrong) if wrong > 0 else 0
    values = [right, hit, max(0, 1000 - right - hit)]
    names = [label["right"], label["wrong_stopped"], label["wrong_passed"]]
    leaves = [_leaf(name, plain(x, w)) for name, x in zip(names, parts_as_printed(values, 1000), strict=True)]
    return ["ul", {"class": "tree"}, _branch(label["thousand"], whole(1000, w), leaves)]


def _person(kind, i):
    place = f"translate({i % COLUMNS * 12 + 1} {i // COLUMNS * 18 + 1})"
    return ["path", {"class": kind, "d": PERSON, "transform": place}]


def _square(kind, i, part):
    """A square for a count too large for one figure each: the last is as wide as what is left."""
    place = {"x": str(i % COLUMNS * 12 + 1), "y": str(i // COLUMNS * 12 + 1)}
    width = f"{10 * part:.4f}".rstrip("0").rstrip(".")
    return ["rect", {"class": kind, **place, "width": width, "height": "10"}]


def _icons(s, a, w):
    words = w["icons"]
    if not a["complete"]:
        return ["p", {}, words["not_drawn"]]
    n, hit = _rounded(a), a["stopped_wrongly"][0]
    groups = [
        ("right", a["true_alerts"][0], n["found"]),
        ("stopped", hit, n["stopped"]),
        ("passed", a["false_alerts"][0] - hit, n["passed"]),
        ("missed", a["misses"][0], n["missed"]),
    ]
    total = 0
    for group in groups:
        total += group[1]
    # Figures of people where all counts are whole, or next to none; squares, whose parts are parts of one, if not.
    unit, figures = 1, all(x < NO_FIGURE or printed == int(printed) for _, x, printed in groups)
    while total / unit > MOST_ICONS:
        unit, figures = unit * 10, False
    drawn = []
    for kind, x, printed in groups:
        if figures:
            marks = [_person(kind, i) for i in range(floor(printed))]
        else:
            full = floor(x / unit)
            marks = [_square(kind, i, 1) for i in range(full)]
            marks += [_square(kind, full, x / unit - full)] if x / unit > full else []
        text = ["p", {}, ["span", {"class": "n"}, plain(printed, w)], " ", words[kind]]
        if figures and 0 < x < NO_FIGURE:
            text += [" ", ["small", {}, words["no_figure"]]]
        height = ceil(len(marks) / COLUMNS) * (18 if figures else 12)
        box = {"viewBox": f"0 0 {COLUMNS * 12} {height}", "aria-hidden": "true"}
        drawn.append(["li", {}, text, *([["svg", box, *marks]] if marks else [])])
    caption = words["one"] if figures else filled(words["many"], {"unit": whole(unit, w)})
    return ["div", {}, ["p", {}, caption], ["ul", {"class": "icons"}, *drawn]]


def _readings(s, w, facts):
    """The same figure, taken as a share of each of four things, all else as it is or not known."""
    if s["value"] is None:
        return ["tbody", {}, ["tr", {}, ["td", {"colspan": "4"}, w["readings"]["nothing"]]]]
    rows = []
    for measures, b in _read_each_way(s, facts).items():
        name = filled(w["readings"][measures], {"value": plain(s["value"], w)})
        cells = [span(b["false_alerts"], w), span(b["true_alerts"], w), span(b["share_right"], w, percent)]
        rows.append(["tr", {}, ["th", {"scope": "row"}, name], *(["td", {}, text] for text in cells)])
    return ["tbody", {}, *rows]


def _moved(s, w):
    """How the rate moves with the list, in view."""
    words = w["moved"]
    if s["value"] is not None and s["measures"] in RATE_SAID:
        if not (rate_is_figure(s) and list_counts(s)):
            return words["from_sentence"]
        if s["measured_on"] is None:
            return words["from_sentence_here"]
    if not list_counts(s):
        return words["no_list"]
    if length_missing(s):
        return words["length"]
    chance = None if None in (s["list"], s["measured_on"]) else false_rate(s, s["list"])
    if chance is None:
        return words["with_list" if s["list"] is None and s["measured_on"] is not None else "unknown"]
    if chance == 0:
        return words["none"]
    if s["use"] == "population":
        people = plain(digits(float(f"{chance:.2e}")), w)
        return filled(words["returned"], {"people": people, "list": whole(s["list"], w)})
    lengths = {"list": whole(s["list"], w), "measured_on": whole(s["measured_on"], w)}
    form = "same" if s["list"] == s["measured_on"] else "moved"
    return filled(words[form], {"one_in": one_in(chance, w, digits=4), **lengths})
