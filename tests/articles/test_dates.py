"""Publication dates: read where they are stated plainly, never guessed."""

from __future__ import annotations

import datetime as dt

import dateparser
import pytest

from llmextract.articles.dates import is_labelled, is_numeric_date, parse_published, stated_date
from llmextract.errors import ConfigurationError


@pytest.mark.parametrize(
    "line",
    [
        "Published: 12 December 2024",
        "Published 12 December 2024, Updated 13 December 2024",
        "Thursday, December 12, 2024",
        "Dec. 12, 2024, 10:00 a.m. ET",
        "2024-12-12T10:00Z",
        "2024-12-12T23:59:59+03:00",
        "2024/12/12",
        "Thursday 12 December 2024 10.15 GMT",
        "12 December 2024 | 10:15",
        "(December 12, 2024)",
        "Veröffentlicht am 12. Dezember 2024 um 10:15 Uhr",
        "Publié le 12 décembre 2024 à 10h05",
        "12 de diciembre de 2024",
        "Giriş Tarihi: 12 Aralık 2024 10:15",
        "تاريخ النشر: ١٢ ديسمبر ٢٠٢٤",
        "12/12/2024",
    ],
)
def test_plain_statements_are_read(line):
    assert stated_date(line, language=None) == dt.date(2024, 12, 12)


def test_numbers_are_read_only_where_one_reading_is_possible():
    assert stated_date("13/04/2024", language="en") == dt.date(2024, 4, 13)
    assert stated_date("04/13/2024 10:20", language="en") == dt.date(2024, 4, 13)
    assert stated_date("31.12.2024", language="de") == dt.date(2024, 12, 31)
    assert stated_date("03/04/2024", language="en") is None
    assert is_numeric_date("03/04/2024 10:15")
    assert not is_numeric_date("03/04/2024 in the city of Veldun")


@pytest.mark.parametrize(
    "line",
    [
        "Last updated: 12 December 2024",
        "December 2024",
        "12 December",
        "Tarn met Sol on 12 December 2024 in Corvia",
        "Dec 32, 2024",
        "2024-13-45",
        "3 to 5 May 2024",
        "In 2024 exports rose by 12 percent",
        "12 December 2024 " * 9,
        "",
    ],
)
def test_anything_else_is_no_statement(line):
    assert stated_date(line, language="en") is None


def test_unknown_language_falls_back_on_the_common_ones():
    assert stated_date("12 décembre 2024", language="xx") == dt.date(2024, 12, 12)


def test_labels_are_told_from_bare_dates():
    assert is_labelled("Published On 12 Dec 2024")
    assert not is_labelled("12 Dec 2024")


def test_given_dates():
    day = dt.date(2024, 12, 12)
    assert parse_published(None) is None
    assert parse_published(day) == day
    assert parse_published(dt.datetime(2024, 12, 12, 10, tzinfo=dt.UTC)) == day
    assert parse_published(" 2024-12-12 ") == day
    with pytest.raises(ConfigurationError, match="YYYY-MM-DD"):
        parse_published("soon")


@pytest.mark.parametrize(
    "line",
    ["12 march 2024", "March 3, 2024", "31 may 1999", "31 June 2024", "0 May 2024", "12 march, 2024", "May 12 2024"],
)
def test_plain_english_dates_are_read_as_dateparser_reads_them(line):
    known = dateparser.parse(
        line,
        languages=["en"],
        settings={"REQUIRE_PARTS": ["day", "month", "year"], "STRICT_PARSING": True, "PARSERS": ["absolute-time"]},
    )
    assert stated_date(line, language="en") == (known.date() if known else None)
