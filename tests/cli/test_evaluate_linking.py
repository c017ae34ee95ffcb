"""``evaluate --linking``: the project's own gold set, linked for real by the rules."""

import json
from pathlib import Path

import pytest

from llmextract.cli.evaluate_linking import evaluate_linking, linking_scores
from llmextract.errors import ConfigurationError
from llmextract.evaluation.linking import score_linking
from llmextract.evaluation.linking_gold import load_linking_gold

GOLD = Path(__file__).parents[1] / "gold" / "linking"


@pytest.fixture(scope="module")
def scores():
    return linking_scores(load_linking_gold(GOLD))


def test_the_bars_hold_on_the_gold_set(scores):
    assert scores["actors"].b_cubed.f1 >= 0.95
    assert scores["events"].b_cubed.f1 >= 0.85
    assert not scores["actors"].forbidden  # namesakes, relatives, holders of one office


def test_every_mention_and_report_was_linked(scores):
    gold = load_linking_gold(GOLD)
    assert scores["actors"].members == len(gold.actors())
    assert scores["events"].members == len(gold.meetings())
    for found in scores.values():
        assert not [cluster for split in found.splits for cluster in split.members if cluster.startswith("(none)")]


def test_tables_name_what_went_wrong(capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "200")
    evaluate_linking(GOLD, as_json=False)
    out = capsys.readouterr().out
    assert "Linking: 79 articles" in out
    assert "B-cubed" in out
    assert "pairwise" in out


def test_a_heap_of_everything_is_listed_by_names(capsys, monkeypatch):
    gold = load_linking_gold(GOLD)
    heap = {
        "actors": score_linking(gold.actors(), dict.fromkeys(gold.actors(), "A1"), gold.never_merge.actors),
        "events": score_linking(gold.meetings(), {}, gold.never_merge.meetings),
    }
    monkeypatch.setattr("llmextract.cli.evaluate_linking.linking_scores", lambda _: heap)
    monkeypatch.setenv("COLUMNS", "4000")
    evaluate_linking(GOLD, as_json=False)
    out = capsys.readouterr().out
    assert "actors: must never be merged, and are\n  yousef and hatem (two brothers): A1" in out
    assert "actors: wrongly merged" in out
    assert "Hatem al-Qasmari, Hatem al-Qasmary, Hatim al-Qasmari" in out
    assert "events: wrongly kept apart" in out
    assert "madrid_2c:m2" in out
    assert "events: wrongly merged" not in out


def test_json_holds_everything(capsys, scores):
    evaluate_linking(GOLD, as_json=True)
    data = json.loads(capsys.readouterr().out)
    assert data["articles"] == 79
    assert data["linking"] == json.loads(json.dumps({kind: found.to_dict() for kind, found in scores.items()}))


def test_what_is_no_gold_set_is_wrong_usage(tmp_path):
    with pytest.raises(ConfigurationError, match=r"no links\.json in"):
        evaluate_linking(tmp_path, as_json=True)
    (tmp_path / "links.json").write_text('{"articles": {"gone": {"actors": {}, "meetings": {}}}}', encoding="utf-8")
    with pytest.raises(ConfigurationError, match=r"gone\.json can't be read"):
        evaluate_linking(tmp_path, as_json=True)
