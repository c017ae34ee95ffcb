from llmextract.evaluation import HEADER, render_comparison, render_table, score


def test_the_table_begins_with_the_headline_and_has_a_row_for_each_measure(gold, gold_meeting, record, meeting):
    good = (gold(gold_meeting("Ada Novak", "Juan Ortega")), record(meeting("Ada Novak", "Juan Ortega")))
    bad = (gold(gold_meeting("Ada Novak", "Juan Ortega")), record(meeting("Ada Novak", "Eva Lund", city=None)))
    rows = render_table(score([good, bad, good, good]))
    assert all(len(row) == len(HEADER) for row in rows)
    assert rows[0].measure == "strict record"
    assert rows[0].score.startswith("0.75 (0.")
    assert rows[0].counts == "3 of 4 / 4"
    cells = {row.measure: row for row in rows}
    assert cells["meeting"][1:] == ("1.00 (1.00–1.00)", "1.00 (1.00–1.00)", "1.00 (1.00–1.00)", "4 of 4 / 4")
    assert (cells["city"].precision, cells["city"].recall, cells["city"].counts) == ("", "", "3 of 4")
    assert cells["non-confirmed attendance"].score == "–"


def test_a_score_without_an_interval_is_shown_alone(gold, gold_meeting, record, meeting):
    scores = score([(gold(gold_meeting("Ada Novak")), record(meeting("Ada Novak")))])
    scores.figures["strict_f1"] = type(scores.figures["strict_f1"])(1.0, None, None)
    assert render_table(scores)[0].score == "1.00"


def test_calibration_is_shown_below_with_what_it_is_of(gold, gold_meeting, record, meeting):
    novak = {"name": "Ada Novak", "confidence": 0.9}
    scores = score([(gold(gold_meeting("Ada Novak")), record(meeting(novak, confidence=0.5)))])
    cells = {row.measure: row for row in render_table(scores)[-4:]}
    assert cells["Brier (best: 0)"][1:] == ("", "", "0.13 (0.13–0.13)", "of 2")
    assert cells["Brier, meetings"].score.startswith("0.25 ")
    assert cells["Brier, participants"].counts == "of 1"


def test_a_comparison_has_a_row_for_each_figure_and_a_column_for_each_origin(gold, gold_meeting, record, meeting):
    document = gold(gold_meeting("Ada Novak", "Juan Ortega"))
    good = score([(document, record(meeting("Ada Novak", "Juan Ortega")))])
    bad = score([(document, None)])
    rows = render_comparison([good, bad])
    assert rows[0] == ("strict record, F1", "1.00 (1.00–1.00)", "0.00 (0.00–0.00)")
    assert {len(row) for row in rows} == {3}
    assert len(rows) == len(good.figures)
    assert ("strict record, precision", "1.00 (1.00–1.00)", "–") in rows
