"""coreference.py: who is meant by an office alone, and which two names are said to be one person's."""

import pytest

from llmextract.extraction.cast import build_cast
from llmextract.extraction.coreference import find_unnamed
from tests.extraction_support import make_article


def described(language, *told):
    """Return what an article calls whom by office alone."""
    article = make_article(*told, language=language)
    return {
        article.text[mention.start : mention.end]: member.name
        for member in build_cast(article).members
        for mention in member.mentions
        if mention.described
    }


@pytest.mark.parametrize(
    ("language", "told", "expected"),
    [
        (
            "es",
            (
                "Los cancilleres de Perú, Luis Quilca, y de Paraguay, Eva Marin, hablaron.",
                "La ministra paraguaya calló.",
            ),
            {"La ministra paraguaya": "Eva Marin"},
        ),
        (
            "fr",
            (
                "Le président du Bénin, Ada Novak, a reçu son homologue togolais, Komi Adjo.",
                "Le président togolais est reparti.",
            ),
            {"Le président togolais": "Komi Adjo"},
        ),
        (
            "de",
            (
                "Kanzlerin Eva Maurer traf den kenianischen Präsidenten Juma Otieno.",
                "Der kenianische Präsident reiste ab.",
            ),
            {"Der kenianische Präsident": "Juma Otieno"},
        ),
        (
            "it",
            (
                "Il ministro belga, Piet Vandam, ha visto la ministra Anna Verri.",
                "La ministra ha lodato il ministro belga.",
            ),
            {"La ministra": "Anna Verri", "il ministro belga": "Piet Vandam"},
        ),
        (
            "pt",
            ("O presidente angolano, João Quiala, recebeu Ana Sá.", "O presidente falou."),
            {"O presidente": "João Quiala"},
        ),
        (
            "tr",
            ("Bakan Kerem Altın, Kenyalı mevkidaşı Juma Otieno ile görüştü.", "Kenyalı Bakan teşekkür etti."),
            {"Kenyalı Bakan": "Juma Otieno"},
        ),
        (
            "ru",
            ("Министр обороны Кении Джума Отиено приехал.", "Кенийский министр дал интервью."),
            {"Кенийский министр": "Джума Отиено"},
        ),
    ],
)
def test_an_office_means_the_person_named_with_it(language, told, expected):
    assert described(language, *told) == expected


@pytest.mark.parametrize(
    "told",
    [
        ("El canciller de Perú, Luis Quilca, habló.", "La ministra paraguaya calló."),  # of another country
        ("La ministra de Perú, Eva Marin, habló.", "El presidente peruano calló."),  # another office
        ("La ministra paraguaya calló.", "La ministra de Paraguay, Eva Marin, habló."),  # named only later
        ("El ministro de Economía, Luis Quilca, habló.", "La ministra de Salud calló."),  # another field
        ("La portavoz peruana, Eva Marin, habló.", "La ministra peruana calló."),  # an office that is not listed
        ("Eva Marin habló.", "La ministra calló."),  # none at all
    ],
)
def test_an_office_of_somebody_else_means_nobody(told):
    assert described("es", *told) == {}


def test_of_two_the_one_with_the_very_same_word_is_meant():
    told = "La ministra de Salud, Eva Marin, vio al ministro de Defensa, Luis Quilca."
    assert described("es", told, "La ministra habló.") == {"La ministra": "Eva Marin"}


def test_a_leader_is_whoever_is_of_the_country():
    told = ("El presidente de Perú, Luis Quilca, habló.", "El dirigente peruano sonrió.", "El dirigente rió.")
    assert described("es", *told) == {"El dirigente peruano": "Luis Quilca"}


def test_who_speaks_for_a_country_is_not_its_leader():
    told = ("Peruvian President Luis Quilca and Peruvian spokesman Jo Banda spoke.", "The Peruvian leader smiled.")
    assert described("en", *told) == {"The Peruvian leader": "Luis Quilca"}


def test_an_office_after_a_country_may_belong_to_the_name_after_another():
    told = ("El canciller de Perú, Luis Quilca, vio a la de Paraguay, Eva Marin.", "La ministra paraguaya calló.")
    assert described("es", *told) == {"La ministra paraguaya": "Eva Marin"}


@pytest.mark.parametrize(
    ("language", "told", "expected"),
    [
        ("en", ("President Ada Novak smiled.", "Later the president left."), ("the president", 1)),
        ("es", ("La ministra Eva Marin habló.", "Luego la ministra calló."), ("la ministra", 1)),
    ],
)
def test_where_an_office_stands(language, told, expected):
    article = make_article(*told, language=language, lead="(Norland) ")
    (spoken_of,) = [each for member in build_cast(article).members for each in member.mentions if each.described]
    assert (spoken_of.name, spoken_of.sentence) == expected
    assert article.text[spoken_of.start : spoken_of.end] == spoken_of.name
    assert spoken_of.kind == "person"


NOVAK_AND_OTIENO = "Norwegian President Ada Novak met Kenyan Foreign Minister Juma Otieno."
TWO_PRESIDENTS = "Norwegian President Ada Novak met Kenyan President Juma Otieno."
TWO_MINISTERS = "Foreign Minister Ada Novak met Defense Minister Juma Otieno."


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        (
            (NOVAK_AND_OTIENO, "The Norwegian president smiled. The foreign minister left."),
            {"The Norwegian president": "Ada Novak", "The foreign minister": "Juma Otieno"},
        ),
        # of two who fit, the one named last; of a country's leaders, that country's
        (
            (TWO_PRESIDENTS, "The president smiled.", "The Kenyan leader left.", "The Norwegian leader stayed."),
            {"The president": "Juma Otieno", "The Kenyan leader": "Juma Otieno", "The Norwegian leader": "Ada Novak"},
        ),
        ((TWO_PRESIDENTS, "Novak laughed.", "The president left."), {"The president": "Ada Novak"}),
        # in a ministry's own text "the Minister" is whom it named first
        (
            (TWO_MINISTERS, "The Minister thanked him.", "The minister left."),
            {"The Minister": "Ada Novak", "The minister": "Juma Otieno"},
        ),
        (
            (
                "Special envoy Ada Novak met Foreign Minister Juma Otieno.",
                "The envoy left.",
                "The special envoy spoke.",
            ),
            {"The envoy": "Ada Novak", "The special envoy": "Ada Novak"},
        ),
        # words in the midst, at the end or at the beginning of the office that was named
        (
            ("Ada Novak, the special envoy for the islands, met Foreign Minister Juma Otieno.", "The envoy left."),
            {"the special envoy": "Ada Novak", "The envoy": "Ada Novak"},
        ),
        (("Caretaker Prime Minister Ada Novak left.", "The prime minister sat."), {"The prime minister": "Ada Novak"}),
        (
            ("Norwegian Prime Minister Ada Novak left.", "The Norwegian's prime minister spoke."),
            {"The Norwegian's prime minister": "Ada Novak"},
        ),
        (
            ("Norwegian Prime Minister Ada Novak left.", "The Norwegian’s prime minister spoke."),
            {"The Norwegian’s prime minister": "Ada Novak"},
        ),
        (
            ("President Ada Novak left.", "The then president smiled.", "The new president spoke."),
            {"The then president": "Ada Novak", "The new president": "Ada Novak"},
        ),
        (("President Ada Novak left.", "The former president spoke."), {"The former president": "Ada Novak"}),
        (("Ada Novak left.", "The minister spoke."), {}),
        (
            ("U.N. Secretary-General Ada Novak spoke.", "The Secretary-General left.", "The Secretary General smiled."),
            {"The Secretary-General": "Ada Novak", "The Secretary General": "Ada Novak"},
        ),
        (
            ("Deputy Prime Minister and Foreign Minister Ada Novak spoke.", "The FM smiled.", "The PM left."),
            {"The FM": "Ada Novak"},
        ),
        (("The Norwegian president smiled.", NOVAK_AND_OTIENO), {}),  # named only later
        ((NOVAK_AND_OTIENO, "The Swedish president smiled.", "The leader left."), {}),
        ((NOVAK_AND_OTIENO, "The president of the bank left.", "The president's House burned."), {}),
        ((NOVAK_AND_OTIENO, "The defense minister left.", "The president-elect spoke."), {}),
    ],
)
def test_an_english_office_means_the_person_named_with_it(told, expected):
    assert described("en", *told) == expected


def aliases(*told):
    """Return the other names that an article gives those whom it names."""
    return {member.name: sorted(member.aliases) for member in build_cast(make_article(*told)).members}


@pytest.mark.parametrize(
    "words",
    [
        ", better known as",
        ", who was also called",
        ", alias",
        ", a.k.a.",
        ", née",
        ", whose nom de guerre is",
        ", formerly known by her nom de guerre,",
        " known as",
    ],
)
def test_an_article_may_state_that_two_names_are_one(words):
    assert aliases(f"Ada Sharun{words} Mira Stone, spoke.") == {"Ada Sharun": ["Mira Stone"]}


def test_a_name_in_brackets_is_another_one_of_who_stands_before_it():
    told = ("President Ada Sharun (Adica) met Juma Otieno.", "President Adica spoke.")
    assert aliases(*told)["Ada Sharun"] == ["Adica"]
    told = ("President Ada Sharun (left) met Juma Otieno (Adica's brother).", "President Adica spoke.")
    assert aliases(*told)["Juma Otieno"] == []


@pytest.mark.parametrize("words", [", not known to", " and", ", successor of", ", known for her talks with"])
def test_two_names_beside_each_other_are_two(words):
    assert aliases(f"Ada Sharun{words} Mira Stone, spoke.") == {"Ada Sharun": [], "Mira Stone": []}


@pytest.mark.parametrize("words", ["({})", ", or {},", "(known as {})"])
def test_an_abbreviation_belongs_to_the_name_before_it(words):
    told = f"The Red Delta Front {words.format('RDF')} met Juma Otieno.".replace(" ,", ",")
    assert aliases(told)["Red Delta Front"] == ["RDF"]


@pytest.mark.parametrize(
    "told",
    [
        "Ada Sharun (RDF) met Juma Otieno.",  # her party
        "The RDF (BCL) met Juma Otieno.",
        "The Red Delta Front (Blue Coast League) met Juma Otieno.",
        "The Red Delta Front and the BCL met Juma Otieno.",
        "The Red Delta Front met the Blue Coast League.",
    ],
)
def test_others_stand_beside_a_name_too(told):
    names = aliases(told)
    assert len(names) >= 2
    assert not any(names.values())


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ("Envoys of the Red Delta Front (RDF) met Juma Otieno.", {"Envoys of the Red Delta Front": ["RDF"]}),
        ("Kenyan officials (RDF) met Juma Otieno.", {"Kenyan officials": [], "RDF": []}),
    ],
)
def test_an_abbreviation_in_brackets_belongs_to_the_body_before_it(told, expected):
    assert aliases(told) == {**expected, "Juma Otieno": []}


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("Prime Minister Ada Sharun", "Kenyan Prime Minister Juma Otieno", "Ada Sharun"),
        ("Peruvian Prime Minister Ada Sharun", "Kenyan Prime Minister Juma Otieno", "Juma Otieno"),
        ("Prime Minister Ada Sharun", "Prime Minister Juma Otieno", "Juma Otieno"),
    ],
)
def test_at_home_nobody_says_of_which_state_the_prime_minister_is(first, second, expected):
    told = (f"{first} met {second}.", "Later the prime minister spoke.")
    assert described("en", *told) == {"the prime minister": expected}


def unnamed(*told):
    """Return who is told by office alone."""
    article = make_article(*told)
    return [(mention.name, mention.country) for mention in find_unnamed(article, build_cast(article).members)]


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ("The Secretary-General met President Juma Otieno of Kenya.", [("Secretary-General", None)]),
        ("The Prime Minister spoke to Kenyan President Juma Otieno.", [("Prime Minister", None)]),
        ("Peruvian President Ada Sharun met her Kenyan counterpart.", [("Kenyan counterpart", "KE")]),
        ("A senior Kenyan official met Peruvian President Ada Sharun.", [("senior Kenyan official", "KE")]),
        ("A senior Kenyan official said Peruvian President Ada Sharun left.", []),
        ("A senior Peruvian official met Peruvian President Ada Sharun.", []),
        # of whom nothing is told, whom another sentence names, and who are of one state
        ("The prime minister spoke to Kenyan President Juma Otieno.", []),
        ("The Prime Minister, Ada Sharun, spoke to Kenyan President Juma Otieno.", []),
        ("The President met the Minister of Finance.", []),
        ("The Prime Minister had a call with President Sharun.", [("Prime Minister", None)]),
        (
            "Kenya's trade minister met his Peruvian opposite number.",
            [("Kenya's trade minister", "KE"), ("Peruvian opposite number", "PE")],
        ),
        ("Kenya's trade minister met Peruvian President Ada Sharun, as Trade Minister Juma Otieno said.", []),
        ("The Prime Minister had a call with Ada Sharun.", []),
        (
            "Peruvian President Ada Sharun met the governor of the Kenyan central bank.",
            [("governor of the Kenyan central bank", "KE")],
        ),
        ("Peruvian President Ada Sharun met the governor of the Kenyan central bank, Juma Otieno.", []),
        ("Peruvian President Ada Sharun met her Kenyan counterpart Juma Otieno.", []),
        ("The Prime Minister praised Kenyan President Juma Otieno.", []),
    ],
)
def test_an_office_may_meet_somebody_without_a_name(told, expected):
    assert unnamed(told) == expected


def test_an_office_behind_somebody_of_whom_nothing_is_told_may_be_his():
    met = "Peruvian envoy Ada Sharun met the Kenyan prime minister."
    assert unnamed("Juma Otieno agreed, and " + met) == []
    assert unnamed(met) == [("Kenyan prime minister", "KE")]


ORR_CAME = "President Ada Orr arrived in Lima."


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        # of whose state nothing is told
        ((ORR_CAME, "The Norwegian leader will speak."), {"The Norwegian leader": "Ada Orr"}),
        ((ORR_CAME, "On Monday, the Norwegian president spoke."), {"the Norwegian president": "Ada Orr"}),
        (("Prime Minister Ada Orr left.", "The Norwegian PM spoke."), {"The Norwegian PM": "Ada Orr"}),
        # who is no subject, who stands there, or may be meant by "him"
        ((ORR_CAME, "She saw the Norwegian president."), {}),
        ((ORR_CAME, "She will go to Norway.", "The Norwegian president spoke."), {}),
        ((ORR_CAME, "The mission of Norway left.", "The Norwegian leader spoke."), {"The Norwegian leader": "Ada Orr"}),
        ((ORR_CAME, "The Norwegian president told Orr so."), {}),
        ((ORR_CAME, "The Norwegian president told her so."), {}),
        ((ORR_CAME, "The Norwegian minister spoke."), {}),
        ((ORR_CAME, "Norwegian envoy Jo Banda left.", "The Norwegian president spoke."), {}),
        # by another word of the office
        (("King Omar Sali of Jordan left.", "The Jordanian monarch spoke."), {"The Jordanian monarch": "Omar Sali"}),
        (("Special Representative Ada Orr left.", "The envoy spoke."), {"The envoy": "Ada Orr"}),
        (("Foreign Minister Ada Orr left.", "The diplomat spoke."), {"The diplomat": "Ada Orr"}),
        (("Finance Minister Ada Orr left.", "The diplomat spoke."), {}),
    ],
)
def test_an_office_may_be_told_by_another_word(told, expected):
    assert described("en", *told) == expected
