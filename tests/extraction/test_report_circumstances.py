"""report_circumstances.py: when one report's meeting is, and whether it was held."""

import datetime

import pytest

from llmextract.extraction.cast import build_cast
from llmextract.extraction.passages import choose_passages
from llmextract.extraction.report_circumstances import read_circumstances
from llmextract.prompting.passage import MeetingDraft
from llmextract.schemas import Format, Status
from tests.extraction_support import make_article

WITH = "Peruvian President Luis Quilca"
MONDAY, NEXT = datetime.date(2031, 5, 12), datetime.date(2031, 5, 19)


def read(text):
    """Return the status and day of a meeting that the answer says is planned."""
    article = make_article(text)
    (asked,) = choose_passages(article, build_cast(article))
    draft = MeetingDraft(asked.passage.names, Format.IN_PERSON, Status.PLANNED)
    found, circumstances = read_circumstances(asked, draft, asked.members, article)
    return found.status, circumstances.date.start


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"Kenyan envoy Ada Wekesa made a trip to Lima on Monday to meet {WITH}.", (Status.HELD, MONDAY)),
        (f"Kenyan envoy Ada Wekesa paid a visit to Lima on Monday for talks with {WITH}.", (Status.HELD, MONDAY)),
        (f"Kenyan envoy Ada Wekesa flew to Lima on Monday for talks with {WITH}.", (Status.HELD, MONDAY)),
        (f"Kenyan envoy Ada Wekesa will fly to Lima on Monday for talks with {WITH}.", (Status.PLANNED, NEXT)),
        # who has arrived may meet him later, and so may who has left today
        (f"Kenyan envoy Ada Wekesa arrived in Lima on Monday to meet {WITH}.", (Status.PLANNED, MONDAY)),
        (
            f"Kenyan envoy Ada Wekesa flew to Lima on Wednesday to meet {WITH}.",
            (Status.PLANNED, datetime.date(2031, 5, 14)),
        ),
    ],
)
def test_who_went_somewhere_on_a_day_that_is_over_met_on_that_day(text, expected):
    assert read(text) == expected


@pytest.mark.parametrize(
    ("when", "expected"),
    [(" today", Status.HELD), (" next week", Status.PLANNED), (" later today", Status.PLANNED)],
)
def test_who_is_meeting_somebody_today_meets_him_now(when, expected):
    article = make_article(f"Kenyan envoy Ada Wekesa is meeting {WITH} in Lima{when}.")
    (asked,) = choose_passages(article, build_cast(article))
    draft = MeetingDraft(asked.passage.names, Format.IN_PERSON, Status.PLANNED)
    assert read_circumstances(asked, draft, asked.members, article)[0].status is expected
