"""The page: one HTML file that says what an accuracy means in people, and asks nothing of any network.

``python -m falsematch page --out calculator.html`` writes it. What it shows before anything is moved is worked out here
and stands in the file, for those who read without JavaScript; its scripts work out the same once numbers are moved. Its
words are those of `falsematch.publish.words`.
"""

import argparse
import base64
import hashlib
import json
import re
from importlib.resources import files

from falsematch import __version__
from falsematch._html import attribute
from falsematch._write import replace_file
from falsematch.publish import words
from falsematch.publish.page import _data
from falsematch.publish.page._answer import FIELDS, FOUND_SAID, MEASURES, OBSERVED, TEXTS, USES
from falsematch.publish.page._say import plain
from falsematch.publish.page._view import view

#: Joined in this order: each uses what stands before it.
SCRIPTS = ("consequences.js", "words.js", "answer.js", "view.js", "claim_file.js", "page.js")
#: The controls in the order of the page; each is one group of fields.
GROUPS = {
    "sentence": ("statement", "claimant", "value", "measures"),
    "use": ("use", "faces", "list", "days"),
    "rates": ("one_in", "found"),
    "people": ("listed", "stopped"),
    "counted": ("observed", "period"),
}
_BOXES = {
    "one_in": ("one_in", "measured_on"),
    "listed": ("listed_low", "listed_high", "listed"),
    "observed": OBSERVED,
}
_BOX_WORDS = {
    "measured_on": "measured_on",
    "listed_low": "listed_low",
    "listed_high": "listed_high",
    "listed": "listed_drawn",
    **{name: name for name in OBSERVED},
}
_NEVER_UNKNOWN = ("days",)


def write(words_after):
    """The command ``falsematch page``."""
    parser = argparse.ArgumentParser(prog="falsematch page", description=__doc__.splitlines()[0])
    parser.add_argument(
        "--out", default="calculator.html", metavar="FILE", help="calculator.html, if not said"
    )
    parser.add_argument("--language", default="en", help=f"opens in: {', '.join(words.LANGUAGES)}")
    asked = parser.parse_args(words_after)
    text = build(asked.language)
    replace_file(asked.out, text)
    print(f"wrote {asked.out}: {len(text.encode()) / 1000:,.0f} kB, to be opened in a browser")
    return 0


def build(language="en"):
    """The page as text of one HTML file, which opens in `language` on the worked answer."""
    table = words.load(language)
    begin = _data.beginnings(table["page"])
    first = next(iter(begin))
    state = begin[first]["state"]
    shown = view(state, table, _data.facts())
    names = {name: table["page"]["begin"][name]["name"] for name in begin}
    controls = _Controls(table["page"], begin[first], shown["moved"])
    style, script = _read("page.css"), _script(language, first)
    pieces = {
        "language": language,
        "policy": policy(style, script),
        "style": style,
        "script": script,
        "version": escaped(__version__),
        "languages": "".join(map(html, _options(words.LANGUAGES, language))),
        "beginnings": "".join(
            map(html, [*_options(names, first, "begin.{}.name"), _register(table["page"])])
        ),
        "controls": "".join(controls.groups()),
        "basis": escaped(controls.basis()),
        "sources": html(_sources([_data.sources()[key] for key in begin[first]["sources"]])),
    }
    page = re.sub(
        r'(<[^<>]* data-w="([\w.]+)"[^<>]*>)',
        lambda m: m[1] + escaped(_of(table["page"], m[2])),
        _read("page.html"),
    )
    page = re.sub(
        r'<(\w+)([^<>]*) data-v="(\w+)"[^<>]*></\1>', lambda m: _shown(m[1], m[2], m[3], shown[m[3]]), page
    )
    page = re.sub(r"\[\[w:([\w.]+)\]\]", lambda m: escaped(_of(table["page"], m[1])), page)
    return re.sub(r"\[\[(\w+)\]\]", lambda m: pieces[m[1]], page)


def policy(style, script):
    """Nothing may be fetched, and nothing run or shown that is not in the file as it was written."""
    allowed = [
        f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
        for text in (script, style)
    ]
    return (
        f"default-src 'none'; script-src {allowed[0]}; style-src {allowed[1]}; img-src data:; base-uri 'none'; "
        "form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
    )


def escaped(text):
    """`text` for an element of the page, which nothing searches for formulas."""
    return attribute(text)


def _read(name):
    return files(__name__).joinpath(name).read_text(encoding="utf-8")


def _of(table, path):
    for key in path.split("."):
        table = table[key]
    return table


def _script(language, first):
    """The scripts in one function, with their data before them."""
    tables = {code: words.load(code) for code in words.LANGUAGES}
    data = {
        "language": language,
        "first": first,
        "facts": _data.facts(),
        "register": _data.registered(),
        "kept": _data.KEPT,
        "limits": _data.LIMITS,
        "told_by": _data.TOLD_BY,
        "sources": _data.sources(),
        "always": _data.ALWAYS,
        "words": {
            code: {key: table[key] for key in ("page", "questions", "letter", "nouns")}
            for code, table in tables.items()
        },
        "beginnings": {code: _data.beginnings(table["page"]) for code, table in tables.items()},
    }
    # No "</script>" or "<!--" can stand in what ends where a tag ends.
    text = (
        json.dumps(data, ensure_ascii=False, separators=(",", ":"))
        .replace("<", "\\u003c")
        .replace("\u2028", "\\u2028")
    )
    body = "\n".join(_read(name).replace('"use strict";\n', "", 1) for name in SCRIPTS)
    return f'(() => {{\n"use strict";\nconst DATA = {text};\nwindow.falsematch = {{ consequences }};\n{body}\n}})();'


def _shown(tag, attributes, name, spec):
    if isinstance(spec, str):
        return f'<{tag}{attributes} data-v="{name}">{escaped(spec)}</{tag}>'
    return html([spec[0], {**spec[1], "data-v": name}, *spec[2:]])


def html(spec):
    """A nested list of a view as HTML; an attribute that is True stands alone, one that is None is left out."""
    if isinstance(spec, str):
        return escaped(spec)
    tag, attributes, *children = spec
    given = ((name, value) for name, value in attributes.items() if value is not None and value is not False)
    names = "".join(f" {name}" if value is True else f' {name}="{attribute(value)}"' for name, value in given)
    return f"<{tag}{names}>" + ("" if tag == "input" else "".join(map(html, children)) + f"</{tag}>")


def _options(names, chosen, path=None):
    return [
        ["option", {"value": name, "selected": name == chosen, "data-w": path and path.format(name)}, text]
        for name, text in names.items()
    ]


def _register(w):
    """The claims of the register as a group of beginnings, in the language of their sources."""
    names = {name: one["name"] for name, one in _data.registered().items()}
    return ["optgroup", {"label": w["field"]["register"], "lang": "en"}, *_options(names, None)]


def _sources(found):
    """As `sourceList` in page.js."""

    def line(one):
        link = (
            [["a", {"href": one["url"], "rel": "noreferrer noopener"}, one["url"]], " "] if one["url"] else []
        )
        about = "; ".join(part for part in (one["grade"], one["row"]) if part)
        return ["li", {}, f"{one['text'].removesuffix('.')}. ", *link, f"({about})"]

    return ["ul", {"lang": "en"}, *map(line, found)]


def _own(field):
    """The control that a field belongs to."""
    return next((name for name, boxes in _BOXES.items() if field in boxes), field)


class _Controls:
    """The controls, each with its name, whether it is known, and where its value is from."""

    def __init__(self, w, begin, moved):
        self.w, self.state, self.status, self.moved = w, begin["state"], begin["status"], moved
        self.from_ = _data.sources()

    def groups(self):
        for group, names in GROUPS.items():
            legend = self.said("legend", f"field.groups_{group}")
            yield html(["fieldset", {}, legend, *map(self.control, names)])

    def kind(self, name):
        """(how a value is known, from where), as `statuses` in page.js, of the state that the page opens with."""
        if name == "found" and self.linked():
            return "from_sentence", ""
        return self.status.get(name, ("unknown", ""))

    def basis(self):
        """What the answer rests on: which numbers were told, counted elsewhere, assumed, or are not known."""
        kinds = {}
        for name in dict.fromkeys(_own(field) for field in FIELDS):
            if name in self.w["short"]:
                kinds.setdefault(self.kind(name)[0], []).append(self.w["short"][name])
        order = (kind for kind in self.w["status"] if kind in kinds)
        return " ".join(f"{self.w['status'][kind]}: {', '.join(kinds[kind])}." for kind in order)

    def said(self, tag, path, **attributes):
        return [tag, {**attributes, "data-w": path}, _of(self.w, path)]

    def control(self, name):
        label = self.said("span", f"field.{name}", id=f"l-{name}")
        source = ["p", {"class": "src", "id": f"s-{name}"}, self.source(name)]
        described = {"id": f"f-{name}", "aria-describedby": f"s-{name}"}
        if name in ("measures", "use"):
            names = {x: self.w["field"][f"{name}_{x}"] for x in (MEASURES if name == "measures" else USES)}
            choices = ["select", described, *_options(names, self.state[name], f"field.{name}_{{}}")]
            return ["div", {"class": "c"}, ["label", {"for": f"f-{name}"}, label], choices, source]
        if name in TEXTS:
            # No length is set: a browser would cut what is put in, and say nothing.
            text = self.state[name]
            box = ["input", {"class": "text", "value": text, **described}]
            if name == "statement":
                box = ["textarea", described, text]
            return ["div", {"class": "c"}, ["label", {"for": f"f-{name}"}, label], box, source]
        boxes = [part for box in _BOXES.get(name, (name,)) for part in self.box(box, name)]
        if name not in _NEVER_UNKNOWN:
            known = any(self.state[box] is not None for box in _BOXES.get(name, (name,)))
            known = known or name == "found" and self.linked()
            tick = {
                "type": "checkbox",
                "id": f"u-{name}",
                "aria-labelledby": f"lu-{name} l-{name}",
                "checked": not known,
            }
            boxes.append(
                ["label", {}, ["input", tick], " ", self.said("span", "field.unknown", id=f"lu-{name}")]
            )
        moved = [["p", {"class": "src", "data-v": "moved"}, self.moved]] if name == "one_in" else []
        heading, row = ["span", {"class": "name"}, label], ["div", {"class": "row"}, *boxes]
        return [
            "div",
            {"class": "c", "role": "group", "aria-labelledby": f"l-{name}"},
            heading,
            row,
            *moved,
            source,
        ]

    def box(self, box, name):
        value = "" if self.state[box] is None else plain(self.state[box], self.w)
        if box == "found" and self.linked():
            value = plain(self.state["value"], self.w)
        form = {
            "type": "text",
            "inputmode": "decimal",
            "autocomplete": "off",
            "id": f"f-{box}",
            "value": value,
        }
        form["aria-describedby"] = f"s-{name}"
        word = _BOX_WORDS.get(box)
        form["aria-labelledby"] = f"l-{name} b-{box}" if word else f"l-{name}"
        if not word:
            return [["input", form]]
        label = ["label", {"for": f"f-{box}"}, self.said("span", f"field.{word}", id=f"b-{box}")]
        return [["span", {"class": "pair"}, label, " ", ["input", form]]]

    def linked(self):
        """Whether the sentence says how many are found."""
        return self.state["value"] is not None and self.state["measures"] in FOUND_SAID

    def source(self, name):
        kind, source = self.kind(name)
        return f"{self.w['status'][kind]}{': ' + self.from_[source]['text'] if source else ''}."
