"""The brief of an audit: two pages for somebody who votes on Thursday, and the letter that asks for what is missing.

One `brief` is made of an audit; terminal, HTML and PDF are forms of it and say the same.
"""

import argparse
import json
from pathlib import Path

from falsematch import claims
from falsematch._html import Static
from falsematch._write import replace_file
from falsematch.publish import words
from falsematch.publish.brief._content import Brief, brief
from falsematch.publish.brief._letter import letter
from falsematch.publish.brief._page import as_fragment, as_page
from falsematch.publish.brief._pdf import as_pdf, as_pictures
from falsematch.publish.brief._terminal import as_text

__all__ = ["Brief", "as_page", "as_pdf", "as_pictures", "as_text", "brief", "letter", "show"]

_FORMS = {
    ".html": lambda audit: as_page(brief(audit)),
    ".pdf": lambda audit: as_pdf(brief(audit)),
    ".json": lambda audit: json.dumps(audit.to_dict(), indent=2, ensure_ascii=False, allow_nan=False) + "\n",
    ".txt": lambda audit: as_text(brief(audit)),
}


def show(audit):
    """A brief in a notebook: its first page, and folded the second; as plain text elsewhere."""
    made = brief(audit)
    first, second = as_fragment(made.first), as_fragment(made.second)
    page = f"<details><summary>The brief: page one</summary>{first}</details>"
    return Static(as_text(made), f"{page}<details><summary>Page two</summary>{second}</details>")


def command(arguments):
    """``falsematch audit CLAIM.toml``: the audit of a claim file in the terminal, or as a file; or the letter."""
    parser = argparse.ArgumentParser(
        prog="falsematch audit",
        description="Audit a claim file: what it would mean in people, and what is missing.",
    )
    parser.add_argument("claim", help="a claim file; falsematch claim --new FILE writes an empty one")
    parser.add_argument(
        "--out", metavar="FILE", help="write it as FILE, by its ending: .pdf, .html, .json or .txt"
    )
    parser.add_argument(
        "--letter", action="store_true", help="the letter that asks for what is missing, as text"
    )
    parser.add_argument("--language", default="en", choices=list(words.LANGUAGES), help="of the letter")
    given = parser.parse_args(arguments)
    out = Path(given.out) if given.out else None
    if out and (out.suffix.lower() not in _FORMS or given.letter and out.suffix.lower() != ".txt"):
        allowed = ".txt" if given.letter else ", ".join(_FORMS)
        raise ValueError(f"--out must be a file that ends in {allowed}, got {out.name!r}")
    if given.language != "en" and not given.letter:
        raise ValueError(
            f"--language is of the letter: add --letter to {given.language!r}; the brief is in English"
        )
    found = claims.audit(claims.load_claim(given.claim))
    if given.letter:
        made = letter(found, given.language)
    else:
        made = _FORMS[out.suffix.lower() if out else ".txt"](found)
    if out is None:
        print(made, end="")
        return 0
    replace_file(out, made)  # all of it is there before anything is written
    print(f"wrote {out.name}")
    return 0
