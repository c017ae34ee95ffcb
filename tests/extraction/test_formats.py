"""formats.py: in which formats the people of a clause may have met."""

import pytest

from llmextract.extraction.formats import formats_of_clause, formats_of_frame
from llmextract.extraction.frames import find_frames
from llmextract.extraction.syntax import parse
from llmextract.schemas import Format
from tests.extraction_support import make_article

OPEN = (Format.IN_PERSON, Format.UNKNOWN)


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        (("Ada Novak held talks with Ivo Reth.",), (Format.IN_PERSON,)),
        (("Ada Novak held talks with Ivo Reth.", "He will telephone Jo Banda."), OPEN),
        (("Ada Novak held talks with Ivo Reth.", "Jo Banda spoke by video link."), OPEN),
        (("Ada Novak held talks with Ivo Reth in Lima.", "He will telephone Jo Banda."), (Format.IN_PERSON,)),
        (("Ada Novak spoke with Ivo Reth in Lima.",), (Format.IN_PERSON,)),
        (("Ada Novak spoke with Ivo Reth.",), (Format.CALL, Format.UNKNOWN)),
        (("Ada Novak spoke with Ivo Reth in Lima by phone.",), (Format.CALL,)),
        (("Ada Novak held a video conference with Ivo Reth.",), (Format.VIDEO,)),
        (("Ada Novak held a video call with Ivo Reth.",), (Format.VIDEO,)),
    ],
)
def test_talks_are_face_to_face_where_the_article_knows_of_nothing_else(told, expected):
    article = make_article(*told)
    clause = article.sentences[0]
    assert formats_of_clause(article, clause.start, clause.end, clause.text, ()) == expected


def test_in_a_language_that_is_not_parsed_words_alone_count():
    article = make_article("Ada Novak a mené des négociations avec Ivo Reth à Lima.", language="nl")
    assert Format.UNKNOWN in formats_of_clause(article, 0, len(article.text), article.text, ())


@pytest.mark.parametrize(
    ("text", "phoned", "expected"),
    [
        ("Ada Novak phoned Ivo Reth.", True, (Format.CALL,)),
        ("Ada Novak met Ivo Reth.", False, (Format.IN_PERSON,)),
        ("Ada Novak met Ivo Reth by video link.", False, ()),
        ("Ada Novak spoke with Ivo Reth.", False, ()),
    ],
)
def test_a_frame_may_decide_alone(text, phoned, expected):
    (frame,) = find_frames(parse(text))
    assert formats_of_frame(frame, text, "en", phoned=phoned) == expected


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Readout of the Leaders Call", (Format.CALL,)),
        ("Novak Holds Call with Reth", (Format.CALL,)),
        ("Leaders Call for Peace", (Format.CALL, Format.UNKNOWN)),
        (None, (Format.CALL, Format.UNKNOWN)),
    ],
)
def test_a_headline_may_tell_of_a_call(title, expected):
    article = make_article("Ada Novak spoke with Ivo Reth.", title=title)
    clause = article.sentences[0]
    assert formats_of_clause(article, clause.start, clause.end, clause.text, ()) == expected


def test_who_met_did_not_telephone_whatever_the_headline_tells():
    article = make_article("Ada Novak met Ivo Reth.", title="Readout of the Leaders Call")
    clause = article.sentences[0]
    assert formats_of_clause(article, clause.start, clause.end, clause.text, ()) == (Format.IN_PERSON,)
