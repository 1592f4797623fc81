"""The site: built without a warning, read without a network, by keyboard and by a screen reader."""

import re
import shutil
from html.parser import HTMLParser
from pathlib import Path

import pytest

from falsematch import datasets, lessons
from falsematch.publish import site
from falsematch.publish.site import _glossary, _lessons, _pages, _tables

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


def test_a_term_leads_to_the_glossary_where_it_is_first_used():
    seen = set()
    text = "## FMR\n\nThe FMR is `FMR`, a [FMR](x), of the FMR.\n\nTwo probes."
    assert _glossary.linked(text, seen) == (
        "## FMR\n\nThe [FMR](../glossary.md#term-fmr) is `FMR`, a [FMR](x), of the FMR.\n\nTwo "
        "[probes](../glossary.md#term-probe)."
    )
    assert seen == {"FMR", "probe"}
    page = _glossary.page()
    assert all(f"({_glossary.anchor(term)})=\n## {term}\n" in page for term in _glossary.TERMS)


def test_every_lesson_is_a_page_with_words_for_its_pictures():
    for source in lessons.sources():
        notebook, _ = _lessons.page(source)
        pictures = [
            c for c in notebook.cells if any("image/png" in o.get("data", {}) for o in c.get("outputs", []))
        ]
        assert all(len(cell.metadata["mystnb"]["image"]["alt"]) > 40 for cell in pictures)
        assert notebook.cells[0].source.startswith(f"# {source.name[:2]}. ")


@pytest.mark.parametrize("name", datasets.names())
def test_every_table_is_a_page_with_its_sources_columns_and_rows(name):
    manifest = datasets.manifest(name)
    page = _tables.page(name, manifest)
    rows = page.split("```{raw} html")[1]
    assert rows.count("<tr>") == 1 + min(len(datasets.load(name)), _tables.MOST_ROWS)
    assert all(f"`{field['name']}`" in page for field in manifest["resources"][0]["schema"]["fields"])
    assert page.count("\n- [") + page.count("\n- ") > len(manifest["sources"])
    assert "<script" not in page


def test_nothing_in_a_table_is_markup():
    assert _tables.cell("<b>&") == "&lt;b&gt;&amp;"
    assert (
        _tables.cell('https://x.org/"onclick=')
        == '<a href="https://x.org/&quot;onclick=">https://x.org/&quot;onclick=</a>'
    )
    assert _tables.cell("javascript:alert(1)") == "javascript:alert(1)"
    assert _tables.cell(float("nan")) == _tables.cell(None) == ""
    assert _tables.plain("*a* <b> `c` [d](e)") == "\\*a\\* &lt;b&gt; \\`c\\` \\[d\\](e)"


def test_the_theme_is_completed():
    page = '<aside class="sidebar-drawer"><pre>x</pre><aside class="toc-drawer x"><article role="main">'
    page += '<tr><th></th><th class="head"><p></p></th><th scope="col">day</th></tr>'
    page += '<div style="overflow-x:auto"><table></table></div>'
    done = site.accessible(page)
    assert 'aria-label="All pages"' in done and 'aria-label="On this page"' in done
    assert '<div tabindex="0" style="overflow-x:auto">' in done
    assert '<tr><td></td><td></td><th scope="col">day</th></tr>' in done
    assert '<pre tabindex="0">' in done and '<article role="main"><h1>Search</h1>' in done


@pytest.mark.extras
def test_a_folder_that_is_no_site_is_left_alone(tmp_path):
    pytest.importorskip("sphinx", reason="Sphinx is not installed: start.py test --all does so")
    pytest.importorskip("furo", reason="furo is not installed: start.py test --all does so")
    (tmp_path / "thesis.txt").write_text("x", encoding="utf-8")
    with pytest.raises(ValueError, match="must be a new or empty folder"):
        site.build(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


class Page(HTMLParser):
    """What a page fetches, leads to and shows."""

    def __init__(self, text):
        super().__init__()
        self.fetched, self.links, self.without_alt, self.ids = [], [], 0, set()
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        values = dict(attributes)
        self.ids.add(values.get("id"))
        if tag in ("script", "img", "iframe", "source") and values.get("src"):
            self.fetched.append(values["src"])
        if tag == "link" and values.get("rel") in ("stylesheet", "icon", "preload"):
            self.fetched.append(values["href"])
        if tag == "img" and len(values.get("alt") or "") < 20:
            self.without_alt += 1
        if tag == "a" and values.get("href"):
            self.links.append(values["href"])


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    for name in ("sphinx", "myst_nb", "furo"):
        pytest.importorskip(name, reason=f"{name} is not installed: start.py test --all does so")
    out = tmp_path_factory.mktemp("site") / "site"
    site.build(out)
    return out


@pytest.mark.extras
def test_the_pages_fetch_nothing_and_their_links_lead_somewhere(built):
    pages = {path: Page(path.read_text(encoding="utf-8")) for path in built.rglob("*.html")}
    names = {path.relative_to(built).as_posix() for path in pages}
    assert {f"lessons/{source.stem}.html" for source in lessons.sources()} <= names
    assert {f"datasets/{name}.html" for name in datasets.names()} <= names
    assert {f"reference/{name}.html" for name in _pages.MODULES} <= names
    assert {"policy_desk.html", "one_lecture/index.html", "one_lecture/questions.html"} <= names
    led = {
        Path(link).name
        for name in ("one_lecture/index.html", "index.html")
        for link in pages[built / name].links
    }
    assert {
        "slides.pdf",
        "handout.pdf",
        "handout_with_answers.pdf",
        "ten_questions.pdf",
        "example_brief.pdf",
    } <= led
    for path, page in pages.items():
        if path.parent.name == "_static":
            continue
        assert not [one for one in page.fetched if re.match(r"(https?:)?//", one)], path
        assert not page.without_alt, path
        for link in page.links:
            target, _, anchor = link.partition("#")
            if re.match(r"[a-z]+:", link):
                continue
            place = (path.parent / target.partition("?")[0]).resolve() if target else path
            assert place.is_file(), f"{path.name}: {link}"
            if anchor and place in pages and place.suffix == ".html":
                assert anchor in pages[place].ids, f"{path.name}: {link}"


@pytest.mark.extras
def test_a_browser_finds_nothing_amiss(built):
    if not CHROMIUM:
        pytest.skip("there is no Chromium: start.py test --all installs it where apt is at hand")
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed")
    kinds = [
        "index",
        "glossary",
        "search",
        "lessons/02_base_rates",
        "datasets/claims",
        "reference/rates",
        "errata",
        "policy_desk",
        "one_lecture/index",
        "handouts/lesson14_rubric",
        "lessons/10_the_human_in_the_loop",
        "lessons/12_a_city_of_cameras",
    ]
    with sync_api.sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        for scheme, width in (("light", 1280), ("dark", 360)):
            page = browser.new_context(
                color_scheme=scheme, viewport={"width": width, "height": 900}
            ).new_page()
            asked = []
            page.on("request", lambda one, asked=asked: asked.append(one.url))
            for name in kinds:
                page.goto((built / f"{name}.html").as_uri())
                found = axe.Axe().run(page).response["violations"]
                assert not found, f"{name}: {[(one['id'], one['nodes'][0]['html'][:200]) for one in found]}"
                assert page.evaluate("document.documentElement.scrollWidth") <= width, name
            assert all(url.startswith(("file:", "data:")) for url in asked)
        page.goto((built / "datasets" / "claims.html").as_uri())
        _sorts_and_filters(page)
        page.goto((built / "search.html").as_uri() + "?q=watchlist")
        page.locator("#search-results li").first.wait_for()
        assert page.locator("#search-results a[href*='glossary']").count()
        browser.close()


def _sorts_and_filters(page):
    """By keyboard alone: the first column both ways, then a word that some rows hold."""

    def column():
        return page.evaluate(
            "[...document.querySelectorAll('table.sortable tbody tr')].map(r => r.cells[0].textContent)"
        )

    button = page.locator("table.sortable th button").first
    button.focus()
    page.keyboard.press("Enter")
    rising = column()
    page.keyboard.press("Enter")
    assert rising == sorted(rising) and column() == rising[::-1]
    page.locator(".filter input").focus()
    page.keyboard.type(rising[3])
    shown = page.evaluate(
        "[...document.querySelectorAll('table.sortable tbody tr')].filter(r => !r.hidden).length"
    )
    assert 1 <= shown < len(rising)
    assert page.locator(".filter [role=status]").text_content() == f"{shown} of {len(rising)} rows"
