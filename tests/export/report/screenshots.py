"""Takes the pictures of docs/report.md::

llmextract extract seeds/*.txt --format json > seeds.json
python -m tests.export.report.screenshots seeds.json docs/images
"""

import sys
import tempfile
from pathlib import Path

from llmextract.cli.record_sources import read_corpus
from llmextract.export.report import render_report
from tests.export.report.browser import Watched, opened_browser
from tests.export.report.made_records import STORY, many_records, sha256, story_record
from tests.export.report.test_page_data import make_event, other_record

SIZE = {"width": 1200, "height": 760}
PHONE = {"width": 390, "height": 760}


def take(browser, html, folder, name, address="", **context):
    """Show a page at an address, and save a picture of what is seen of it."""
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch, "report.html")
        path.write_text(html, encoding="utf-8")
        watched = Watched(browser, **{"viewport": SIZE, "color_scheme": "light", **context})
        page = watched.show(path.as_uri() + address)
        page.wait_for_timeout(300)
        if address.startswith("#/article"):
            page.locator(".field").nth(1).hover()
        page.screenshot(path=folder / f"report-{name}.png")
        watched.close()


def main(records, folder):
    """Take all pictures."""
    folder.mkdir(parents=True, exist_ok=True)
    seeds = read_corpus([records])
    made, texts = many_records(400)
    one, other = story_record(), other_record()
    texts |= {sha256(STORY): STORY, other.article.sha256: f"{STORY}More follows.\n"}
    corpus = render_report([*made, one, other], texts, [make_event(one, other)])
    with opened_browser() as browser:
        for number, record in enumerate(seeds.records, start=1):
            page = render_report([record], seeds.texts)
            take(browser, page, folder, f"seed-{number}", "#/article/0")
        for view in ("events", "network", "map"):
            take(browser, corpus, folder, view, f"#/{view}")
        take(browser, corpus, folder, "phone", "#/events", viewport=PHONE, color_scheme="dark")


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
