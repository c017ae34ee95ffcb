"""parties.py: who does what a verb says, and the words that stand for them."""

import pytest

from llmextract.extraction.parties import named, names_behind, subjects
from llmextract.extraction.syntax import Parse, Word, parse
from tests.extraction_support import hand_parsed


def told(text, parties):
    return [text[party.start : party.end] for party in parties]


def subjects_of(text, verb):
    """Return the phrases that are the subject of the only verb with this text."""
    parsed = parse(text)
    (found,) = [word for word in parsed.words if word.text == verb and word.kind in {"VERB", "AUX"}]
    return told(text, subjects(parsed, found))


@pytest.mark.parametrize(
    ("text", "verb", "expected"),
    [
        # its own
        ("Ada Novak met Ivo Reth in Lima.", "met", ["Ada Novak"]),
        ("Ada Novak and Ivo Reth met in Lima.", "met", ["Ada Novak", "Ivo Reth"]),
        ("Ada Novak was received by Ivo Reth.", "received", ["Ada Novak"]),
        ("She met him.", "met", ["She"]),
        ("External Affairs Minister S Novak Friday met Ivo Reth.", "met", ["External Affairs Minister S Novak"]),
        ("Prime Minister Ada Novak Thursday evening held talks with Ivo Reth.", "held", ["Novak"]),
        # of a relative clause, the name before it
        ("Ada Novak, who met Ivo Reth in Lima, left.", "met", ["Ada Novak"]),
        ("Ada Novak, whom Ivo Reth met in Lima, left.", "met", ["Ivo Reth"]),
        ("Ada Novak and Ivo Reth, who met in Lima, left.", "met", ["Ada Novak", "Ivo Reth"]),
        ("Ada Novak and Ivo Reth, who met Jo Banda, left.", "met", ["Ivo Reth"]),
        # joined to another verb, or held by it
        ("Ada Novak flew to Lima and met Ivo Reth.", "met", ["Ada Novak"]),
        ("Ada Novak came to meet Ivo Reth.", "meet", ["Ada Novak"]),
        ("Ada Novak will make a trip to Lima to meet Ivo Reth.", "meet", ["Ada Novak"]),
        ("Ada Novak praised a plan to meet Ivo Reth.", "meet", ["a plan"]),
        ("Ada Novak is due to meet Ivo Reth.", "meet", ["Ada Novak"]),
        ("Ada Novak is expected to travel to Lima to meet Ivo Reth.", "meet", ["Ada Novak"]),
        ("Ada Novak suggested meeting Ivo Reth.", "meeting", ["Ada Novak"]),
        # after a preposition
        ("Ada Novak spoke after meeting Ivo Reth.", "meeting", ["Ada Novak"]),
        ("Ada Novak flew to Lima on Monday, a day after meeting Ivo Reth.", "meeting", ["Ada Novak"]),
        ("Ada Novak left after the decision on meeting Ivo Reth.", "meeting", []),
        # beside its noun
        ("Ada Novak, visiting Ivo Reth in Lima, praised him.", "visiting", ["Ada Novak"]),
        ("The envoy sent by Ivo Reth left.", "sent", ["The envoy"]),
        # who is sent does it
        ("Norvia ordered an envoy to meet Ivo Reth.", "meet", ["an envoy"]),
        ("Norvia dispatched an envoy to meet Ivo Reth.", "meet", ["an envoy"]),
        ("Norvia invited Jo Banda to meet Ivo Reth.", "meet", ["Jo Banda"]),
        # the parser hung it on the name before it
        ("In talks with Ivo Reth, Ada Wekesa stressed the need for peace.", "stressed", ["Ada Wekesa"]),
        ("At a summit with Ivo Reth, Minister Banda told him to leave.", "told", ["Minister Banda"]),
        ("Prior to talks with Norvia, Ada Novak met Ivo Reth.", "met", ["Ada Novak"]),
        ("After talks with Norvia and Tavia, Ada Novak met Ivo Reth.", "met", ["Ada Novak"]),
        # nobody is named
        ("To meet Ivo Reth.", "meet", []),
        ("Ada Novak said that it rained while he slept.", "rained", ["it"]),
    ],
)
def test_the_subject_of_a_verb(text, verb, expected):
    assert subjects_of(text, verb) == expected


def test_the_parser_does_hang_a_subject_on_the_name_before_it():
    parsed = parse("In talks with Ivo Reth, Ada Wekesa stressed the need for peace.")
    (found,) = [word for word in parsed.words if word.text == "Wekesa"]
    assert (found.relation, parsed.head(found).text) == ("appos", "Reth")


def chain(clauses):
    """Make the parse of a verb that hangs on verbs without end, of which the first has a subject."""
    words = [Word(0, 0, 1, "x", "novak", "PROPN", "NNP", "nsubj", 1)]
    for number in range(1, clauses + 1):
        relation, head = ("ROOT", 1) if number == 1 else ("xcomp", number - 1)
        below = (0, *([2] if clauses > 1 else [])) if number == 1 else tuple([number + 1][: number < clauses])
        words.append(Word(number, number, number + 1, "y", "go", "VERB", "VB", relation, head, below))
    return Parse(tuple(words))


@pytest.mark.parametrize(("clauses", "expected"), [(1, 1), (5, 1), (40, 0)])
def test_clauses_are_not_left_without_end(clauses, expected):
    parsed = chain(clauses)
    assert len(subjects(parsed, parsed.words[-1])) == expected


@pytest.mark.parametrize(
    ("text", "head", "expected"),
    [
        ("Norvian Foreign Minister Ada Novak left.", "Novak", ["Norvian Foreign Minister Ada Novak"]),
        ("Norvia's new envoy left.", "envoy", ["Norvia's new envoy"]),
        ("The envoy from Norvia left.", "envoy", ["The envoy"]),
        ("Ada Novak, Ivo Reth and Jo Banda met.", "Novak", ["Ada Novak", "Ivo Reth", "Jo Banda"]),
        ("Ada Novak, who smiled, left.", "Novak", ["Ada Novak"]),
        ("Ada Novak left.", "left", []),
        # a noun that the parser took for a verb, and who only reports
        (
            "Ada Novak had a meeting with his Cambodian and Lao counterparts Ivo Reth and Jo Banda.",
            "counterparts",
            ["his Cambodian and Lao counterparts"],
        ),
        (
            "It is a meeting between Ada Novak and Minister Ivo Reth, Delta News reported.",
            "Novak",
            ["Ada Novak", "Minister Ivo Reth"],
        ),
    ],
)
def test_each_party_has_the_words_of_its_name_or_phrase(text, head, expected):
    parsed = parse(text)
    heads = [word for word in parsed.words if word.text == head]
    assert told(text, named(parsed, heads)) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        # "with his host, Novak, today": the parser takes the name for a time
        (("with ADP ROOT 0", "host NOUN pobj 0", ", PUNCT punct 0", "Novak PROPN npadvmod 0"), ["host", "Novak"]),
        (("with ADP ROOT 0", "host NOUN pobj 0", ", PUNCT punct 0", "friday PROPN npadvmod 0"), ["host"]),
        (("with ADP ROOT 0", "host NOUN pobj 0", "and CCONJ cc 1", "Novak PROPN npadvmod 0"), ["host"]),
        # "with Orr and envoy": it takes the first of two for a part of the second
        (
            ("with ADP ROOT 0", "envoy NOUN pobj 0", "Orr PROPN nmod 1", "and CCONJ cc 2", "new ADJ conj 2"),
            ["Orr", "envoy"],
        ),
        (("with ADP ROOT 0", "envoy NOUN pobj 0", "Norvia PROPN nmod 1"), ["envoy"]),
        # "Orr and Tavian President Novak": it hangs the first on the title of the second
        (
            (
                "with ADP ROOT 0",
                "Novak PROPN pobj 0",
                "Orr PROPN amod 3",
                "President PROPN compound 1",
                "and CCONJ cc 2",
                "Tavian PROPN conj 2",
            ),
            ["Orr", "Novak"],
        ),
        (
            ("with ADP ROOT 0", "Novak PROPN pobj 0", "Tavian PROPN amod 3", "President PROPN compound 1"),
            ["Novak"],
        ),
    ],
)
def test_whom_the_parser_hung_elsewhere_is_a_party_too(words, expected):
    parsed = hand_parsed(*words)
    assert [party.head.text for party in named(parsed, [parsed.words[1]])] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They held a meeting with President of Estonia Ivo Reth in Astana.", ["Reth"]),
        ("They held a meeting with the son of President Ada Novak in Astana.", []),
        ("They held a meeting with the president of Kenya.", []),
    ],
)
def test_names_that_hang_on_what_an_office_is_of(text, expected):
    parsed = parse(text)
    office = next(word for word in parsed.words if word.relation == "pobj")
    assert [word.text for word in names_behind(parsed, office)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("She left Ada Novak, with whom she had held talks.", ["Ada Novak"]),
        ("She praised Ada Novak, whom she received in Lima.", ["Ada Novak"]),
        ("Ada Novak was another envoy with whom she had held talks.", ["Ada Novak"]),
        ("Whom she met, nobody knows.", ["Whom"]),
    ],
)
def test_whom_stands_for_the_name_before_it(text, expected):
    parsed = parse(text)
    assert told(text, named(parsed, [word for word in parsed.words if word.lemma == "whom"])) == expected
