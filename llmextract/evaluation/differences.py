"""What a reader of a record would have to correct, as data."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from llmextract.evaluation.gold import fold_space

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from llmextract.evaluation.answers import Answer
    from llmextract.evaluation.gold import GoldMeeting
    from llmextract.evaluation.pairing import DocumentPairing, Pair, Predicted
    from llmextract.schemas import Quote


class DifferenceKind(StrEnum):
    """In what a record differs from the gold."""

    MISSED_MEETING = "missed meeting"
    INVENTED_MEETING = "invented meeting"
    WRONG_FIELD = "wrong field"
    MISSED_PARTICIPANT = "missed participant"
    INVENTED_PARTICIPANT = "invented participant"
    WRONG_ATTENDANCE = "wrong attendance"
    MISSED_TOPIC = "missed topic"
    INVENTED_TOPIC = "invented topic"
    UNGROUNDED_QUOTE = "ungrounded quote"


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing in which a record differs from the gold.

    Attributes:
        kind: What is wrong.
        meeting: Id of the predicted meeting; ``None`` for a missed meeting and an ungrounded quote.
        field: The field of the meeting, where one is wrong.
        subject: The participant concerned, the topic concerned, or the participants of the meeting concerned.
        predicted: What the record says; ``None`` where it says nothing or null.
        accepted: What it could have said, the best first; empty where it should have said nothing.
        words: The words of the article concerned: evidence of the meeting, of the participant or of the topic, or those
            that give the date. Of the record where it has them, else of the gold.
    """

    kind: DifferenceKind
    meeting: str | None = None
    field: str | None = None
    subject: str | None = None
    predicted: str | None = None
    accepted: tuple[str | None, ...] = ()
    words: tuple[str, ...] = ()


def ungrounded(quotes: Iterable[Quote], text: str) -> list[str]:
    """Return the quotes that do not occur verbatim in the text, white space folded in both.

    Args:
        quotes: The quotes of a record.
        text: The article.
    """
    folded = fold_space(text)
    return [quote.quote for quote in quotes if not (words := fold_space(quote.quote)) or words not in folded]


def differences(pairing: DocumentPairing, loose_quotes: Iterable[str]) -> tuple[Difference, ...]:
    """List everything in which a record differs from the gold.

    What the scores do not count is not listed: pairs with optional gold meetings, optional participants and topics.

    Args:
        pairing: The record's meetings beside the gold ones.
        loose_quotes: The record's quotes that do not occur in the text.

    Returns:
        The differences: missed meetings, invented meetings, each pair's, ungrounded quotes.
    """
    return (
        *(_missed_meeting(meeting) for meeting in pairing.missed),
        *(_invented_meeting(predicted) for predicted in pairing.invented),
        *(difference for pair in pairing.pairs for difference in _within(pair)),
        *(Difference(DifferenceKind.UNGROUNDED_QUOTE, predicted=quote, words=(quote,)) for quote in loose_quotes),
    )


def _missed_meeting(meeting: GoldMeeting) -> Difference:
    names = ", ".join(participant.name for participant in meeting.participants if not participant.optional)
    return Difference(
        DifferenceKind.MISSED_MEETING, subject=names, accepted=tuple(meeting.status), words=(meeting.evidence,)
    )


def _invented_meeting(predicted: Predicted) -> Difference:
    return Difference(
        DifferenceKind.INVENTED_MEETING,
        predicted.meeting.id,
        subject=", ".join(actor.name for actor in predicted.actors),
        predicted=predicted.meeting.status.value,
        words=_texts(predicted.meeting.evidence),
    )


def _within(pair: Pair) -> Iterator[Difference]:
    meeting, gold = pair.predicted.meeting, pair.gold
    for answer in pair.answers:
        if not answer.right:
            yield Difference(
                DifferenceKind.WRONG_FIELD,
                meeting.id,
                answer.field,
                predicted=answer.predicted,
                accepted=answer.accepted,
                words=_field_words(pair, answer),
            )
    for index in pair.participants.missed:
        name = gold.participants[index].name
        yield Difference(DifferenceKind.MISSED_PARTICIPANT, meeting.id, subject=name, accepted=(name,), words=(name,))
    for index in pair.participants.invented:
        name = pair.predicted.actors[index].name
        quotes = _texts(meeting.participants[index].evidence)
        yield Difference(DifferenceKind.INVENTED_PARTICIPANT, meeting.id, subject=name, predicted=name, words=quotes)
    for participant, answer in pair.attendances:
        if not answer.right:
            yield Difference(
                DifferenceKind.WRONG_ATTENDANCE,
                meeting.id,
                answer.field,
                participant.name,
                answer.predicted,
                answer.accepted,
            )
    for index in pair.topics.missed:
        topic = gold.topics[index]
        yield Difference(
            DifferenceKind.MISSED_TOPIC,
            meeting.id,
            subject=topic.label,
            accepted=tuple(topic.category),
            words=topic.keywords,
        )
    for index in pair.topics.invented:
        invented = meeting.topics[index]
        yield Difference(
            DifferenceKind.INVENTED_TOPIC,
            meeting.id,
            subject=invented.label,
            predicted=invented.category.value,
            words=_texts(invented.evidence),
        )


def _field_words(pair: Pair, answer: Answer) -> tuple[str, ...]:
    meeting, gold = pair.predicted.meeting, pair.gold
    if answer.field == "date":
        return (meeting.date.text,) if meeting.date and meeting.date.text else gold.date_text
    if answer.field in {"city", "country"} and meeting.place.text:
        return (meeting.place.text,)
    return (gold.evidence,)


def _texts(quotes: Iterable[Quote]) -> tuple[str, ...]:
    return tuple(quote.quote for quote in quotes)
