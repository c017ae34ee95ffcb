"""What the review page asks for and sends: the page, the state of one article, decisions, taking them back."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict, ValidationError

from llmextract.corpus.store import Store
from llmextract.errors import ConfigurationError
from llmextract.export.report.article_data import ArticleData
from llmextract.export.report.page import build_page
from llmextract.review.changes import next_id, read_change
from llmextract.review.decisions import Action, ReviewLog
from llmextract.review.reviewed import ReviewedArticle, apply_decisions
from llmextract.schemas import ActorKind, Attendance, Format, Stance, Status, TopicCategory

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from llmextract.review.decisions import Decision
    from llmextract.schemas import Extraction

_SCRIPTS = ("evidence_picker", "meeting_form", "review")
_CHOICES = {
    "status": Status,
    "format": Format,
    "kind": ActorKind,
    "attendance": Attendance,
    "stance": Stance,
    "category": TopicCategory,
}


class SentDecision(BaseModel):
    """A decision as the page sends it.

    Attributes:
        article: The article's id.
        author: Who decides.
        after: The last decision on the article that the page knows of.
        action: What is decided; ``None`` takes the last decision in force back.
        meeting: The meeting's id; ``None`` where one is added or the article is complete.
        change: What the meeting is to be, where it is corrected or added.
    """

    model_config = ConfigDict(extra="forbid")

    article: str
    author: str
    after: int
    action: Action | None = None
    meeting: str | None = None
    change: dict[str, Any] | None = None


class Desk:
    """Answers the review page. Each answer opens the store anew, so that any thread can give it.

    Args:
        path: The store.
        author: The name that the page proposes for who decides.
    """

    def __init__(self, path: Path, *, author: str) -> None:
        self._path = path
        self._author = author

    def page(self, token: str) -> str:
        """Return the review page.

        Args:
            token: What the page has to send along with decisions.
        """
        with Store.open(self._path, create=False) as store:
            log = ReviewLog(store)
            by_article: dict[str, list[Decision]] = {}
            for decision in log.decisions():
                by_article.setdefault(decision.article, []).append(decision)
            reviewed = [apply_decisions(record, by_article.get(record.article.id, ())) for record in log.records()]
            texts = {}
            for one in reviewed:
                text = store.text(one.shown.article.sha256)
                if text is not None:
                    texts[one.shown.article.sha256] = text
        review = {
            "token": token,
            "author": self._author,
            "choices": {name: [value.value for value in choices] for name, choices in _CHOICES.items()},
            "states": {one.shown.article.id: _state(one, by_article.get(one.shown.article.id, ())) for one in reviewed},
        }
        return build_page(
            [one.shown for one in reviewed],
            texts,
            extra_scripts=[_asset(f"{name}.js") for name in _SCRIPTS],
            extra_style=_asset("review.css"),
            extra_data={"review": review},
            connect=True,
        )

    def decide(self, sent: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
        """Keep a decision or take one back, and return what the article is then.

        Args:
            sent: What the page sent.

        Raises:
            StaleDecisionError: There is a later decision than the page knows of.
            ConfigurationError: The decision can't be taken; the message says why.
        """
        try:
            wanted = SentDecision.model_validate(sent)
        except ValidationError as error:
            raise ConfigurationError(f"no decision: {error.errors(include_url=False)[0]['msg']}") from error
        with Store.open(self._path, create=False) as store:
            log = ReviewLog(store)
            record = log.record(wanted.article)
            text = None if record is None else store.text(record.article.sha256)
            if record is None or text is None:
                raise ConfigurationError(f"the store has no article {wanted.article}")
            if wanted.action is None:
                log.undo(wanted.article, author=wanted.author, after=wanted.after)
                record = log.record(wanted.article) or record
            else:
                _take(log, wanted, wanted.action, record, text)
            decisions = log.decisions(wanted.article)
        reviewed = apply_decisions(record, decisions)
        return _state(reviewed, decisions) | {"article": ArticleData(reviewed.shown, text, None).data()}


def _take(log: ReviewLog, wanted: SentDecision, action: Action, record: Extraction, text: str) -> None:
    decisions = log.decisions(wanted.article)
    now = apply_decisions(record, decisions)
    known = [meeting.id for meeting in now.shown.meetings]
    meeting = wanted.meeting
    if action is Action.COMPLETE:
        if now.undecided:
            raise ConfigurationError(f"nobody has decided on {', '.join(now.undecided)} yet")
        meeting = None
    elif action is Action.ADD:  # also after one that was taken back, whose number is then not used again
        meeting = next_id("m", [*known, *(one.meeting for one in decisions if one.meeting)])
    elif meeting not in known:
        raise ConfigurationError(f"the article has no meeting {meeting}")
    change = None
    if action in {Action.ADD, Action.CORRECT}:
        change = read_change(wanted.change, meeting or "", now.shown, text)
    log.add(record, action, meeting, author=wanted.author, after=wanted.after, change=change)


def _state(reviewed: ReviewedArticle, decisions: Iterable[Decision]) -> dict[str, Any]:
    return {
        "complete": reviewed.complete,
        "last": reviewed.last,
        "verdicts": {meeting: decision.action.value for meeting, decision in reviewed.verdicts.items()},
        "decisions": [
            {
                "meeting": decision.meeting,
                "action": decision.action.value,
                "author": decision.author,
                "at": decision.made_at,
                "undone": decision.undone_by,
            }
            for decision in decisions
        ],
    }


def _asset(name: str) -> str:
    return files(__package__).joinpath("assets", name).read_text(encoding="utf-8")
