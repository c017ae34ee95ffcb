import json
import re
from pathlib import Path

import pytest

from llmextract.errors import ArticleFormatError, ArticleNotFoundError, ConfigurationError
from llmextract.evaluation import load_gold
from llmextract.evaluation.gold import fold_space

TEXT = "Ada Novak met Juan Ortega\r\nin Porto  Lindo on Monday."


@pytest.fixture
def answers(gold_answers, gold_meeting):
    return gold_answers(gold_meeting("Ada Novak", "Juan Ortega"))


@pytest.fixture
def folder(tmp_path, answers):
    (tmp_path / "x1.txt").write_bytes(TEXT.encode())
    (tmp_path / "x1.json").write_text(json.dumps(answers), encoding="utf-8")
    return tmp_path


def rewrite(folder, answers):
    (folder / "x1.json").write_text(json.dumps(answers), encoding="utf-8")


def test_documents_come_sorted_with_their_text_as_given(folder, gold_answers):
    (folder / "a0.txt").write_text("Nobody met.", encoding="utf-8")
    (folder / "a0.json").write_text(json.dumps(gold_answers(stem="a0") | {"published": None}), encoding="utf-8")
    (folder / "README.md").write_text("not a document", encoding="utf-8")
    first, second = load_gold(folder)
    assert (first.id, first.meetings, first.published) == ("a0", (), None)
    assert second.text == TEXT
    assert second.meetings[0].participants[1].name == "Juan Ortega"
    assert load_gold(str(folder)) == [first, second]


def test_a_byte_order_mark_is_no_text(folder):
    (folder / "x1.txt").write_bytes(b"\xef\xbb\xbf" + TEXT.encode())
    assert load_gold(folder)[0].text == TEXT


def test_a_missing_folder_is_named(tmp_path):
    with pytest.raises(ConfigurationError, match=r"no gold folder at .*nowhere"):
        load_gold(tmp_path / "nowhere")


def test_an_empty_folder_is_an_error(tmp_path):
    with pytest.raises(ConfigurationError, match="no gold files"):
        load_gold(tmp_path)


@pytest.mark.parametrize(("gone", "missing"), [("x1.txt", r"x1\.json has no x1\.txt"), ("x1.json", r"has no x1\.json")])
def test_half_a_pair_is_an_error(folder, gone, missing):
    (folder / gone).unlink()
    with pytest.raises(ArticleNotFoundError, match=missing):
        load_gold(folder)


def test_an_unreadable_text_is_an_error(folder):
    (folder / "x1.txt").unlink()
    (folder / "x1.txt").mkdir()
    with pytest.raises(ArticleNotFoundError, match="can't be read"):
        load_gold(folder)


@pytest.mark.parametrize(("raw", "message"), [(b"Z\xfcrich", "not UTF-8 at byte 1"), (b" \n", "is empty")])
def test_a_text_without_readable_words_is_an_error(folder, raw, message):
    (folder / "x1.txt").write_bytes(raw)
    with pytest.raises(ArticleFormatError, match=message) as caught:
        load_gold(folder)
    assert str(folder / "x1.txt") in str(caught.value)


@pytest.mark.parametrize(("raw", "message"), [("{", "is not JSON"), ("[]", "holds no JSON object")])
def test_broken_json_is_an_error(folder, raw, message):
    (folder / "x1.json").write_text(raw, encoding="utf-8")
    with pytest.raises(ConfigurationError, match=message):
        load_gold(folder)


def test_the_id_must_be_the_name_of_the_file(folder, answers):
    rewrite(folder, answers | {"id": "x2"})
    with pytest.raises(ConfigurationError, match="its id is 'x2'"):
        load_gold(folder)


@pytest.mark.parametrize("key", ["text", "texts"])
def test_an_unknown_key_is_named(folder, answers, key):
    rewrite(folder, answers | {key: "?"})
    with pytest.raises(ConfigurationError, match=rf"x1\.json: {key}: unknown key"):
        load_gold(folder)


def test_a_missing_key_is_named_with_its_place(folder, answers):
    del answers["meetings"][0]["participants"][1]["role"]
    del answers["meetings"][0]["date_text"]
    rewrite(folder, answers)
    with pytest.raises(ConfigurationError, match=r"meetings\.0\.date_text: key missing \(and 1 more\)") as caught:
        load_gold(folder)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("status", [], "at least 1 item"),
        ("status", ["over"], "'held', 'planned'"),
        ("date", ["9 December"], "must read YYYY-MM-DD"),
        ("date", ["2024-02-30"], "day is out of range"),
        ("date", ["2024-12-10/2024-12-09"], "must end after it starts"),
        ("date", ["2024-12-09/2024-12-09"], "must end after it starts"),
        ("place", {"city": ["Porto Lindo"], "country": "Portugal"}, "country"),
        ("optional", "no", "boolean"),
        ("evidence", "met Juan Ortega in Ciudad Alta", "does not occur in the text"),
    ],
)
def test_a_wrong_value_is_named(folder, answers, field, value, message):
    answers["meetings"][0][field] = value
    rewrite(folder, answers)
    with pytest.raises(ConfigurationError, match=message):
        load_gold(folder)


def test_a_meeting_with_optional_participants_only_could_never_be_found(folder, answers):
    for participant in answers["meetings"][0]["participants"]:
        participant["optional"] = True
    rewrite(folder, answers)
    with pytest.raises(ConfigurationError, match="not every participant"):
        load_gold(folder)


def test_gold_does_not_change(folder):
    with pytest.raises(ValueError, match="frozen"):
        load_gold(folder)[0].id = "other"


def test_white_space_is_folded():
    assert fold_space("  a\n\tb\u00a0c ") == "a b c"


def test_the_example_of_the_documentation_is_a_gold_document(tmp_path):
    page = (Path(__file__).parents[2] / "docs" / "evaluate.md").read_text(encoding="utf-8")
    section = page[page.index("## Write gold files") :]
    for language, name in (("text", "port.txt"), ("json", "port.json")):
        block = re.search(rf"```{language}\n(.*?)```", section, re.DOTALL)
        (tmp_path / name).write_text(block[1], encoding="utf-8")
    (document,) = load_gold(tmp_path)
    assert [person.name for person in document.meetings[0].participants] == ["Ada Novak", "Juan Ortega", "Tom Berg"]
