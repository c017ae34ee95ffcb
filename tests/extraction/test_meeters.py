"""meeters.py: which frames of a sentence tell of one meeting."""

import pytest

from llmextract.extraction.frame import Frame
from llmextract.extraction.meeters import Meeters, apart
from tests.extraction_support import hand_parsed, make_article, member

WORDS = hand_parsed("met/meet VERB ROOT 0", "phoned/phone VERB conj 0").words
ARTICLE = make_article("Ada Wekesa met Luis Quilca and Jo Banda.")
W, Q, B = (member(ARTICLE, name) for name in ("Ada Wekesa", "Luis Quilca", "Jo Banda"))


def told(*members, word=WORDS[0], **known):
    return Meeters(Frame(word, word, (), (), **known), members, len(members))


@pytest.mark.parametrize(
    ("second", "kept"),
    [
        (told(W, Q, tense="past"), 1),
        (told(W, tense="past"), 1),
        (told(W, Q), 1),  # it does not say when
        (told(W, Q, tense="future"), 2),
        (told(W, B, tense="past"), 2),
        (told(W, Q, word=WORDS[1], is_by_phone=True), 2),
        (told(W, Q, word=WORDS[1], again=True, tense="past"), 2),
    ],
)
def test_a_frame_that_says_no_more_is_left_out(second, kept):
    assert len(apart([told(W, Q, tense="past"), second])) == kept


def test_what_is_only_wished_is_no_reason_to_leave_out_what_took_place():
    wished = told(W, Q, B, doubtful=True)
    assert {each.frame.doubtful for each in apart([wished, told(W, Q)])} == {True, False}
    assert len(apart([told(W, Q, B), told(W, Q, doubtful=True)])) == 1


def test_a_country_is_at_a_meeting_with_who_speaks_for_it():
    article = make_article("Kenyan President Ada Wekesa met Luis Quilca, and Kenya did.")
    ada, luis, kenya = (member(article, name) for name in ("Ada Wekesa", "Luis Quilca", "Kenya"))
    assert [each.members for each in apart([told(kenya, luis), told(ada, luis)])] == [(ada, luis)]
    peru = member(make_article("Peru spoke."), "Peru")
    assert len(apart([told(peru, luis), told(ada, luis)])) == 2
