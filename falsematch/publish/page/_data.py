"""What the page begins with, from the tables of the project: a worked answer and others, ranges, sources."""

from dataclasses import fields

from falsematch import claims, datasets, search
from falsematch.claims._claim import MOST_OF_SOURCE, NO_SHARE, Claim
from falsematch.publish.page._answer import OBSERVED, USES, as_state
from falsematch.publish.page._say import plain
from falsematch.publish.words import filled

#: The ten questions in the order of the letter's form, and the entries of a claim file that an answer fills.
ENTRIES = {
    "measures": "value, measures",
    "threshold": "threshold, fpir",
    "listed_passing": "listed_passing",
    "faces_per_day": "faces_per_day",
    "list_size": "list_size, fpir_list_size",
    "fnir": "fnir",
    "trials": "trials, errors",
    "review": "review, stopped_if_false",
    "groups": "groups",
    "observed": "observed_faces, observed_alerts, observed_right, observed_wrong, judged_by, period",
}
#: The names of a claim file for what the page has a reading of; a share of errors is turned round.
AS_SHARE = {name: name for name in ("found", "nothing_returned", "alerts", "pairs_even")}
AS_ERRORS = {"fnir": "found", "fpir": "nothing_returned", "wrong_alerts": "alerts"}
#: The same, where one face is compared with one photograph: FMR and FNMR, and no search.
GATE_SHARE = {"mated_pairs": "nothing_returned", "alerts": "alerts", "pairs_even": "pairs_even"}
GATE_ERRORS = {"fmr": "found", "fnmr": "nothing_returned", "wrong_alerts": "alerts"}


#: What the page writes for a sentence or a name that a claim file must have and nobody put in.
NOT_SAID = "not said"


def of_claim(claim):
    """A `Claim` as a state of the page. What the page has no reading for is "not said"."""
    gate = claim.use == "one_to_one"
    shares, errors = (GATE_SHARE, GATE_ERRORS) if gate else (AS_SHARE, AS_ERRORS)
    measures, value = claim.measures, claim.value
    value = None if value is None or value > 1 else value
    if measures in errors:
        measures, value = errors[measures], None if value is None else 1 - value
    else:
        measures = shares.get(measures, "unknown")
    rate, measured_on = claim.fpir, claim.fpir_list_size
    missed = claim.fnir
    if gate and claim.fmr is not None:
        missed = claim.fmr if missed is None else missed  # who pretends and passes
    elif claim.fmr is not None:
        rate, measured_on = claim.fmr, 1  # the rate of one comparison is that of a list of one
    low, middle, high = claim.listed_passing or (None, None, None)
    return as_state(
        {
            "statement": "" if claim.statement == NOT_SAID else claim.statement,
            "claimant": "" if claim.claimant == NOT_SAID else claim.claimant,
            "period": claim.period,
            "value": None if value is None else 100 * value,
            "measures": measures,
            "use": claim.use,
            "faces": claim.faces_per_day,
            "list": claim.list_size,
            "one_in": 1 / rate if rate else None,
            "measured_on": measured_on,
            "listed_low": low,
            "listed_high": high,
            "listed": middle,
            "found": None if missed is None else 100 * (1 - missed),
            "stopped": None if claim.stopped_if_false is None else 10 * claim.stopped_if_false,
            "days": claim.days,
            **{name: getattr(claim, name) for name in OBSERVED},
        }
    )


def _row(table, key):
    row = datasets.load(table).loc[key]
    text = row["source"] if "source" in row else f"{row['outlet']}, {row['date']}"
    return {"text": text, "url": row["url"], "grade": row["grade"], "row": f"{table}: {key}"}


def sources():
    """The sources that the beginnings rest on, by a short name."""
    return {
        "answer": {
            "text": "Home Office, written answer 98989, Biometrics: Standards (December 2025)",
            "url": "https://parallelparliament.co.uk/question/98989/biometrics-standards",
            "grade": "primary",
            "row": "",
        },
        "test_found": _row("field_tests", "npl_live_tpir"),
        "test_rate": _row("field_tests", "npl_live_fpir_10000"),
        "test_errors": _row("field_tests", "npl_live_fp_060"),
        "report": _row("deployments", "met_annual_report_2025"),
        "engaged": _row("deployment_examples", "met_2024_2025"),
        "grid": _row("deployment_examples", "met_2025"),
        "oxford": _row("deployments", "met_2020_02_27_oxford_circus"),
        "essex": _row("deployments", "essex_2023_2025"),
        "article": _row("claims", "C06"),
    }


def facts():
    """What the page's sentences rest on beside the state: a police record, and ranges of what is not known."""
    report = datasets.load("deployments").loc["met_annual_report_2025"]
    return {
        "record_false": int(report["false_alerts"]),
        "record_alerts": int(report["alerts"]),
        "record_faces": int(report["faces_seen"]),
        "order": list(ENTRIES),
        "fields": ENTRIES,
        "ranges": {use: _ranges(use) for use in USES},
    }


def _ranges(use):
    """From where to where an unknown of a use may lie, by the table audit_ranges, in the page's units."""
    rows = datasets.load("audit_ranges")
    rows = rows[rows["use"] == use].set_index("field")

    def ends(field):
        return [float(rows.loc[field, "low"]), float(rows.loc[field, "high"])]

    # The strict end of the rates: what the setting could be instead.
    rate = ends("fpir")[0] if "fpir" in rows.index else search.fpir(ends("fmr")[0], int(ends("list_size")[1]))
    return {
        "faces": ends("faces_per_day"),
        "list": ends("list_size"),
        "listed": ends("listed_passing"),
        "listed_is_share": bool(rows.loc["listed_passing", "unit"] == "share"),
        "one_in": float(f"{1 / rate:.6g}"),
        "found": sorted(float(f"{100 * (1 - x):.9g}") for x in ends("fnir")),
        "errors": ends("errors"),
    }


def beginnings(w):
    """The states to begin with, by name: {"state", "status": {field: (how it is known, source)}}; the first opens.

    `w` is a language's table of words for the page: sentences and claimants stand there, their numbers here.
    """
    tests, deployments = datasets.load("field_tests"), datasets.load("deployments")
    examples = datasets.load("deployment_examples")
    report, oxford = (
        deployments.loc[key] for key in ("met_annual_report_2025", "met_2020_02_27_oxford_circus")
    )
    grid, answer = examples.loc["met_2025"], tests.loc["npl_live_fpir_10000"]
    stopped = 10 * int(examples.loc["met_2024_2025", "engaged_after_false"]) / int(report["false_alerts"])
    street = {
        "faces": round(int(report["faces_seen"]) / int(report["deployments"])),
        "stopped": stopped,
        "days": 10,
    }
    tested, lists = int(answer["gallery_size"]), int(round(float(grid["watchlist_size"])))
    states = {
        "ministry": street
        | {"value": 100 * float(tests.loc["npl_live_tpir", "value"]), "measures": "found"}
        | {
            "list": tested,
            "one_in": int(answer["as_printed"].rsplit(" ", 1)[1].replace(",", "")),
            "measured_on": tested,
        }
        | {"listed_low": 1, "listed_high": 20, "listed": 10},
        "force": street | {"value": 99.9997, "measures": "nothing_returned", "list": lists},
        "circus": {
            "faces": int(oxford["faces_seen"]),
            "list": int(oxford["watchlist_size"]),
            "one_in": int(oxford["faces_seen"]) / int(oxford["false_alerts"]),
            "measured_on": int(oxford["watchlist_size"]),
            "stopped": 10 * int(oxford["engaged_after_false"]) / int(oxford["false_alerts"]),
        },
        "seller": {"faces": street["faces"], "days": 10, "list": tested}
        | {"value": float(datasets.load("claims").loc["C06", "value"])},
        "nothing": {},
    }
    record, days = {name: ("record", "report") for name in ("faces", "one_in")}, {"days": ("chosen", "")}
    stops = {"stopped": ("record", "engaged")}
    status = {
        "ministry": record
        | stops
        | days
        | {name: ("told", "answer") for name in ("statement", "claimant", "value", "measures", "list", "use")}
        | {"one_in": ("told", "answer"), "listed": ("assumed", "")},
        "force": record
        | stops
        | days
        | {name: ("told", "report") for name in ("statement", "claimant", "value", "measures", "use")}
        | {"list": ("record", "grid")},
        "circus": {
            name: ("record", "oxford")
            for name in ("statement", "claimant", "use", "faces", "list", "one_in", "stopped", "days")
        },
        "seller": record
        | days
        | {
            "statement": ("assumed", ""),
            "claimant": ("assumed", ""),
            "value": ("told", "article"),
            "list": ("assumed", ""),
            "use": ("assumed", ""),
        },
        "nothing": {"use": ("assumed", ""), "days": ("assumed", "")},
    }
    counts = {"alerts": "alerts", "right": "true_alerts", "wrong": "false_alerts"}
    counted = {name: int(oxford[column]) for name, column in counts.items()}
    found = {}
    for name, state in states.items():
        numbers = {"value": state.get("value") or 0, "one_in": state.get("one_in") or 1, **counted}
        said = {key: plain(number, w) for key, number in numbers.items()}
        texts = {key: filled(text, said) for key, text in w["begin"][name].items()}
        state = {"statement": texts.get("statement", ""), "claimant": texts.get("claimant", ""), **state}
        tests = ("answer", "test_found", "test_rate") if name == "ministry" else ()
        keys = dict.fromkeys([*tests, *(source for _, source in status[name].values() if source), *ALWAYS])
        found[name] = {
            "state": as_state(state),
            "status": status[name],
            "sources": list(keys),
        }
    return found


#: What the sentences of every beginning rest on: the record of a force, and the errors of a test.
ALWAYS = ("report", "grid", "test_errors")
#: Entries of a claim file that the page does not show, and keeps for the file that it writes.
KEPT = {
    "claim": ("id", "side", "where", "when", "printed", "qualifier"),
    "test": ("test_set", "trials", "errors", "threshold"),
    "source": ("source", "url", "read_on", "grade", "reply"),
    "use": ("place", "examined", "sought", "review", "seconds_per_alert", "stopped_if_true", "groups"),
    "observed": ("judged_by",),
}
#: The most signs of each text of a claim file, and of where a value is from.
LIMITS = {one.name: one.metadata["text"] for one in fields(Claim) if "text" in one.metadata} | {
    "from": MOST_OF_SOURCE
}
#: A question, and the section and entries of what is kept that answer it together.
TOLD_BY = {"trials": ("test", "trials", "errors"), "review": ("use", "review"), "groups": ("use", "groups")}


def told(kept):
    """The questions that what is kept of a claim file answers."""
    return [
        name
        for name, (section, *keys) in TOLD_BY.items()
        if all(key in kept.get(section, {}) for key in keys)
    ]


#: Fields of the page, and the entries of a claim file they stand for.
ENTRY = {
    "faces": "faces_per_day",
    "list": "list_size",
    "one_in": "fpir",
    "listed": "listed_passing",
    "found": "fnir",
    "stopped": "stopped_if_false",
    "days": "days",
    "use": "use",
    "period": "period",
}


def registered():
    """The claims of the register that the page has a reading for, by their ids: as `beginnings`, and what is kept."""
    found = {}
    for name, claim in claims.register().items():
        if claim.measures in NO_SHARE:
            continue
        state = of_claim(claim)
        origin = {"text": claim.source, "url": claim.url, "grade": claim.grade, "row": f"register: {name}"}
        status = {key: ("source", claim.source) for key in TEXTS_AND_FIGURE if state[key] not in (None, "")}
        for key, entry in ENTRY.items():
            if state[key] not in (None, ""):
                status[key] = ("source", claim.from_.get(entry, claim.source))
        status["observed"] = ("source", claim.from_.get("observed_alerts", claim.source))
        if (
            state["measured_on"] is not None
        ):  # it may be the length of the figure's list, without another rate
            status.setdefault("one_in", ("source", claim.from_.get("fpir_list_size", claim.source)))
        kept = {
            section: {key: getattr(claim, key) for key in keys if claim.known(key)}
            for section, keys in KEPT.items()
        }
        found[name] = {
            "name": f"{claim.claimant}: {claim.printed or claim.statement}"[:70],
            "state": state,
            "status": status,
            "sources": [origin, *ALWAYS],
            "kept": kept,
        }
    return found


TEXTS_AND_FIGURE = ("statement", "claimant", "value", "measures")
