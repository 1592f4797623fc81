"""From a claim to numbers: what is known, what an unknown may be, and what each combination brings."""

from dataclasses import dataclass, replace
from functools import cache
from itertools import product

from falsematch import search
from falsematch.claims._consequences import consequences

#: What moves the counts, in the order of a claim file.
MOVES = ("faces_per_day", "listed_passing", "list_size", "fpir", "fmr", "fnir")


@dataclass(frozen=True)
class Span:
    """A quantity: from where to where it may lie, and what is used while something else moves.

    `basis` is "stated" (in the claim file), "sourced" or "assumed" (from the table audit_ranges, or marked so in the
    file); `names` are the scenarios of the three values.
    """

    low: float
    middle: float
    high: float
    basis: str = "stated"
    names: tuple = ("", "", "")
    source: str = ""

    def at(self, value):
        """The same quantity held at one value."""
        return replace(self, low=value, middle=value, high=value)

    @property
    def moves(self):
        return self.low < self.high


@cache
def ranges():
    """The table audit_ranges as {(use, field): Span}, with its unit."""
    from falsematch import datasets  # a table is read when an audit asks for it

    rows = datasets.load("audit_ranges")
    return {
        (row.use, row.field): (
            Span(
                float(row.low),
                float(row.middle),
                float(row.high),
                row.basis,
                (row.low_name, row.middle_name, row.high_name),
                f"table audit_ranges, row {row.Index}: {row.source}",
            ),
            row.unit,
        )
        for row in rows.itertuples()
    }


def assumed(use, field):
    """The `Span` of an unknown, or None where the table has none."""
    found = ranges().get((use, field)) or ranges().get(("any", field))
    return found and found[0]


def stated(claim, field):
    """What the use in a claim file says of a quantity, or None."""
    value = getattr(claim, field)
    if value is None:
        return None
    low, middle, high = value if field == "listed_passing" else (value,) * 3
    source = claim.from_.get(field, "")
    return Span(low, middle, high, "assumed" if claim.is_assumed(field) else "stated", source=source)


def place(claim):
    """Faces, list and listed people who pass of a claim's use: stated, or named ranges where they are not."""
    found = {field: stated(claim, field) or assumed(claim.use, field) for field in MOVES[:3]}
    if claim.listed_passing is None and ranges()[claim.use, "listed_passing"][1] == "share":
        # A share of what is examined: it moves with it, and is turned into a count in `brings`.
        found["listed_share"] = found.pop("listed_passing")
    return found


def brings(claim, values):
    """Consequences of one day at single values of the quantities.

    `values` has faces_per_day, list_size, listed_passing or listed_share, fnir, and fpir or fmr. An FPIR that was
    measured on a list of another size is carried through the FMR of one comparison. In a search of a whole population
    each face is compared with everybody, so what is counted there are people returned, N x FMR a search.
    """
    faces, size = values["faces_per_day"], int(values["list_size"])
    listed = values["listed_share"] * faces if "listed_share" in values else values["listed_passing"]
    rates = {"fmr": values["fmr"]} if "fmr" in values else {"fpir": values["fpir"]}
    measured = values.get("fpir_list_size")
    carried = "fpir" in rates and claim.use in ("watchlist", "population")
    if carried and (measured and measured != size or claim.use == "population"):
        rates = {"fmr": search.fmr_for_fpir(rates["fpir"], int(measured or size))}
    found = consequences(
        searches=faces,
        mated_searches=min(listed, faces),
        gallery_size=size,
        fnir=values["fnir"],
        **rates,
    )
    if claim.use == "population":
        false = search.expected_false_candidates(faces, size, rates["fmr"])
        alerts = found.true_alerts + false
        share = found.true_alerts / alerts if alerts else None
        found = replace(found, false_alerts=false, candidates=false, alerts=alerts, share_right=share)
    return found


def corners(claim, spans):
    """Consequences at every combination of ends. Each count and the share right move one way with each quantity,
    so that their least and greatest values are among these."""
    ends = [sorted({span.low, span.high}) for span in spans.values()]
    return [brings(claim, dict(zip(spans, each, strict=True))) for each in product(*ends)]


def middle(claim, spans):
    """Consequences with every quantity at its middle."""
    return brings(claim, {name: span.middle for name, span in spans.items()})
