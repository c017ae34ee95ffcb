"""sources.py: who is said to say something, and with which stance."""

import pytest
from hypothesis import given, settings

from llmextract.extraction.sources import Backing, find_attributions, find_backing
from llmextract.schemas import Stance
from tests.extraction_support import sentences

ASSERTS, DENIES, DECLINES = Stance.ASSERTS, Stance.DENIES, Stance.DECLINES_TO_CONFIRM


def sources(text):
    found = find_attributions(text)
    for attribution in found:
        assert text[attribution.start : attribution.end] == attribution.name
    return [(attribution.name, attribution.stance) for attribution in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ada met Jo in Lima, the Kenyan foreign ministry said.", [("the Kenyan foreign ministry", ASSERTS)]),
        ("The Kenyan ministry said Ada had met Jo.", [("The Kenyan ministry", ASSERTS)]),
        ("According to Peru's state news agency, Ada met Jo.", [("Peru's state news agency", ASSERTS)]),
        ("“We met,” Wekesa told the Lima Post.", [("Wekesa", ASSERTS)]),
        ("Kenya's foreign ministry denied that Ada was in Lima.", [("Kenya's foreign ministry", DENIES)]),
        ("The envoys dismissed the reports.", [("The envoys", DENIES)]),
        ("Kenya has refuted reports that Ada met Jo.", [("Kenya", DENIES)]),
        ("Kenya's spokesman on Monday categorically refuted the claim.", [("Kenya's spokesman", DENIES)]),
        ("Peru has neither confirmed nor denied the visit.", [("Peru", DECLINES)]),
        ("Peru neither confirmed nor denied the visit.", [("Peru", DECLINES)]),
        ("The Kenyan embassy did not immediately confirm the visit.", [("The Kenyan embassy", DECLINES)]),
        ("Ada arrived, but Peru declined to comment.", [("Peru", DECLINES)]),
        ("Selon le ministère kényan, Ada est venue.", [("le ministère kényan", ASSERTS)]),
        ("Le ministre a démenti la rencontre.", [("Le ministre", DENIES)]),
        ("El gobierno peruano desmintió la reunión.", [("El gobierno peruano", DENIES)]),
        ("Die Regierung bestätigte das Treffen.", [("Die Regierung", ASSERTS)]),
        ("It was, for what the ministry said was lunch, a long visit.", [("the ministry", ASSERTS)]),
    ],
)
def test_one_source_and_its_stance(text, expected):
    assert sources(text) == expected


def test_several_sources_of_one_sentence_in_order():
    text = "The spokesman later denied the claim, the agency reported, citing two officials."
    assert sources(text) == [("The spokesman", DENIES), ("the agency", ASSERTS), ("two officials", ASSERTS)]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "He said she left.",
        "Ada met Jo.",
        "It was reported.",
        "They denied it.",
        "Это сообщил министр.",
        "said",
        "They spoke of the disputed town.",
    ],
)
def test_pronouns_and_sentences_without_speech_give_no_source(text):
    assert sources(text) == []


@settings(max_examples=60, deadline=None)
@given(sentences(longest=20))
def test_sources_are_words_of_the_sentence_in_order(text):
    found = find_attributions(text)
    starts = [attribution.start for attribution in found]
    assert starts == sorted(set(starts))
    assert all(text[attribution.start : attribution.end] == attribution.name != "" for attribution in found)


@pytest.mark.parametrize(
    ("text", "backing"),
    [
        ("Ada met Jo.", Backing.ARTICLE),
        ("Ada met Jo, the Kenyan ministry said.", Backing.NAMED),
        ("An official said that Ada had met Jo.", Backing.NAMED),
        ("According to the ministry, Ada met Jo.", Backing.NAMED),
        ("Ada met Jo, they said.", None),
        ("It was reported that Ada met Jo.", None),
        ("Ada met Jo, two people familiar with the matter said.", Backing.ANONYMOUS),
        ("Ada met Jo, diplomatic sources said.", Backing.ANONYMOUS),
        ("A source close to the talks said that Ada met Jo.", Backing.ANONYMOUS),
        ("Ada met Jo, according to a person briefed on the talks.", Backing.ANONYMOUS),
        ("Two officials said that Ada met Jo.", Backing.ANONYMOUS),
        ("Unnamed aides said that Ada met Jo.", Backing.ANONYMOUS),
        ("Two officials said that Ada met Jo, the Kenyan ministry announced.", Backing.NAMED),
        ("Peru denied that Ada met Jo, unnamed aides said.", Backing.ANONYMOUS),
        ("Ada reportedly met Jo.", Backing.ANONYMOUS),
        ("Ada is believed to have met Jo.", Backing.ANONYMOUS),
        ("Ada may have met Jo, the Kenyan ministry said.", Backing.ANONYMOUS),
        ("Ada met Jo, who is reportedly ill.", Backing.ARTICLE),
    ],
)
def test_who_vouches_for_what_a_sentence_says(text, backing):
    assert find_backing(text) is backing


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("El Gobierno de Perú negó que se reunieran.", [("El Gobierno de Perú", DENIES)]),
        ("La Cancillería no quiso confirmar el encuentro.", [("La Cancillería", DECLINES)]),
        ("El portavoz se negó a confirmar la visita.", [("El portavoz", DECLINES)]),
        ("La présidence togolaise n'a pas souhaité confirmer la visite.", [("La présidence togolaise", DECLINES)]),
        ("Le ministère a catégoriquement démenti ces informations.", [("Le ministère", DENIES)]),
        ("Das Ministerium wollte das Treffen nicht bestätigen.", [("Das Ministerium", DECLINES)]),
        ("Die Regierung wies den Bericht zurück.", [("Die Regierung", DENIES)]),
        ("La Farnesina ha smentito l'incontro.", [("La Farnesina", DENIES)]),
        ("Il governo non ha voluto commentare.", [("Il governo", DECLINES)]),
        ("O governo angolano negou a reunião.", [("O governo angolano", DENIES)]),
        ("O ministério não quis confirmar o encontro.", [("O ministério", DECLINES)]),
        ("Kenya Dışişleri Bakanlığı görüşmeyi yalanladı.", [("Kenya Dışişleri Bakanlığı", DENIES)]),
        ("Bakanlık sözcüsü, bu iddiayı doğrulamadı.", [("Bakanlık sözcüsü", DECLINES)]),
        ("Dışişleri Bakanlığı ziyareti duyurdu.", [("Dışişleri Bakanlığı", ASSERTS)]),
        ("МИД Перу опроверг сообщения.", [("МИД Перу", DENIES)]),
        ("Пресс-служба не подтвердила визит.", [("Пресс-служба", DECLINES)]),
        ("Міністерство спростувало чутки.", [("Міністерство", DENIES)]),
        ("Qui a démenti cela ?", []),
    ],
)
def test_sources_in_other_languages(text, expected):
    assert sources(text) == expected
