"""letter_case.py, and the dictionary of syntax.py: small letters for articles that are all in capitals."""

import asyncio
import json

import pytest

from llmextract.extraction.letter_case import with_small_letters
from llmextract.extraction.pipeline import extract_record
from llmextract.extraction.syntax import is_inflected_verb, is_only_noun, is_stop_word, is_word
from llmextract.schemas import MeetingDate, Place
from tests.extraction_support import Scripted, make_article


def small(*told, lead=""):
    """Return an article's text in small letters; every letter has to stay where it was."""
    article = make_article(*told, lead=lead)
    cased = with_small_letters(article)
    assert len(cased.text) == len(article.text)
    assert cased.text.upper() == article.text
    assert [(each.start, each.end) for each in cased.sentences] == [
        (each.start, each.end) for each in article.sentences
    ]
    assert all(cased.text[each.start : each.end] == each.text for each in cased.sentences)
    return cased.text.strip()


@pytest.mark.parametrize(
    ("capitals", "expected"),
    [
        # nothing but words
        ("IT RAINED AND THEY MET AGAIN.", "It rained and they met again."),
        # what no dictionary has
        ("THEY MET NOVAK AND WEKESA.", "They met Novak and Wekesa."),
        # a noun beside it, and where it stands alone then
        ("THEY MET CARLOS WEKESA.", "They met Carlos Wekesa."),
        ("THEY SAW CARLOS AND DRANK.", "They saw carlos and drank."),
        # countries, their people and towns
        ("THE KENYAN AND PERUVIAN ENVOYS MET IN NAIROBI.", "The Kenyan and Peruvian envoys met in Nairobi."),
        ("THEY FLEW FROM GENEVA TO NEW YORK.", "They flew from Geneva to New York."),
        ("THEY MET IN ALLIANCE WITH PERU.", "They met in alliance with Peru."),
        ("THEY WENT TO ABU DHABI, TEL AVIV AND LA PAZ.", "They went to Abu Dhabi, Tel Aviv and La Paz."),
        # abbreviations
        ("THEY LEFT NATO, THE U.N. AND EFE.", "They left NATO, the U.N. and EFE."),
        ("THE UAE, THE UK AND THE USA MET US.", "The UAE, the UK and the USA met us."),
        ("HE SAID WHO LEFT M-19.", "He said who left M-19."),
        # possessives
        ("THEY MET KENYA'S AND NOVAK'S MEN.", "They met Kenya's and Novak's men."),
        ("THEY MET NATO'S AND NOVAK’S MEN.", "They met NATO's and Novak’s men."),
        # particles
        ("THEY SAW PEREZ DE CUELLAR.", "They saw Perez de Cuellar."),
        ("THEY SAW QUILCA DE LA NOVAK.", "They saw Quilca de la Novak."),
        ("THEY SAW NOVAK BIN WEKESA IN A BIN.", "They saw Novak bin Wekesa in a bin."),
        ("THEY SAW VON WEKESA.", "They saw Von Wekesa."),
        ("THEY SAW NOVAK DO WEKESA.", "They saw Novak do Wekesa."),
        # behind titles
        ("THEY MET PRESIDENT RICE TODAY.", "They met president Rice today."),
        ("THEY MET PRESIDENT RICE AND SANG.", "They met president Rice and sang."),
        ("THE CAR IS PRESIDENT RICE'S.", "The car is president Rice's."),
        ("THE PRESIDENT STRONGLY DENIED IT.", "The president strongly denied it."),
        ("THE PRESIDENT, RICE IN HAND, LEFT.", "The president, rice in hand, left."),
        ("THEY MET FOREIGN MINISTER RICE HILL.", "They met foreign minister Rice Hill."),
        ("THEY SAID PRESIDENT RICE SANG. THEN RICE LEFT.", "They said president Rice sang. then Rice left."),
        ("THEY MET DR. NOVAK AND SGT WEKESA.", "They met Dr. Novak and Sgt Wekesa."),
        # days and months
        ("THEY MEET ON MONDAY AND IN JUNE.", "They meet on Monday and in June."),
        ("THEY MAY MEET ON MAY 3 OR 4 MARCH.", "They may meet on May 3 or 4 March."),
        ("THEY MARCH AND MAY REST.", "They march and may rest."),
        ("THEY MEET ON JAN. 5.", "They meet on Jan. 5."),
        # the article, and who speaks
        ("THEN I SAW A MAN.", "Then I saw a man."),
    ],
)
def test_what_keeps_its_capitals(capitals, expected):
    assert small(capitals) == expected


def test_each_sentence_begins_with_a_capital_wherever_it_stands():
    found = small("THEY MET.", "“IT RAINED”, HE SAID.", "TEN LEFT.", lead="* * * \n")
    assert found == "* * * \nThey met. “It rained”, he said. Ten left."


def test_a_line_break_stays_in_the_text_and_is_a_blank_in_its_sentence():
    article = make_article("ADA NOVAK MET\nIVO RETH.")
    cased = with_small_letters(article)
    assert "met\n" in cased.text
    assert "met " in cased.sentences[0].text


@pytest.mark.parametrize(
    "article",
    [
        make_article("Ada Novak met Ivo Reth."),
        make_article("ADA NOVAK MET", "Ivo Reth in Lima, the foreign ministry said."),  # a headline in capitals
        make_article("ADA NOVAK SE REUNIÓ CON IVO RETH.", language="es"),
        make_article("ADA NOVAK MET IVO RETH.", language=None),
    ],
)
def test_other_articles_stay_as_they_are(article):
    assert with_small_letters(article) is article


def test_where_a_small_letter_would_be_two_the_text_stays():
    article = make_article("ADA NOVAK MET IVO RETH AND MRS KİRİL.")
    assert with_small_letters(article).text == article.text


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        # known, only a noun, a verb's form, without meaning
        ("delegation", (True, True, False, False)),
        ("envoys", (True, True, False, False)),
        ("children", (True, True, False, False)),  # an exception
        ("talk", (True, False, False, False)),
        ("talks", (True, False, True, False)),
        ("met", (True, False, True, False)),
        ("stressed", (True, False, True, False)),
        ("meet", (True, False, False, False)),
        ("strongly", (True, False, False, False)),
        ("bilateral", (True, False, False, False)),
        ("of", (True, False, True, True)),
        ("who", (True, False, True, True)),
        ("novak", (False, False, False, False)),
        ("quell's", (False, False, False, False)),
        ("", (False, False, False, False)),
    ],
)
def test_what_a_dictionary_knows_of_a_word(word, expected):
    assert (is_word(word), is_only_noun(word), is_inflected_verb(word), is_stop_word(word)) == expected


TOLD = (
    "KENYAN FOREIGN MINISTER ADA WEKESA HELD TALKS WITH PERUVIAN PRESIDENT LUIS QUILCA IN NAIROBI ON TUESDAY.",
    "THEY DISCUSSED GRAIN EXPORTS.",
)


def test_the_record_of_an_article_in_capitals_is_as_detailed_as_any_and_quotes_it_verbatim():
    article = make_article(*TOLD, lead="WIRE | WORLD\n\n")
    draft = {"people": ["Ada Wekesa", "Luis Quilca"], "format": "in_person", "status": "held"}
    model = Scripted(*[json.dumps({"meetings": [draft]})] * 2)
    record = asyncio.run(extract_record(article, model, max_reasks=0))
    (meeting,) = record.meetings
    assert [record.actor(part.actor).name for part in meeting.participants] == ["ADA WEKESA", "LUIS QUILCA"]
    assert [(actor.role, actor.country) for actor in record.actors] == [
        ("Kenyan foreign minister", "KE"),
        ("Peruvian president", "PE"),
    ]
    assert isinstance(meeting.date, MeetingDate)
    assert meeting.date.start.isoformat() == "2031-05-13"
    assert meeting.date.text == "ON TUESDAY"
    assert meeting.place == Place(city="Nairobi", country="KE", text="NAIROBI")
    assert [topic.label for topic in meeting.topics] == ["GRAIN EXPORTS"]
    quotes = list(record.quotes())
    assert quotes
    assert all(article.text[quote.start : quote.end] == quote.quote for quote in quotes)
    assert all(quote.quote.isupper() for quote in quotes)


def test_names_stand_as_the_article_has_them_where_it_is_not_all_in_capitals():
    article = make_article(*TOLD, "Ada Wekesa left.", lead="WIRE | WORLD\n\n")
    draft = {"people": ["Ada Wekesa", "Luis Quilca"], "format": "in_person", "status": "held"}
    record = asyncio.run(extract_record(article, Scripted(*[json.dumps({"meetings": [draft]})] * 2), max_reasks=0))
    for actor in record.actors:
        assert {article.text[span.start : span.end] for span in actor.mentions} <= {actor.name, *actor.aliases}
    assert {"ADA WEKESA", "Ada Wekesa"} <= {record.actors[0].name, *record.actors[0].aliases}
