"""syntax.py: the words of a parsed sentence, where they stand, and what depends on what."""

import pytest

from llmextract.extraction.syntax import Parse, parse

FLEW = "Ada Novak flew to Lima."


def word(parsed, text):
    """Return the only word of a sentence with this text."""
    (found,) = [word for word in parsed.words if word.text == text]
    return found


@pytest.mark.parametrize(
    "text",
    [
        FLEW,
        "Ada Novak met  Ivo Reth, 51, in-person on Monday; “it was good”, she said.",
        "Āda Nōvak’s co-chair met Ñusta Órtega. 𝔸 day later, she left.",
        "Ada \udfff Novak\ud800 met Ivo Reth.",  # halves of characters, which no encoding writes
    ],
)
def test_each_word_stands_where_it_says(text):
    words = parse(text).words
    assert [each.index for each in words] == list(range(len(words)))
    assert [text[each.start : each.end] for each in words] == [each.text for each in words]
    assert "".join(each.text.strip() for each in words) == "".join(text.split())


def test_words_have_base_form_part_of_speech_and_relation():
    parsed = parse(FLEW)
    flew, lima = word(parsed, "flew"), word(parsed, "Lima")
    assert (flew.lemma, flew.kind, flew.tag, flew.relation) == ("fly", "VERB", "VBD", "ROOT")
    assert (lima.lemma, lima.kind, lima.tag, lima.relation) == ("lima", "PROPN", "NNP", "pobj")


def test_of_a_verb_with_a_hyphen_the_last_part_has_its_base_form():
    assert word(parse("The talks were co-chaired by Ada Novak."), "co-chaired").lemma == "co-chair"
    assert word(parse("Ada Novak held high-level talks."), "high-level").lemma == "high-level"


def test_a_hyphen_parts_no_word_and_is_given_as_it_stands():
    parsed = parse("Ada Novak held an in-person meeting in Lima.")
    assert word(parsed, "in-person").end - word(parsed, "in-person").start == len("in-person")
    assert [each.text for each in parsed.words if each.lemma == "in"] == ["in"]


@pytest.mark.parametrize(("opening", "closing"), ['""', "“”"])
def test_quotation_marks_around_a_few_words_are_not_parsed(opening, closing):
    text = f"Novak held {opening}candid and comprehensive{closing} talks with Minister Ivo Reth, the ministry said."
    parsed = parse(text)
    talks = word(parsed, "talks")
    assert talks.relation == "dobj"
    assert parsed.head(talks) == word(parsed, "held")
    assert [text[each.start : each.end] for each in parsed.words] == [each.text for each in parsed.words]
    assert [text[each.start : each.end] for each in parsed.entities] == ["Novak", "Ivo Reth"]


def test_what_somebody_is_quoted_with_keeps_its_marks():
    assert "“" in [each.text for each in parse("“We met,” Novak said.").words]
    assert '"' in [each.text for each in parse('Novak said "we met in Lima on Monday and agreed" to reporters.').words]


def test_children_are_in_order_and_of_the_relations_asked_for():
    parsed = parse(FLEW)
    flew = word(parsed, "flew")
    assert [child.text for child in parsed.children(flew)] == ["Novak", "to", "."]
    assert [child.text for child in parsed.children(flew, "prep", "nsubj")] == ["Novak", "to"]
    assert parsed.children(flew, "xcomp") == []


def test_the_head_is_what_a_word_depends_on_and_the_root_has_none():
    parsed = parse(FLEW)
    assert parsed.head(word(parsed, "Lima")) == word(parsed, "to")
    assert parsed.head(word(parsed, "flew")) is None


def test_ancestors_go_up_to_the_root():
    parsed = parse(FLEW)
    assert [above.text for above in parsed.ancestors(word(parsed, "Lima"))] == ["to", "flew"]
    assert list(parsed.ancestors(word(parsed, "flew"))) == []


def test_a_subtree_is_a_word_with_all_below_it():
    parsed = parse(FLEW)
    assert sorted(each.text for each in parsed.subtree(word(parsed, "to"))) == ["Lima", "to"]
    assert sorted(parsed.subtree(word(parsed, "flew")), key=lambda each: each.index) == list(parsed.words)


@pytest.mark.parametrize(("times", "expected"), [(250, True), (251, False)])
def test_what_is_too_long_for_a_sentence_is_not_parsed(times, expected):
    assert bool(parse("It rain " * times).words) is expected  # 2000 characters, and more


def test_an_empty_sentence_has_no_words():
    assert parse("") == Parse(())


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Ada Novak will on Monday host Ivo Reth.", "VERB"),
        ("Ada Novak will Monday host Ivo Reth.", "VERB"),
        ("Ada Novak thanked her host.", "NOUN"),
    ],
)
def test_behind_a_day_to_come_a_verb_is_no_noun(text, kind):
    (found,) = [word for word in parse(text).words if word.text == "host"]
    assert (found.lemma, found.kind) == ("host", kind)


@pytest.mark.parametrize(
    ("text", "word", "kind"),
    [
        ("Ada Novak met President Lin Wei-ting Friday for talks.", "Wei-ting", "PROPN"),
        ("Ada Novak praised peace-making on Friday.", "peace-making", "VERB"),
    ],
)
def test_a_given_name_that_ends_as_verbs_do_is_a_name(text, word, kind):
    (found,) = [each for each in parse(text).words if each.text == word]
    assert found.kind == kind


def test_a_prime_minister_is_no_time_of_the_day():
    minister = word(parse("On Monday, the Norvian PM met with Ivo Reth."), "PM")
    assert (minister.lemma, minister.relation) == ("pm", "nsubj")
    assert word(parse("They met at 5 PM on Monday."), "PM").relation != "nsubj"


def test_an_abbreviation_before_a_name_is_left_out():
    parsed = parse("Ada Novak met the army chief (CAS) General Ivo Reth.")
    assert "CAS" not in [each.text for each in parsed.words]
    assert word(parsed, "Reth").start == len("Ada Novak met the army chief (CAS) General Ivo ")
    assert "UN" in [each.text for each in parse("Ada Novak joined the United Nations (UN) in May.").words]
