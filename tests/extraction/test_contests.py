"""contests.py: what sources deny or decline to confirm, and which meeting that concerns."""

import pytest

from llmextract.extraction.cast import build_cast
from llmextract.extraction.contests import concerned, contested_only, contesting_sentences, find_contests
from llmextract.extraction.gathering import gather
from llmextract.schemas import Attendance, Stance
from tests.extraction_support import make_article, reports

MET = "Kenyan Foreign Minister Ada Wekesa met Peruvian President Luis Quilca in Nairobi on Monday."
MET_MARIN = "Wekesa met Estonian Prime Minister Eva Marin in Tallinn on Tuesday."


def contests(*sentences):
    article = make_article(*sentences)
    return list(find_contests(article, build_cast(article)))


def test_sentences_that_may_contest():
    told = (
        "The ministry said the talks went well.",
        "He denied it.",
        "It is unclear whether Marin came.",
        "The report could not be confirmed.",
        "There was no meeting, the spokesman said.",
        "They asked whether it rained.",
    )
    assert contesting_sentences(make_article(*told)) == [1, 2, 3, 4]


def test_a_denial_of_somebodys_presence_names_that_person():
    (contest,) = contests(MET, "Peru's foreign ministry denied that Eva Marin was in Nairobi.")
    assert (contest.sentence, contest.source.name, contest.source.stance) == (
        1,
        "Peru's foreign ministry",
        Stance.DENIES,
    )
    assert [member.name for member in contest.members] == ["Eva Marin"]
    assert (contest.whole, contest.attendance) == (False, Attendance.DENIED)
    assert contest.cities == ("Nairobi",)


def test_a_refusal_to_confirm_leaves_the_person_unconfirmed():
    (contest,) = contests("Tallinn declined to confirm that Luis Quilca had arrived.")
    assert contest.attendance is Attendance.UNCONFIRMED
    assert [member.name for member in contest.members] == ["Luis Quilca"]


def test_what_follows_but_is_said_by_others():
    (contest,) = contests(MET, "Peru declined to confirm the visit, but sources said Eva Marin was angry.")
    assert (contest.members, contest.whole) == ((), False)
    (contest,) = contests(MET, "Peru declined to confirm that Eva Marin, but not Jo Banda, was there.")
    assert [member.name for member in contest.members] == ["Eva Marin", "Jo Banda"]


@pytest.mark.parametrize(
    "sentence",
    [
        "Peru's foreign ministry denied the meeting.",
        "Peru denied that Luis Quilca met anybody.",
        "Peru dismissed reports of secret talks.",
    ],
)
def test_a_denial_that_people_met_is_of_the_whole_meeting(sentence):
    (contest,) = contests(sentence)
    assert contest.whole


def test_a_denied_claim_is_of_the_meeting_that_was_spoken_of():
    (contest,) = contests(MET, "The rebels denied the president's claim.")
    assert contest.whole
    assert contests("It rained.", "The rebels denied the president's claim.") == []
    assert contests(MET, "The rebels denied the report of a fraud.") == []


@pytest.mark.parametrize(
    ("sentence", "doubted"),
    [
        ("Neither side would say whether Eva Marin, the mayor, had been in the building.", ["Eva Marin"]),
        ("Whether Jo Banda would join them was something that nobody was willing to confirm.", ["Jo Banda"]),
        ("It is unclear whether Eva Marin will sign with Jo Banda.", []),
    ],
)
def test_whose_presence_is_left_open_is_unconfirmed(sentence, doubted):
    found = contests(MET, sentence)
    assert [member.name for contest in found for member in contest.members] == doubted
    assert all(contest.attendance is Attendance.UNCONFIRMED and not contest.whole for contest in found)


def test_what_he_denies_is_contested_as_well():
    (contest,) = contests(MET, "But he denied reports that the chairman, Jo Banda, would attend.")
    assert [member.name for member in contest.members] == ["Jo Banda"]
    (contest,) = contests("The president, Jo Banda, might attend.", "Officials did not confirm that he had done so.")
    assert ([member.name for member in contest.members], contest.attendance) == (["Jo Banda"], Attendance.UNCONFIRMED)


def test_a_denial_that_a_meeting_was_called_off_contests_no_meeting():
    assert not any(contest.whole for contest in contests("Peru denied that the talks with Ada Wekesa were cancelled."))


@pytest.mark.parametrize(
    "sentence",
    [
        "The Kenyan ministry said that Ada Wekesa met Luis Quilca.",
        "Peru denied that prices rose.",
        "Ada Wekesa denied everything.",
        "It rained.",
    ],
)
def test_other_sentences_contest_nothing(sentence):
    assert contests(sentence) == []


def test_only_persons_named_behind_the_source_are_contested():
    (contest,) = contests("Ada Wekesa denied that Luis Quilca and the Red Delta Front visited Nairobi.")
    assert [member.name for member in contest.members] == ["Luis Quilca"]


def occasions_and_contests(*sentences):
    article = make_article(*sentences)
    cast = build_cast(article)
    drafts = [
        (0, ("Ada Wekesa", "Luis Quilca"), "held", "in_person"),
        (1, ("Ada Wekesa", "Eva Marin"), "held", "in_person"),
    ]
    occasions = gather(reports(article, *drafts, cast=cast))
    assert len(occasions) == 2
    return occasions, list(find_contests(article, cast))


@pytest.mark.parametrize(
    ("sentence", "number"),
    [
        ("Peru denied that Jonas Reth was in Nairobi.", 0),
        ("Peru denied that Jonas Reth was in Tallinn.", 1),
        ("Peru denied the meeting.", 1),
        ("Peru denied a visit to Lima.", 1),
    ],
)
def test_a_contest_concerns_the_meeting_in_its_city_or_the_last_before_it(sentence, number):
    occasions, (contest,) = occasions_and_contests(MET, MET_MARIN, sentence)
    assert concerned(contest, occasions) is occasions[number]


def test_a_contest_concerns_the_meeting_of_its_people_before_one_in_its_city():
    article = make_article(MET, MET_MARIN, "Peru denied that Quilca was in Tallinn.")
    cast = build_cast(article)
    both = reports(
        article,
        (0, ("Ada Wekesa", "Luis Quilca"), "held", "in_person"),
        (1, ("Ada Wekesa", "Eva Marin"), "held", "in_person"),
        cast=cast,
    )
    occasions = gather(both)
    (contest,) = find_contests(article, cast)
    assert concerned(contest, occasions) is occasions[0]


def test_a_contest_before_every_meeting_concerns_the_last_one():
    article = make_article("Peru denied that the talks were held.", MET)
    cast = build_cast(article)
    occasions = gather(reports(article, (0, ("Ada Wekesa", "Luis Quilca"), "held", "in_person"), cast=cast))
    (contest,) = find_contests(article, cast)
    assert concerned(contest, occasions) is occasions[0]


def test_a_contest_of_an_article_without_meetings_concerns_none():
    (contest,) = contests("Peru denied the meeting.")
    assert concerned(contest, []) is None


@pytest.mark.parametrize(
    ("before", "sentence", "persons", "whole", "attendance"),
    [
        (MET, "Peru's foreign ministry denied it.", [], True, Attendance.DENIED),
        (MET, "Peru denied the report.", [], True, Attendance.DENIED),
        (MET, "Peru did not confirm this on Friday.", [], True, Attendance.UNCONFIRMED),
        ("Eva Marin joined the talks.", "Peru denied it.", ["Eva Marin"], False, Attendance.DENIED),
        ("Eva Marin was in Lima.", "Peru denied this.", ["Eva Marin"], False, Attendance.DENIED),
        ("Eva Marin visited Lima for talks.", "Peru denied this.", [], True, Attendance.DENIED),
    ],
)
def test_who_denies_it_denies_what_the_sentence_before_says(before, sentence, persons, whole, attendance):
    (contest,) = contests(before, sentence)
    assert (contest.sentence, contest.whole, contest.attendance) == (1, whole, attendance)
    assert [member.name for member in contest.members] == persons
    assert {member.name for member in contest.parties} >= set(persons)


@pytest.mark.parametrize(
    "told",
    [
        ("Peru denied it.",),  # there is no sentence before
        (MET, "Peru did not comment on this."),
        (MET, "Peru denied wrongdoing."),
    ],
)
def test_it_needs_something_that_was_said_and_is_denied(told):
    assert contests(*told) == []


@pytest.mark.parametrize(
    "sentence",
    [
        "The meeting could not be independently verified.",
        "There was no immediate confirmation of the talks.",
        "It was not immediately clear if the two had met.",
        "The talks have not been confirmed.",
    ],
)
def test_what_nobody_could_verify_leaves_the_meeting_unconfirmed(sentence):
    (contest,) = contests(MET, sentence)
    assert (contest.whole, contest.members, contest.source.name) == (True, (), "")
    assert contest.attendance is Attendance.UNCONFIRMED


def test_somebodys_presence_that_nobody_could_verify_leaves_that_person_unconfirmed():
    (contest,) = contests(MET, "It was not clear whether Eva Marin attended.")
    assert (contest.whole, contest.attendance) == (False, Attendance.UNCONFIRMED)
    assert [member.name for member in contest.members] == ["Eva Marin"]


@pytest.mark.parametrize(
    ("sentence", "parties"),
    [
        ("The Red Delta Front denied holding talks with Kenya.", {"Red Delta Front", "Kenya"}),
        ("The Red Delta Front denied that it had met Ada Wekesa.", {"Red Delta Front", "Ada Wekesa"}),
        ("The Red Delta Front denied that Ada Wekesa met Luis Quilca.", {"Ada Wekesa", "Luis Quilca"}),
        ("Kenya's government denied any contacts with Peru.", {"Kenya", "Peru"}),
        ("The Red Delta Front denied having met Ada Wekesa in Peru.", {"Red Delta Front", "Ada Wekesa"}),
        ("The Red Delta Front denied that Ada Wekesa met rebels.", {"Ada Wekesa"}),
    ],
)
def test_who_denies_having_met_somebody_is_a_party_of_the_meeting(sentence, parties):
    (contest,) = contests(sentence)
    assert {member.name for member in contest.parties} == parties


@pytest.mark.parametrize(
    ("sentence", "alone"),
    [
        ("The Red Delta Front denied holding talks with Estonia.", True),
        ("Peru denied that Jo Banda met Eva Marin.", True),
        ("Peru denied that Ada Wekesa met Eva Marin.", True),  # one of them met somebody else
        ("Peru denied that Ada Wekesa met Luis Quilca.", False),
        (
            "The Red Delta Front denied any talks with Quilca.",
            False,
        ),  # the meeting may be meant: no two people are named
        ("Peru denied the talks.", False),
        ("Peru declined to confirm that Jo Banda met Eva Marin.", True),
        ("It remains unclear whether Jo Banda will meet Eva Marin.", True),
        ("It was not immediately clear if Ada Wekesa had met Luis Quilca.", False),
        ("Peru denied that Jo Banda was with Eva Marin.", False),  # of presence, not of a meeting
    ],
)
def test_a_denial_of_what_nothing_else_reports_is_a_meeting_of_its_own(sentence, alone):
    article = make_article(MET, sentence)
    cast = build_cast(article)
    occasions = gather(reports(article, (0, ("Ada Wekesa", "Luis Quilca"), "held", "in_person"), cast=cast))
    found = list(find_contests(article, cast))
    assert len(found) == 1
    assert contested_only(found, occasions) == (found if alone else [])


def test_a_denial_is_a_meeting_of_its_own_where_nothing_is_reported_at_all():
    (contest,) = contests("The Red Delta Front denied holding talks with Kenya.")
    assert contested_only([contest], []) == [contest]
    (contest,) = contests("The Red Delta Front denied that Ada Wekesa met rebels.")
    assert contested_only([contest], []) == []  # with whom, it does not say


def test_who_only_tells_of_a_denial_is_no_party_to_what_is_denied():
    (contest,) = contests("Norvia denied that Ada Wekesa will meet Luis Quilca, the TASS news agency reported Monday.")
    assert [member.name for member in contest.parties] == ["Ada Wekesa", "Luis Quilca"]
    (contest,) = contests("The Red Delta Front denied that Ada Wekesa will meet the Delta Bank, he said.")
    assert [member.name for member in contest.parties] == ["Ada Wekesa", "Delta Bank"]


@pytest.mark.parametrize(
    "said",
    [
        "“There has been no meeting with any rebel,” the government spokesman, Ivo Reth, repeated on Friday.",
        "“No such talks took place,” spokeswoman Ida Brandt said.",
        "Spokeswoman Ida Brandt said the report was false.",
    ],
)
def test_a_statement_that_nothing_of_the_kind_took_place_denies_the_meeting(said):
    article = make_article("Kenyan officials met commanders of the Red Delta Front.", said)
    (contest,) = find_contests(article, build_cast(article))
    assert (contest.source.stance, contest.whole, contest.parties) == (Stance.DENIES, True, ())


@pytest.mark.parametrize(
    ("language", "said", "stance", "names", "whole"),
    [
        (
            "es",
            "Perú negó que Ada Wekesa se reuniera con Luis Quilca.",
            Stance.DENIES,
            ["Ada Wekesa", "Luis Quilca"],
            True,
        ),
        ("es", "La Cancillería no quiso confirmar el encuentro.", Stance.DECLINES_TO_CONFIRM, [], True),
        ("fr", "Le ministère a démenti cette rencontre.", Stance.DENIES, [], True),
        (
            "fr",
            "La présidence n'a pas confirmé la visite d'Ada Wekesa.",
            Stance.DECLINES_TO_CONFIRM,
            ["Ada Wekesa"],
            False,
        ),
        ("de", "Das Ministerium wollte das Treffen nicht bestätigen.", Stance.DECLINES_TO_CONFIRM, [], True),
        ("de", "Die Regierung bestritt, dass Ada Wekesa nach Lima gereist ist.", Stance.DENIES, ["Ada Wekesa"], False),
        ("it", "La Farnesina ha smentito l'incontro.", Stance.DENIES, [], True),
        ("pt", "O governo negou a presença de Ada Wekesa.", Stance.DENIES, ["Ada Wekesa"], False),
        ("tr", "Dışişleri Bakanlığı görüşmeyi yalanladı.", Stance.DENIES, [], True),
        ("ru", "МИД опроверг сообщения о встрече.", Stance.DENIES, [], True),
    ],
)
def test_denials_and_refusals_in_other_languages(language, said, stance, names, whole):
    article = make_article("Ada Wekesa, Luis Quilca.", said, language=language)
    (found,) = find_contests(article, build_cast(article))
    assert (found.source.stance, [member.name for member in found.members], found.whole) == (stance, names, whole)


@pytest.mark.parametrize(
    ("language", "said"),
    [("es", "El Gobierno negó el aumento de precios."), ("fr", "Le ministère a démenti la hausse des prix.")],
)
def test_what_has_nothing_to_do_with_meetings_is_not_contested_in_other_languages_either(language, said):
    article = make_article("Ada Wekesa, Luis Quilca.", said, language=language)
    assert list(find_contests(article, build_cast(article))) == []


@pytest.mark.parametrize(
    ("before", "contested"),
    [
        ("They discussed the war, in which Peru is accused of selling arms.", False),
        ("Peru is accused of secret talks with the Red Delta Front.", True),
    ],
)
def test_an_allegation_that_is_denied_is_what_somebody_is_accused_of(before, contested):
    assert bool(contests(MET, before, "Peru denied the allegation.")) is contested


def test_what_nobody_has_agreed_on_is_denied():
    (contest,) = contests(MET, "Spokeswoman Ida Brandt said there was no agreement on such a meeting.")
    assert (contest.source.stance, contest.whole) == (Stance.DENIES, True)
    assert contests(MET, "Spokeswoman Ida Brandt said there was no agreement on such a treaty.") == []


def test_who_denies_what_a_meeting_was_about_denies_no_meeting():
    assert contests(MET, "Peru's foreign ministry denied that the meeting was about oil.") == []


def test_what_is_denied_about_a_meeting_is_told_by_grammar_alone():
    article = make_article("Ada Wekesa met Luis Quilca.", "The ministry denied that the meeting was about oil.")
    assert list(find_contests(article, build_cast(article))) == []
    assert len(list(find_contests(article, build_cast(article), parsed=False))) == 1


@pytest.mark.parametrize(
    "said",
    [
        "There was no meeting between Ada Wekesa and Luis Quilca, the ministry said.",
        "Reports that Ada Wekesa met Luis Quilca in Lima are false, the ministry said.",
        "It is not true that Ada Wekesa met Luis Quilca, the ministry said.",
        "Peru rejected reports that Ada Wekesa had met Luis Quilca.",
        "Ada Wekesa met Luis Quilca, a newspaper reported, but the ministry denied it.",
    ],
)
def test_what_is_said_not_to_be_so_is_denied(said):
    (contest,) = [each for each in contests(said) if each.whole]
    assert contest.source.stance is Stance.DENIES
    assert [member.name for member in contest.members] == ["Ada Wekesa", "Luis Quilca"]


@pytest.mark.parametrize(
    "said",
    [
        "Ada Wekesa met Luis Quilca and said that his figures were false.",
        "Peru rejected the plan that Ada Wekesa and Luis Quilca made.",
    ],
)
def test_what_is_false_or_rejected_may_be_something_else(said):
    assert not any(each.whole for each in contests(said))


def test_who_denies_that_she_had_met_somebody_is_a_party_without_that_too():
    (contest,) = contests("Ada Wekesa denied she had met Luis Quilca last week.")
    assert [member.name for member in contest.parties] == ["Luis Quilca", "Ada Wekesa"]


def test_who_would_not_say_whether_people_met_leaves_it_open():
    (contest,) = contests("Peru refused to say whether Ada Wekesa had met Luis Quilca.")
    assert contest.whole
    (contest,) = contests("Peru refused to say how long Ada Wekesa had met Luis Quilca.")
    assert not contest.whole


def test_who_denies_having_been_met_is_a_party():
    told = "Minister Ada Wekesa denied the claim of rebel leaders Luis Quilca and Jo Banda that they had met"
    (contest,) = contests(f"{told} with her.")
    assert {member.name for member in contest.parties} == {"Ada Wekesa", "Luis Quilca", "Jo Banda"}
    (contest,) = contests(f"{told} in Lima.")
    assert {member.name for member in contest.parties} == {"Luis Quilca", "Jo Banda"}


def test_who_confirms_for_somebody_is_not_contested():
    told = "The government declined to comment on the visit but spokesman Ben Holub was forced to confirm the meeting."
    assert all(not contest.members for contest in contests(MET, told))


def test_who_said_he_could_not_confirm_a_report_leaves_it_open():
    told = "Interior Minister Eva Marin said she could neither confirm nor deny the report."
    assert [contest.whole for contest in contests(MET, told)] == [True]


@pytest.mark.parametrize(
    "denied",
    [
        "Jo Banda, the Kenyan defence minister, denied the meeting.",
        "The ministry's spokesman, Jo Banda, denied that Wekesa had met Quilca.",
    ],
)
def test_who_denies_is_not_contested_by_the_name_beside_his_office(denied):
    (contest,) = contests(MET, denied)
    assert "Jo Banda" not in [member.name for member in (*contest.members, *contest.parties)]
    assert contest.whole


def test_what_happened_before_the_denial_is_not_denied():
    told = "Kenya refuted reports that Ada Wekesa had met Luis Quilca, a day after Jo Banda came."
    (contest,) = contests(MET, told)
    assert [member.name for member in contest.members] == ["Ada Wekesa", "Luis Quilca"]


def test_officials_of_two_states_are_both_parties_and_a_place_is_none():
    told = "Norvia's minister denied any talks between Kenyan and Peruvian officials in either Accra or Ghana."
    found = contests(told)
    (alone,) = contested_only(found, [])
    assert [party.name for party in alone.parties] == ["Kenyan and Peruvian officials"]


def test_who_denies_a_meeting_of_his_own_is_a_party_wherever_it_was_to_be():
    told = "Kenyan envoy Ada Wekesa denied meeting Luis Quilca in Accra, the capital of neighboring Ghana."
    (contest,) = contests(told)
    assert {party.name for party in contest.parties} == {"Luis Quilca", "Ada Wekesa"}
