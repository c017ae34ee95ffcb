"""Reviewing as people do it: clicking, typing and selecting words in a real browser."""

import pytest

from llmextract.review.desk import Desk
from tests.export.report.browser import Watched
from tests.export.report.made_records import STORY
from tests.export.report.test_hostile_articles import ATTACKS, hostile_record
from tests.export.report.test_report_in_browser import PHONE, check_accessibility
from tests.review.conftest import QUIET_ID, STORY_ID, serving
from tests.review.made_store import make_store

pytestmark = pytest.mark.browser

SELECT = """([words]) => {
  const walker = document.createTreeWalker(document.querySelector(".text"), NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  const start = document.querySelector(".text").textContent.indexOf(words);
  let at = 0;
  while (walker.nextNode()) {
    const length = walker.currentNode.length;
    if (start >= at && start < at + length) range.setStart(walker.currentNode, start - at);
    const end = start + words.length;
    if (end > at && end <= at + length) range.setEnd(walker.currentNode, end - at);
    at += length;
  }
  getSelection().removeAllRanges();
  getSelection().addRange(range);
}"""


@pytest.fixture
def watched(browser, server):
    watched = Watched(browser)
    watched.show(f"{server.url}#/article/0")
    yield watched
    # What the server refuses, the browser reports on its console as well; the tests look at what the page says.
    assert [one for one in watched.complaints if "the server responded with a status of 4" not in one] == []
    assert all(url.startswith(server.url.split("?")[0]) for url in watched.requests)
    watched.close()


@pytest.fixture
def page(watched):
    watched.page.locator("#card-m1").wait_for()
    return watched.page


def saved(page):
    page.locator("#review-message", has_text="Saved.").wait_for()


def press(page, name, card="#card-m1"):
    page.locator(card).get_by_role("button", name=name).click()


def test_accepting_and_rejecting_and_taking_back(page, log):
    press(page, "Accept meeting m1")
    page.locator("#card-m1 .verdict", has_text="accepted").wait_for()
    press(page, "Reject meeting m2", "#card-m2")
    page.locator("#card-m2 .verdict", has_text="rejected").wait_for()
    page.get_by_role("button", name="Undo the last decision").click()
    page.locator("#card-m2 .verdict", has_text="not decided").wait_for()
    told = [(decision.meeting, decision.action.value, decision.in_force) for decision in log.decisions(STORY_ID)]
    assert told == [("m1", "accept", True), ("m2", "reject", False)]


def test_correcting_a_meeting_with_selected_words_as_evidence(page, log):
    page.fill("#reviewer", "Ben Kos")
    press(page, "Correct meeting m1")
    form = page.get_by_role("form", name="Correct meeting m1")
    form.get_by_label("Status").select_option("unconfirmed")
    page.evaluate(SELECT, ["🐟 The fishermen's union, which was not invited"])
    form.get_by_role("group", name="Words that show").get_by_role("button", name="Add the selected words").click()
    form.get_by_role("button", name="Add a topic").click()
    topic = form.locator("fieldset", has_text="Topic").last
    page.evaluate(SELECT, ["a ban on nets"])
    topic.get_by_role("button", name="Take the selected words").click()
    topic.get_by_label("Evidence for this topic: words to look up in the text").fill("ban on nets")
    topic.get_by_role("button", name="Add", exact=True).click()
    form.get_by_role("button", name="Remove this participant").last.click()
    form.get_by_role("button", name="Save").click()
    saved(page)
    (decision,) = log.decisions(STORY_ID)
    meeting = decision.change.meeting
    assert decision.author == "Ben Kos"
    assert meeting.status.value == "unconfirmed"
    assert [part.actor for part in meeting.participants] == ["a1", "a2"]
    assert meeting.evidence[-1].quote == "🐟 The fishermen's union, which was not invited"
    assert STORY[meeting.evidence[-1].start :].startswith("🐟 The")
    assert meeting.topics[-1].label == "a ban on nets"
    assert meeting.topics[-1].evidence[0].quote == "ban on nets"
    assert meeting.date.text == "on Monday"
    assert page.locator("#card-m1 .status").inner_text() == "unconfirmed"
    assert page.locator("mark", has_text="which was not invited").count() == 1


def test_adding_a_meeting_by_keyboard_alone(page, log):
    page.get_by_role("button", name="Add a meeting").press("Enter")
    form = page.get_by_role("form", name="Add a meeting")
    form.get_by_role("group", name="Words that show").get_by_role("textbox").fill("a ban on nets")
    page.keyboard.press("Enter")
    for number, name in enumerate(["Lea Horvat", "Petra Vidmar"]):
        form.get_by_label("Name", exact=True).nth(number).fill(name)
    form.get_by_role("button", name="Save").press("Enter")
    page.locator("#card-m3 .verdict", has_text="added").wait_for()
    (decision,) = log.decisions(STORY_ID)
    assert [actor.name for actor in decision.change.actors] == ["Lea Horvat", "Petra Vidmar"]
    assert page.evaluate("document.activeElement.id || document.activeElement.className") != ""


def test_what_is_missing_is_said_and_nothing_is_lost(page, log):
    press(page, "Correct meeting m2", "#card-m2")
    form = page.get_by_role("form", name="Correct meeting m2")
    form.get_by_label("City").fill("Zagreb")
    for button in form.get_by_role("group", name="Words that show").get_by_role("button", name="Remove").all():
        button.click()
    form.get_by_role("button", name="Save").click()
    page.locator("#review-message", has_text="Not saved: evidence").wait_for()
    assert form.get_by_label("City").input_value() == "Zagreb"
    form.get_by_role("button", name="Cancel").click()
    page.locator("#card-m2 .verdict").wait_for()
    assert log.decisions() == []


def test_words_that_do_not_stand_in_the_text_are_no_evidence(page):
    press(page, "Correct meeting m2", "#card-m2")
    group = page.get_by_role("group", name="Words that show")
    group.get_by_role("textbox").fill("words of nobody")
    group.get_by_role("button", name="Add", exact=True).click()
    assert "do not stand" in page.locator("#review-message").inner_text()
    group.get_by_role("button", name="Add the selected words").click()
    assert "Select some words" in page.locator("#review-message").inner_text()


def test_completing_articles_one_after_another(page, log):
    complete = page.get_by_role("button", name="Complete: nothing is missing")
    complete.click()
    assert "Decide on every meeting" in page.locator("#review-message").inner_text()
    press(page, "Accept meeting m1")
    page.locator("#card-m1 .verdict", has_text="accepted").wait_for()
    press(page, "Accept meeting m2", "#card-m2")
    page.locator("#card-m2 .verdict", has_text="accepted").wait_for()
    complete.click()
    page.get_by_text("1 of 2 articles complete").wait_for()
    page.locator(".review-bar").get_by_role("button", name="Next open article").click()
    page.get_by_role("heading", name="Quiet").wait_for()
    complete.click()
    page.get_by_text("2 of 2 articles complete").wait_for()
    page.locator(".review-bar").get_by_role("button", name="Next open article").click()
    assert page.locator("#review-message").inner_text() == "Every article is complete."
    assert {decision.article for decision in log.decisions() if decision.meeting is None} == {STORY_ID, QUIET_ID}


def test_who_comes_second_is_told(page, log):
    from llmextract.review.decisions import Action

    log.add(log.record(STORY_ID), Action.REJECT, "m1", author="Ben", after=0)
    press(page, "Accept meeting m1")
    page.locator("#review-message", has_text="somebody else has decided").wait_for()
    assert len(log.decisions()) == 1


def test_decisions_are_there_after_reloading(page):
    press(page, "Accept meeting m1")
    saved(page)
    page.reload()
    page.locator("#card-m1 .verdict", has_text="accepted").wait_for()
    page.get_by_text("1 decision", exact=True).click()
    assert "m1: accepted by Ana" in page.locator(".cards details").inner_text()


@pytest.mark.parametrize("attack", ATTACKS[:4])
def test_a_hostile_article_does_not_act_in_the_form_either(browser, tmp_path, attack):
    text, made = hostile_record(attack)
    desk = Desk(make_store(tmp_path / "hostile.db", (made, text)), author=attack)
    with serving(desk) as server:
        watched = Watched(browser)
        page = watched.show(f"{server.url}#/article/0")
        press(page, "Correct meeting m1")
        form = page.get_by_role("form", name="Correct meeting m1")
        assert form.get_by_label("City").input_value() == attack
        form.get_by_label("Country").first.fill("")
        form.get_by_role("button", name="Save").click()
        saved(page)
        assert page.evaluate("window.hacked") is None
        assert watched.complaints == []
        watched.close()


@pytest.mark.parametrize(("scheme", "size"), [("light", None), ("dark", PHONE)])
def test_nothing_serious_stands_in_the_way_of_anybody(browser, server, scheme, size):
    viewport = {"viewport": size} if size else {}
    watched = Watched(browser, color_scheme=scheme, bypass_csp=True, reduced_motion="reduce", **viewport)
    page = watched.show(f"{server.url}#/article/0")
    press(page, "Correct meeting m1")
    page.get_by_role("form", name="Correct meeting m1").wait_for()
    check_accessibility(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    watched.close()
