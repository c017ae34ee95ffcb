"""How well linking across articles puts together what belongs together: B-cubed, pairwise, and what was merged wrongly.

Linking puts members (what one article calls somebody, or its report of a meeting) into clusters (one actor, one event).
The measures compare its clusters with the true ones; what clusters are called does not matter. Both sides are plain
mappings from member to cluster, wherever they come from.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    Clustering = Mapping[str, str]
    Cells = Counter[tuple[str, str]]


@dataclass(frozen=True)
class Agreement:
    """How far two clusterings agree.

    Attributes:
        precision: Of what was put together, the share that belongs together; ``None`` where nothing was put together.
        recall: Of what belongs together, the share that was put together; ``None`` where nothing belongs together.
    """

    precision: float | None
    recall: float | None

    @property
    def f1(self) -> float | None:
        """Their harmonic mean; 0 where only one of them is known, ``None`` where neither is."""
        if self.precision is None or self.recall is None:
            # Nothing was put together, or nothing should have been: wrong altogether unless both.
            return None if self.precision is self.recall else 0.0
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0

    def to_dict(self) -> dict[str, float | None]:
        """Return the three figures by name."""
        return {"precision": self.precision, "recall": self.recall, "f1": self.f1}


@dataclass(frozen=True)
class FalseMerge:
    """Several true things that were taken for one.

    Attributes:
        cluster: What the linking calls it.
        members: The true things, each with its members in the cluster, the most numerous first.
    """

    cluster: str
    members: dict[str, tuple[str, ...]]


@dataclass(frozen=True)
class Split:
    """One true thing that was taken for several.

    Attributes:
        true: The true thing.
        members: The clusters, each with those of its members that are this thing, the most numerous first.
    """

    true: str
    members: dict[str, tuple[str, ...]]


@dataclass(frozen=True)
class ForbiddenMerge:
    """Two things that were to be kept apart whatever happens, and have members in one cluster.

    Attributes:
        first: One of them.
        second: The other.
        reason: Why they are easily confused.
        cluster: Where they were put together.
    """

    first: str
    second: str
    reason: str
    cluster: str


@dataclass(frozen=True)
class LinkingScores:
    """How well one linking did.

    Attributes:
        members: How many members were judged.
        true_clusters: How many true things they are.
        clusters: How many clusters they were put into.
        b_cubed: See `b_cubed`.
        pairwise: See `pairwise`.
        false_merges: What was wrongly put together.
        splits: What was wrongly kept apart.
        forbidden: Of the false merges, those that the gold set names as never to happen.
    """

    members: int
    true_clusters: int
    clusters: int
    b_cubed: Agreement
    pairwise: Agreement
    false_merges: tuple[FalseMerge, ...]
    splits: tuple[Split, ...]
    forbidden: tuple[ForbiddenMerge, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return everything in the types of JSON."""
        return {
            "members": self.members,
            "true_clusters": self.true_clusters,
            "clusters": self.clusters,
            "b_cubed": self.b_cubed.to_dict(),
            "pairwise": self.pairwise.to_dict(),
            "false_merges": [vars(merge) for merge in self.false_merges],
            "splits": [vars(split) for split in self.splits],
            "forbidden": [vars(merge) for merge in self.forbidden],
        }


def score_linking(
    true: Clustering, predicted: Clustering, never_merge: Iterable[tuple[str, str, str]] = ()
) -> LinkingScores:
    """Compare a linking with the truth.

    Args:
        true: The true thing of each member. Members that it does not name are not judged.
        predicted: The cluster of each member; a member without one is taken for a cluster of its own.
        never_merge: Pairs of true things that are to be kept apart, with the reason.

    Returns:
        The scores.
    """
    found = _judged(true, predicted)
    return LinkingScores(
        members=len(true),
        true_clusters=len(set(true.values())),
        clusters=len(set(found.values())),
        b_cubed=b_cubed(true, found),
        pairwise=pairwise(true, found),
        false_merges=tuple(FalseMerge(cluster, members) for cluster, members in _mixed(found, true)),
        splits=tuple(Split(thing, members) for thing, members in _mixed(true, found)),
        forbidden=tuple(_forbidden(true, found, never_merge)),
    )


def b_cubed(true: Clustering, predicted: Clustering) -> Agreement:
    """Return B-cubed precision and recall: the mean over members of how right each one's company is.

    A member's precision is the share of its cluster that is truly the same thing, itself included; its recall is the
    share of what is truly the same thing that is in its cluster. A. Bagga and B. Baldwin, "Entity-based cross-document
    coreferencing using the vector space model", COLING-ACL 1998. Of the measures for clusterings it alone satisfies the
    four constraints of E. Amigó et al., "A comparison of extrinsic clustering evaluation metrics based on formal
    constraints", Information Retrieval 12, 2009.

    Args:
        true: The true thing of each member.
        predicted: The cluster of each member; as for `score_linking`.

    Returns:
        Both as shares; ``None`` where there is no member.
    """
    cells, sizes, true_sizes = _table(true, _judged(true, predicted))
    if not true:
        return Agreement(None, None)
    precision = sum(count * count / sizes[cluster] for (_, cluster), count in cells.items()) / len(true)
    recall = sum(count * count / true_sizes[thing] for (thing, _), count in cells.items()) / len(true)
    return Agreement(precision, recall)


def pairwise(true: Clustering, predicted: Clustering) -> Agreement:
    """Return precision and recall over pairs of members: of the pairs put together, how many belong together.

    Large clusters weigh more than in B-cubed, because a cluster of n members has n (n - 1) / 2 pairs, and things that
    occur once weigh nothing.

    Args:
        true: The true thing of each member.
        predicted: The cluster of each member; as for `score_linking`.

    Returns:
        Both as shares; ``None`` where there is no pair.
    """
    cells, sizes, true_sizes = _table(true, _judged(true, predicted))
    both, put, belonging = (sum(map(_pairs, counts.values())) for counts in (cells, sizes, true_sizes))
    return Agreement(both / put if put else None, both / belonging if belonging else None)


def _judged(true: Clustering, predicted: Clustering) -> dict[str, str]:
    # A name that no cluster can have: that of a member begins with an article's id.
    return {member: predicted.get(member, f"(none) {member}") for member in true}


def _table(true: Clustering, predicted: Clustering) -> tuple[Cells, Counter[str], Counter[str]]:
    """Count the members by both clusterings at once, and by each of them."""
    cells = Counter((thing, predicted[member]) for member, thing in true.items())
    return cells, Counter(predicted.values()), Counter(true.values())


def _pairs(count: int) -> int:
    return count * (count - 1) // 2


def _mixed(clusters: Clustering, by: Clustering) -> list[tuple[str, dict[str, tuple[str, ...]]]]:
    """Return the clusters whose members are of several kinds by the other clustering."""
    members: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for member, cluster in clusters.items():
        members[cluster][by[member]].append(member)
    return [
        (
            cluster,
            {kind: tuple(sorted(kinds[kind])) for kind in sorted(kinds, key=lambda kind: (-len(kinds[kind]), kind))},
        )
        for cluster, kinds in sorted(members.items())
        if len(kinds) > 1
    ]


def _forbidden(
    true: Clustering, predicted: Clustering, never_merge: Iterable[tuple[str, str, str]]
) -> Iterable[ForbiddenMerge]:
    clusters: dict[str, set[str]] = defaultdict(set)
    for member, thing in true.items():
        clusters[thing].add(predicted[member])
    for first, second, reason in never_merge:
        for cluster in sorted(clusters[first] & clusters[second]):
            yield ForbiddenMerge(first, second, reason, cluster)
