"""certainty.py: whether those who meet speak for different parties."""

import pytest

from llmextract.extraction.cast import build_cast
from llmextract.extraction.certainty import are_of_different_parties
from tests.extraction_support import make_article


def differ(text):
    article = make_article(text, lead="MENU ")
    return are_of_different_parties(build_cast(article).in_sentence(0), article)


@pytest.mark.parametrize(
    "text",
    [
        "Kenyan President Ada Wekesa met opposition leader Jo Banda.",
        "Kenyan Minister Ada Wekesa met Delta Chief Executive Jo Banda.",
        "Kenyan President Ada Wekesa met Archbishop Jo Banda.",
        "Kenyan President Ada Wekesa met Red Delta leader Jo Banda.",
        "The Kenyan ambassador, Ada Wekesa, met Defence Minister Jo Banda.",
        "A Kenyan delegation held talks with Defence Minister Jo Banda.",
        "Ada Wekesa, the Kenyan army chief, paid a courtesy call on Defence Minister Jo Banda.",
        "Kenyan Foreign Minister Ada Wekesa met Prime Minister Jo Banda at his office in Accra on Monday.",
        "Kenya's Foreign Minister Ada Wekesa met European Union Ambassador to Kenya Jo Banda.",
        "Kenyan Foreign Minister Ada Wekesa arrived in the port city of Takoradi and met Minister Jo Banda.",
        "Kenyan Premier Ada Wekesa will meet Prime Minister Jo Banda on Monday.",
        "Kenyan Foreign Minister Ada Wekesa met EU Ambassador Jo Banda.",
        "In Accra, Kenyan Foreign Minister Ada Wekesa met Prime Minister Jo Banda.",
        "Kenyan Foreign Minister Ada Wekesa met Secretary General of the Delta Cooperation Council Jo Banda.",
        "Kenyan Foreign Minister Ada Wekesa met envoys in Accra before talks with Prime Minister Jo Banda.",
        "Kenyan Foreign Minister Ada Wekesa held talks with Prime Minister Jo Banda during the visit.",
    ],
)
def test_who_serves_no_state_or_is_met_abroad_is_of_another_party(text):
    assert differ(text)


@pytest.mark.parametrize(
    "text",
    [
        "Kenyan President Ada Wekesa met Defence Minister Jo Banda.",
        "The Kenyan ambassador, Ada Wekesa, met envoy Jo Banda.",
        "Kenyan President Ada Wekesa met Senate leader Jo Banda.",
        "The Kenyan army chief, Ada Wekesa, met Defence Minister Jo Banda.",
        "Kenyan Foreign Minister Ada Wekesa met Prime Minister Jo Banda in Nairobi on Monday.",
        "Kenyan Prime Minister Ada Wekesa met Deputy Prime Minister Jo Banda on Monday.",
        "Kenyan Foreign Minister Ada Wekesa met Prime Minister Jo Banda to discuss unrest in Accra.",
        "Kenyan officials said President Ada Wekesa met Defence Minister Jo Banda.",
    ],
)
def test_who_is_named_behind_another_is_of_his_state(text):
    assert not differ(text)
