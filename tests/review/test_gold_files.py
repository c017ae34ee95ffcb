import datetime as dt
import json

import pytest

from llmextract.errors import ConfigurationError
from llmextract.evaluation import load_gold, score
from llmextract.review import write_gold
from llmextract.review.decisions import Action
from llmextract.review.gold_files import gold_document, keywords
from llmextract.schemas import MeetingDate
from tests.export.report.made_records import STORY, story_record
from tests.review.conftest import QUIET_ID, STORY_ID

RECORD = story_record()


def finish(log, record=RECORD, meetings=("m1", "m2"), action=Action.ACCEPT):
    last = 0
    for meeting in meetings:
        last = log.add(record, action, meeting, author="Ana", after=last)
    log.add(record, Action.COMPLETE, None, author="Ana", after=last)


def test_reviewed_articles_are_gold_that_the_record_matches_fully(store, log, tmp_path):
    finish(log)
    assert write_gold(store, tmp_path / "gold") == [STORY_ID]
    (document,) = load_gold(tmp_path / "gold")
    assert document.text == STORY
    assert document.published == dt.date(2024, 12, 9)
    figures = score([(document, RECORD)], resamples=40).figures
    assert {
        name: figures[name].value for name in ("strict_f1", "topic_f1", "status_accuracy", "attendance_accuracy")
    } == {
        "strict_f1": 1,
        "topic_f1": 1,
        "status_accuracy": 1,
        "attendance_accuracy": 1,
    }


def test_an_article_without_meetings_can_be_complete(store, log, tmp_path):
    quiet = log.record(QUIET_ID)
    finish(log, quiet, ())
    assert write_gold(store, tmp_path) == [QUIET_ID]
    assert json.loads((tmp_path / f"{QUIET_ID}.json").read_text(encoding="utf-8"))["meetings"] == []


def test_what_is_rejected_is_not_gold(store, log, tmp_path):
    finish(log, action=Action.REJECT)
    write_gold(store, tmp_path)
    assert load_gold(tmp_path)[0].meetings == ()


def test_what_nobody_declared_complete_is_not_written(store, log, tmp_path):
    log.add(RECORD, Action.ACCEPT, "m1", author="Ana", after=0)
    assert write_gold(store, tmp_path) == []
    assert list(tmp_path.glob("*.txt")) == []


def test_ranges_and_unknown_days():
    meeting = RECORD.meetings[0]
    ranged = MeetingDate(start=dt.date(2024, 12, 9), end=dt.date(2024, 12, 11))
    dates = [ranged, MeetingDate(text="soon"), None]
    documents = [
        gold_document(RECORD.model_copy(update={"meetings": (meeting.model_copy(update={"date": date}),)}))
        for date in dates
    ]
    told = [document["meetings"][0] for document in documents]
    assert [one["date"] for one in told] == [["2024-12-09/2024-12-11"], [None], [None]]
    assert [one["date_text"] for one in told] == [[], ["soon"], []]


def test_keywords_are_the_telling_words():
    assert keywords("a ban on Fishing nets in the Gulf") == ["fishing"]
    assert keywords("gas") == ["gas"]


def test_a_folder_that_can_not_be_made_is_told(store, tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(ConfigurationError, match="can't be written"):
        write_gold(store, tmp_path / "file")
