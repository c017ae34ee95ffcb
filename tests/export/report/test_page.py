import base64
import hashlib
import json
import re
from html.parser import HTMLParser

from llmextract.export.report import render_report
from llmextract.export.report.page import build_page
from tests.export.report.made_records import STORY, many_records, record, sha256, story_record

HOSTILE = "</script><script>alert(1)</script><img src=x onerror=alert(2)></style><!-- <script> {{data}} \u2028\u202e"


class Elements(HTMLParser):
    """Collects the elements of a page, and the text of its scripts and styles."""

    def __init__(self, html):
        super().__init__()
        self.found = []
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        self.found.append((tag, dict(attributes), []))

    def handle_data(self, text):
        if self.found and self.cdata_elem:
            self.found[-1][2].append(text)

    def all(self, tag):
        return [(attributes, "".join(text)) for name, attributes, text in self.found if name == tag]


def policy_of(html):
    (policy,) = [about["content"] for about, _ in Elements(html).all("meta") if about.get("http-equiv")]
    return policy


def test_the_policy_lets_run_exactly_the_pages_own_scripts_and_style():
    html = render_report([story_record()], {sha256(STORY): STORY})
    elements = Elements(html)
    runnable = [text for about, text in elements.all("script") if "type" not in about]
    styles = [text for _, text in elements.all("style")]
    hashes = [
        f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'" for text in runnable + styles
    ]
    assert set(re.findall(r"'sha256-[^']+'", policy_of(html))) == set(hashes)
    assert "default-src 'none'" in policy_of(html)
    assert "connect-src 'none'" in policy_of(html)


def test_nothing_is_loaded_from_anywhere():
    elements = Elements(render_report([story_record()], {sha256(STORY): STORY}))
    for tag, about, _ in elements.found:
        assert "src" not in about, tag
        assert not about.get("href", "#").startswith(("http", "//")), tag
        assert not any(name.startswith("on") or name == "style" for name in about), tag


def test_hostile_words_make_no_element():
    title = {"title": HOSTILE, "outlet": HOSTILE, "byline": HOSTILE, "url": "javascript:alert(3)"}
    made = story_record()
    hostile = record(HOSTILE, made.actors[:0], (), **title)
    plain, bad = (
        Elements(render_report([one], {one.article.sha256: text})).found
        for one, text in [(record("x", (), ()), "x"), (hostile, HOSTILE)]
    )
    assert [tag for tag, _, _ in bad] == [tag for tag, _, _ in plain]
    (data,) = [text for tag, about, text in bad if about.get("id") == "data"]
    assert json.loads("".join(data))["articles"][0]["title"] == HOSTILE


def test_what_another_page_adds_comes_before_the_start_and_into_the_policy():
    html = build_page(
        [story_record()],
        {},
        extra_scripts=["const added = 1;"],
        extra_style=".added {}",
        extra_data={"review": {"a": "<"}},
        connect=True,
    )
    script = [text for about, text in Elements(html).all("script") if "type" not in about][-1]
    assert script.index("const added") < script.rindex("start();")
    assert "connect-src 'self'" in policy_of(html)
    assert ".added {}" in html
    assert '"review":{"a":"\\u003c"}' in html


def test_the_same_records_give_the_same_page():
    assert render_report([story_record()], {}) == render_report([story_record()], {})


def test_a_report_on_nothing_is_a_page():
    assert "<!doctype html>" in render_report([], {})


def test_five_thousand_meetings_stay_far_below_fifteen_megabytes():
    records, texts = many_records(500)
    size = len(render_report(records, texts).encode("utf-8"))
    assert size * 10 < 15_000_000


def test_the_licences_of_what_is_included_stand_in_the_page():
    html = render_report([], {})
    assert "Copyright 2010-2026 Mike Bostock" in html
    assert "Natural Earth" in html
