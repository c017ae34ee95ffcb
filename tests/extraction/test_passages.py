"""passages.py: which sentences are asked about, and what each question offers."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from llmextract.extraction.cast import build_cast
from llmextract.extraction.clause_members import ClauseMembers
from llmextract.extraction.cues import has_cue, offers
from llmextract.extraction.occasions import Report
from llmextract.extraction.passages import MAX_NAMES, choose_passages
from llmextract.prompting.passage import MeetingDraft
from llmextract.schemas import Format, Status
from tests.extraction_support import PUBLISHED, make_article, sentences

MET = "Kenyan Foreign Minister Ada Wekesa met Peruvian President Luis Quilca in Nairobi on Tuesday."
RENCONTRE = "La ministre kényane Ada Wekesa a rencontré le président péruvien Luis Quilca à Nairobi mardi."
FAMILIES = ("Wekesa", "Quilca", "Banda", "Reth", "Marin", "Holub")


def choose(*told, **known):
    article = make_article(*told, lead="MENU ", **known)
    passages = list(choose_passages(article, build_cast(article)))
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
    assert passage.formats == (Format.IN_PERSON,)
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
        ("Ils se retrouveront pour un dîner à Lima vendredi.", True),
        ("La deuxième réunion a été annulée.", True),
        ("Une autre réunion était cordiale.", False),
        ("La réunion portait sur le commerce.", False),
    ],
)
def test_a_sentence_that_names_nobody_is_asked_about_where_it_gives_a_time_or_calls_off(sentence, asked):
    passages = choose(RENCONTRE, sentence, language="fr")
    assert len(passages) == 1 + asked
    if asked:
        assert (passages[1].passage.names, passages[1].own) == (("Ada Wekesa", "Luis Quilca"), 0)


@pytest.mark.parametrize(
    ("sentence", "statuses"),
    [
        ("The two will meet again in Lima on Friday.", (Status.PLANNED,)),
        ("A second meeting was called off.", (Status.CANCELLED,)),
        ("Another meeting was friendly.", None),
        ("The talks covered trade.", None),
    ],
)
def test_a_sentence_that_names_nobody_tells_of_those_who_met_last_where_its_grammar_does(sentence, statuses):
    passages = read(MET, sentence)
    assert [asked.passage.statuses for asked in passages[1:]] == ([statuses] if statuses else [])
    for asked in passages[1:]:
        assert (asked.passage.names, asked.own, asked.passage.complete) == (("Ada Wekesa", "Luis Quilca"), 0, True)


def test_one_side_of_a_meeting_is_offered_with_the_people_named_before():
    _, asked = choose(RENCONTRE, "Eva Marin a également participé au dîner.", language="fr")
    assert (asked.passage.names, asked.own) == (("Eva Marin", "Ada Wekesa", "Luis Quilca"), 1)


def test_people_named_too_long_ago_are_not_offered():
    between = ("Il pleuvait.", "Il neigeait.")
    assert len(choose(RENCONTRE, *between, "La deuxième réunion a été annulée.", language="fr")) == 1
    assert len(choose(RENCONTRE, *between[1:], "La deuxième réunion a été annulée.", language="fr")) == 2


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
    assert (second.passage.names, second.own) == (("Ada Wekesa", "Eva Marin"), 2)
    assert second.passage.statuses == (Status.PLANNED,)


def test_a_second_clause_that_names_nobody_leans_on_the_first():
    told = "Ada Wekesa a rencontré Luis Quilca lundi et doit le rencontrer de nouveau vendredi."
    first, second = choose(told, language="fr")
    assert (first.own, second.own) == (2, 0)
    assert second.passage.names == ("Ada Wekesa", "Luis Quilca")


@pytest.mark.parametrize(
    "sentence",
    [
        "Ada Wekesa and Luis Quilca met on Monday and will meet again on Friday.",
        "Ada Wekesa met Luis Quilca on Monday and will meet him again on Friday.",
        "Ada Wekesa met Luis Quilca on Monday and the two will meet again on Friday.",
    ],
)
def test_a_second_verb_tells_of_those_who_met_in_the_same_sentence(sentence):
    passages = read("Ada Wekesa received Eva Marin.", sentence)[1:]
    assert [asked.passage.statuses for asked in passages] == [(Status.HELD,), (Status.PLANNED,)]
    assert [set(asked.passage.names) for asked in passages] == [{"Ada Wekesa", "Luis Quilca"}] * 2


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
    told = "Le Kenya et le Pérou ont envoyé Ada Wekesa et Luis Quilca à la réunion."
    (asked,) = choose(told, language="fr")
    assert asked.passage.names == ("Ada Wekesa", "Luis Quilca")


def test_who_is_sent_to_a_meeting_takes_part_and_not_who_sends():
    (asked,) = choose("Kenya and Peru sent Foreign Ministers Ada Wekesa and Luis Quilca to the talks in Lima.")
    assert asked.passage.names == ("Ada Wekesa", "Luis Quilca")
    (asked,) = choose("Kenya sent Ada Wekesa to Lima for talks with Peruvian President Luis Quilca.")
    assert set(asked.passage.names) == {"Ada Wekesa", "Luis Quilca"}


def test_a_sentence_that_contests_a_report_is_not_asked_about():
    assert len(choose(MET, "Peru's army denied that Eva Marin met Jo Banda.")) == 1


def test_a_denial_with_which_an_article_opens_is_asked_about_where_words_alone_are_known():
    (asked,) = choose("L'armée du Pérou a nié qu'Eva Marin ait rencontré Jo Banda.", language="fr")
    assert asked.passage.names == ("Eva Marin", "Jo Banda")
    assert not asked.passage.certain
    assert choose("Peru's army denied that Eva Marin met Jo Banda.") == []


def test_never_more_names_than_fit():
    people = [f"{given} {family}" for given in ("Ada", "Jo", "Ida", "Tom", "Ludo") for family in FAMILIES]
    (asked,) = choose(f"La réunion de {', '.join(people)} a eu lieu.", language="fr")
    assert len(people) > MAX_NAMES
    assert len(asked.passage.names) == MAX_NAMES


def test_never_more_names_than_fit_where_grammar_tells_who_meets():
    people = [f"{given} {family}" for given in ("Ada", "Jo", "Ida", "Tom", "Ludo") for family in FAMILIES]
    (asked,) = choose(f"Eva Orr held talks with {', '.join(people)} in Lima.")
    assert asked.passage.settled is not None or len(asked.passage.names) == MAX_NAMES


@pytest.mark.parametrize(
    ("sentence", "formats"),
    [
        ("Ada Wekesa phoned Luis Quilca.", (Format.CALL,)),
        ("Ada Wekesa held a virtual summit with Luis Quilca.", (Format.VIDEO,)),
        ("Ada Wekesa spoke with Luis Quilca.", (Format.CALL, Format.UNKNOWN)),
        ("Ada Wekesa spoke with Luis Quilca during a visit.", (Format.IN_PERSON, Format.CALL, Format.UNKNOWN)),
        ("Ada Wekesa held an online conference with Luis Quilca.", (Format.VIDEO, Format.UNKNOWN)),
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
        ("Ada Wekesa spoke to Luis Quilca, with a meeting due to be held next week.", (Status.HELD,)),
        ("Ada Wekesa postponed a meeting with Luis Quilca.", (Status.CANCELLED,)),
        ("Ada Wekesa called off a meeting with Luis Quilca.", (Status.CANCELLED,)),
        ("A meeting between Ada Wekesa and Luis Quilca was called off.", (Status.CANCELLED,)),
        ("Ada Wekesa left for Lima to resume talks with Luis Quilca that were suspended in May.", (Status.PLANNED,)),
        ("Ada Wekesa went ahead with the planned talks with Luis Quilca.", (Status.PLANNED,)),
        ("Trade will be a key topic at a meeting between Ada Wekesa and Luis Quilca.", (Status.PLANNED,)),
    ],
)
def test_only_statuses_that_the_words_allow_are_offered(sentence, statuses):
    (asked,) = choose(sentence)
    assert asked.passage.statuses == statuses


@pytest.mark.parametrize(
    ("language", "sentence", "statuses"),
    [
        ("es", "Ada Wekesa se reunió con Luis Quilca.", (Status.HELD,)),
        (
            "es",
            "Ada Wekesa habló con Luis Quilca, con una reunión prevista para la próxima semana.",
            (Status.HELD, Status.PLANNED),
        ),
        ("fr", "Ada Wekesa a suspendu Luis Quilca lors de la réunion.", (Status.HELD, Status.CANCELLED)),
    ],
)
def test_words_alone_may_leave_several_statuses(language, sentence, statuses):
    (asked,) = choose(sentence, language=language)
    assert asked.passage.statuses == statuses


def test_compatriots_may_meet_as_one_party():
    (asked,) = choose("Kenyan President Ada Wekesa met Kenyan lawmaker Jo Banda.")
    assert not asked.passage.certain


def test_what_one_government_does_within_itself_is_not_asked_about():
    assert choose("Kenyan President Ada Wekesa met Kenyan Foreign Minister Jo Banda.") == []
    assert choose("Kenyan President Ada Wekesa told Prime Minister Jo Banda in a meeting that he may go.") == []


def test_other_languages_are_read_with_their_own_cues():
    (asked,) = choose("Ada Wekesa a rencontré Luis Quilca à Nairobi.", language="fr")
    assert asked.passage.statuses == (Status.HELD,)
    assert asked.passage.formats == (Format.IN_PERSON,)


def test_a_language_without_cues_of_a_kind_is_offered_everything():
    assert offers("call", "no such word", "xx")
    assert not offers("call", "no such word", "en")
    assert not offers("call", "no such word", None)
    assert offers("call", "by telephone", None)


def test_cues_are_whole_words_in_any_case():
    assert has_cue("meeting", "They MET.", "en")
    assert not has_cue("meeting", "metal", "en")


def test_a_cue_counts_in_its_own_language_and_in_those_without_cues():
    assert has_cue("meeting", "Die Minister trafen sich.", "de")
    assert not has_cue("meeting", "Die Minister trafen sich.", "en")
    assert has_cue("meeting", "Die Minister trafen sich.", "xx")
    assert has_cue("meeting", "Die Minister trafen sich.", None)


@settings(max_examples=60, deadline=None)
@given(st.lists(sentences(longest=16), max_size=3))
def test_every_question_offers_two_names_or_more_each_once(told):
    for asked in choose(*told):
        assert (not asked.passage.alone) < len(set(asked.passage.names)) == len(asked.members) <= MAX_NAMES
        assert asked.passage.statuses
        assert 0 <= asked.own <= len(asked.members)


def read(*told, **known):
    """Choose passages as the pipeline does, each answered with all its people as held."""
    article = make_article(*told, **known)
    found, passages = [], []
    for asked in choose_passages(article, build_cast(article), found):
        passages.append(asked)
        draft = MeetingDraft(asked.passage.names, Format.UNKNOWN, Status.HELD)
        found.append(Report.joining(asked, found[-1]) if asked.joins else Report.of(asked, draft, article))
    return passages


RAIN = ("It rained.",) * 7


@pytest.mark.parametrize(
    ("between", "sentence", "asked"),
    [
        (RAIN, "The two spoke again by phone.", True),
        (RAIN, "Both leaders met in Lima on Friday.", True),
        (RAIN, "The two discussed fish.", False),  # it leaves open whether that was another meeting
        (RAIN, "The minister spoke again by phone.", False),  # of nobody together
        ((*RAIN, "It snowed."), "The two spoke again by phone.", False),  # too long ago
    ],
)
def test_those_who_met_last_are_offered_where_a_sentence_speaks_of_them_together(between, sentence, asked):
    passages = read(MET, *between, sentence)
    assert len(passages) == 1 + asked
    if asked:
        assert (passages[1].passage.names, passages[1].own) == (("Ada Wekesa", "Luis Quilca"), 0)


def test_the_two_are_those_who_met_last():
    last = read(MET, "Ada Wekesa met Eva Marin.", "The two met again.")[-1]
    assert last.passage.names == ("Ada Wekesa", "Eva Marin")
    assert last.again
    assert last.passage.certain


def test_what_they_spoke_of_tells_of_the_meeting_before_in_its_format():
    last = read(MET, "They also spoke of trade.")[-1]
    assert (last.passage.names, last.passage.formats) == (("Ada Wekesa", "Luis Quilca"), (Format.UNKNOWN,))
    last = read(MET, "Eva Marin spoke with Jo Banda.")[-1]
    assert Format.CALL in last.passage.formats


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        ("Eva Marin joined the talks.", ("Eva Marin",)),
        ("Eva Marin and Jo Banda joined the talks.", ("Eva Marin", "Jo Banda")),
        ("The meeting was attended by Eva Marin and Jo Banda.", ("Eva Marin", "Jo Banda")),
        ("Present at the meeting were also Eva Marin and Jo Banda.", ("Eva Marin", "Jo Banda")),
        ("Eva Marin led the Estonian team at the talks.", ("Eva Marin",)),
        ("Eva Marin and the Red Delta Front joined the talks.", ("Eva Marin",)),
        ("Participants in the meeting included Eva Marin and Jo Banda.", ("Eva Marin", "Jo Banda")),
        ("They were joined by Eva Marin, said Jo Banda.", ("Eva Marin",)),
        ("Eva Marin joined them later.", ("Eva Marin",)),
        ("Eva Marin was among the attendees.", ("Eva Marin",)),
        ("On the Kenyan side were Eva Marin and Jo Banda.", ("Eva Marin", "Jo Banda")),
        ("Eva Marin and Jo Banda accompanied Wekesa at the talks.", ("Eva Marin", "Jo Banda", "Ada Wekesa")),
        # with one who was told to be there
        ("Eva Marin attended the meeting along with Quilca.", ("Eva Marin", "Luis Quilca")),
    ],
)
def test_who_joined_the_meeting_need_not_be_asked_about(sentence, names):
    _, asked = read(MET, sentence)
    assert (asked.joins, asked.passage.names) == (True, names)


def test_who_chair_a_meeting_together_join_no_other():
    _, asked = read(MET, "Ada Wekesa and Eva Marin co-chaired the first round of the Delta Commission.")
    assert (asked.joins, asked.passage.names) == (False, ("Ada Wekesa", "Eva Marin"))
    _, asked = read(MET, "Eva Marin chaired the talks.")
    assert asked.joins


@pytest.mark.parametrize(
    "told",
    [
        (MET, "Eva Marin did not join the talks."),
        (MET, "Eva Marin attended the meeting with Jo Banda."),  # a meeting of those two
        (MET, "The Red Delta Front joined the talks."),
        (MET, "Eva Marin attended a dinner with Jo Banda."),
        ("Eva Marin and Jo Banda joined the talks.",),  # of which nothing is reported
    ],
)
def test_other_sentences_about_joining_are_asked_about(told):
    passages = read(*told)
    assert passages
    assert not any(asked.joins for asked in passages)


def test_who_attend_the_summit_that_somebody_hosts_are_at_it():
    host = "Peruvian President Luis Quilca will host a summit in Lima on Friday."
    alone, asked = read(host, "Eva Marin and Jo Banda will attend Friday's summit.")
    assert (alone.passage.names, alone.continues, asked.continues) == (("Luis Quilca",), False, True)
    _, asked = read(host, "Eva Marin and Jo Banda will attend a summit.")
    assert not asked.continues
    *_, asked = read(MET, "Eva Marin and Jo Banda attended Friday's summit.")
    assert not asked.continues


@pytest.mark.parametrize(
    ("sentence", "first", "statuses"),
    [
        ("Ada Wekesa met Luis Quilca, then with Eva Marin.", "Ada Wekesa met Luis Quilca", (Status.HELD,)),
        (
            "Ada Wekesa will meet Luis Quilca before meeting with Eva Marin.",
            "Ada Wekesa will meet Luis Quilca",
            (Status.PLANNED,),
        ),
    ],
)
def test_an_elliptic_clause_is_asked_about_with_the_verb_before_it(sentence, first, statuses):
    whole, asked = read(sentence)
    assert whole.passage.sentence == asked.passage.before.rstrip(",") == first
    assert (asked.passage.names, asked.own) == (("Ada Wekesa", "Eva Marin"), 2)
    assert (asked.passage.statuses, asked.passage.formats) == (statuses, (Format.IN_PERSON,))
    assert asked.passage.certain


@pytest.mark.parametrize(
    "sentence",
    [
        "Kenyan President Ada Wekesa met Kenyan Defence Minister Jo Banda.",
        "Kenyan President Ada Wekesa met EU Affairs Minister Jo Banda.",
        "President Ada Wekesa, Minister Jo Banda, Minister Tom Arden, Minister Eva Marin and Minister Ida Brandt met.",
    ],
)
def test_a_government_among_itself_does_not_meet(sentence):
    assert read(sentence) == []


@pytest.mark.parametrize(
    "sentence",
    [
        "Kenyan President Ada Wekesa met Kenyan opposition leader Jo Banda.",
        "Kenyan President Ada Wekesa met former Kenyan President Jo Banda.",
        "Kenyan President Ada Wekesa met Peruvian President Jo Banda.",
        # who serves an organisation serves no state
        "Kenyan Foreign Minister Ada Wekesa met NATO Secretary General Jo Banda.",
        "President Ada Wekesa of Kenya met the Secretary-General of the African Union, Jo Banda.",
        "Kenyan President Ada Wekesa ended a visit to Peru, after talks with Prime Minister Jo Banda.",
        "President Ada Wekesa met Minister Jo Banda.",  # of which states, nothing says
    ],
)
def test_people_of_different_parties_do(sentence):
    (asked,) = read(sentence)
    assert asked.passage.names == ("Ada Wekesa", "Jo Banda")


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        ("Ada Wekesa met Luis Quilca to discuss aid for Kenya and Jo Banda.", ("Ada Wekesa", "Luis Quilca")),
        ("Ada Wekesa met Luis Quilca about Jo Banda.", ("Ada Wekesa", "Luis Quilca")),
        ("Ada Wekesa discussed Jo Banda with Luis Quilca.", ("Ada Wekesa", "Luis Quilca")),
        ("Ada Wekesa discussed trade with Luis Quilca.", ("Ada Wekesa", "Luis Quilca")),
        ("Ada Wekesa met Luis Quilca to discuss trade with Jo Banda.", ("Ada Wekesa", "Luis Quilca")),
    ],
)
def test_who_is_only_talked_about_is_not_offered(sentence, names):
    (asked,) = read(sentence)
    assert asked.passage.names == names


def test_what_a_meeting_is_about_decides_neither_its_form_nor_its_status():
    (asked,) = read("Ada Wekesa met Luis Quilca to discuss a phone call that will be held by video.")
    assert (asked.passage.formats, asked.passage.statuses) == ((Format.IN_PERSON,), (Status.HELD,))


@pytest.mark.parametrize(
    ("sentence", "formats"),
    [
        ("Ada Wekesa met Luis Quilca.", (Format.IN_PERSON,)),
        ("Ada Wekesa was received by Luis Quilca.", (Format.IN_PERSON,)),
        ("Ada Wekesa held talks with Luis Quilca.", (Format.IN_PERSON,)),
        ("Ada Wekesa met Luis Quilca online.", (Format.IN_PERSON, Format.VIDEO, Format.UNKNOWN)),
        ("Ada Wekesa consulted Luis Quilca.", (Format.UNKNOWN,)),
    ],
)
def test_only_formats_that_the_words_allow_are_offered(sentence, formats):
    (asked,) = read(sentence)
    assert asked.passage.formats == formats


@pytest.mark.parametrize(
    ("sentence", "certain"),
    [
        ("Ada Wekesa met Luis Quilca.", True),
        ("Ada Wekesa and Luis Quilca held talks.", True),
        ("Kenyan President Ada Wekesa held talks with Peruvian President Luis Quilca.", True),
        ("Kenyan President Ada Wekesa held talks with President Luis Quilca of Peru.", True),
        ("Kenyan President Ada Wekesa met Kenyan lawmaker Luis Quilca.", False),
        ("Kenyan President Ada Wekesa met NATO Secretary General Luis Quilca.", True),
    ],
)
def test_a_passage_is_certain_where_the_words_leave_no_doubt(sentence, certain):
    (asked,) = read(sentence)
    assert asked.passage.certain is certain


def test_an_office_that_names_no_state_is_of_the_one_named_before():
    assert list(read("Kenyan President Ada Wekesa met Foreign Secretary Luis Quilca.")) == []


@pytest.mark.parametrize(
    ("sentence", "certain"),
    [
        ("Ada Wekesa se reunió con Luis Quilca.", True),
        ("Ada Wekesa no se reunió con Luis Quilca.", False),
        ("Ada Wekesa preguntó si Jo se había reunido con Luis Quilca.", False),
        ("Ada Wekesa está dispuesta a reunirse con Luis Quilca.", False),
        ("Ada Wekesa asistió a una conferencia que organizó Luis Quilca.", False),
    ],
)
def test_words_alone_make_a_passage_certain_too(sentence, certain):
    (asked,) = read(sentence, language="es")
    assert asked.passage.certain is certain


@pytest.mark.parametrize(
    "sentence",
    [
        "Ada Wekesa did not meet Luis Quilca.",
        "Ada Wekesa asked whether Jo had met Luis Quilca.",
        "Ada Wekesa is ready to meet Luis Quilca.",
    ],
)
def test_what_is_denied_wished_or_supposed_is_not_asked_about(sentence):
    assert read(sentence) == []


@pytest.mark.parametrize(
    "sentence",
    [
        "Kenyan President Ada Wekesa attended a summit hosted by Peruvian President Luis Quilca.",
        "Kenyan President Ada Wekesa attended a conference that Peruvian President Luis Quilca hosted in Lima.",
    ],
)
def test_who_attends_meets_the_host(sentence):
    (asked,) = read(sentence)
    assert asked.passage.names == ("Ada Wekesa", "Luis Quilca")


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        ("Kenyan President Ada Wekesa and Kenyan officials met Luis Quilca.", {"Ada Wekesa", "Kenyan officials"}),
        ("Kenyan President Ada Wekesa and senior officials met Luis Quilca.", {"Ada Wekesa", "senior officials"}),
        (
            "Ada Wekesa, Eva Marin and Kenyan officials met Luis Quilca.",
            {"Ada Wekesa", "Eva Marin", "Kenyan officials"},
        ),
    ],
)
def test_everybody_on_one_side_takes_part(sentence, names):
    (asked,) = read(sentence)
    assert set(asked.passage.names) == {"Luis Quilca", *names}


def test_those_whom_a_meeting_brings_together_take_part():
    told = "The meeting brought together Kenyan President Ada Wekesa and Peruvian President Luis Quilca in Lima."
    (asked,) = read(told)
    assert asked.passage.names == ("Ada Wekesa", "Luis Quilca")


def test_surnames_in_a_list_all_take_part():
    *_, asked = read(MET, "Estonian President Eva Marin arrived.", "Marin, Wekesa and Quilca met in Lima.")
    assert set(asked.passage.names) == {"Ada Wekesa", "Luis Quilca", "Eva Marin"}


def test_sides_of_a_list_are_offered_beside_a_country_that_is_a_place():
    (asked,) = read("The foreign ministers of Kenya and Peru met in Chile.")
    assert (asked.passage.names, asked.passage.certain) == (("Kenya", "Peru"), True)


def test_a_government_that_owns_something_takes_no_part():
    (asked,) = read("Ada Wekesa met Luis Quilca at Peru's embassy.")
    assert asked.passage.names == ("Ada Wekesa", "Luis Quilca")
    (asked,) = read("Ada Wekesa held talks with Peru's government.")
    assert asked.passage.names == ("Ada Wekesa", "Peru")


def test_the_meeting_at_the_start_goes_on_about_the_one_before():
    _, asked = read(MET, "The meeting between Wekesa and Quilca covered trade.")
    assert asked.continues
    assert not read(MET)[0].continues
    _, asked = read(MET, "The meeting came before a summit between Eva Marin and Jo Banda.")
    assert not asked.continues


@pytest.mark.parametrize(
    ("sentence", "asked"),
    [
        ("Jo Banda is due to call on Peruvian President Luis Quilca on Friday before travelling on to Mali.", True),
        ("Jo Banda called on Peruvian President Luis Quilca in Lima.", True),
        ("Jo Banda called on Peruvian President Luis Quilca to release the prisoners.", False),
        ("Jo Banda called on all parties of Luis Quilca's coalition.", False),
    ],
)
def test_to_call_on_somebody_is_a_visit_and_to_call_on_him_to_do_something_is_not(sentence, asked):
    passages = choose(sentence)
    assert [passage.passage.formats for passage in passages] == [(Format.IN_PERSON,)] * asked


def test_the_meeting_before_any_is_reported_is_that_of_the_people_before():
    asked = choose(
        "Ada Wekesa y Luis Quilca acordaron el plan.",
        "La reunión, que presidió Eva Marin, fue breve.",
        language="es",
    )[-1]
    assert asked.sentence == 1
    assert {"Ada Wekesa", "Luis Quilca"} <= set(asked.passage.names)


def test_the_delegation_is_the_one_named_last():
    told = ("A trade delegation from Kenya arrived in Lima.", "It rained.", "It snowed.")
    (asked,) = choose(*told, "The delegation will meet Peruvian President Luis Quilca today.")[-1:]
    assert set(asked.passage.names) == {"trade delegation from Kenya", "Luis Quilca"}


def test_the_two_ministers_are_those_of_that_office_who_were_named_last():
    told = "Peruvian Minister Luis Quilca and Kenyan Minister Ada Wekesa quarrelled with envoy Eva Marin."
    (asked,) = choose(told, "The envoy will host the two ministers on Friday.")
    assert set(asked.passage.names) == {"Eva Marin", "Luis Quilca", "Ada Wekesa"}


@pytest.mark.parametrize(("day", "joins"), [("Tuesday", [True]), ("Friday", [])])
def test_who_was_present_that_day_joined_and_of_another_day_nothing_is_known(day, joins):
    passages = read(MET, f"Eva Marin and Jo Banda were present on {day}.")
    assert [asked.joins for asked in passages[1:]] == joins


def test_the_day_on_which_somebody_says_who_was_present_is_not_that_of_the_meeting():
    assert [asked.joins for asked in read(MET, "Eva Marin was present, an official said on Friday.")[1:]] == [True]


@pytest.mark.parametrize(("day", "joins"), [("mardi", True), ("vendredi", False)])
def test_of_who_was_present_another_day_a_question_is_put_where_words_alone_are_known(day, joins):
    _, asked = read(RENCONTRE, f"Eva Marin et Jo Banda étaient présentes {day}.", language="fr")
    assert asked.joins == joins


def test_ministers_of_a_country_that_is_not_named_meet_in_their_cabinet():
    assert read("After the meeting, which President Ada Wekesa chaired, Finance Minister Jo Banda met the press.") == []


@pytest.mark.parametrize(
    "sentence",
    [
        "EU foreign ministers met in Brussels on Monday.",
        "A summit of ASEAN leaders opened in Jakarta on Tuesday.",
        "The first meeting of the Contact Group on Libya will be held on Friday in Doha.",
        "Foreign ministers of the Arab League will hold an emergency meeting in Cairo.",
        "The U.N. Security Council met late on Friday.",
        "Foreign ministers of the Arab League (AL) ended a meeting in Cairo.",
    ],
)
def test_a_body_of_several_parties_meets_among_itself(sentence):
    (asked,) = choose(sentence)
    assert asked.passage.alone
    assert len(asked.passage.names) == 1
    assert asked.passage.settled is not None


def test_a_premier_and_the_ambassador_of_his_own_state_are_of_one_party():
    assert choose("Kenyan Prime Minister Ada Wekesa met Kenyan Ambassador to Lima Ian Orr on Monday.") == []


@pytest.mark.parametrize(
    "sentence",
    [
        "The European Union met its targets.",
        "Peruvian officials met in Lima on Monday.",
        "Police chiefs met in Lima on Monday.",
        "The U.N. Security Council has not met on the issue.",
    ],
)
def test_others_named_alone_meet_nobody(sentence):
    assert choose(sentence) == []


def test_a_spokesman_tells_of_a_meeting_and_takes_no_part():
    (asked,) = choose("Ada Wekesa met Luis Quilca, ministry spokesman Tom Arden said.")
    assert asked.passage.names == ("Ada Wekesa", "Luis Quilca")


def test_what_an_apposition_of_office_names_takes_no_part():
    (asked,) = choose("Ada Wekesa, head of the Lima Trade Bureau and envoy of Chile, met Luis Quilca.")
    assert asked.passage.names == ("Ada Wekesa", "Luis Quilca")


def test_those_whom_only_words_bring_together_are_not_asked_about():
    told = "After a meeting with a guest, Kenyan President Ada Wekesa said that {} rebel leader Eva Marin was ready."
    assert choose(told.format("Kenyan")) == choose(told.format("Estonian")) == []


@pytest.mark.parametrize(
    ("said", "bilateral"),
    [
        ("bilateral talks", True),
        ("bilateral trade talks", True),
        ("bilateral meeting", True),
        ("bilateral ties", False),
        ("bilateral relations", False),
        ("bilateral trade", False),
        ("met bilaterally", True),
    ],
)
def test_what_is_bilateral_is_a_meeting_and_not_what_it_is_about(said, bilateral):
    assert has_cue("bilateral", f"They spoke of {said} in Nairobi.", "en") is bilateral


@pytest.mark.parametrize(
    ("sentence", "came", "by_grammar"),
    [
        ("Ada Wekesa flew to Lima to meet Luis Quilca.", [True], [True]),
        ("Ada Wekesa met Luis Quilca in Lima.", [False], [True]),
        ("Ada Wekesa met with Luis Quilca in Lima and later with Eva Marin.", [False, False], [True, False]),
    ],
)
def test_a_question_knows_what_grammar_tells_of_its_meeting(sentence, came, by_grammar):
    asked = choose(sentence)
    assert [each.came for each in asked] == came
    assert [each.by_grammar for each in asked] == by_grammar


@pytest.mark.parametrize(
    ("told", "names"),
    [
        ("told the Lima daily newspaper of Delta Bank", False),
        ("told the very well informed Delta Bank", False),
        ("told a guest that she liked talks with Delta Bank", True),
    ],
)
def test_an_organisation_that_is_told_something_takes_no_part(told, names):
    article = make_article(f"Ada Wekesa {told}.")
    cast = build_cast(article)
    own = ClauseMembers(article, cast, ()).own(0, (0, len(article.text)))
    assert ("Delta Bank" in [member.name for member in own]) is names


@pytest.mark.parametrize(
    ("going", "told"),
    [
        ("is headed to Peru, where she will meet", True),
        ("arrived in Peru to meet", True),
        ("left Nairobi to meet", False),
    ],
)
def test_whom_somebody_meets_abroad_need_not_be_a_compatriot(going, told):
    assert bool(choose(f"Kenyan Foreign Minister Ada Wekesa {going} Defence Minister Luis Quilca.")) is told


def test_a_meeting_told_again_without_a_time_is_as_it_was_told():
    after = "Following her meeting with Luis Quilca, Ada Wekesa is to be honoured."
    assert read(MET, after)[-1].passage.statuses == (Status.HELD,)
    other = MET.replace("Luis Quilca", "Jo Banda")
    assert read(other, after)[-1].passage.statuses == (Status.HELD, Status.PLANNED)


def test_who_attended_along_with_one_who_met_joined_them():
    assert read(MET, "Eva Marin attended the meeting along with Luis Quilca.")[-1].joins
    assert not read(MET, "Eva Marin attended the meeting with Jo Banda.")[-1].joins


def test_what_was_to_be_is_called_off_where_that_was_told():
    off = "Talks between Kenyan President Ada Wekesa and Peruvian President Luis Quilca have been postponed."
    assert read(off, "The two were to meet in Nairobi on Friday.")[-1].passage.statuses == (Status.CANCELLED,)
    assert read(MET, "The two were to meet in Lima on Friday.")[-1].passage.statuses == (Status.PLANNED,)


@pytest.mark.parametrize(
    ("before", "status"),
    [
        ("Peruvian President Luis Quilca will not travel to Kenya this week.", Status.CANCELLED),
        (
            "Peruvian President Luis Quilca said on Monday he would not meet Kenyan President Ada Wekesa.",
            Status.CANCELLED,
        ),
        ("Peruvian President Luis Quilca will travel to Kenya this week.", Status.PLANNED),
    ],
)
def test_who_will_not_go_calls_off_what_was_planned(before, status):
    told = "Quilca was due to meet Kenyan President Ada Wekesa in Nairobi on Friday."
    assert read(before, told)[-1].passage.statuses == (status,)


def test_the_next_meeting_of_those_who_met_is_another_one():
    first, second = read(MET, "The next meeting will be held in Lima on Friday.")
    assert (second.members, second.again, second.continues) == (first.members, True, False)
    assert second.passage.statuses == (Status.PLANNED,)


def test_the_second_of_two_meetings_of_a_noun_is_held_in_the_same_way():
    talks = "Ada Wekesa held talks with President Luis Quilca on Monday and with President Eva Marin on Friday."
    assert [asked.passage.formats for asked in choose(talks)] == [(Format.IN_PERSON,)] * 2


def test_that_somebody_came_to_meet_who_met_is_no_other_meeting():
    came = "Ada Wekesa arrived in Nairobi on Monday to brief Luis Quilca on trade."
    assert read(MET, came)[-1].joins
    assert not read(MET, came.replace("Luis Quilca", "Jo Banda"))[-1].joins
    assert not read(came)[-1].joins


@pytest.mark.parametrize(
    ("sentence", "joined"),
    [
        ("Wekesa was accompanied by spokesman Jo Banda and Eva Marin.", True),
        ("Wekesa was accompanied by Eva Marin, spokesman Jo Banda said.", False),
    ],
)
def test_a_spokesman_may_accompany_somebody(sentence, joined):
    _, asked = read(MET, sentence)
    assert asked.joins
    assert ("Jo Banda" in asked.passage.names) is joined


def test_who_leads_rebels_is_of_another_party_than_the_state():
    (asked,) = choose("Kenyan President Ada Wekesa met Kenyan rebel leader Jo Banda.")
    assert asked.passage.certain


def test_two_foreign_ministers_are_of_two_states():
    told = "Kenyan Foreign Minister Ada Wekesa held talks with Foreign Minister Luis Quilca last month."
    assert len(choose(told)) == 1
    assert choose(told.replace("with Foreign", "with Finance")) == []


def test_a_plan_that_the_same_sentence_calls_off_is_off():
    told = "Kenyan President Ada Wekesa was to receive Peruvian President Luis Quilca, but the visit was put off."
    assert [asked.passage.statuses for asked in read(told)] == [(Status.CANCELLED,)]
    told = "Kenyan President Ada Wekesa is to receive Peruvian President Luis Quilca, but the match was put off."
    assert [asked.passage.statuses for asked in read(told)] == [(Status.PLANNED,)]
