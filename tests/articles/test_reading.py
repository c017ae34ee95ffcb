"""Reading from files, standard input, streams, strings and HTML, and what is said when that fails."""

from __future__ import annotations

import datetime as dt
import io
import os
import re
import subprocess
import sys
import time
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import llmextract.articles
from llmextract.articles import Article, Sentence, article_from_html, article_from_text, read_article
from llmextract.errors import ArticleFormatError, ArticleNotFoundError, ConfigurationError

TEXT = "Tarn meets Sol in Corvia\n\nIvo Tarn met Mira Sol on Monday. They spoke about grain.\n"
HTML = """<!DOCTYPE html><html lang="en-GB"><head><meta charset="utf-8"><title>Tarn meets Sol | The Brelian Post</title>
<meta property="og:site_name" content="The Brelian Post"><meta name="author" content="Ada Novak">
<meta property="article:published_time" content="2024-12-12T23:30:00+00:00">
<link rel="canonical" href="https://post.example/2024/12/12/tarn-meets-sol"></head><body>
<nav><a href="/">Home</a> <a href="/world">World</a></nav><article><h1>Tarn meets Sol</h1>
<p>By Ada Novak</p>
<p>The foreign minister of Brelia, İvo Tarn, met his counterpart Mira Sol in Veldun on Thursday, officials said.</p>
<p>They agreed to meet again next month. “It was useful,” Tarn told reporters after the talks in the palace.</p>
</article><footer>Subscribe to our newsletter. © 2024 The Brelian Post</footer></body></html>"""
FOUND = ["Ivo Tarn met Mira Sol on Monday.", "They spoke about grain."]


def texts(article):
    return [sentence.text for sentence in article.sentences]


def test_public_names_are_lazy_and_listed():
    code = (
        "import sys, llmextract.articles as a; heavy = {'trafilatura', 'dateparser', 'httpx2', 'lxml', 'py3langid'};"
        "assert not heavy & set(sys.modules); assert sorted(a.__all__) == dir(a); a.read_article;"
        "assert not heavy & set(sys.modules), heavy & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)  # noqa: S603 - our own interpreter and code
    assert all(hasattr(llmextract.articles, name) for name in llmextract.articles.__all__)
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = llmextract.articles.nothing


def test_file_is_read_by_path_and_by_path_object(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text(TEXT, encoding="utf-8")
    for source in (path, str(path)):
        article = read_article(source)
        assert isinstance(article, Article)
        assert isinstance(article.sentences[0], Sentence)
        assert (article.text, article.source) == (TEXT, str(path))
        assert texts(article) == FOUND


def test_line_ends_of_the_file_are_kept(tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes(TEXT.replace("\n", "\r\n").encode())
    article = read_article(path)
    assert article.text == TEXT.replace("\n", "\r\n")
    assert texts(article) == FOUND


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_unicode_encodings_are_found(tmp_path, encoding):
    text = TEXT.replace("Ivo", "İvo")
    path = tmp_path / "a.txt"
    path.write_bytes(text.encode(encoding))
    assert read_article(path).text == text


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("cp1252", "Le ministre des Affaires étrangères a été reçu à l’Élysée. Ils ont évoqué la frontière.\n"),
        ("iso-8859-9", "Dışişleri Bakanı Ankara'da görüştü. Şehirde güvenlik önlemleri alındı ve toplantı başladı.\n"),
        ("cp1250", "Minister spotkał się w poniedziałek z odpowiednikiem. Omówili kwestię granicy między państwami.\n"),
        ("cp1256", "التقى وزير خارجية بريليا إيفو تارن اليوم الخميس نظيره ميرا سول في مدينة كورفيا.\n"),
        ("cp1251", "Министр иностранных дел встретился с коллегой в понедельник. Они обсудили границу.\n"),
        ("gb18030", "外交部长周一会见了对方。双方讨论了边界问题。\n"),
        ("shift_jis", "外務大臣は月曜日に会談した。国境について話し合った。\n"),
    ],
)
def test_legacy_encodings_are_found(tmp_path, encoding, text):
    path = tmp_path / "a.txt"
    path.write_bytes(text.encode(encoding))
    assert read_article(path).text == text
    assert read_article(path, encoding=encoding).text == text


def test_standard_input_and_streams(monkeypatch):
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(TEXT.encode())))
    article = read_article("-")
    assert (article.source, texts(article)) == ("-", FOUND)
    assert read_article(io.BytesIO(TEXT.encode())).source == "<stream>"


def test_open_file_gives_its_name(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text(TEXT)
    with path.open("rb") as stream:
        assert read_article(stream).source == str(path)


def test_html_file_is_recognised_by_content(tmp_path):
    path = tmp_path / "page.txt"
    path.write_text(HTML, encoding="utf-8")
    article = read_article(path)
    assert article.title == "Tarn meets Sol"
    assert (article.outlet, article.byline, article.language) == ("The Brelian Post", "Ada Novak", "en")
    assert article.published == dt.date(2024, 12, 12)
    assert article.url == "https://post.example/2024/12/12/tarn-meets-sol"
    assert "<" not in article.text
    assert texts(article) == [
        "The foreign minister of Brelia, İvo Tarn, met his counterpart Mira Sol in Veldun on Thursday, officials said.",
        "They agreed to meet again next month.",
        "“It was useful,” Tarn told reporters after the talks in the palace.",
    ]
    assert all(article.text[s.start : s.end].replace("\n", " ") == s.text for s in article.sentences)


def test_html_bytes_in_a_declared_encoding():
    page = HTML.replace("utf-8", "windows-1254").encode("cp1254", "xmlcharrefreplace")
    article = article_from_html(page, source="page", url="http://other.example/x", published="2020-01-02")
    assert "İvo Tarn" in article.text
    assert article.published == dt.date(2020, 1, 2)
    assert article.source == "page"


def test_html_file_is_recognised_by_its_name(tmp_path):
    path = tmp_path / "page.HTM"
    path.write_text("<title>Tarn</title><article><p>Ivo Tarn met Mira Sol in Corvia on Monday, both offices said.</p>")
    assert texts(read_article(path)) == ["Ivo Tarn met Mira Sol in Corvia on Monday, both offices said."]


@pytest.mark.parametrize(("stated", "language"), [("fi", "fi"), ("klingon", None)])
def test_page_states_the_language_where_the_text_does_not_tell(stated, language):
    html = f"<html lang={stated!r}><body><article><p>Tarn, Sol, Roy, Novak.</p></article></body></html>"
    assert article_from_html(html).language == language


def test_record_of_the_article():
    info = article_from_text(TEXT, source="a.txt", published="2024-12-12").info()
    assert (info.source, info.title, info.published) == ("a.txt", "Tarn meets Sol in Corvia", dt.date(2024, 12, 12))
    assert info.sha256.startswith(info.id)


def test_given_facts_are_believed_over_stated_ones():
    text = f"12 December 2024\n\n{TEXT}"
    assert article_from_text(text).published == dt.date(2024, 12, 12)
    for given_day in ("2024-12-20", dt.date(2024, 12, 20), dt.datetime(2024, 12, 20, 8, tzinfo=dt.UTC), "20 Dec 2024"):
        assert article_from_text(text, published=given_day).published == dt.date(2024, 12, 20)
    article = article_from_text(TEXT, title="Another headline", url="http://a.example/", language="en-GB", source="s")
    assert (article.title, article.url, article.language, article.source) == (
        "Another headline",
        "http://a.example/",
        "en",
        "s",
    )
    assert texts(article_from_text(TEXT, title="Tarn meets Sol in Corvia")) == FOUND


def test_dateline_with_a_year_dates_the_article():
    article = article_from_text("VELDUN, 12 December 2024 (Brelian News) – Tarn met Sol in the palace.\n")
    assert (article.published, article.dateline, article.outlet) == (dt.date(2024, 12, 12), "VELDUN", "Brelian News")
    assert texts(article) == ["Tarn met Sol in the palace."]


def test_days_that_head_a_chronicle_are_no_publication_date():
    article = article_from_text(
        "Five years of Brelian talks\n\n3 May 2019\n\nTarn meets Sol in Corvia for the first time.\n\n4 June 2020\n\n"
        "A second meeting ends without any result.\n"
    )
    assert article.published is None
    assert len(article.sentences) == 2


@pytest.mark.parametrize(
    ("settings_given", "said"),
    [
        ({"published": "03/04/2024"}, "not a publication date"),
        ({"published": "yesterday"}, "not a publication date"),
        ({"language": "english"}, "unknown language"),
        ({"encoding": "utf-99"}, "unknown encoding"),
    ],
)
def test_invalid_settings_are_refused(tmp_path, settings_given, said):
    path = tmp_path / "a.txt"
    path.write_text(TEXT)
    with pytest.raises(ConfigurationError, match=said):
        read_article(path, **settings_given)


def test_missing_file_and_directory(tmp_path):
    with pytest.raises(ArticleNotFoundError, match="no such file") as caught:
        read_article(tmp_path / "none.txt")
    assert caught.value.article == str(tmp_path / "none.txt")
    with pytest.raises(ArticleNotFoundError, match="this is a directory"):
        read_article(tmp_path)
    with pytest.raises(ArticleNotFoundError, match="can't be read"):
        read_article("a\0b")
    with pytest.raises(ArticleNotFoundError, match="can't be read"):
        read_article("a" * 5000)


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may read everything")
def test_unreadable_file(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text(TEXT)
    path.chmod(0)
    with pytest.raises(ArticleNotFoundError, match="may not be read"):
        read_article(path)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "is empty"),
        (b"\xef\xbb\xbf", "is empty"),
        (b" \n\t ", "only white space"),
        (b"%PDF-1.7 ...", "looks like a PDF"),
        (b"PK\x03\x04....", "office document"),
        (b"\x89PNG\r\n....", "looks like an image"),
        (b"\x1f\x8b\x08....", "gzip archive"),
        (b"From: <Saved by a browser>", "web archive"),
        (b"abc\x00\x01\x02\xff" * 50, "binary data"),
        (b"\x01\x02\x03\x04 a" * 50, "binary data"),
        (b"***\n\n---\n", "nothing is left"),
        (b"Skip to main content\n\nShare\n", "nothing is left"),
        (b"<html><body><nav>Home</nav></body></html>", "nothing is left"),
        (b"a" * 10_000_001, "larger than 10 MB"),
    ],
)
def test_what_is_no_article_is_refused_in_words(tmp_path, data, said):
    path = tmp_path / "a.txt"
    path.write_bytes(data)
    with pytest.raises(ArticleFormatError, match=said) as caught:
        read_article(path)
    assert caught.value.article == str(path)
    assert caught.value.hint
    assert "\n" not in str(caught.value)


def test_wrong_encoding_is_refused():
    with pytest.raises(ArticleFormatError, match="not in ascii"):
        read_article(io.BytesIO("İvo Tarn met Sol.".encode()), encoding="ascii")


def test_empty_string_and_empty_html_are_refused():
    with pytest.raises(ArticleFormatError, match="is empty"):
        article_from_text("")
    with pytest.raises(ArticleFormatError, match="no article text"):
        article_from_html("")


LINES = st.lists(
    st.one_of(
        st.text(max_size=60),
        st.sampled_from(
            [
                "Related",
                "Comments (3)",
                "Reporting by Ada Novak",
                "VELDUN (AFP) — Tarn met Sol there.",
                "By Ada Novak",
                "12 December 2024",
                "Read more:",
                "© 2024 The Post",
                "Ivo Tarn met Gen. Mira Sol at 5 p.m. Friday. They left.",
                "“Open quotation. Never closed.",
                "",
            ]
        ),
    ),
    max_size=14,
)


@settings(max_examples=120, deadline=None)
@given(lines=LINES, line_end=st.sampled_from(["\n", "\n\n", "\r\n", " ", "\u2028"]))
def test_sentences_are_ordered_spans_of_the_text(lines, line_end):
    text = line_end.join(lines)
    try:
        article = article_from_text(text)
    except ArticleFormatError:
        return
    assert article.text == text
    end = 0
    for sentence in article.sentences:
        assert end <= sentence.start < sentence.end <= len(text)
        shown = re.sub(r"[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]", " ", text[sentence.start : sentence.end])
        assert shown == sentence.text == sentence.text.strip()
        assert any(map(str.isalnum, sentence.text))
        end = sentence.end
    assert len(article.sha256) == 64


@pytest.mark.parametrize("unit", ["a", "“", "外交"])
def test_a_megabyte_without_a_space_takes_bounded_time(unit):
    text = unit * (1_000_000 // len(unit.encode())) + "x"
    started = time.process_time()
    article = article_from_text(text)
    assert time.process_time() - started < 60  # a hang, not a measurement
    assert all(sentence.end - sentence.start <= 1500 for sentence in article.sentences)


def test_long_text_without_marks_is_cut_between_words():
    article = article_from_text("word " * 2000)
    assert len(article.sentences) > 5
    assert all(set(sentence.text.split()) == {"word"} for sentence in article.sentences)
    assert sum(len(sentence.text.split()) for sentence in article.sentences) == 2000


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r", "\u2028"])
def test_a_sentence_shows_line_breaks_as_spaces_one_for_one(line_end):
    text = (
        f"The foreign minister of Brelia met his Ostravan counterpart{line_end}in Corvia on Monday. They talked there."
    )
    first, second = article_from_text(text, language="en").sentences
    assert first.text == text[first.start : first.end].replace("\n", " ").replace("\r", " ").replace("\u2028", " ")
    assert line_end in text[first.start : first.end]
    assert second.text == text[second.start : second.end] == "They talked there."


def test_half_a_character_is_refused_wherever_a_text_comes_from():
    with pytest.raises(ArticleFormatError, match="half a character"):
        article_from_text("Ada Novak met Ivo \ud800 Reth in Lima on Monday.")
