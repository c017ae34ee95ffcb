"""The benchmark of linking: its reports are records, are what they are said to mean, and are linked for real."""

import random
import re
from collections import Counter, defaultdict

from benchmarks.linking.__main__ import broken_bars, main
from benchmarks.linking.people import invent_people, respell
from benchmarks.linking.reports import generate, record_shapes
from benchmarks.linking.stored import fill_store, score_store
from llmextract.corpus.linking import link_store
from llmextract.corpus.store import Store
from llmextract.schemas import Extraction


def test_generated_reports_are_valid_records_of_articles_of_their_own():
    reports = list(generate(300, seed=1))
    records = [Extraction.model_validate_json(report.to_json()) for report in reports]
    assert len({record.article.id for record in records}) == 300
    for report, record in zip(reports, records, strict=True):
        assert set(report.actors) == {actor.id for actor in record.actors}


def test_the_same_seed_makes_the_same_reports():
    made = [report.to_json() for report in generate(50, seed=1)]
    assert made == [report.to_json() for report in generate(50, seed=1)]
    assert made != [report.to_json() for report in generate(50, seed=2)]


def test_outlets_differ_on_what_they_tell():
    told = defaultdict(list)
    for report in generate(2000, seed=1):
        told[report.occasion].append(report.record["meetings"][0] | {"actors": report.record["actors"]})
    several = [reports for reports in told.values() if len(reports) > 1]
    assert 2 < 2000 / len(told) < 6

    def differing(field):
        return sum(len({str(field(report)) for report in reports}) > 1 for reports in several) / len(several)

    assert differing(lambda report: sorted(actor["name"] for actor in report["actors"])) > 0.3
    assert differing(lambda report: report["date"]) > 0.2
    assert differing(lambda report: report["place"]) > 0.2
    assert differing(lambda report: report["status"]) > 0.2
    assert differing(lambda report: len(report["participants"])) > 0.02


def test_some_people_are_in_the_news_much_more_often_than_others_but_none_in_all_of_it():
    count = Counter(person for report in generate(4000, seed=1) for person in report.actors.values())
    often = count.most_common()
    assert 20 * often[len(often) // 2][1] < often[0][1] < 400


def test_the_shapes_are_those_of_the_gold_records():
    shapes = record_shapes()
    assert len(shapes) > 100
    assert {shape["meeting"]["status"] for shape in shapes} == {"held", "planned", "cancelled", "denied", "unconfirmed"}


def test_people_are_told_apart_by_their_names_and_share_family_names():
    people = invent_people(500, ("AL", "BR"), random.Random(1))  # noqa: S311 - no secret
    assert len({person.name for person in people}) == len({person.id for person in people}) == 500
    assert len({person.family for person in people}) < 200


def test_names_are_spelled_otherwise_but_never_lost():
    luck = random.Random(1)  # noqa: S311 - no secret
    spelled = {respell("María Inés al-Khoury", luck) for _ in range(200)}
    assert len(spelled) > 8
    assert "Maria al-Khoury" in spelled
    surname = re.compile(r"(al|Al|el)[- ]Kho?ur[yi]$")
    assert all(surname.search(name) and name.startswith("Mar") for name in spelled), spelled


def test_a_filled_store_is_linked_and_scored(tmp_path):
    truth = fill_store(tmp_path / "some.db", generate(150, seed=3))
    with Store.open(tmp_path / "some.db") as store:
        assert sum(1 for _ in store.records()) == 150
        link_store(store)
    scores = score_store(tmp_path / "some.db", truth)
    assert scores["event"].members == 150
    assert scores["event"].b_cubed.f1 > 0.8
    assert scores["actor"].b_cubed.f1 > 0.8


def test_bars_are_broken_by_what_is_too_slow_or_too_large():
    fine = {"seconds": 100.0, "cpu_seconds": 90.0, "peak_bytes": 1.9e9}
    assert not broken_bars(100_000, fine, {"seconds": 400.0, "cpu_seconds": 206.0, "peak_bytes": 4e9})
    assert broken_bars(100_000, fine, {"seconds": 1.0, "cpu_seconds": 208.0, "peak_bytes": 1.0}) == [
        "twice as many took 2.31 times the CPU time, which is more than 2.3"
    ]
    slow = {"seconds": 130.0, "cpu_seconds": 90.0, "peak_bytes": 2.1e9}
    same = {"cpu_seconds": 90.0}
    assert broken_bars(100_000, slow, same) == ["130 s are more than 120 s", "2.10 GB are more than 2 GB"]
    assert not broken_bars(200_000, slow, same)


def test_the_command_prints_what_each_number_takes(capfd, tmp_path):
    assert main(["--reports", "40", "--keep", str(tmp_path)]) in {0, 1}  # so few say nothing about time
    out = capfd.readouterr().out
    assert re.search(r"40 reports: +\d+\.\d s \(.* MB, \d+ actors \(B-cubed F1 \d", out)
    assert "80 reports:" in out
    assert "twice as many:" in out
    assert (tmp_path / "80.db").exists()
