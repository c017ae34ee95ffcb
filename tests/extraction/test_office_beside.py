"""office_beside.py: the office next to a name, of several that stand before it."""

import pytest

from llmextract.extraction.office_beside import countries_of, office_of, title_beside

ADA = "Ada Novak"


def title(text):
    return title_beside(text, text.index(ADA), text.index(ADA) + len(ADA), ADA)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # the office next to the name is hers
        ("Envoy of the Kenyan President Ada Novak came.", "Kenyan President"),
        ("He is an aide to Foreign Minister Ada Novak.", "Foreign Minister"),
        ("It was the end of talks between Prime Minister Ada Novak and Ivo Reth.", "Prime Minister"),
        ("It was a meeting with President Ada Novak.", "President"),
        ("A letter from President Ada Novak came.", "President"),
        ("The vote by Foreign Minister Ada Novak came.", "Foreign Minister"),
        ("An adviser to the President-elect Ada Novak came.", "President-elect"),
        ("An adviser to her president Ada Novak came.", "president"),
        # set off by a comma
        ("The envoy of the Norvian president, Ada Novak, came.", "Norvian president"),
        ("The envoy of a Norvian minister, Ada Novak, came.", "Norvian minister"),
        ("The Secretary General of the Delta Union, Ada Novak, came.", "Secretary General of the Delta Union"),
        ("The leader of the Delta Union (DU), Ada Novak, came.", "leader of the Delta Union"),
        ("After the resignation of the leader of the bank, Ada Novak came.", "leader of the bank"),
        ("After the end of the talks, Ada Novak came.", None),
        # what she does is no office
        ("The deputy, Ada Novak, received on Monday a team led by Minister Ivo Reth.", "deputy"),
        ("Ada Novak, received on Monday by Minister Reth, came.", None),
        # a rank is less than an office
        ("The head of the army, General Ada Novak, came.", "head of the army"),
        ("Lt. Gen. Ada Novak, the head of the army, came.", "head of the army"),
        ("Sheikh Ada Novak, Minister of Health, came.", "Minister of Health"),
        ("He met H.E. Mr. Ada Novak, Minister for Trade of Kenya.", "Minister for Trade of Kenya"),
        ("They met the head of the council, Ambassador Ada Novak.", "head of the council"),
        ("They met the Sultan of Brunei, Sultan Ada Novak.", "Sultan of Brunei"),
        ("They met the head of the council, Sultan Ada Novak.", "Sultan"),
        ("Lt. Gen. Ada Novak, who is ill, came.", "Lt. Gen."),
        ("He met General Ada Novak, Minister Ivo Reth and others.", "General"),
        ("Foreign Minister Ada Novak, a doctor, came.", "Foreign Minister"),
        # what follows the preposition is no office, but what the office is for
        ("Secretary of State Ada Novak came.", "Secretary of State"),
        ("Minister for Water Ada Novak came.", "Minister for Water"),
        ("Director of the Office Ada Novak came.", "Director of the Office"),
        # two offices of one person
        (
            "The envoy of President and Prime Minister Ada Novak came.",
            "envoy of President and Prime Minister",
        ),
        # nothing before it to part
        ("Foreign Minister Ada Novak came.", "Foreign Minister"),
        ("Mr. Ada Novak came.", "Mr."),
        ("Then Ada Novak came.", None),
    ],
)
def test_the_office_next_to_the_name(text, expected):
    assert title(text) == expected


@pytest.mark.parametrize(
    ("role", "other", "same"),
    [
        ("Kenyan Foreign Minister", "Peruvian foreign minister", True),
        ("Kenyan Foreign Minister", "Peruvian Prime Minister", False),
        ("President", "Vice President", False),
        (None, None, True),
    ],
)
def test_offices_are_compared_by_what_they_are(role, other, same):
    assert (office_of(role) == office_of(other)) is same


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        ("envoy of the Secretary-General for Sudan", []),
        ("Ghanaian special representative for Sudan", ["GH"]),
        ("representative of Sudan", ["SD"]),
        ("EU Ambassador to Sudan", []),
    ],
)
def test_where_an_envoy_is_sent_is_not_his_country(words, codes):
    assert [found.code for found in countries_of(words)] == codes
