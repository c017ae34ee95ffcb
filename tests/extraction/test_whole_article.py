"""whole_article.py: one answer about all sentences becomes meetings whose every part stands in the text."""

import datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from llmextract.errors import InvalidAnswerError
from llmextract.extraction.pipeline import MAX_WHOLE_ANSWER_TOKENS
from llmextract.schemas import Attendance, Format, Status, TopicCategory
from tests.extraction_support import Scripted, make_article, sentences
from tests.whole_article_support import answer, draw, meeting, people

ADA, LUIS, EVA = "Ada Wekesa", "Luis Quilca", "Eva Marin"
MET = "Kenyan Foreign Minister Ada Wekesa met Peruvian President Luis Quilca in Lima on Tuesday."


def read(*told, meetings=(), **known):
    """Draw the record of some sentences with one answer that holds the meetings."""
    article = make_article(*told, lead="HOME | WORLD\n\n", source="story.txt", **known)
    return draw(article, Scripted(answer(*meetings)))


def only(record):
    (found,) = record.meetings
    return found


def test_one_question_gives_the_whole_record():
    model = Scripted(
        answer(
            meeting(
                [1, 2],
                [ADA, LUIS],
                when="on Tuesday",
                where="Lima",
                topics=[{"label": "grain exports", "category": "economy"}],
            )
        )
    )
    article = make_article(MET[:-1] + ", the Kenyan foreign ministry said.", "They discussed grain exports.")
    record = draw(article, model)
    found = only(record)
    assert people(record, found) == {ADA: "confirmed", LUIS: "confirmed"}
    assert (found.status, found.format) == (Status.HELD, Format.IN_PERSON)
    assert (found.date.start, found.date.text) == (datetime.date(2031, 5, 13), "on Tuesday")
    assert (found.place.city, found.place.country) == ("Lima", "PE")
    assert [(topic.label, topic.category) for topic in found.topics] == [("grain exports", TopicCategory.ECONOMY)]
    assert [source.name for source in found.sources] == ["the Kenyan foreign ministry"]
    assert [quote.quote for quote in found.evidence] == [article.sentences[0].text]
    assert [actor.role for actor in record.actors] == ["Kenyan Foreign Minister", "Peruvian President"]
    assert record.warnings == ()
    ((_, _, room),) = model.asked
    assert room == MAX_WHOLE_ANSWER_TOKENS


@pytest.mark.parametrize("told", [(), ("The rain fell on Ada Wekesa.", "Prices rose by 3%.")])
def test_an_article_without_a_word_for_a_meeting_costs_nothing(told):
    model = Scripted()
    assert draw(make_article(*told), model).meetings == ()
    assert model.asked == []


def test_an_article_in_which_the_model_finds_no_meeting():
    assert read(MET).meetings == ()


def test_a_later_sentence_gives_the_time_and_the_place():
    record = read(
        "Ada Wekesa met Luis Quilca.",
        "Prices rose since 2011.",
        "They sat down in Lima on Monday.",
        meetings=[meeting([1, 3], [ADA, LUIS], when="Monday", where="Lima")],
    )
    found = only(record)
    assert (found.date.start, found.date.text, found.place.city) == (datetime.date(2031, 5, 12), "Monday", "Lima")
    assert len(found.evidence) == 2


def test_words_that_stand_in_no_named_sentence_are_taken_where_they_stand_nearest():
    record = read(
        "It was raining in Nairobi on Monday.",
        "Ada Wekesa met Luis Quilca.",
        meetings=[meeting([2], [ADA, LUIS], when="on Monday", where="Nairobi")],
    )
    found = only(record)
    assert (found.date.start, found.place.city) == (datetime.date(2031, 5, 12), "Nairobi")
    assert [quote.quote for quote in found.evidence] == ["Ada Wekesa met Luis Quilca."]


@pytest.mark.parametrize(
    ("when", "where"), [(None, None), ("on Sunday", "Oslo"), ("in 2011", "the corridor"), ("", "")]
)
def test_without_usable_words_time_and_place_are_found_by_code(when, where):
    found = only(read(MET, "Prices rose in 2011.", meetings=[meeting([1], [ADA, LUIS], when=when, where=where)]))
    assert (found.date.text, found.place.city) == ("on Tuesday", "Lima")


def test_a_place_that_no_table_knows_is_no_city():
    told = "Ada Wekesa and Luis Quilca had talks at the Old Mill."
    found = only(read(told, meetings=[meeting([1], [ADA, LUIS], where="the Old Mill")]))
    assert (found.place.city, found.place.text) == (None, "the Old Mill")


def test_of_two_days_and_cities_the_models_words_choose():
    told = "Ada Wekesa, in Lima on Monday, will meet Luis Quilca in Oslo on Friday."
    found = only(read(told, meetings=[meeting([1], [ADA, LUIS], status="planned", when="on Monday", where="Lima")]))
    assert (found.date.text, found.place.city) == ("on Monday", "Lima")
    found = only(read(told, meetings=[meeting([1], [ADA, LUIS], status="planned", when="on Friday", where="Oslo")]))
    assert (found.date.start, found.place.city) == (datetime.date(2031, 5, 16), "Oslo")


def test_who_stands_nowhere_in_the_text_is_left_out_with_a_warning():
    record = read(MET, meetings=[meeting([1], [ADA, LUIS, "Jo Banda"])])
    assert set(people(record, only(record))) == {ADA, LUIS}
    (warning,) = record.warnings
    assert warning.code == "participant-not-in-text"
    assert "'Jo Banda'" in warning.message


def test_a_meeting_of_nobody_in_the_text_is_left_out():
    record = read(MET, meetings=[meeting([1], ["Jo Banda", "Sela Orr"])])
    assert (record.meetings, len(record.warnings)) == ((), 2)


def test_a_meeting_of_one_side_is_left_out_with_a_warning():
    record = read(MET, meetings=[meeting([1], [ADA])])
    assert [warning.code for warning in record.warnings] == ["one-sided"]


def test_a_topic_that_stands_nowhere_is_left_out_with_a_warning():
    topics = [{"label": "the weather", "category": "environment"}]
    record = read(MET, meetings=[meeting([1], [ADA, LUIS], topics=topics)])
    assert only(record).topics == ()
    assert [warning.code for warning in record.warnings] == ["topic-not-in-text"]


def test_somebody_whom_only_the_model_found_is_an_actor_of_the_record():
    told = "王毅星期四在北京会见了李强。"
    record = read(told, meetings=[meeting([1], ["王毅", "李强"])], language="zh")
    assert people(record, only(record)) == {"王毅": "confirmed", "李强": "confirmed"}
    assert [actor.kind.value for actor in record.actors] == ["person", "person"]


def test_somebody_named_only_elsewhere_takes_part_on_the_fullest_sentence():
    record = read(MET, "Eva Marin is a farmer.", meetings=[meeting([1], [ADA, LUIS, EVA])])
    found = only(record)
    part = next(part for part in found.participants if record.actor(part.actor).name == EVA)
    assert [quote.quote for quote in part.evidence] == [MET]


@pytest.mark.parametrize("said", ["unconfirmed", "denied"])
def test_the_models_doubt_about_somebody_counts(said):
    record = read(MET, "Eva Marin was there too.", meetings=[meeting([1, 2], [ADA, LUIS, (EVA, said)])])
    assert people(record, only(record)) == {ADA: "confirmed", LUIS: "confirmed", EVA: said}
    assert only(record).status is Status.HELD


def test_the_strictest_of_what_is_said_of_somebody_counts():
    record = read(
        MET,
        "Peru's foreign ministry denied that Eva Marin was in Lima.",
        meetings=[meeting([1, 2], [ADA, (LUIS, "unconfirmed"), (LUIS, "confirmed"), (EVA, "unconfirmed")])],
    )
    assert people(record, only(record)) == {ADA: "confirmed", LUIS: "unconfirmed", EVA: "denied"}


def test_a_denial_that_code_finds_overrules_the_model():
    record = read(MET, "Peru's foreign ministry denied the meeting.", meetings=[meeting([1], [ADA, LUIS])])
    assert only(record).status is Status.DENIED


def test_a_denied_part_does_not_deny_the_meeting():
    record = read(
        MET,
        "Peru's navy denied that Eva Marin took part in the talks.",
        meetings=[meeting([1, 2], [ADA, LUIS, (EVA, "denied")])],
    )
    assert only(record).status is Status.HELD
    assert people(record, only(record))[EVA] == "denied"


def test_every_status_of_the_model_is_kept():
    for status in Status:
        assert only(read(MET, meetings=[meeting([1], [ADA, LUIS], status=status.value)])).status is status


def test_what_an_answer_says_twice_is_one_meeting_and_what_it_tells_apart_stays_apart():
    both = [meeting([1], [ADA, LUIS]), meeting([1], [LUIS, ADA])]
    assert len(read(MET, meetings=both).meetings) == 1
    again = [*both, meeting([1], [ADA, LUIS], format="call")]
    assert [found.format.value for found in read(MET, meetings=again).meetings] == ["in_person", "call"]


def test_an_invalid_answer_is_asked_for_again():
    model = Scripted(answer(meeting([2], [ADA, LUIS])), answer(meeting([1], [ADA, LUIS])))
    record = draw(make_article(MET), model)
    assert (len(record.meetings), record.run.retries) == (1, 1)
    with pytest.raises(InvalidAnswerError) as caught:
        draw(make_article(MET, source="story.txt"), Scripted("{}", "{}"))
    assert caught.value.article == "story.txt"


# A long article: stretches of 1,200 words, each of which repeats two sentences of the one before.

FILLING = ("The rain went on " + "and on " * 56 + "for days.",) * 11  # 118 words each


def long(*, end_of_first, beyond, answers):
    """Draw the record of an article whose first stretch ends with two given sentences, its eleventh and twelfth."""
    model = Scripted(*answers)
    return draw(make_article(*FILLING[:10], *end_of_first, *beyond), model), model


def test_a_long_article_is_asked_about_in_stretches():
    again = "Ada Wekesa met Luis Quilca again on Friday."
    record, model = long(
        end_of_first=("It rained.", MET),
        beyond=(*FILLING[:5], again),
        answers=[answer(), answer(meeting([8], [ADA, LUIS], when="on Friday"))],
    )
    assert [model.question(number).count("\n") for number in range(len(model.asked))] == [1 + 12, 1 + 8]
    assert only(record).evidence[0].quote == again


def test_a_stretch_without_a_word_for_a_meeting_is_not_asked_about():
    model = Scripted(answer())
    draw(make_article(*FILLING, *FILLING, MET), model)
    assert len(model.asked) == 1


def test_what_two_stretches_report_of_one_sentence_is_one_meeting():
    record, model = long(
        end_of_first=("It rained.", MET),
        beyond=("They discussed grain and nothing else.", *FILLING[:3]),
        answers=[answer(meeting([12], [ADA, LUIS])), answer(meeting([2], [ADA, LUIS], status="planned"))],
    )
    assert len(model.asked) == 2
    assert only(record).status is Status.HELD


def test_what_only_the_second_stretch_reads_in_a_repeated_sentence_is_kept():
    record, _ = long(
        end_of_first=("It rained.", MET), beyond=FILLING[:3], answers=[answer(), answer(meeting([2], [ADA, LUIS]))]
    )
    assert only(record).evidence[0].quote == MET


def test_the_reports_of_two_stretches_are_put_together():
    topics = [{"label": "grain", "category": "economy"}]
    record, _ = long(
        end_of_first=(MET, "It rained."),
        beyond=("Wekesa and Quilca met on Tuesday for talks on grain.", *FILLING[:3]),
        answers=[answer(meeting([11], [ADA, LUIS])), answer(meeting([1, 3], [ADA, LUIS], topics=topics))],
    )
    found = only(record)
    assert [quote.quote[:10] for quote in found.evidence] == ["Kenyan For", "Wekesa and"]
    assert [topic.label for topic in found.topics] == ["grain"]


def test_two_meetings_of_two_stretches_stay_two():
    record, _ = long(
        end_of_first=(MET, "It rained."),
        beyond=("Wekesa and Quilca met again on Wednesday.", *FILLING[:3]),
        answers=[answer(meeting([11], [ADA, LUIS])), answer(meeting([3], [ADA, LUIS]))],
    )
    assert [found.date.text for found in record.meetings] == ["on Tuesday", "on Wednesday"]


# Whatever a model answers: as long as the answer has the asked form, the record is valid and stands in the text.


@st.composite
def articles_and_answers(draw_):
    told = draw_(st.lists(sentences().filter(str.strip), min_size=1, max_size=6))
    text = " ".join(told)
    language = draw_(st.sampled_from(["en", "en", "fr", "ar", None]))
    if not language or language == "en":
        told[0] += " met"  # so that the question is asked
    names = st.sampled_from([ADA, LUIS, "President Quilca", "NATO", "Kenya", "officials"]) | st.text(
        min_size=1, max_size=20
    )
    start = st.integers(0, len(text))
    words = st.builds(lambda at, length: text[at : at + length], start, st.integers(0, 25))
    quoted = st.none() | words | st.text(max_size=10)
    told_meetings = draw_(
        st.lists(
            st.builds(
                meeting,
                st.lists(st.integers(1, len(told)), min_size=1, max_size=3),
                st.lists(
                    st.tuples(names | words.filter(bool), st.sampled_from([value.value for value in Attendance])),
                    min_size=1,
                    max_size=4,
                ),
                format=st.sampled_from([value.value for value in Format]),
                status=st.sampled_from([value.value for value in Status]),
                when=quoted | st.sampled_from(["on Friday", "in 2011", "next week"]),
                where=quoted | st.sampled_from(["Lima", "Kenya"]),
                topics=st.lists(
                    st.builds(lambda label: {"label": f"{label:2}", "category": "other"}, words | st.text(max_size=9)),
                    max_size=2,
                ),
            ),
            max_size=4,
        )
    )
    return told, language, told_meetings


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(articles_and_answers())
def test_any_valid_answer_gives_a_valid_record_that_stands_in_the_text(case):
    told, language, told_meetings = case
    article = make_article(*told, lead="MENU ", language=language)
    model = Scripted(answer(*told_meetings))
    if language not in {"en", None} and not _is_asked(article):
        model = Scripted()
    record = draw(article, model)
    for found in record.meetings:
        assert len(found.participants) > 1
        for part in found.participants:
            assert part.evidence


def _is_asked(article):
    from llmextract.extraction.cues import offers

    return offers("meeting", " ".join(sentence.text for sentence in article.sentences), article.language)


def test_sentences_that_the_model_does_not_point_at_tell_more_of_the_people():
    record = read(
        "It rained.",
        "Wekesa met Quilca and the Red Delta Front (RDF) in Lima.",
        "Kenyan Foreign Minister Ada Wekesa was glad.",
        "The RDF was glad.",
        "A spokesman denied that Quilca had met Wekesa.",
        meetings=[meeting([2], ["Wekesa", "Quilca", "Red Delta Front"])],
    )
    by_name = {actor.name: actor for actor in record.actors}
    assert set(by_name) == {"Ada Wekesa", "Quilca", "Red Delta Front"}
    assert by_name["Ada Wekesa"].role == "Kenyan Foreign Minister"
    assert "RDF" in by_name["Red Delta Front"].aliases
    assert len(by_name["Red Delta Front"].mentions) == 3
    assert people(record, only(record))["Ada Wekesa"] == "denied"
