"""Fit the weights of `llmextract.extraction.confidence` on articles with checked answers.

    python -m benchmarks.quality.fit_confidence [--write] [--base-url URL --model NAME] GOLD_DIR...

Each article is read once by the model. What the record then says (a meeting, somebody's part in it) is right or wrong
by the gold file, as `llmextract.evaluation.calibration` defines it, and logistic regression with an L2 penalty learns
how far each fact about a statement speaks for it. Reported is the Brier score under cross-validation by document: each
document is judged with weights that were fitted without it.
"""

from __future__ import annotations

import argparse
import asyncio
import math
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from llmextract.articles.reading import article_from_text
from llmextract.evaluation.gold import load_gold
from llmextract.evaluation.scorer import score_document
from llmextract.extraction import confidence
from llmextract.extraction.bare_datelines import with_bare_dateline
from llmextract.extraction.extractor import Extractor
from llmextract.extraction.pipeline import make_record, read_occasions
from llmextract.extraction.stretches import with_short_sentences
from llmextract.llm.base import Meter

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from llmextract.evaluation.gold import GoldDocument
    from llmextract.extraction.occasions import Occasion

_PENALTY = 5.0
_ROUNDS = 50
_FOLDS = 10
_WEIGHTS = Path(confidence.__file__).with_name("confidence.toml")
_HEADING = "# Weights of the logistic regressions of confidence.py, written by benchmarks/quality/fit_confidence.py.\n"


@dataclass(frozen=True)
class Example:
    """One statement of a record.

    Attributes:
        document: Which document it is about.
        facts: The facts that speak for and against it, by name.
        right: Whether it is right.
    """

    document: str
    facts: dict[str, float]
    right: bool


async def read_examples(extractor: Extractor, gold: GoldDocument) -> dict[str, list[Example]]:
    """Read one article and return what its record says, by kind of statement, with whether it is right."""
    article = with_bare_dateline(with_short_sentences(article_from_text(gold.text, published=gold.published)))
    reading = await read_occasions(
        article, extractor.language_model, max_reasks=extractor.settings.max_reasks, effort="normal", meter=Meter()
    )
    record = make_record(article, reading, extractor.language_model.name, Meter(), effort="normal", seconds=0.0)
    kept = [occasion for occasion in reading.occasions if not occasion.is_one_sided]
    # Each statement gets a confidence of its own, by which it is known again when it has been judged.
    facts = [("meeting", confidence.meeting_features(occasion)) for occasion in kept]
    facts += [("participant", fact) for occasion in kept for fact in _participant_facts(occasion)]
    marks = iter(range(len(kept), len(facts)))
    meetings = []
    for number, meeting in enumerate(record.meetings):
        people = tuple(
            person.model_copy(update={"confidence": next(marks) / len(facts)}) for person in meeting.participants
        )
        meetings.append(meeting.model_copy(update={"confidence": number / len(facts), "participants": people}))
    judged = score_document(gold, record.model_copy(update={"meetings": tuple(meetings)})).statements
    examples: dict[str, list[Example]] = {"meeting": [], "participant": []}
    for statement in judged:
        kind, fact = facts[round((statement.confidence or 0.0) * len(facts))]
        examples[kind].append(Example(gold.id, fact, statement.right))
    return examples


def _participant_facts(occasion: Occasion) -> list[dict[str, float]]:
    return [confidence.participant_features(occasion, member) for member in occasion.participants]


def fit(examples: Sequence[Example], names: Sequence[str]) -> dict[str, float]:
    """Fit a logistic regression by Newton's method (iteratively reweighted least squares).

    Args:
        examples: What to learn from.
        names: The facts to use.

    Returns:
        The weights, ``intercept`` among them.
    """
    import numpy as np

    facts = np.array([[1.0, *(example.facts[name] for name in names)] for example in examples])
    right = np.array([float(example.right) for example in examples])
    penalty = np.diag([1e-6, *([_PENALTY] * len(names))])
    weights = np.zeros(len(names) + 1)
    for _ in range(_ROUNDS):
        chance = 1 / (1 + np.exp(-facts @ weights))
        slope = facts.T @ (right - chance) - penalty @ weights
        curve = (facts * (chance * (1 - chance))[:, None]).T @ facts + penalty
        step = np.linalg.solve(curve, slope)
        weights += step
        if float(np.abs(step).max()) < 1e-8:  # noqa: PLR2004
            break
    return {name: round(float(weight), 3) for name, weight in zip(("intercept", *names), weights, strict=True)}


def predict(weights: dict[str, float], facts: dict[str, float]) -> float:
    """Return the probability that a statement is right."""
    logit = weights["intercept"] + sum(weights[name] * facts[name] for name in weights if name != "intercept")
    return 1 / (1 + math.exp(-logit))


def cross_validate(examples: Sequence[Example], names: Sequence[str]) -> float:
    """Return the Brier score of the examples, each judged without its own document."""
    documents = sorted({example.document for example in examples})
    errors = []
    for fold in range(_FOLDS):
        held_out = set(documents[fold::_FOLDS])
        weights = fit([example for example in examples if example.document not in held_out], names)
        errors += [
            (predict(weights, example.facts) - example.right) ** 2
            for example in examples
            if example.document in held_out
        ]
    return sum(errors) / len(errors)


async def _read_all(extractor: Extractor, golds: Iterable[GoldDocument]) -> dict[str, list[Example]]:
    found: dict[str, list[Example]] = {"meeting": [], "participant": []}
    for gold in golds:
        print(gold.id, file=sys.stderr)
        for kind, examples in (await read_examples(extractor, gold)).items():
            found[kind] += examples
    await extractor.aclose()
    return found


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program.

    Args:
        arguments: Those of the command line.

    Returns:
        Exit code.
    """
    parser = argparse.ArgumentParser(prog="python -m benchmarks.quality.fit_confidence", description=__doc__)
    parser.add_argument("gold", nargs="+", type=Path, metavar="GOLD_DIR")
    parser.add_argument("--write", action="store_true", help=f"write the weights to {_WEIGHTS.name}")
    parser.add_argument("--model", help="as for llmextract; the embedded model by default")
    parser.add_argument("--base-url", help="an OpenAI-compatible endpoint")
    options = parser.parse_args(arguments)
    golds = [
        gold.model_copy(update={"id": f"{folder.name}/{gold.id}"})
        for folder in options.gold
        for gold in load_gold(folder)
    ]
    extractor = Extractor(options.model, base_url=options.base_url)
    found = asyncio.run(_read_all(extractor, golds))
    text = _HEADING
    for kind, examples in found.items():
        names = list(examples[0].facts)
        share = sum(example.right for example in examples) / len(examples)
        brier = cross_validate(examples, names)
        print(f"{kind}: {len(examples)} statements, {share:.3f} right; Brier score {brier:.3f} cross-validated,")
        print(f"    {share * (1 - share):.3f} with one and the same confidence for all")
        weights = fit(examples, names)
        text += f"\n[{kind}]\n" + "".join(f"{name} = {weight}\n" for name, weight in weights.items())
    print(text)
    if options.write:
        _WEIGHTS.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
