"""Draws the picture of the README: ``python -m falsematch.publish.main_result``."""

from falsematch import datasets, lessons, plots
from falsematch.plots._show import to_png

POPULATIONS = datasets.load("populations")["value"]
CLAIMED = datasets.load("claims").loc["C06", "value"] / 100
RATES = {
    f"{CLAIMED * 100:g} % of comparisons right": 1 - CLAIMED,
    "one in a million wrong": 1e-6,
    "one in a billion wrong": 1e-9,
}
#: Galleries: people with whom each face is compared. Passers-by, whose faces are searched for, stand on no such axis.
LANDMARKS = {
    "a list": POPULATIONS["fugitives_skynet"],
    "a city": POPULATIONS["urumqi_2018"],
    "a country": POPULATIONS["china_as_printed"],
}


def picture():
    """The ladder of false matches of one search, as a Figure."""
    title = f"Right in {CLAIMED * 100:g} % of comparisons, a search of a country still returns millions of wrong people"
    return plots.false_match_ladder(RATES, LANDMARKS, title=title)


if __name__ == "__main__":
    target = lessons.ROOT / "docs" / "main_result.png"
    target.write_bytes(to_png(picture(), dpi=150))
    print(f"wrote {target.name}")
