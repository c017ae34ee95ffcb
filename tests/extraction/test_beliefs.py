"""beliefs.py: how probable the model found its answer about a passage."""

from math import log

import pytest

from llmextract.extraction.beliefs import believed_drafts
from llmextract.llm.base import Reply, Token
from llmextract.prompting.passage import Belief, MeetingDraft, Passage, passage_form
from llmextract.schemas import Format, Status

PASSAGE = Passage(
    headline=None,
    published=None,
    before="",
    sentence="Ada Wekesa met Luis Quilca, not Eva Marin.",
    names=("Ada Wekesa", "Luis Quilca", "Eva Marin"),
    formats=(Format.IN_PERSON,),
    statuses=(Status.HELD, Status.PLANNED),
)


def reply(*tokens):
    """Make the reply of (token, {other token: probability}); what is left is the token's own."""
    told = []
    for text, others in tokens:
        own = 1 - sum(others.values())
        listed = {text: own, **others}
        told.append(Token(text, log(own), tuple((each, log(share)) for each, share in listed.items())))
    raw = "".join(text for text, _ in tokens)
    return Reply(passage_form(PASSAGE).model_validate_json(raw), raw, tuple(told))


def answer(meeting=(), first=(), second=(), status=()):
    return reply(
        ('{"meetings":[', {}),
        ('{"people":["', dict(meeting)),
        ("Ada Wekesa", dict(first)),
        ('","', {}),
        ("Luis Quilca", dict(second)),
        ('"],"format":"in_person","status":"', {}),
        ("held", dict(status)),
        ('"}', {}),
        ("]}", {}),
    )


def test_each_part_of_an_answer_has_its_probability():
    (draft,) = believed_drafts(
        answer(meeting={"]}": 0.25}, first={"Eva Marin": 0.4}, second={"Eva Marin": 0.125}, status={"planned": 0.3}),
        PASSAGE,
    )
    assert (draft.people, draft.format, draft.status) == (("Ada Wekesa", "Luis Quilca"), Format.IN_PERSON, Status.HELD)
    assert draft.belief.meeting == pytest.approx(0.75)
    assert draft.belief.status == pytest.approx(0.7)


def test_a_sure_model_is_believed_in_everything():
    (draft,) = believed_drafts(answer(), PASSAGE)
    assert draft.belief == Belief(pytest.approx(1.0), pytest.approx(1.0))


def test_the_second_meeting_has_a_belief_of_its_own():
    one = '"people":["Ada Wekesa","Luis Quilca"],"format":"in_person","status":"'
    both = reply(
        ('{"meetings":[{', {}),
        (f'{one}held"}}', {}),
        (",{", {"]}": 0.2}),
        (one, {}),
        ("planned", {"held": 0.1}),
        ('"}]}', {}),
    )
    first, second = believed_drafts(both, PASSAGE)
    assert (first.status, second.status) == (Status.HELD, Status.PLANNED)
    assert first.belief.meeting == pytest.approx(1.0)
    assert (second.belief.meeting, second.belief.status) == (pytest.approx(0.8), pytest.approx(0.9))


def test_without_tokens_nothing_is_known_and_nothing_changed():
    told = answer()
    (draft,) = believed_drafts(Reply(told.value, told.raw), PASSAGE)
    assert draft == MeetingDraft(("Ada Wekesa", "Luis Quilca"), Format.IN_PERSON, Status.HELD, None)


def test_an_empty_answer_has_no_drafts():
    assert believed_drafts(reply(('{"meetings":[', {}), ("]}", {})), PASSAGE) == ()
