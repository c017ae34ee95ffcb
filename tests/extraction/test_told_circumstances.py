"""told_circumstances.py: which words give the time or place of what a sentence tells of, whoever is there."""

import pytest

from llmextract.extraction.told_circumstances import circumstances_of


@pytest.mark.parametrize(
    ("text", "of_journey_or_meeting", "not_so"),
    [
        ("Ada Novak led a delegation to Lima on Monday.", ("Lima", "Monday"), ()),
        ("Ada Novak arrived in Lima on Monday.", ("Lima", "Monday"), ()),
        ("Ada Novak, who arrived in Lima on Monday, smiled.", ("Lima", "Monday"), ()),
        ("Officials said the meeting took place in Lima on Monday.", ("Lima", "Monday"), ()),
        ("The talks in Lima on Monday focused on the situation in Tavia.", ("Lima", "Monday"), ("Tavia",)),
        ("Ada Novak said she had left the army in Lima on Monday.", (), ("Lima", "Monday")),
        ("The visit to Lima on Monday will deal with the war in Tavia.", ("Lima",), ("Tavia",)),
    ],
)
def test_whoever_is_there_a_sentence_gives_the_time_and_place_of_a_meeting_or_a_journey(
    text, of_journey_or_meeting, not_so
):
    told = circumstances_of(text)
    for word in (*of_journey_or_meeting, *not_so):
        assert told(text.index(word), word != "Monday") is (word in of_journey_or_meeting), word


def test_where_somebody_arrives_from_or_when_she_leaves_is_not_of_a_meeting():
    arrived = circumstances_of("Ada Novak arrived here from Norvia for a visit to Lima.")
    assert not arrived(len("Ada Novak arrived here from "), True)
    assert arrived(len("Ada Novak arrived here from Norvia for a visit to "), True)
    left, came = "Ada Novak departed on Monday.", "Ada Novak arrived on Monday."
    assert not circumstances_of(left, journeys_only=True)(left.index("Monday"), False)
    assert circumstances_of(came, journeys_only=True)(came.index("Monday"), False)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ada Novak expressed her readiness to resume talks in Lima.", False),
        ("Ada Novak resumed talks in Lima.", True),
        ("Ada Novak denied that a meeting took place in Lima.", True),
    ],
)
def test_what_is_only_wished_has_no_place_yet(text, expected):
    assert circumstances_of(text)(text.index("Lima"), True) is expected


def test_when_somebody_tells_of_a_journey_is_not_its_day():
    text = "Ada Novak would visit Lima, a spokesman announced here Monday."
    assert circumstances_of(text)(text.index("Lima"), True)
    assert not circumstances_of(text)(text.index("Monday"), False)
    told = "Ada Novak told Ivo Reth on Monday that peace was near."
    assert circumstances_of(told)(told.index("Monday"), False)


def test_what_others_do_later_is_elsewhere():
    text = "Before Ada Novak's arrival in Lima, Ivo Reth will visit Estrada."
    assert not circumstances_of(text)(text.index("Lima"), True)
    assert circumstances_of(text)(text.index("Estrada"), True)
