"""names.py: whether two forms of a name can mean one person."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from llmextract.extraction.names import NameIndex, fold, name_relation, same_name

SAME = [
    ("Ada Novak", "ADA NOVÁK"),
    ("Foreign Minister Ada Novak", "Ada Novak, the foreign minister"),
    ("Omar al-Saraa", "Umar al-Sara"),
    ("al-Saraa", "Saraa"),
    ("Ahmed al-Sulimani", "Ahmad Hassan al-Sulaymani"),
    ("Ahmed bin Nasser", "Ahmad bin Nasser Al Example"),
    ("Abdelfattah al-Example", "Abdel Fattah el-Example"),
    ("Abd al-Fattah Example", "Abdul Fattah Example"),
    ("İbrahim Örnek", "Ibrahim Ornek"),
    ("Khaled Meshal", "Khalid Mashal"),
    ("Omar al-Gamari", "Omar al-Jamari"),
    ("J. Smith", "John Smith"),
    ("Yousef Berg", "Yusuf Berg"),
    ("Sergei Testov", "Sergey Testov"),
    ("Amir-Example", "Amirexample"),
    ("King Omar VI", "Omar"),
    ("Sara Berg", "Sarah Berg"),
    ("Абв Где", "Abv Gde"),
]
DIFFERENT = [
    ("Ahmed al-Example", "Farouk al-Example"),
    ("Sergei Testov", "Sergei Probov"),
    ("Mohammed bin Nasser", "Mohammed bin Faisal"),
    ("Ali Hassan", "Ali Hussein"),
    ("Omar Nasser", "Amir Nasser"),
    ("Salim Novak", "Salam Novak"),
    ("Omar V", "Omar VI"),
    ("Kim Un", "Kim Il"),
    ("Novak Ada", "Ada Novak"),
    ("Hussein", "Hassan"),
    ("N.", "Ada Novak"),
    ("", "Ada Novak"),
    ("?", "Ada Novak"),
]


@pytest.mark.parametrize(("a", "b"), SAME)
def test_the_same_name(a, b):
    assert name_relation(a, b) == name_relation(b, a) == "same"
    assert same_name(a, b)


@pytest.mark.parametrize(("a", "b"), DIFFERENT)
def test_different_names(a, b):
    assert name_relation(a, b) == name_relation(b, a) == "different"
    assert not same_name(a, b)


@pytest.mark.parametrize(
    ("short", "full"),
    [
        ("Darbi", "Khaldun al-Darbi"),
        ("Aldarbi", "Khaldun al-Darbi"),
        ("Mr. Novak", "Ada Novak"),
        ("Aue", "Eva von der Aue"),
    ],
)
def test_a_lone_word_may_be_the_last_of_a_name(short, full):
    assert name_relation(short, full) == name_relation(full, short) == "last"
    assert same_name(short, full)


def test_a_lone_first_name_is_told_apart():
    assert name_relation("Kim", "Kim Example Un") == "first"
    assert not same_name("Kim", "Kim Example Un")


def test_names_made_of_particles_only_are_compared_whole():
    assert name_relation("Le", "Le") == "same"
    assert name_relation("Le", "De") == "different"


def test_fold_takes_titles_accents_and_punctuation_away():
    assert fold("Foreign Minister Çağrı O’Örnek-Ak") == "cagri oornek ak"
    assert fold("As'ad al-Shaibani") == "asad al shaibani"


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=20), st.text(max_size=20))
def test_the_relation_is_symmetric_and_never_raises(a, b):
    assert name_relation(a, b) == name_relation(b, a)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(["Ada", "Novak", "Omar", "al-Example", "bin", "Örnek"]), min_size=1, max_size=4))
def test_a_name_is_the_same_as_itself(words):
    assert name_relation(" ".join(words), " ".join(words)) == "same"


PARTS = [
    *("Ada", "Adah", "Omar", "al-Saraa", "Saraa", "Sara", "Abdelfattah", "Abd", "al-Fattah", "J.", "B", "ben", "Novak"),
    *("Sulaymani", "Sulimani", "Montgomery", "Montgomerie", "Wolfeschlegelstein", "Wolfeschlagelsteen", "VI", "O’Hara"),
]


@settings(max_examples=300)
@given(
    st.lists(st.sampled_from(PARTS), min_size=1, max_size=4).map(" ".join) | st.text(max_size=12),
    st.lists(st.sampled_from(PARTS), min_size=1, max_size=4).map(" ".join) | st.text(max_size=12),
)
def test_the_index_finds_every_name_that_is_related(a, b):
    index = NameIndex()
    index.add("Somebody Else", "other")
    index.add(a, "wanted")
    if name_relation(a, b) != "different":
        assert "wanted" in index.candidates(b)


@given(
    st.text("abcdeghiklmnoprstuvwy", min_size=1, max_size=18),
    st.integers(0, 17),
    st.sampled_from(["", "x", "e", "aa"]),
    st.integers(0, 2),
)
def test_the_index_finds_words_that_differ_in_a_letter(word, at, put, removed):
    a, b = word.capitalize(), (word[:at] + put + word[at + removed :]).capitalize()
    index = NameIndex()
    index.add(f"Ada {a}", "wanted")
    for other in (b, f"Ada {b}", f"A. {b}"):
        if name_relation(f"Ada {a}", other) != "different":
            assert index.candidates(other) == ["wanted"]


def test_the_index_leaves_out_those_who_share_nothing_and_keeps_the_order():
    index = NameIndex()
    for name in ("Ada Novak", "Omar Saraa", "Tom Novak", "Ada Berg"):
        index.add(name, name)
    assert index.candidates("Novak") == ["Ada Novak", "Tom Novak"]
    assert index.candidates("A. Novak") == ["Ada Novak"]
    assert index.candidates("Holub") == []


@pytest.mark.parametrize(
    ("short", "full", "relation"),
    [
        ("Soto", "Ana Soto Prado", "inner"),
        ("Soto", "Ana Luisa Soto Prado", "inner"),
        ("Prado", "Ana Soto Prado", "last"),
        ("Ana", "Ana Soto Prado", "first"),
        ("Luisa", "Ana Luisa Soto Prado", "different"),
        ("Soto", "Soto Prado", "first"),  # of two words none is inner
        ("Soto", "Soto Soto Soto", "last"),
    ],
)
def test_the_first_of_two_surnames_is_told_apart(short, full, relation):
    assert name_relation(short, full) == name_relation(full, short) == relation
    assert same_name(short, full) is (relation == "last")


@pytest.mark.parametrize(
    ("a", "b", "relation"),
    [
        ("Джума Отиено", "Джумой Отиено", "same"), ("Бахтиёр Юлчибаев", "Бахтиёром Юлчибаевым", "same"),
        ("Асель Жаксыгулова", "Жаксыгуловой", "last"), ("Анна Островская", "Анной Островской", "same"),
        ("Олександр Ковальчук", "Олександром Ковальчуком", "same"), ("Иван Петров", "Иван Сидоров", "different"),
    ],
)  # fmt: skip
def test_cases_of_a_name_in_russian_and_ukrainian(a, b, relation):
    assert name_relation(a, b) == relation


@pytest.mark.parametrize(
    ("short", "relation"), [("Ben-Novak", "last"), ("Ben‑Novak", "last"), ("Ben Novak", "different")]
)
def test_ben_before_a_hyphen_is_no_given_name(short, relation):
    assert name_relation(short, "Ada Ben-Novak") == relation
