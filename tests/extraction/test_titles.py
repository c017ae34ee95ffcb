"""titles.py: taking titles off names."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from llmextract.extraction.countries import without_accents
from llmextract.extraction.titles import is_person_like, name_particles, split_titles, title_heads, title_start

TITLED = [
    ("Turkish Intelligence Chief Ibrahim Ornek", "Ibrahim Ornek", "Turkish Intelligence Chief"),
    ("Foreign Minister Ada Novak", "Ada Novak", "Foreign Minister"),
    ("Mr. Novak", "Novak", "Mr."),
    ("Dr Ada Novak", "Ada Novak", "Dr"),
    ("Prime Minister Lt. Gen. Omar Nasser", "Omar Nasser", "Prime Minister Lt. Gen."),
    ("King Abdullah", "Abdullah", "King"),
    ("His Majesty King Omar II", "Omar II", "Majesty King"),
    ("Prince Saud bin Faisal", "Saud bin Faisal", "Prince"),
    ("Saudi Crown Prince Omar bin Nasser", "Omar bin Nasser", "Saudi Crown Prince"),
    ("Qatar's head of state security, Khaldun al-Darbi", "Khaldun al-Darbi", "Qatar's head of state security"),
    ("Khaldun al-Darbi, the head of security", "Khaldun al-Darbi", "head of security"),
    ("Foreign Minister Ada Novak, the country's top diplomat", "Ada Novak", "Foreign Minister"),
    ("The head of security, Sheikh Omar Nasser", "Omar Nasser", "head of security, Sheikh"),
    ("former President Jane Roe", "Jane Roe", "former President"),
    ("PRESIDENT JANE ROE", "JANE ROE", "PRESIDENT"),
    ("President-elect Jane Roe", "Jane Roe", "President-elect"),
    ("Sheikh Omar al-Nasser", "Omar al-Nasser", "Sheikh"),
    ("Amir Sheikh Omar al-Nasser", "Omar al-Nasser", "Amir Sheikh"),
    ("Amir Nasser", "Amir Nasser", None),
    ("Sheikh Jordan al-Nasser", "Jordan al-Nasser", "Sheikh"),
    ("Ayatollah Ali Example", "Ali Example", "Ayatollah"),
    ("EU foreign policy chief Kaja Berg", "Kaja Berg", "EU foreign policy chief"),
    (
        "Deputy Assistant Secretary of State for Europe John Smith",
        "John Smith",
        "Deputy Assistant Secretary of State for Europe",
    ),
    ("Chancellor Berg", "Berg", "Chancellor"),
    ("Baroness Berg", "Berg", "Baroness"),
    ("Mayor of New York Eric Example", "Eric Example", "Mayor of New York"),
    ("Governor of Ruritania Ada Novak", "Ada Novak", "Governor of Ruritania"),
    ("Prime Minister of the Netherlands Ada Novak", "Ada Novak", "Prime Minister of the Netherlands"),
    ("Ruritanian Foreign Minister Ada Novak", "Ada Novak", "Ruritanian Foreign Minister"),
    ("Green Delta leader Ada Novak", "Ada Novak", "Green Delta leader"),
    ("Foreign Ministry spokesman Omar al-Example", "Omar al-Example", "Foreign Ministry spokesman"),
    ("European Commission President Eva von der Aue", "Eva von der Aue", "European Commission President"),
    ("Israel Prime Minister Israel Novak", "Israel Novak", "Israel Prime Minister"),
    ("the billionaire Ada Novak", "Ada Novak", "billionaire"),
    ("Président de Exempla", "de Exempla", "Président"),
    ("Le président français Jean Dupont", "Jean Dupont", "président français"),
    ("ministre turc des Affaires étrangères Ali Örnek", "Ali Örnek", "ministre turc des Affaires étrangères"),
    ("el ministro de Exteriores José Pérez", "José Pérez", "ministro de Exteriores"),
    ("Außenministerin Ada Muster", "Ada Muster", "Außenministerin"),
    ("Türkiye Dışişleri Bakanı Ali Örnek", "Ali Örnek", "Türkiye Dışişleri Bakanı"),
    ("Major Singh", "Singh", "Major"),  # a given name too: documented
]
UNTITLED = [
    "Ada Novak",
    "the Turkish foreign minister",
    "Secretary of State",
    "President",
    "Ministry of Defence",
    "European Union",
    "State Bank",
    "Prime Minister's Office",
    "Presidential Leadership Council",
    "the rebel group Hayat Example",
    "head of Hamas",
    "a delegation of Hamas",
    "King of Jordan",
    "Sultan al-Example",
    "Israel Novak",
    "Charles de Exempla",
    "John Smith, Jr.",
    "Ada Novak, Omar Nasser",
    "Ada Novak and Omar Nasser",
    "Martin Luther King Jr.",
    "أحمد المثال",
]


@pytest.mark.parametrize(("given_name", "name", "title"), TITLED, ids=[case[0] for case in TITLED])
def test_titles_come_off(given_name, name, title):
    assert split_titles(given_name) == (name, title)


@pytest.mark.parametrize("name", UNTITLED)
def test_what_has_no_title_or_no_name_stays_as_it_is(name):
    assert split_titles(name) == (name, None)


def test_outer_punctuation_is_dropped():
    assert split_titles(" “Ada Novak”, ") == ("Ada Novak", None)
    assert split_titles("") == ("", None)


@settings(max_examples=80, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "the",
                "Turkish",
                "foreign",
                "Minister",
                "of",
                "Ada",
                "Novak",
                "al-",
                "bin",
                "Kremlin",
                ",",
                "King",
                "de",
                "'s",
                "İ",
                "ß",
            ]
        ),
        max_size=7,
    )
)
def test_the_name_is_a_part_of_the_string_and_never_empty(words):
    text = " ".join(words)
    name, title = split_titles(text)
    assert name in text
    assert bool(name) == any(letter.isalnum() or letter in "-'" for letter in text)
    assert title is None or title


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=40))
def test_any_string_is_taken(text):
    name, _ = split_titles(text)
    assert name in text
    assert is_person_like(text) in {True, False}


def test_person_like():
    for name in (
        "Ada Novak",
        "Foreign Minister Novak",
        "Khaldun al-Darbi",
        "Eva von der Aue",
        "أحمد المثال",
        "J. Q. Example",
    ):
        assert is_person_like(name), name
    for name in (
        "",
        "Turkey",
        "Turkish",
        "Ankara",
        "EU",
        "President",
        "the foreign minister",
        "Ministry of Defence",
        "him",
    ):
        assert not is_person_like(name), name
    for name in ("Novak told Omar", "G20", "Ada Novak Party", "A. B.", "One Two Three Four Five Six Seven Eight Nine"):
        assert not is_person_like(name), name


def test_the_title_before_a_name_in_a_sentence():
    text = "On Monday, Turkish Foreign Minister Ada Novak met the head of state security of Qatar Omar Nasser and Ali."
    assert text[title_start(text, text.index("Ada")) : text.index("Ada")] == "Turkish Foreign Minister "
    assert text[title_start(text, text.index("Omar")) : text.index("Omar")] == "head of state security of Qatar "
    assert title_start(text, text.index("Ali")) == text.index("Ali")


def test_a_field_of_work_stands_within_a_title_and_a_group_before_it_does_not():
    text = "Assistant Secretary of State for East Asian and Pacific Affairs Ada Novak met Ivo Reth."
    assert title_start(text, text.index("Ada")) == 0
    text = "They met Turkish officials and Foreign Minister Ada Novak."
    assert text[title_start(text, text.index("Ada")) :].startswith("Foreign Minister Ada")
    text = "They praised the Bureau of Pacific Affairs Ada Novak leads."
    assert title_start(text, text.index("Ada")) == text.index("Ada")


def test_vocabulary_is_lower_case_and_without_accents():
    for words in (title_heads(), name_particles()):
        assert words
        assert all(word == without_accents(word).lower() for word in words)


def test_a_title_does_not_reach_over_and_into_the_one_before():
    text = "They met President Ada Novak of Norvia and Mr Reth, and the Secretary of State and Senator Tom Arden."
    for name, title in (("Ada", "President "), ("Reth", "Mr "), ("Tom", "Secretary of State and Senator ")):
        start = text.index(name)
        assert text[title_start(text, start) : start].removeprefix("the ") == title


def test_a_form_of_address_behind_a_state_is_the_whole_title():
    text = "The President of Kenya and Mrs Novak left."
    assert text[title_start(text, text.index("Novak")) :].startswith("Mrs Novak")


def test_a_title_does_not_go_back_over_and_to_a_town_or_country():
    for before in ("met officials in Lima and ", "flew to Peru and "):
        text = f"{before}President Ada Novak left."
        assert title_start(text, text.index("Ada")) == len(before)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("met Antigua and Barbuda's president Ada Novak", "Antigua and Barbuda's president"),
        ("met members of the parliament and Foreign Minister Ada Novak", "Foreign Minister"),
        ("met deputy prime minister and Foreign Minister Ada Novak", "deputy prime minister and Foreign Minister"),
        ("met the president, His Excellency Ada Novak", "His Excellency"),
        ("met the president, Her Excellency Ada Novak", "Her Excellency"),
        ("met Special Envoy for Global Water Ada Novak", "Special Envoy for Global Water"),
        ("met Coordinator for the Andes Ada Novak", "Coordinator for the Andes"),
    ],
)
def test_where_a_title_begins_beside_and_and_a_form_of_address(text, title):
    end = text.index("Ada Novak")
    assert text[title_start(text, end) : end].strip() == title


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("Federal Delta Chairman Ada Novak", ("Ada Novak", "Federal Delta Chairman")),
        ("Foreign Ada Novak", ("Foreign Ada Novak", None)),
        ("Kenyan Ada King Novak", ("Kenyan Ada King Novak", None)),
    ],
)
def test_words_that_nobody_knows_may_stand_within_a_title(said, expected):
    assert split_titles(said) == expected


def test_a_hyphen_may_join_what_tells_which_office():
    text = "They met Peru's Vice-Foreign Minister Luis Quilca."
    assert text[title_start(text, text.index("Luis")) :].startswith("Peru's Vice-Foreign")
    text = "They met Red-Bull Minister Luis Quilca."
    assert text[title_start(text, text.index("Luis")) :].startswith("Minister")


def test_fields_of_work_stand_within_titles():
    assert split_titles("European Union enlargement commissioner Ada Novak") == (
        "Ada Novak",
        "European Union enlargement commissioner",
    )


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("She received in Lima the Foreign Minister of Kenya Ada Novak.", "Foreign Minister of Kenya "),
        ("She met the Secretary of the Treasury Ada Novak.", "Secretary of the Treasury "),
    ],
)
def test_a_place_before_the_article_is_no_part_of_the_title(text, title):
    start = text.index("Ada")
    assert text[title_start(text, start) : start].removeprefix("the ") == title
