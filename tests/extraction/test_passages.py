"""passages.py: which sentences are asked about, and what each question offers."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from llmextract.extraction.cast import build_cast
from llmextract.extraction.passages import MAX_NAMES, choose_passages, has_cue, offers
from llmextract.schemas import Format, Status
from tests.extraction_support import PUBLISHED, make_article, sentences

MET = "Kenyan Foreign Minister Ada Wekesa met Peruvian President Luis Quilca in Nairobi on Tuesday."
FAMILIES = ("Wekesa", "Quilca", "Banda", "Reth", "Marin", "Holub")


def choose(*told, **known):
    article = make_article(*told, lead="MENU ", **known)
    passages = choose_passages(article, build_cast(article))
    for asked in passages:
        assert article.text[asked.start : asked.end] == asked.passage.sentence
        assert tuple(member.name for member in asked.members) == asked.passage.names
    return passages


def test_a_report_is_asked_about_with_its_people_and_what_surrounds_it():
    _, asked = choose("It rained in Nairobi.", "Ada Wekesa received Jo Banda.", MET, title="Wekesa sees Quilca")
    assert asked.sentence == 2
    passage = asked.passage
    assert (passage.headline, passage.published) == ("Wekesa sees Quilca", PUBLISHED)
    assert passage.before == "It rained in Nairobi. Ada Wekesa received Jo Banda."
    assert passage.sentence == MET
    assert (passage.names, asked.own) == (("Ada Wekesa", "Luis Quilca"), 2)
    assert passage.formats == (Format.IN_PERSON, Format.UNKNOWN)
    assert passage.statuses == (Status.HELD,)
    assert passage.certain


def test_what_stands_before_is_two_sentences_at_most_and_not_too_long():
    (asked,) = choose("One.", "Two.", "Three.", MET)
    assert asked.passage.before == "Two. Three."
    (asked,) = choose("One.", "x" * 700, MET)
    assert asked.passage.before == ""


@pytest.mark.parametrize(
    "told",
    [
        (),
        ("It rained on Ada Wekesa and Luis Quilca.",),
        ("The ministers met in Nairobi.",),
        ("Ada Wekesa visited Nairobi.",),
        (MET.replace("met", "and"), "The talks covered trade."),
    ],
)
def test_sentences_without_a_cue_or_without_two_names_are_not_asked_about(told):
    assert choose(*told) == []


@pytest.mark.parametrize(
    ("sentence", "asked"),
    [
        ("The two will meet again in Lima on Friday.", True),
        ("A second meeting was called off.", True),
        ("Another meeting was friendly.", False),
        ("The talks covered trade.", False),
    ],
)
def test_a_sentence_that_names_nobody_is_asked_about_where_it_gives_a_time_or_calls_off(sentence, asked):
    passages = choose(MET, sentence)
    assert len(passages) == 1 + asked
    if asked:
        assert (passages[1].passage.names, passages[1].own) == (("Ada Wekesa", "Luis Quilca"), 0)


def test_one_side_of_a_meeting_is_offered_with_the_people_named_before():
    _, asked = choose(MET, "Eva Marin attended the dinner, too.")
    assert (asked.passage.names, asked.own) == (("Eva Marin", "Ada Wekesa", "Luis Quilca"), 1)


def test_people_named_too_long_ago_are_not_offered():
    assert len(choose(MET, "It rained.", "It snowed.", "A second meeting was called off.")) == 1


def test_a_sentence_of_two_occasions_is_asked_about_clause_by_clause():
    first, second = choose(
        "Kenyan Foreign Minister Ada Wekesa spoke by phone with Peruvian President Luis Quilca on Monday and agreed to "
        "meet Eva Marin in Lima next week."
    )
    assert first.passage.sentence.endswith("on Monday")
    assert Format.CALL in first.passage.formats
    assert first.passage.statuses == (Status.HELD,)
    assert second.passage.sentence.startswith("and agreed")
    assert second.passage.before == first.passage.sentence
    assert (second.passage.names, second.own) == (("Eva Marin", "Ada Wekesa"), 1)
    assert second.passage.statuses == (Status.PLANNED,)


def test_a_second_clause_that_names_nobody_leans_on_the_first():
    first, second = choose("Ada Wekesa met Luis Quilca on Monday and will meet again on Friday.")
    assert (first.own, second.own) == (2, 0)
    assert second.passage.names == ("Ada Wekesa", "Luis Quilca")


def test_the_pronoun_that_begins_a_clause_is_the_person_named_before():
    _, _, second = choose("Ada Wekesa spoke.", "She met Luis Quilca on Monday and will receive Eva Marin.", MET)[:3]
    assert "Ada Wekesa" in second.passage.names


def test_the_people_of_an_aside_are_not_offered():
    (asked,) = choose("Ada Wekesa met Luis Quilca, the first visit since the rebels drove out Jo Banda.")
    assert asked.passage.names == ("Ada Wekesa", "Luis Quilca")


def test_who_only_reports_or_is_told_is_not_offered():
    (asked,) = choose("Ada Wekesa met Luis Quilca in Nairobi, the Red Delta Council said.")
    assert asked.passage.names == ("Ada Wekesa", "Luis Quilca")
    (asked,) = choose("Ada Wekesa told the Delta Press Agency that she had met Luis Quilca.")
    assert asked.passage.names == ("Ada Wekesa", "Luis Quilca")


def test_a_person_who_reports_may_take_part():
    (asked,) = choose("Ada Wekesa said that she met Luis Quilca.")
    assert asked.passage.names == ("Ada Wekesa", "Luis Quilca")


def test_countries_are_offered_where_they_act_and_too_few_others_are_named():
    (asked,) = choose("Kenya held talks with Peru.")
    assert asked.passage.names == ("Kenya", "Peru")
    (asked,) = choose("Ada Wekesa held talks with Kenya in Peru.")
    assert asked.passage.names == ("Ada Wekesa", "Kenya")
    (asked,) = choose("Kenya and Peru sent Ada Wekesa and Luis Quilca to talks.")
    assert asked.passage.names == ("Ada Wekesa", "Luis Quilca")


def test_a_sentence_that_contests_a_report_is_not_asked_about():
    assert len(choose(MET, "Peru's army denied that Eva Marin met Jo Banda.")) == 1


def test_a_denial_with_which_an_article_opens_is_asked_about():
    (asked,) = choose("Peru's army denied that Eva Marin met Jo Banda.")
    assert asked.passage.names == ("Eva Marin", "Jo Banda")


def test_never_more_names_than_fit():
    people = [f"{given} {family}" for given in ("Ada", "Jo", "Ida", "Tom", "Ludo") for family in FAMILIES]
    (asked,) = choose(f"A meeting of {', '.join(people)} was held.")
    assert len(people) > MAX_NAMES
    assert len(asked.passage.names) == MAX_NAMES


@pytest.mark.parametrize(
    ("sentence", "formats"),
    [
        ("Ada Wekesa phoned Luis Quilca.", (Format.IN_PERSON, Format.CALL, Format.UNKNOWN)),
        ("Ada Wekesa held a video conference with Luis Quilca.", (Format.IN_PERSON, Format.VIDEO, Format.UNKNOWN)),
    ],
)
def test_a_call_or_video_is_offered_where_a_word_speaks_of_it(sentence, formats):
    (asked,) = choose(sentence)
    assert asked.passage.formats == formats


@pytest.mark.parametrize(
    ("sentence", "statuses"),
    [
        ("Ada Wekesa met Luis Quilca.", (Status.HELD,)),
        ("Ada Wekesa will meet Luis Quilca.", (Status.PLANNED,)),
        ("Ada Wekesa spoke to Luis Quilca, with a meeting due to be held next week.", (Status.HELD, Status.PLANNED)),
        ("Ada Wekesa postponed a meeting with Luis Quilca.", (Status.HELD, Status.CANCELLED)),
    ],
)
def test_only_statuses_that_the_words_allow_are_offered(sentence, statuses):
    (asked,) = choose(sentence)
    assert asked.passage.statuses == statuses


def test_compatriots_may_meet_as_one_party():
    (asked,) = choose("Kenyan President Ada Wekesa met Kenyan Foreign Minister Jo Banda.")
    assert not asked.passage.certain


def test_other_languages_are_read_with_their_own_cues():
    (asked,) = choose("Ada Wekesa a rencontré Luis Quilca à Nairobi.", language="fr")
    assert asked.passage.statuses == (Status.HELD, Status.PLANNED, Status.CANCELLED)
    assert Format.CALL not in asked.passage.formats


def test_a_language_without_cues_of_a_kind_is_offered_everything():
    assert offers("call", "no such word", "xx")
    assert not offers("call", "no such word", "en")
    assert not offers("call", "no such word", None)
    assert offers("call", "by telephone", None)


def test_cues_are_whole_words_in_any_case():
    assert has_cue("meeting", "They MET.")
    assert not has_cue("meeting", "metal")


@settings(max_examples=60, deadline=None)
@given(st.lists(sentences(longest=16), max_size=3))
def test_every_question_offers_two_names_or_more_each_once(told):
    for asked in choose(*told):
        assert 1 < len(set(asked.passage.names)) == len(asked.members) <= MAX_NAMES
        assert asked.passage.statuses
        assert 0 <= asked.own <= len(asked.members)
