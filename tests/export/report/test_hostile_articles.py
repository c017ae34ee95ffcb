"""Articles that try to act on the page that shows them, or to break it."""

import pytest

from llmextract.export.report import render_report
from llmextract.schemas import Actor, Meeting, Participant, Place, Source, Topic
from tests.export.report.made_records import quote, record

pytestmark = pytest.mark.browser

ATTACKS = [
    "</script><script>window.hacked = 1</script>",
    '"><img src=x onerror="window.hacked = 2">',
    "</style><style>* { display: none }</style>",
    "<!--<script>",
    "]]></svg><svg onload='window.hacked = 3'>",
    "{{script}} ${window.hacked = 4} {{ data }}",
    "<iframe srcdoc='<script>parent.hacked = 5</script>'></iframe>",
    "\u2028window.hacked = 6\u2029",
    "__proto__",
    "constructor",
]


def hostile_record(attack):
    """Return a record in which everything that can be said says the attack."""
    text = f"{attack} met Ada Novak, {attack} said."
    actors = (
        Actor(id="a1", name=attack, aliases=("x",), kind="person", role=attack),
        Actor(id="a2", name="Ada Novak", kind="person"),
    )
    meeting = Meeting(
        id="m1",
        status="held",
        format="unknown",
        participants=(Participant(actor="a1"), Participant(actor="a2")),
        place=Place(city=attack, venue=attack, country="ZZ", text=attack),
        topics=(Topic(label=attack, category="other", evidence=(quote(text, attack),)),),
        sources=(Source(name=attack, stance="denies"), Source(name=attack, stance="asserts")),
        outcome=attack,
        evidence=(quote(text, text),),
    )
    about = {"title": attack, "outlet": attack, "byline": attack, "source": attack}
    return text, record(text, actors, (meeting,), url="javascript:window.hacked=7", **about)


def test_no_attack_acts_and_all_are_shown_as_they_stand(show):
    made = [hostile_record(attack) for attack in ATTACKS]
    page = show(render_report([one for _, one in made], {one.article.sha256: text for text, one in made}))
    for view in ("timeline", "network", "map", "contradictions", "articles"):
        page.get_by_role("link", name=view.capitalize()).click()
        page.locator(f"#view-{view}").wait_for()
    for number, (text, _) in enumerate(made):
        page.goto(f"{page.url.split('#')[0]}#/article/{number}")
        article = page.locator("#view-article .text")
        page.locator("#view-article h1", has_text=ATTACKS[number].split("\u2028")[0]).wait_for()
        assert article.text_content() == text
        assert page.locator("#view-article a").count() == 0  # a javascript: address is no link
    assert page.evaluate("window.hacked") is None
    assert page.locator("main img, main iframe, main script, main style").count() == 0


def test_direction_overrides_show_as_boxes_and_turn_nothing(show):
    text = "Ada Novak met \u202eCIGOL\u202c and \u200fأحمد الشرع\u200f in Beirut.\x00\x1b[2J"
    actors = (
        Actor(id="a1", name="Ada \u202eNovak", kind="person", role="\u202dminister"),
        Actor(id="a2", name="أحمد الشرع", kind="person"),
    )
    meeting = Meeting(
        id="m1",
        status="held",
        format="unknown",
        participants=(Participant(actor="a1"), Participant(actor="a2")),
        evidence=(quote(text, "Ada Novak met \u202eCIGOL"),),
    )
    page = show(render_report([record(text, actors, (meeting,))], {record(text, (), ()).article.sha256: text}))
    shown = page.locator(".text").text_content()
    assert "\u202e" not in page.locator("body").inner_text()
    assert "\u202d" not in page.locator("body").inner_text()
    assert shown.startswith("Ada Novak met ␣CIGOL")
    assert len(shown) == len(text)
    assert "أحمد الشرع" in shown
    assert page.locator("bdi", has_text="أحمد الشرع").count() > 0


def test_a_megabyte_without_a_space_is_shown_and_stays_inside_the_page(show):
    text = "Ada Novak met Juan Ortega." + "x" * 1_000_000
    actors = (Actor(id="a1", name="Ada Novak", kind="person"), Actor(id="a2", name="y" * 5000, kind="person"))
    meeting = Meeting(
        id="m1",
        status="held",
        format="unknown",
        participants=(Participant(actor="a1"), Participant(actor="a2")),
        evidence=(quote(text, text),),
    )
    page = show(
        render_report([record(text, actors, (meeting,), title="z" * 3000)], {record(text, (), ()).article.sha256: text})
    )
    page.locator("mark").first.wait_for()
    assert page.locator(".text").evaluate("text => text.textContent.length") == len(text)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.locator(".card").evaluate("card => card.scrollWidth <= card.clientWidth")


def test_thousands_of_quotes_are_marked_in_one_article(show):
    text = "Ada Novak met Juan Ortega in Oslo. " * 3000
    topics = tuple(
        Topic(label=f"topic {at}", category="other", evidence=(quote(text, "Ada Novak", at),))
        for at in range(0, len(text) - 40, 35)
    )
    meeting = Meeting(
        id="m1",
        status="held",
        format="unknown",
        participants=(Participant(actor="a1"),),
        topics=topics,
        evidence=(quote(text, text),),
    )
    page = show(
        render_report(
            [record(text, (Actor(id="a1", name="Ada", kind="person"),), (meeting,))],
            {record(text, (), ()).article.sha256: text},
        )
    )
    page.locator("mark").first.wait_for()
    assert "".join(page.locator("mark.is-topic").all_text_contents()) == "Ada Novak" * len(topics)
