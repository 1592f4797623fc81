"""What a check says, as one line of text and as a piece of a page."""

from dataclasses import dataclass

from .._html import as_html, escaped, listed

#: status: (symbol, heading). A word always goes with the symbol: neither colour nor shape is needed.
HEADINGS = {
    "right": ("✓", "Right."),
    "close": ("≈", "Close: one more digit."),
    "half": ("◐", "Half mended."),
    "misconception": ("✗", "Not yet:"),
    "wrong": ("✗", "Not yet."),
    "unit": ("?", "Check the size and the unit."),
    "malformed": ("?", "Check the form."),
    "unanswered": ("…", "Not answered yet."),
    "unavailable": ("!", "This cannot be checked here."),
    "noted": ("•", ""),
}


@dataclass(frozen=True)
class Feedback:
    """What a check says. Shown by itself as the last line of a cell, or with ``print``.

    `status` is a key of `HEADINGS`; `misconception` is the name of the one recognised, or None. An exercise that asks
    for two things says something about each: `parts` holds pairs of a label and a `Feedback`. With a right answer,
    `number` is the expected number in words, so that a solution that is opened tells it, and no page has to.
    """

    status: str
    message: str
    misconception: str | None = None
    parts: tuple = ()
    number: str = ""

    @property
    def right(self):
        return self.status == "right"

    def _heading(self):
        heading = f"Right: {self.number}." if self.number else HEADINGS[self.status][1]
        return f"{heading} {self.misconception}." if self.misconception and not self.parts else heading

    def __repr__(self):
        lines = [f"{self._heading()} {self.message}".strip()]
        return "\n".join(lines + [f"{label}: {part!r}" for label, part in self.parts])

    def _line(self):
        heading = escaped(self._heading())
        strong = f"<strong>{heading}</strong> " if heading else ""
        return f'<span aria-hidden="true">{HEADINGS[self.status][0]}</span> {strong}{as_html(self.message)}'

    def _repr_html_(self):
        parts = listed((f"{label}:", part._line()) for label, part in self.parts) if self.parts else ""
        # The border takes the text's own colour, so that it shows on a light and a dark page.
        return (
            '<div role="status" style="border-left:4px solid currentColor;padding:0.4em 0.8em">'
            f"{self._line()}{parts}</div>"
        )
