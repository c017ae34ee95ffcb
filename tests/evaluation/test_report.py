from llmextract.evaluation import HEADER, render_table, score


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
