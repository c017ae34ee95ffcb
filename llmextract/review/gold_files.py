"""Reviewed records as gold files, in the format that `llmextract evaluate` reads (section 4 of the codebook)."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from llmextract.errors import ConfigurationError
from llmextract.review.decisions import ReviewLog
from llmextract.review.reviewed import apply_decisions

if TYPE_CHECKING:
    from pathlib import Path

    from llmextract.corpus.store import Store
    from llmextract.schemas import Actor, Extraction, Meeting, MeetingDate, Participant

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_TELLING = 5  # letters from which on a word of a topic says what it is about


def write_gold(store: Store, folder: Path) -> list[str]:
    """Write the articles that reviewers declared complete as gold files, ``ID.json`` and ``ID.txt``.

    Args:
        store: The store.
        folder: Where; made if there is none. Files of the same name are overwritten, others left alone.

    Returns:
        The ids of the documents written.

    Raises:
        ConfigurationError: A file can't be written, or the store not read.
    """
    log = ReviewLog(store)
    written = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for record in log.records():
            reviewed = apply_decisions(record, log.decisions(record.article.id))
            text = store.text(record.article.sha256)
            if not reviewed.complete or reviewed.undecided or text is None:
                continue
            stem = record.article.id
            document = json.dumps(gold_document(reviewed.record), ensure_ascii=False, indent=2)
            (folder / f"{stem}.txt").write_bytes(text.encode("utf-8"))
            (folder / f"{stem}.json").write_text(f"{document}\n", encoding="utf-8")
            written.append(stem)
    except OSError as error:
        raise ConfigurationError(f"{folder} can't be written: {error.strerror}", hint="give another folder") from error
    return written


def gold_document(record: Extraction) -> dict[str, Any]:
    """Return a record as the content of a gold file, each value the one accepted answer.

    Args:
        record: The record, as reviewed.
    """
    article = record.article
    return {
        "id": article.id,
        "source": article.url or article.source,
        "published": article.published and article.published.isoformat(),
        "meetings": [_meeting(meeting, record) for meeting in record.meetings],
    }


def _meeting(meeting: Meeting, record: Extraction) -> dict[str, Any]:
    place = {"city": [meeting.place.city], "country": meeting.place.country, "venue": meeting.place.venue}
    return {
        "status": [meeting.status.value],
        "format": [meeting.format.value],
        "date": [_days(meeting.date)],
        "date_text": [meeting.date.text] if meeting.date and meeting.date.text else [],
        "place": place,
        "participants": [_participant(record.actor(part.actor), part) for part in meeting.participants],
        "topics": [
            {
                "label": topic.label,
                "keywords": keywords(topic.label),
                "category": [topic.category.value],
                "optional": False,
            }
            for topic in meeting.topics
        ],
        "evidence": meeting.evidence[0].quote,
        "optional": False,
    }


def _days(date: MeetingDate | None) -> str | None:
    if date is None or date.start is None:
        return None
    return str(date.start) if date.start == date.end else f"{date.start}/{date.end}"


def _participant(actor: Actor, part: Participant) -> dict[str, Any]:
    return {
        "name": actor.name,
        "aliases": list(actor.aliases),
        "kind": actor.kind.value,
        "country": actor.country,
        "role": [actor.role] if actor.role else [],
        "attendance": [part.attendance.value],
        "optional": False,
    }


def keywords(label: str) -> list[str]:
    """Return the words of a topic that a right answer holds at least one of: the longer ones, else the whole.

    Args:
        label: The topic, in the article's words.
    """
    words = dict.fromkeys(word for word in _WORD.findall(label.casefold()) if len(word) >= _TELLING)
    return list(words) or [label.casefold()]
