"""uncased_names.py: names of persons in Arabic, found by their titles."""

import pytest

from llmextract.extraction.cast import build_cast
from llmextract.extraction.uncased_names import find_uncased_names
from tests.extraction_support import make_article


def named(*told, language="ar"):
    article = make_article(*told, lead="قائمة ", language=language)
    found = list(find_uncased_names(article))
    assert all(article.text[mention.start : mention.end] == mention.name for mention in found)
    return [(mention.name, mention.title, mention.country) for mention in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("استقبل رئيس الحكومة التونسية نوري الوادي اليوم وزير خارجية كينيا جوما أوتينو.",
         [("نوري الوادي", "رئيس الحكومة التونسية", "TN"), ("جوما أوتينو", "وزير خارجية كينيا", "KE")]),
        ("التقى الوزير البيروفي لويس كيلكا في ليما", [("لويس كيلكا", "الوزير البيروفي", "PE")]),
        ("مع وزيرة الشؤون الخارجية سلمى بن عمار في مقر الوزارة", [("سلمى بن عمار", "وزيرة الشؤون الخارجية", None)]),
        ("اجتمع بوزير الأوقاف كريم السالم.", [("كريم السالم", "وزير الأوقاف", None)]),
        ("يلتقي رئيس مجلس نواب الشعب الهادي السالم غدا", [("الهادي السالم", "رئيس مجلس نواب الشعب", None)]),
        ("قال الرئيس إن الزيارة مهمة", []),
        ("قال الرئيس، نوري الوادي، إن", []),
        ("زار الوزير 14 مدينة", []),
        ("قال الوزير", []),
    ],
)  # fmt: skip
def test_persons_behind_their_titles(text, expected):
    assert named(text) == expected


def test_the_last_word_alone_is_the_same_person():
    told = ("استقبل وزير خارجية كينيا جوما أوتينو السفير لويس كيلكا.", "وشكر أوتينو ضيفه، وأكد لأوتينو دعمه.")
    article = make_article(*told, language="ar")
    members = {member.name: member for member in build_cast(article).members}
    assert set(members) == {"جوما أوتينو", "لويس كيلكا"}
    assert [mention.sentence for mention in members["جوما أوتينو"].mentions] == [0, 1, 1]
    assert members["جوما أوتينو"].country == "KE"


def test_languages_with_capitals_and_unknown_ones_have_none():
    assert named("رئيس الحكومة نوري الوادي", language="en") == []
    assert named("رئيس الحكومة نوري الوادي", language=None) == []
