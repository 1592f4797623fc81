"""A slider that draws a lesson's figure again. The static figure stays complete without it."""

from .._check import numbers
from .._html import attribute
from ._show import picture, show


def slider(draw, *, value, low, high, step, name="threshold"):
    """A slider above the picture of its value; without ipywidgets, that picture alone.

    Parameters
    ----------
    draw : callable
        Takes the slider's value and returns a figure, or a figure and its alt text, as `show` takes them.
    value, low, high, step : numbers
        Where the slider starts, its ends and its steps.
    name : str
        Words beside the slider.

    Returns
    -------
    ipywidgets.VBox, or what `show` returns where ipywidgets is not installed.
        A page without a running kernel shows the picture of `value`, or nothing: so a figure that
        matters is shown by itself as well.
    """
    value, low, high, step = (
        float(numbers(what, x))
        for what, x in (("value", value), ("low", low), ("high", high), ("step", step))
    )
    try:
        from ipywidgets import HTML, FloatSlider, VBox
    except ImportError:
        return show(*_drawn(draw, value))
    handle = FloatSlider(
        value, min=low, max=high, step=step, description=attribute(name), continuous_update=False
    )
    # The picture is text of the page, not the output of a cell: programs that run notebooks without a
    # browser can lose a message, and with it minutes, over outputs inside widgets.
    page = HTML(picture(*_drawn(draw, value)).page())

    def redraw(change):
        page.value = picture(*_drawn(draw, change["new"])).page()

    handle.observe(redraw, names="value")
    return VBox([handle, page])


def _drawn(draw, at):
    result = draw(at)
    return result if isinstance(result, tuple) else (result,)
