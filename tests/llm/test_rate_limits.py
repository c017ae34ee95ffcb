import datetime
import email.utils

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llmextract.llm.rate_limits import Allowance, read_allowances, retry_after_seconds

NOW = 1_700_000_000.0


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"retry-after": "12"}, 12),
        ({"retry-after": "1.5"}, 1.5),
        ({"retry-after-ms": "250", "retry-after": "9"}, 0.25),
        ({"retry-after-ms": "soon", "retry-after": "9"}, 9),
        ({"retry-after": email.utils.formatdate(NOW + 30, usegmt=True)}, 30),
        ({"retry-after": email.utils.formatdate(NOW - 30, usegmt=True)}, 0),
        ({"retry-after": "-5"}, None),
        ({"retry-after": "nan"}, None),
        ({"retry-after": "inf"}, None),
        ({"retry-after": "when it suits"}, None),
    ],
)
def test_retry_after_is_read_in_every_form(headers, seconds):
    assert retry_after_seconds(headers, now=NOW) == seconds


def test_a_date_counts_from_the_servers_own_time():
    headers = {
        "date": email.utils.formatdate(NOW, usegmt=True),
        "retry-after": email.utils.formatdate(NOW + 5, usegmt=True),
    }
    assert retry_after_seconds(headers) == 5


def test_a_date_counts_from_ours_where_the_server_tells_none():
    later = email.utils.format_datetime(
        datetime.datetime.now(datetime.UTC) + datetime.timedelta(seconds=60), usegmt=True
    )
    assert 55 < retry_after_seconds({"retry-after": later}) <= 60


@pytest.mark.parametrize(
    ("headers", "allowances"),
    [
        (
            {
                "x-ratelimit-limit-requests": "60",
                "x-ratelimit-remaining-requests": "59",
                "x-ratelimit-reset-requests": "1s",
                "x-ratelimit-limit-tokens": "150000",
                "x-ratelimit-remaining-tokens": "149984",
                "x-ratelimit-reset-tokens": "6m0s",
            },
            [Allowance("requests", 59, 60, 1), Allowance("tokens", 149984, 150000, 360)],
        ),
        (
            {"x-ratelimit-remaining-requests": "0", "x-ratelimit-reset-requests": "1h2m3.5s"},
            [Allowance("requests", 0, None, 3723.5)],
        ),
        (
            {"x-ratelimit-remaining-requests": "7", "x-ratelimit-reset-requests": "20ms"},
            [Allowance("requests", 7, None, 0.02)],
        ),
        (
            {"ratelimit-limit": "100, 100;w=60", "ratelimit-remaining": "50", "ratelimit-reset": "30"},
            [Allowance("requests", 50, 100, 30)],
        ),
        (
            {"x-ratelimit-remaining": "3", "x-ratelimit-reset": str(int(NOW) + 9)},
            [Allowance("requests", 3, None, 9)],
        ),
        (
            {"x-ratelimit-remaining": "3", "x-ratelimit-reset": str(int(NOW * 1000) + 9000)},
            [Allowance("requests", 3, None, 9)],
        ),
        (
            {
                "anthropic-ratelimit-input-tokens-limit": "1000",
                "anthropic-ratelimit-input-tokens-remaining": "10",
                "anthropic-ratelimit-input-tokens-reset": "2023-11-14T22:13:30Z",
            },
            [Allowance("tokens", 10, 1000, 10)],
        ),
        ({"x-ratelimit-remaining-requests": "3"}, []),
        ({"x-ratelimit-remaining-requests": "-1", "x-ratelimit-reset-requests": "1s"}, []),
        ({"x-ratelimit-remaining-requests": "3", "x-ratelimit-reset-requests": "2023-11-14T22:13:30"}, []),
        ({"x-ratelimit-remaining-requests": "3", "x-ratelimit-reset-requests": "tomorrow"}, []),
        ({"x-ratelimit-remaining-requests": "3", "x-ratelimit-reset-requests": ""}, []),
        ({"x-ratelimit-resource": "core", "content-type": "application/json"}, []),
    ],
)
def test_what_is_left_is_read_in_every_form(headers, allowances):
    assert list(read_allowances(headers, now=NOW)) == allowances


NAMES = st.sampled_from(
    [
        "x-ratelimit-remaining-requests",
        "x-ratelimit-reset-requests",
        "ratelimit-limit",
        "retry-after",
        "date",
        "ratelimit",
    ]
)


@given(st.dictionaries(NAMES, st.text(max_size=60) | st.from_regex(r"\d{1,40}(\.\d*)?(ms|s|m|h)?")))
def test_nothing_that_a_server_says_of_its_limits_breaks_anything(headers):
    for allowance in read_allowances(headers):
        assert allowance.remaining >= 0
        assert 0 <= allowance.reset < float("inf")
    seconds = retry_after_seconds(headers)
    assert seconds is None or 0 <= seconds < float("inf")
