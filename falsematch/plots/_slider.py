"""A slider that draws a lesson's figure again. The static figure stays complete without it."""

from .._check import numbers
from .._html import attribute
from ._show import Picture, check_alt, to_png


def slider(draw, *, value, low, high, step, name="threshold"):
    """A slider above the picture of its value.

    Parameters
    ----------
    draw : callable
        Takes the slider's value and returns what `show` takes: a figure and its alt text.
    value, low, high, step : numbers
        Where the slider starts, its ends and its steps.
    name : str
        Words beside the slider.

    Returns
    -------
    ipywidgets.VBox
        A page without a running kernel shows the picture of `value`, or nothing: so a figure that
        matters is shown by itself as well.
    """
    # The picture is text of the page, not the output of a cell: programs that run notebooks without a
    # browser can lose a message, and with it minutes, over outputs inside widgets.
    from ipywidgets import HTML, FloatSlider, VBox

    value, low, high, step = (
        float(numbers(what, x))
        for what, x in (("value", value), ("low", low), ("high", high), ("step", step))
    )
    handle = FloatSlider(
        value, min=low, max=high, step=step, description=attribute(name), continuous_update=False
    )

    def picture(at):
        fig, alt = draw(at)
        return Picture(to_png(fig), check_alt(alt), round(fig.get_figwidth() * 100))._repr_html_()

    page = HTML(picture(value))

    def redraw(change):
        page.value = picture(change["new"])

    handle.observe(redraw, names="value")
    return VBox([handle, page])
