"""``falsematch site``: lessons, tables, glossary, calculator and reference as pages that a browser reads from a folder.

Sphinx builds it, with myst-nb for the lessons and the theme furo. The lessons are the reading edition with its stored
outputs: nothing is executed. Nothing is fetched when the site is read: no font, no script, no formula renderer (no
lesson has a formula). A warning of the build is an error.
"""

import argparse
import importlib.util
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from falsematch import lessons
from falsematch._write import replace_file, replace_folder

from . import _lessons, _pages, _tables

PACKAGE = Path(__file__).resolve().parents[3]
STATIC = Path(__file__).with_name("static")
CONF = '''"""Written by `falsematch site`."""

project = "False Match"
author = "The False Match contributors"
copyright = "The False Match contributors. Text and figures: CC BY 4.0; code: BSD-3-Clause"
version = release = {version!r}
language = "en"
extensions = ["myst_nb", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
nb_execution_mode = "off"
nb_ipywidgets_js = {{}}
myst_heading_anchors = 3
myst_enable_extensions = ["attrs_block", "attrs_inline", "deflist"]
# Links of the errata lead to files of the project, and stay as they are.
suppress_warnings = ["myst.xref_missing", "misc.highlighting_failure"]
html_theme = "furo"
html_title = "False Match"
html_static_path = ["_static"]
html_css_files = ["site.css"]
html_js_files = ["tables.js"]
html_copy_source = False
html_domain_indices = False
html_show_sourcelink = False
html_theme_options = {{"top_of_page_buttons": []}}
pygments_style, pygments_dark_style = "a11y-high-contrast-light", "a11y-high-contrast-dark"
autodoc_member_order = "bysource"
autodoc_typehints = "none"
napoleon_google_docstring = False
napoleon_use_rtype = False
napoleon_use_param = False
napoleon_use_ivar = True
'''


def sources():
    """Every text of the site: (path in Sphinx' folder of sources, its text or its bytes)."""
    from falsematch import __version__

    yield "conf.py", CONF.format(version=__version__)
    for path in sorted(STATIC.iterdir()):
        yield f"_static/{path.name}", path.read_bytes()
    found = lessons.sources()
    yield from _lessons.pages(found)
    yield from _tables.pages()
    yield from _pages.pages(found)


def build(out):
    """Build the site into a folder, which is made; an earlier site there is replaced.

    Raises
    ------
    ValueError
        If this is no checkout, `out` holds something that is no site, or Sphinx warns of anything.
    """
    for name in ("sphinx", "myst_nb", "furo"):
        if importlib.util.find_spec(name) is None:
            raise ModuleNotFoundError(f"the site is built by {name}", name=name)
    with replace_folder(out, "site", "searchindex.js") as (made, aside):
        source, trees = aside / "source", aside / "trees"
        for path, text in sources():
            replace_file(source / path, text)
        # In a process of its own: Sphinx changes settings of the one it runs in.
        command = [sys.executable, "-m", "sphinx", "-b", "html", "-q", "-W", "--keep-going", "-j", "2"]
        place = {"env": {**os.environ, "PYTHONPATH": str(PACKAGE), "PYTHONUTF8": "1"}}
        done = subprocess.run(
            [*command, "-d", str(trees), str(source), str(made)],
            capture_output=True,
            encoding="utf-8",
            **place,
        )
        if done.returncode:
            raise ValueError(f"the site was not built: {' '.join(done.stderr.split())[-2000:]}")
        (made / ".buildinfo").unlink(missing_ok=True)
        shutil.rmtree(made / "_sources", ignore_errors=True)
        for page in made.rglob("*.html"):
            if page.parent.name != "_static":
                page.write_text(accessible(page.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")
    return sorted(Path(out).rglob("*.html"))


def accessible(page):
    """A page with what the theme leaves out: names for its two side bars, code and tables that scroll by keyboard, a
    heading; and no heading of a table that says nothing."""
    page = page.replace(
        '<aside class="sidebar-drawer">', '<aside class="sidebar-drawer" aria-label="All pages">'
    )
    page = page.replace('<aside class="toc-drawer', '<aside aria-label="On this page" class="toc-drawer')
    page = page.replace("<pre>", '<pre tabindex="0">')
    page = page.replace('<div class="table-wrapper', '<div tabindex="0" class="table-wrapper')
    page = page.replace('<div style="overflow-x:auto"', '<div tabindex="0" style="overflow-x:auto"')
    page = re.sub(r"<th\b[^>]*>(?:<p></p>|\s)*</th>", "<td></td>", page)
    if "<h1" not in page:  # the page of the search
        page = re.sub(r"(<article[^>]*>)", r"\1<h1>Search</h1>", page, count=1)
    return page


def main(words):
    """The command."""
    parser = argparse.ArgumentParser(
        prog="falsematch site", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--out", default="site", metavar="DIR", help="a new folder, or an earlier site")
    out = parser.parse_args(words).out
    pages = build(out)
    print(f"written: {out}, {len(pages)} pages; open {Path(out, 'index.html')} in a browser")
    return 0
