"""A brief as a PDF of two A4 pages, set by typst: tagged, with words for its pictures and its fonts inside."""

import json
from dataclasses import asdict
from importlib.resources import files

from falsematch.publish.brief._content import Grid, Tree

_SIZES = (11, 10.5, 10, 9.5, 9, 8.5, 8, 7.5, 7, 6.5, 6)  # points: each page takes the largest that fits
#: Widths of columns, by the first heading of a table of a brief; what is not here is a sheet of questions.
_WIDTHS = {"quantity": (3, 2, 4), "ask": (6, 1, 2.4), "a share of": (3, 1.6, 1.6, 1.5, 3, 2.2)}
_SHEET = (6, 3, 2.4)


def as_pdf(brief, lang="en"):
    """The brief as the bytes of a PDF file, a page for each of its two halves; the same brief, the same bytes.

    Raises
    ------
    ValueError
        If a half does not fit on a page.
    ModuleNotFoundError
        If typst is not installed.
    """
    return _set(brief, lang, "pdf", pdf_standards=["ua-1"])


def as_pictures(brief, lang="en", ppi=110):
    """The pages as a list of PNG files' bytes."""
    found = _set(brief, lang, "png", ppi=ppi)
    return found if isinstance(found, list) else [found]


def _set(brief, lang, form, **more):
    import typst  # only PDFs need it

    source = files(__package__).joinpath("brief.typ").read_bytes()
    halves = [[_plain(block) for block in half] for half in (brief.first, brief.second)]
    settings = {"ignore_system_fonts": _fonts_of_typst_suffice(brief.title, halves)}

    def inputs(first, second, sizes):
        data = {"title": brief.title, "first": first, "second": second}
        return {"data": json.dumps(data), "sizes": json.dumps(sizes), "lang": lang}

    def pages(first, second, size):
        given = inputs(first, second, (size, size))
        return json.loads(
            typst.query(source, "<pages>", field="value", one=True, sys_inputs=given, **settings)
        )

    sizes = []
    for first, second in ((halves[0], []), ([], halves[1])):
        fitting = (size for size in _SIZES if pages(first, second, size) <= 1)
        sizes.append(next(fitting, None))
        if sizes[-1] is None:
            raise ValueError("a brief must fit on two pages; shorten the texts of the claim file")
    try:
        return typst.compile(source, format=form, sys_inputs=inputs(*halves, sizes), **settings, **more)
    except (
        typst.TypstError
    ) as error:  # a sign that no font at hand can show: a PDF for everybody must not hide it
        reason = " ".join(str(error).split())[:120]
        raise ValueError(f"no PDF can be made of this claim file ({reason}); write .html instead") from None


def _fonts_of_typst_suffice(*texts):
    """Whether the fonts that typst brings along hold every sign: Latin, Greek, Cyrillic. If not, those of the
    computer are looked at, too."""
    signs = set(json.dumps(texts, ensure_ascii=False))
    return all(ord(sign) < 0x530 or 0x2000 <= ord(sign) < 0x2070 or sign in "€−≤≥→" for sign in signs)


def _plain(block):
    found = {"type": type(block).__name__, **asdict(block)}
    if isinstance(block, Grid):
        found["widths"] = _WIDTHS.get(block.headings[0], _SHEET)
    if isinstance(block, Tree):
        found["branches"] = [{"text": text, "leaves": leaves} for text, leaves in block.branches]
    if "parts" in found:
        found["parts"] = [{"text": text, "share": share} for text, share in block.parts]
    return found
