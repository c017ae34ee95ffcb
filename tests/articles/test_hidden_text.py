"""Text that a page shows to nobody: taken out; what can be seen, or may be the article itself, stays."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from llmextract.articles.hidden_text import remove_hidden
from llmextract.articles.pages import read_page

SHOWN = "President Mira Dolen met Prime Minister Tomas Arlett in Estrada on Tuesday, her office said in a statement."
SECRET = "King Orlo Vantz met General Pike Sorrel."


def left(inserted, *, head="", body=""):
    """Return the words of a page, all but those of scripts and styles, after what is hidden was taken out."""
    page = html.document_fromstring(
        f"<html><head>{head}</head><body {body}><p>{SHOWN}</p>{inserted}<p>{SHOWN}</p></body></html>"
    )
    remove_hidden(page)
    return " ".join(page.body.text_content().split())


@pytest.mark.parametrize(
    "attributes",
    [
        "hidden",
        'hidden="hidden"',
        'style="display:none"',
        'style="DISPLAY : None ! important"',
        'style="display:none!important"',
        'style="visibility: hidden"',
        'style="/* display:block */ visibility:collapse"',
        'style="opacity:0"',
        'style="opacity:.01"',
        'style="font-size:0"',
        'style="font-size:1px"',
        'style="font-size:5%"',
        'style="height:0; overflow:hidden"',
        'style="max-height:1px; overflow: clip"',
        'style="position:absolute; left:-9999px"',
        'style="position:fixed; top:-200vh"',
        'style="text-indent:-100em"',
        'style="transform: translateX(-9999px)"',
        'style="transform: scale(0)"',
        'style="clip: rect(0 0 0 0)"',
        'style="clip: rect(1px, 1px, 1px, 1px)"',
        'style="clip-path: inset(50%)"',
        'style="clip-path: inset(100%)"',
        'style="color: transparent"',
        'style="color: rgba(0, 0, 0, 0)"',
        'style="color:#fff; background:#fff"',
        'style="color:#123456; background-color:rgb(18, 52, 86)"',
        'style="color:white"',
        'style="color:#FDFDFD"',
        'class="article sr-only"',
        'class="screen-reader-text"',
    ],
)
def test_a_paragraph_that_is_not_shown_is_taken_out(attributes):
    assert left(f"<p {attributes}>{SECRET}</p>") == f"{SHOWN}{SHOWN}"


@pytest.mark.parametrize(
    "attributes",
    [
        "",
        'hidden="until-found"',
        'style="display:block"',
        'style="opacity:0.9"',
        'style="font-size:14px"',
        'style="font-size:1em"',
        'style="height:0"',
        'style="left:-10px"',
        'style="text-indent:-2em"',
        'style="color:#333"',
        'style="color:#fff; background:#222"',
        'style="color:#fff; background:url(dark.jpg) no-repeat"',
        'style="color:unknown; background:#fff"',
        'style="margin-left: auto"',
        'style=";;:;color"',
        'class="srx-only"',
    ],
)
def test_a_paragraph_that_can_be_seen_stays(attributes):
    assert SECRET in left(f"<p {attributes}>{SECRET}</p>")


def test_white_on_a_dark_page_stays():
    assert SECRET in left(f'<p style="color:#fff">{SECRET}</p>', body='style="background:#111"')
    assert SECRET in left(f'<div bgcolor="black"><p><font color="white">{SECRET}</font></p></div>')
    assert SECRET not in left(f'<div bgcolor="#ffffff"><p><font color="white">{SECRET}</font></p></div>')


def test_where_most_of_the_page_is_white_the_paper_must_be_dark():
    page = html.document_fromstring("<body>" + f'<p style="color:white">{SHOWN}</p>' * 5 + f"<p>{SECRET}</p></body>")
    assert remove_hidden(page) == 0
    assert page.text_content().count("Dolen") == 5


def test_an_article_that_waits_for_a_script_stays():
    page = html.document_fromstring(f'<body><p>{SECRET}</p><div style="display:none">{SHOWN * 3}</div></body>')
    assert remove_hidden(page) == 0
    page = html.document_fromstring(f'<body style="visibility:hidden"><article hidden><p>{SHOWN}</p></article></body>')
    assert remove_hidden(page) == 0


@pytest.mark.parametrize(
    ("rules", "attributes", "hidden"),
    [
        (".x{display:none}", 'class="a x"', True),
        ("p.x, .y { display: none; }", 'class="y"', True),
        ("#n7{visibility:hidden}", 'id="n7"', True),
        (".X{display:none}", 'class="x"', True),
        ("/* .x{} */ .x{display:none", 'class="x"', False),
        (".x{display:none} .x{display:block}", 'class="x"', False),
        (".x{display:none}", 'class="x" style="display:block"', False),
        ("@media print{.x{display:none}}", 'class="x"', False),
        ("@media print{.x{color:red}} .x{display:none}", 'class="x"', True),
        ("@media screen { .y{color:red} .x{display:none} }", 'class="x"', True),
        ("@import 'a.css'; .x{display:none}", 'class="x"', True),
        (".menu .x{display:none}", 'class="x"', False),
        (".x:hover{display:none}", 'class="x"', False),
        ("p{display:none}", "", False),
        ("}}}{{{.x{", 'class="x"', False),
    ],
)
def test_the_pages_own_rules_for_a_class_or_an_id_count(rules, attributes, hidden):
    assert (SECRET in left(f"<p {attributes}>{SECRET}</p>", head=f"<style>{rules}</style>")) != hidden


def test_what_stands_behind_a_removed_element_stays():
    assert left(f"<p>One<span hidden>{SECRET}</span> two<b hidden>x</b> three</p>") == f"{SHOWN}One two three{SHOWN}"
    assert left("<p>One\x1f<b hidden>x</b>\x08 two <i></i><b hidden>x</b>\x1f</p>") == f"{SHOWN}One two {SHOWN}"
    assert left(f"<template><p>{SECRET}</p></template>Tail.") == f"{SHOWN}Tail.{SHOWN}"


def test_a_page_is_read_without_what_it_hides():
    page = f"<html><body><article><p>{SHOWN}</p><p style='font-size:0'>{SECRET}</p><p>{SHOWN} It was short.</p>"
    assert SECRET not in read_page(page).text
    assert SHOWN in read_page(page).text


def test_styles_of_any_size_and_depth_take_little_time():
    nested = "@media all{" * 50_000
    many = "".join(f".c{number}{{display:none}}" for number in range(50_000))
    deep = "<div style='color:#fff'>" * 240 + SECRET + "</div>" * 240
    wide = "<p class='x' style='color:#fff;left:-1px'>x</p>" * 1_000
    for style in (nested, many, "{" * 100_000, "/*" * 100_000, ".x{" * 50_000, ".x{}" * 50_000):
        began = time.process_time()
        left(deep + wide, head=f"<style>{style}</style>")
        assert time.process_time() - began < 5  # a tenth of a second each


ATTRIBUTES = st.sampled_from(
    [
        "hidden",
        "style='display:none'",
        "style='color:#fff'",
        "class=x",
        "style='left:-9e9px'",
        "bgcolor=#fff",
        "style='",
    ]
)
TAGS = st.sampled_from(["p", "div", "span", "template", "article", "style", "body", "table", "td", "font", "svg"])
PIECES = st.one_of(
    st.tuples(TAGS, ATTRIBUTES).map(lambda parts: f"<{parts[0]} {parts[1]}>"),
    TAGS.map(lambda tag: f"</{tag}>"),
    st.text(max_size=20),
    st.sampled_from([SHOWN, "<!--", "-->", "<style>.x{display:none}</style>", "<![CDATA[", "<?x?>"]),
)


@given(st.lists(PIECES, max_size=30).map("".join))
@settings(deadline=None)
def test_whatever_the_page_nothing_is_added_and_nothing_breaks(text):
    try:
        page = html.document_fromstring(f"<html><body>x{text.replace(chr(0), '')}</body></html>")
    except ValueError:  # control characters that no tree can hold
        return
    before = page.text_content()
    removed = remove_hidden(page)
    after = page.text_content()
    assert removed >= 0
    assert len(after) <= len(before)
    kept = iter(before)
    assert all(letter in kept for letter in after)  # in the same order
    assert remove_hidden(page) >= 0


def test_characters_that_no_page_may_hold_are_passed_over():
    told = "<p>Ada Novak\x00 met Ivo\x02 Reth in Lima on Monday, and they spoke of trade.</p>"
    page = read_page(f"<html><body>{told}<style>p {{}}</style>\x01</body></html>")
    assert "Ada Novak" in page.text
    assert "Lima" in page.text
