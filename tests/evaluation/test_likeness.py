import pytest

from llmextract.evaluation.likeness import Likeness, fold_letters, likeness


@pytest.mark.parametrize(
    ("name", "other", "expected"),
    [
        ("Ada Novak", "ADA NOVAK", Likeness.SAME),
        ("Ada Novák", "Ada Novak", Likeness.SAME),
        ("Foreign Minister Ada Novak", "Ada Novak", Likeness.SAME),
        ("Nadir al-Sabri", "Nadir Al Sabri", Likeness.SAME),
        ("Novak", "Ada Novak", Likeness.PART),
        ("Ada Maria Novak", "Ada Novak", Likeness.PART),
        ("Ada", "Ada Novak", Likeness.NONE),
        ("Novak Ada", "Ada Novak", Likeness.NONE),
        ("Ada Novak", "Eva Novak", Likeness.NONE),
        ("Ada Novak", "Juan Ortega", Likeness.NONE),
        ("Lindo delegation", "delegation", Likeness.PART),
        ("…", "—", Likeness.NONE),
    ],
)
def test_two_names_are_compared_by_their_words(name, other, expected):
    assert likeness([name], [other]) is expected
    assert likeness([other], [name]) is expected


def test_any_alias_of_either_side_will_do():
    assert likeness(["Ada Novak", "the Fox"], ["Maria Lund", "The Fox"]) is Likeness.SAME
    assert likeness(["Ada Novak"], ["Maria Lund", "Novak"]) is Likeness.PART
    assert likeness([], ["Ada Novak"]) is Likeness.NONE


def test_letters_are_folded_without_taking_titles_off():
    assert fold_letters(" King  CITY ") == "king city"
    assert fold_letters("São Líndo") == fold_letters("sao lindo")
