"""Which predicted participant or topic of a meeting is which gold one (section 5 of the codebook)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from llmextract.evaluation.assignment import best_pairs
from llmextract.evaluation.likeness import Likeness, fold_letters, likeness
from llmextract.evaluation.tally import Tally

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from llmextract.evaluation.gold import GoldParticipant, GoldTopic
    from llmextract.schemas import Actor, Topic

_Item = TypeVar("_Item")
_Wanted = TypeVar("_Wanted")

TIE_BREAK = 1e-9
"""A weight that decides between pairings that are otherwise equally good, and nothing else."""


@dataclass(frozen=True, slots=True)
class Matching:
    """Predicted and gold items of one kind, paired one to one.

    Attributes:
        pairs: Index of the predicted and of the gold item, for each pair.
        predicted: How many predicted items there are.
        optional: For each gold item, whether it is optional.
    """

    pairs: tuple[tuple[int, int], ...]
    predicted: int
    optional: tuple[bool, ...]

    @property
    def required_pairs(self) -> tuple[tuple[int, int], ...]:
        """The pairs with gold items that are not optional: those that count."""
        return tuple((item, gold) for item, gold in self.pairs if not self.optional[gold])

    @property
    def invented(self) -> tuple[int, ...]:
        """The predicted items that are paired with nothing."""
        paired = {item for item, _ in self.pairs}
        return tuple(item for item in range(self.predicted) if item not in paired)

    @property
    def missed(self) -> tuple[int, ...]:
        """The gold items that are not optional and paired with nothing."""
        paired = {gold for _, gold in self.pairs}
        return tuple(gold for gold, free in enumerate(self.optional) if not free and gold not in paired)

    @property
    def tally(self) -> Tally:
        """The counts; an optional gold item and what is paired with it count for nothing."""
        hits = len(self.required_pairs)
        return Tally(hits, hits + len(self.invented), hits + len(self.missed))


def match_participants(actors: Sequence[Actor], gold: Sequence[GoldParticipant]) -> Matching:
    """Pair predicted with gold participants one to one by their names and aliases.

    As many gold participants as possible are found, those that are not optional first; where one predicted name fits
    several, the same name goes before a part of it ("Berg" is rather "Berg" than "Ada Berg").

    Args:
        actors: The actors that take part in the predicted meeting.
        gold: The gold meeting's participants.

    Returns:
        The pairing.
    """

    def weight(actor: Actor, participant: GoldParticipant) -> float:
        found = likeness((actor.name, *actor.aliases), (participant.name, *participant.aliases))
        return _count_first(found, best=Likeness.SAME, optional=participant.optional)

    return _match(actors, gold, weight, tuple(participant.optional for participant in gold))


def match_topics(topics: Sequence[Topic], gold: Sequence[GoldTopic]) -> Matching:
    """Pair predicted with gold topics one to one.

    Two topics match when the predicted label holds one of the gold keywords (case and accents don't count) or the
    predicted category is among the accepted ones. As many as possible are paired, those that are not optional first,
    and a keyword goes before a category.

    Args:
        topics: The predicted meeting's topics.
        gold: The gold meeting's topics.

    Returns:
        The pairing.
    """

    def weight(topic: Topic, wanted: GoldTopic) -> float:
        label = fold_letters(topic.label)
        holds = any(fold_letters(keyword) in label for keyword in wanted.keywords)
        found = 2 if holds else int(topic.category in wanted.category)
        return _count_first(found, best=2, optional=wanted.optional)

    return _match(topics, gold, weight, tuple(topic.optional for topic in gold))


def _match(
    items: Sequence[_Item],
    gold: Sequence[_Wanted],
    weight: Callable[[_Item, _Wanted], float],
    optional: tuple[bool, ...],
) -> Matching:
    pairs = best_pairs([[weight(item, wanted) for wanted in gold] for item in items])
    return Matching(pairs, len(items), optional)


def _count_first(found: int, *, best: int, optional: bool) -> float:
    # The gold items that pairings can reach form a matroid, so that any weights which put required before optional
    # items also find the most of both. The last term only chooses between pairings that find equally many.
    if not found:
        return 0.0
    return (1.0 if optional else 2.0) + TIE_BREAK * (found == best)
