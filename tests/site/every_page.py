"""By hand: asks axe-core about every page of a site, light and wide, dark and narrow, and says what it finds.

    python -m falsematch site --out site
    python tests/site/every_page.py site

The test beside it does so for one page of each kind. Of long tables and listings the first rows are asked about: the
others are built alike, and axe needs minutes for them. It ends with 1 if anything was found.
"""

import shutil
import sys
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
SHORTEN = """
for (const body of document.querySelectorAll("tbody")) [...body.rows].slice(12).forEach((row) => row.remove());
[...document.querySelectorAll(".highlight pre")].slice(40).forEach((code) => code.remove());
"""


def faults(page, width):
    """What is wrong with the page that is open, a line for each kind."""
    wide = page.evaluate("document.documentElement.scrollWidth")
    if wide > width:
        yield f"is {wide} pixels wide"
    page.evaluate(SHORTEN)
    for one in Axe().run(page).response["violations"]:
        yield f"{one['id']}, {len(one['nodes'])} times: {one['nodes'][0]['html'][:160]}"


def main(site):
    """Look at every page of a site; the exit code."""
    pages, found = sorted(Path(site).rglob("*.html")), 0
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        for scheme, width in (("light", 1280), ("dark", 360)):
            context = browser.new_context(color_scheme=scheme, viewport={"width": width, "height": 900})
            page, asked = context.new_page(), []
            page.on("request", lambda one, asked=asked: asked.append(one.url))
            for path in pages:
                page.goto(path.resolve().as_uri())
                for fault in faults(page, width):
                    found += 1
                    print(f"{scheme} {path.relative_to(site).as_posix()}: {fault}", flush=True)
            away = [url for url in asked if not url.startswith(("file:", "data:"))]
            found += len(away)
            print(f"{scheme}: {len(pages)} pages; fetched from elsewhere: {away or 'nothing'}", flush=True)
        browser.close()
    return bool(found)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
