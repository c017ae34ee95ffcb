"""Bylines, outlets and title suffixes around an article."""

from __future__ import annotations

import datetime as dt

import pytest

from llmextract.articles.masthead import is_byline, is_stamp, only_names, read_masthead, split_title


@pytest.mark.parametrize(
    ("line", "byline", "outlet"),
    [
        ("By Ada Novak\xa0", "Ada Novak", None),
        ("By Ada Novak and Ben al-Roy", "Ada Novak and Ben al-Roy", None),
        ("By Ada Novak, Ben Roy and Cleo Marsh", "Ada Novak, Ben Roy and Cleo Marsh", None),
        ("By Ada Novak, Brelian Post", "Ada Novak", "Brelian Post"),
        ("Von Ada Novak, Corvia", "Ada Novak", None),
        ("By Reuters", None, "Reuters"),
        ("By The Associated Press", None, "The Associated Press"),
        ("Ada Novak, Reuters", "Ada Novak", "Reuters"),
        ("بقلم: أدا نوفاك", "أدا نوفاك", None),
        ("1 min Corvia Today", None, "Corvia Today"),
        ("Corvia Today · 3 min read", None, "Corvia Today"),
        ("Source: Xinhua", None, "Xinhua"),
        ("© 2024 The Brelian Post. All rights reserved.", None, "The Brelian Post"),
        ("Reporting by Ada Novak in Corvia; Editing by Ben Roy", "Ada Novak", None),
        ("By Monday", None, None),
        ("World News", None, None),
        ("By Monday evening all had left", None, None),
        ("Von der Leyen Meets Tarn", None, None),
    ],
)
def test_one_line(line, byline, outlet):
    found = read_masthead([line], language="en")
    assert (found.byline, found.outlet) == (byline, outlet)


def test_byline_wins_over_the_credit_and_both_may_stand_below():
    assert read_masthead(["By Ada Novak"], ["Reporting by Ben Roy"], language="en").byline == "Ada Novak"
    below = read_masthead([], ["(Reporting by Ben Roy)", "© 2024 Corvia Herald"], language="en")
    assert (below.byline, below.outlet) == ("Ben Roy", "Corvia Herald")


def test_labelled_date_wins_and_several_bare_ones_say_nothing():
    day = dt.date(2024, 12, 12)
    assert read_masthead(["1 May 2020", "Published: 12 December 2024"], language="en").published == day
    assert read_masthead(["Ada Novak - 12 December 2024"], language="en").published == day
    assert read_masthead(["1 May 2020", "12 December 2024"], language="en").published is None
    assert read_masthead(["1 May 2020 - 12 December 2024"], language="en").published is None


def test_stamps_and_bylines_are_told_from_headlines():
    assert is_stamp("By Ada Novak | 12 December 2024")
    assert is_stamp("Updated 10:15, 12 December 2024")
    assert is_stamp("Updated: 10:15")
    assert not is_stamp("Updated figures show 3 million refugees")
    assert not is_stamp("What we know so far about the Veldun talks - 12 December 2024")
    assert is_byline("By Ada Novak | 12 December 2024")
    assert not is_byline("Tarn meets Sol in Corvia")
    assert only_names("Ada Novak in Veldun and Ben al-Roy")
    assert not only_names("the broadcaster suggests that Tarn left")


def test_title_suffixes():
    assert split_title("Tarn meets Sol in Corvia | The Post") == ("Tarn meets Sol in Corvia", "The Post")
    assert split_title("Tarn meets Sol — BBC News") == ("Tarn meets Sol", "BBC News")
    assert split_title("Brelia – Ostrava talks fail") == ("Brelia – Ostrava talks fail", None)
    assert split_title("Peace talks begin in Veldun - reports") == ("Peace talks begin in Veldun - reports", None)
    assert split_title("World | Corvia Herald") == ("World | Corvia Herald", None)
