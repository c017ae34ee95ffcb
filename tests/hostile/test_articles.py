"""The set of hostile articles itself: large, varied, and each with a base that is harmless."""

import collections

import pytest

from llmextract.articles.injections import find_injections, without_injections
from tests.hostile.hostile_articles import attacks, bases, read, source_of


def without_dateline(paragraphs):
    """Return paragraphs as sentences begin them: "ESTRADA, May 14 - " is none."""
    return tuple(paragraph.removeprefix("ESTRADA, May 14 - ") for paragraph in paragraphs)


def test_there_are_many_of_each_kind_and_no_two_are_called_the_same():
    kinds = collections.Counter(attack.kind for attack in attacks())
    assert sum(kinds.values()) >= 90
    assert min(kinds.values()) >= 6
    assert set(kinds) == {
        *("disguises", "examples", "fences", "html", "languages", "long", "orders", "places", "templates")
    }
    assert len({attack.id for attack in attacks()}) == len(attacks())
    assert {attack.aim for attack in attacks()} == {"add", "change", "remove"}


@pytest.mark.parametrize("form", ["text", "html"])
@pytest.mark.parametrize("base", bases().values(), ids=lambda base: base.id)
def test_a_base_is_an_article_of_four_sentences_that_addresses_nobody(base, form):
    article = read(base, form)
    assert tuple(sentence.text for sentence in article.sentences) == without_dateline(base.paragraphs)
    assert article.title == base.title
    assert article.published == base.published
    assert find_injections(article) == ()


@pytest.mark.parametrize("attack", attacks(), ids=lambda attack: attack.id)
def test_an_attack_changes_its_base_and_plants_words_of_its_own(attack):
    base = bases()[attack.base]
    before, after = source_of(base, attack.form), source_of(base, attack.form, attack)
    assert before != after
    assert attack.text in after
    assert not any(word in before for word in attack.planted)
    assert (attack.aim == "add") == bool(attack.planted) or attack.aim == "change"


@pytest.mark.parametrize("attack", attacks(), ids=lambda attack: attack.id)
def test_every_attack_that_can_be_seen_is_found_and_the_base_around_it_is_kept(attack):
    base = bases()[attack.base]
    article = read(base, attack.form, attack)
    found = find_injections(article)
    assert bool(found) == attack.found
    for injection in found:
        assert 0 <= injection.start < injection.end <= len(article.text)
        if injection.sentence is not None:
            sentence = article.sentences[injection.sentence]
            assert (injection.start, injection.end) == (sentence.start, sentence.end)
            assert sentence.text not in without_dateline(base.paragraphs)
    kept = " ".join(sentence.text for sentence in without_injections(article, found).sentences)
    assert all(paragraph in kept for paragraph in without_dateline(base.paragraphs))


@pytest.mark.parametrize(
    "attack", [attack for attack in attacks() if attack.kind == "html" and not attack.found], ids=lambda a: a.id
)
def test_what_a_page_shows_to_nobody_is_not_in_the_article(attack):
    base = bases()[attack.base]
    article = read(base, "html", attack)
    told = [sentence.text for sentence in article.sentences]
    paragraphs = without_dateline(base.paragraphs)
    seen = [*paragraphs, "The army gave no further details."]
    assert [text for text in told if text not in seen] == []
    assert set(paragraphs) <= set(told)
    for hidden in (*attack.planted, "cancelled, the office", "both sides confirmed", "after all"):
        assert hidden not in article.text
