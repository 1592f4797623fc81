"""A figure of lesson 08: why the chance at the average rate is not the average chance."""

import numpy as np

from .._check import proportion, refuse, whole
from .._words import say_share
from ..search import fpir
from ._figure_words import sentences, words
from ._style import BLUE, GREY, HALO, INK, SMALL, TEXT, VERMILLION, for_words, new_figure, rate_text, styled


@styled
def two_kinds_of_people(rates, shares, gallery_size, *, title, names=("most people", "a few people")):
    """Two kinds of people on the curve of FPIR against FMR, and their average below the curve.

    Parameters
    ----------
    rates : two proportions, ascending
        FMR of each kind.
    shares : two proportions that add up to 1
        How many of the people are of each kind.
    gallery_size : whole number >= 1
    title : str
    names : two texts

    Returns
    -------
    matplotlib.figure.Figure
    """
    rates, shares = np.ravel(proportion("rates", rates)), np.ravel(proportion("shares", shares))
    if len(rates) != 2 or not rates[0] < rates[1]:
        refuse("rates", rates, "two rates, the smaller one first")
    if len(shares) != 2 or abs(shares.sum() - 1) > 1e-9:
        refuse("shares", shares, "two shares that add up to 1")
    size = float(whole("gallery_size", gallery_size, 1))
    each, mean = fpir(rates, size), shares @ rates
    average, at_mean = shares @ each, fpir(mean, size)

    fig = new_figure(title, 4.3)
    ax = fig.add_subplot()
    right = rates[1] * 1.12
    x = np.linspace(0, right, 400)
    ax.plot(x, fpir(x, size), color=BLUE)
    ax.plot(rates, each, color=VERMILLION, ls=(0, (6, 2)), lw=1.6)
    ax.plot(rates, each, "o", color=INK, ms=7)
    ax.annotate(
        "", (mean, average), (mean, at_mean), arrowprops={"arrowstyle": "-|>", "color": GREY, "lw": 1.2}
    )
    ax.plot(mean, at_mean, "o", color=BLUE, ms=7)
    ax.plot(mean, average, "s", color=VERMILLION, ms=7)
    beside = {"fontsize": SMALL, "path_effects": HALO, "va": "center", "textcoords": "offset points"}
    ax.annotate(
        f"chance at the\naverage rate: {_short(at_mean)}",
        (mean, at_mean),
        (12, 15),
        color=for_words(BLUE),
        fontweight="bold",
        **beside,
    )
    ax.annotate(
        f"average chance: {_short(average)}",
        (mean, average),
        (14, -4),
        color=for_words(VERMILLION),
        fontweight="bold",
        **beside,
    )
    ax.annotate(_kind(names[0], shares[0], each[0]), (rates[0], each[0]), (8, -24), color=INK, **beside)
    ax.annotate(
        _kind(names[1], shares[1], each[1]), (rates[1], each[1]), (4, -42), color=INK, ha="right", **beside
    )
    ax.set_xlim(0, right)
    ax.set_ylim(0, 1.06)
    ax.xaxis.set_major_formatter(lambda value, _: rate_text(value) if value else "0")
    ax.yaxis.set_major_formatter(lambda value, _: say_share(value))
    ax.set_xlabel("a person's own FMR", fontsize=TEXT)
    ax.set_ylabel(f"chance of a false candidate\namong {size:,.0f}")
    rows = [
        (f"{name} ({_short(share)} of people)", rate_text(rate), _short(chance))
        for name, share, rate, chance in zip(names, shares, rates, each, strict=True)
    ]
    rows.append(("the average rate, and the chance there", rate_text(mean), _short(at_mean)))
    rows.append(("all people, each at their own rate", "", _short(average)))
    alt = sentences(
        title,
        f"A curve of the chance of a false candidate among {size:,.0f} people (up) against a person's own FMR (across) "
        "rises and bends to the right",
        f"{names[0]}: {_short(each[0])}; {names[1]}: {_short(each[1])}; a line joins the two",
        f"At the average rate the curve is at {_short(at_mean)}, and the average of the chances, on the line, at "
        f"{_short(average)}",
    )
    headings = ("who", "FMR", f"chance of a false candidate among {size:,.0f}")
    return words(
        fig, alt=alt, table=("The chance of the average and the average of the chances", headings, rows)
    )


def _short(share):
    return say_share(float(f"{share:.2g}"))


def _kind(name, share, chance):
    return f"{name}\n({_short(share)}): {_short(chance)}"
