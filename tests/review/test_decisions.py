import pytest

from llmextract.errors import ConfigurationError
from llmextract.review.decisions import Action, Change, ReviewLog, StaleDecisionError
from llmextract.review.reviewed import apply_decisions
from tests.export.report.made_records import story_record
from tests.review.conftest import STORY_ID

STORY = story_record()


def corrected(meeting, **changes):
    """Return a change of a meeting of the story."""
    ids = {part.actor for part in meeting.participants}
    return Change(
        meeting=meeting.model_copy(update=changes), actors=tuple(actor for actor in STORY.actors if actor.id in ids)
    )


def reviewed(log):
    return apply_decisions(log.record(STORY_ID), log.decisions(STORY_ID))


def test_a_decision_is_kept_with_its_author_and_time(log):
    number = log.add(STORY, Action.ACCEPT, "m1", author="  Ana  Kos ", after=0)
    (decision,) = log.decisions(STORY_ID)
    assert (decision.id, decision.author, decision.meeting, decision.action) == (number, "Ana Kos", "m1", Action.ACCEPT)
    assert decision.made_at.endswith("+00:00")
    assert decision.in_force


def test_rejected_meetings_are_shown_but_not_in_the_record(log):
    log.add(STORY, Action.REJECT, "m2", author="Ana", after=0)
    assert [meeting.id for meeting in reviewed(log).shown.meetings] == ["m1", "m2"]
    assert [meeting.id for meeting in reviewed(log).record.meetings] == ["m1"]
    assert reviewed(log).undecided == ["m1"]


def test_corrections_and_additions_take_their_place_and_can_be_taken_back(log):
    first = log.add(
        STORY, Action.CORRECT, "m1", author="Ana", after=0, change=corrected(STORY.meetings[0], outcome="a deal")
    )
    added = corrected(STORY.meetings[1], id="m3")
    second = log.add(STORY, Action.ADD, "m3", author="Ben", after=first, change=added)
    now = reviewed(log)
    assert now.record.meetings[0].outcome == "a deal"
    assert [meeting.id for meeting in now.record.meetings] == ["m1", "m2", "m3"]
    assert now.verdicts["m3"].author == "Ben"
    undone = log.undo(STORY_ID, author="Cleo", after=second)
    assert undone.meeting == "m3"
    assert [meeting.id for meeting in reviewed(log).record.meetings] == ["m1", "m2"]
    log.undo(STORY_ID, author="Cleo", after=second)
    assert reviewed(log).shown == STORY
    assert [decision.undone_by for decision in log.decisions(STORY_ID)] == ["Cleo", "Cleo"]
    with pytest.raises(ConfigurationError, match="no decision on this article"):
        log.undo(STORY_ID, author="Cleo", after=second)


def test_completeness_can_be_taken_back(log):
    number = log.add(STORY, Action.COMPLETE, None, author="Ana", after=0)
    assert reviewed(log).complete
    log.undo(STORY_ID, author="Ana", after=number)
    assert not reviewed(log).complete
    assert reviewed(log).last == number


def test_who_has_not_seen_the_last_decision_is_told(log):
    number = log.add(STORY, Action.ACCEPT, "m1", author="Ana", after=0)
    with pytest.raises(StaleDecisionError, match="somebody else"):
        log.add(STORY, Action.REJECT, "m1", author="Ben", after=0)
    with pytest.raises(StaleDecisionError):
        log.undo(STORY_ID, author="Ben", after=number - 1)
    assert len(log.decisions()) == 1


def test_nobody_decides_without_a_name(log):
    with pytest.raises(ConfigurationError, match="author's name"):
        log.add(STORY, Action.ACCEPT, "m1", author=" \n", after=0)
    with pytest.raises(ConfigurationError, match="author's name"):
        log.undo(STORY_ID, author="", after=0)


def test_another_extraction_does_not_change_what_was_reviewed(store, log):
    other = STORY.model_copy(update={"meetings": STORY.meetings[:1]})
    number = log.add(STORY, Action.ACCEPT, "m2", author="Ana", after=0)
    store.connection.execute("UPDATE records SET extraction = ? WHERE article_id = 1", (other.model_dump_json(),))
    assert log.record(STORY_ID) == STORY
    assert next(iter(log.records())) == STORY
    log.undo(STORY_ID, author="Ana", after=number)
    assert log.record(STORY_ID) == other
    assert next(iter(log.records())) == other
    log.add(other, Action.ACCEPT, "m1", author="Ana", after=number)
    assert log.record(STORY_ID) == other


def test_an_unknown_article_has_no_record(log):
    assert log.record("0" * 16) is None
    assert log.decisions("0" * 16) == []


def test_decisions_outlive_the_store_being_closed(path, store):
    from llmextract.corpus.store import Store

    ReviewLog(store).add(STORY, Action.CORRECT, "m1", author="Ana", after=0, change=corrected(STORY.meetings[0]))
    with Store.open(path) as again:
        (decision,) = ReviewLog(again).decisions()
    assert decision.change == corrected(STORY.meetings[0])
