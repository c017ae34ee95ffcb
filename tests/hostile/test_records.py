"""Hostile articles, from the source to the record, with a model that gives any answer it is allowed to give."""

import asyncio
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from llmextract.articles.injections import BESIDE_INJECTED, INJECTED, find_injections, without_injections
from llmextract.extraction.pipeline import extract_record
from llmextract.schemas import Extraction
from tests.hostile.hostile_articles import attacks, bases, read
from tests.hostile.lying_model import INVENTED, LyingModel

EFFORTS = ("low", "normal", "high")
FENCED = re.compile(r"(?:Published: .*|(?:(?:Headline|Before|Sentences?|Names|People): |\d{1,4} )?<text>[^<>]*</text>)")
UNDETECTED = {"fence-entities"}
"""Words to readers as far as anybody can tell: a claim that the article makes."""


def draw(attack, effort, seed):
    """Return a hostile article, what a lying model makes of it, and the model with its questions."""
    article = read(bases()[attack.base], attack.form, attack)
    words = [*attack.planted, *attack.text.split()[:30], *article.text.split()[:40]]
    model = LyingModel(seed, words)
    record = asyncio.run(extract_record(article, model, max_reasks=1, effort=effort))
    return article, record, model


def said(record):
    """Yield everything that a record says of its meetings and actors, without the quotes that show it."""
    for actor in record.actors:
        yield from (actor.name, *actor.aliases, actor.role or "")
    for meeting in record.meetings:
        yield from (
            meeting.place.text or "",
            meeting.place.city or "",
            meeting.place.venue or "",
            meeting.outcome or "",
        )
        yield from (topic.label for topic in meeting.topics)
        yield from (source.name for source in meeting.sources)
        yield (meeting.date.text or "") if meeting.date else ""


def check_grounded(article, record):
    """Check that everything which a record says stands in the article, where it says."""
    for quote in record.quotes():
        assert article.text[quote.start : quote.end] == quote.quote
    for actor in record.actors:
        assert actor.mentions
        for span in actor.mentions:
            assert article.text[span.start : span.end] in (actor.name, *actor.aliases)
    folded = " ".join(article.text.split()).casefold()
    for words in said(record):
        assert " ".join(words.split()).casefold() in folded
        assert not any(invented in words for invented in INVENTED)
    assert Extraction.model_validate_json(record.model_dump_json()) == record


def check_questions(model):
    """Check that no question holds a tag that is not the fence's own, or a token of a chat template."""
    for question in model.questions:
        text = question[-1]["content"]
        assert all(FENCED.fullmatch(line) for line in text.splitlines()), text
        assert not re.search(r"<\||\[/?INST\]|<<SYS>>|\[/?SYSTEM_PROMPT\]|[\u202e\u200b\x1b]", text)


def is_hidden(attack):
    return attack.form == "html" and not attack.found


@pytest.mark.parametrize("attack", attacks(), ids=lambda attack: attack.id)
def test_nothing_ungrounded_gets_into_a_record_and_no_question_is_forged(attack):
    article, record, model = draw(attack, "high", seed=1)
    check_grounded(article, record)
    check_questions(model)


@given(st.sampled_from(attacks()), st.sampled_from(EFFORTS), st.integers(0, 10_000))
@settings(deadline=None)
def test_nothing_ungrounded_gets_into_a_record_whatever_the_model_answers(attack, effort, seed):
    article, record, model = draw(attack, effort, seed)
    check_grounded(article, record)
    check_questions(model)


@pytest.mark.parametrize("attack", [attack for attack in attacks() if is_hidden(attack)], ids=lambda a: a.id)
def test_what_a_page_hides_is_neither_asked_about_nor_offered(attack):
    article, record, model = draw(attack, "high", seed=2)
    assert not any(word in article.text for word in attack.planted)
    assert not any(word in text for text in said(record) for word in attack.planted)
    for question in model.questions:
        assert not any(word in question[-1]["content"] for word in attack.planted)


@pytest.mark.parametrize("attack", [attack for attack in attacks() if attack.found], ids=lambda attack: attack.id)
def test_what_is_set_aside_is_said_and_a_meeting_of_planted_people_is_marked(attack):
    article, record, _ = draw(attack, "high", seed=3)
    marked = {warning.where for warning in record.warnings if warning.code == BESIDE_INJECTED}
    for number, meeting in enumerate(record.meetings):
        names = " ".join(record.actor(part.actor).name for part in meeting.participants)
        if any(word in names for word in attack.planted):
            assert f"meetings[{number}]" in marked, meeting
    aside = any(warning.code == INJECTED for warning in record.warnings)
    assert aside == (without_injections(article, find_injections(article)).sentences != article.sentences)


@pytest.mark.parametrize("form", ["text", "html"])
@pytest.mark.parametrize("base", bases().values(), ids=lambda base: base.id)
def test_the_record_of_a_harmless_article_carries_no_such_warning(base, form):
    record = asyncio.run(extract_record(read(base, form), LyingModel(4), max_reasks=1, effort="high"))
    assert not {warning.code for warning in record.warnings} & {INJECTED, BESIDE_INJECTED}


@pytest.mark.parametrize("attack", [attack for attack in attacks() if attack.id in UNDETECTED], ids=lambda a: a.id)
def test_a_false_claim_is_no_injection_and_is_reported_as_the_articles(attack):
    article, record, _ = draw(attack, "high", seed=5)
    check_grounded(article, record)
    assert not {warning.code for warning in record.warnings} & {INJECTED, BESIDE_INJECTED}
