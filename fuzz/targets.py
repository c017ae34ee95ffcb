"""What is fuzzed: each target takes bytes, and raises when something breaks that must never break.

Errors of `llmextract.errors` are answers, not findings. Whatever else is raised is a finding, and so is what takes more
than the fuzzer's limit of time or memory.
"""

from __future__ import annotations

import asyncio
import contextlib
import datetime
import functools
import io
import json
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from fuzz.material import Material
from llmextract.errors import LlmextractError

if TYPE_CHECKING:
    from collections.abc import Callable

    from llmextract.articles.article import Article
    from llmextract.schemas import Extraction

DAY = datetime.date(2031, 5, 14)
LANGUAGES = (None, "en", "fr", "de", "es", "ru", "ar", "tr", "zh", "ja", "xx")


class WrongError(AssertionError):
    """Something is not as it must always be."""


def check(condition: object, what: str) -> None:
    """Raise unless a condition holds.

    Args:
        condition: What must hold.
        what: Said where it does not.

    Raises:
        WrongError: It does not.
    """
    if not condition:
        raise WrongError(what)


def read_text(data: bytes) -> None:
    """Any text becomes an article with sentences at their places, or an error."""
    from llmextract.articles.reading import article_from_text

    material = Material(data)
    language = material.choice(LANGUAGES[:-1])
    with contextlib.suppress(LlmextractError):
        check_article(article_from_text(material.text(), language=language))


def read_page(data: bytes) -> None:
    """Any page becomes an article, or an error."""
    from llmextract.articles.reading import article_from_html

    material = Material(data)
    whole = material.choice((True, False))
    text = material.text()
    with contextlib.suppress(LlmextractError):
        check_article(article_from_html(f"<html><body>{text}</body></html>" if whole else text, published=DAY))


def read_bytes(data: bytes) -> None:
    """Any bytes become a text or an error."""
    from llmextract.articles.decoding import decode, looks_like_html

    material = Material(data)
    told = material.choice((None, None, "utf-8", "latin-1", "utf-16", "cp1252", "gb18030", "no-such-encoding"))
    declared = material.choice((None, None, "utf-8", "koi8-r", "utf-7", "no-such-encoding"))
    with contextlib.suppress(LlmextractError):
        text = decode(material.rest(), article="x", encoding=told, declared=declared)
        check(text and not text.isspace(), "a decoded text is blank")
        looks_like_html(text)


def find_quotes(data: bytes) -> None:
    """What is found of a quote lies within the text, in order, and reads like the quote."""
    from llmextract.extraction.grounding import TextIndex, fold_quote

    material = Material(data)
    quote = material.text(40)
    text = material.text()
    index = TextIndex(text)
    spans = index.find_all(quote)
    check(spans == sorted(spans), "the places of a quote are not in order")
    wanted = fold_quote(quote).casefold()
    for start, end in spans:
        check(0 <= start < end <= len(text), "a quote lies outside of the text")
        here = fold_quote(text[start:end]).casefold()
        check(here in {wanted, wanted.strip(" '.,;:!?-")}, "what is found does not read like the quote")
    found = index.find(quote, near=material.number(0, 100))
    check(found is not None or not spans, "a quote is found everywhere but nowhere")


def find_dates(data: bytes) -> None:
    """Words that give a time lie where they are said to, and mean days in order or none."""
    from llmextract.articles.dates import parse_published, stated_date
    from llmextract.extraction.dates import find_time_expressions, resolve_date

    material = Material(data)
    language = material.choice(LANGUAGES)
    published = material.choice((DAY, None, datetime.date.min, datetime.date.max))
    future = material.choice((None, True, False))
    sentence = material.text()[:300]
    for words in find_time_expressions(sentence, language=language):
        check(sentence[words.start : words.end] == words.text, "words that give a time stand elsewhere")
        days = resolve_date(words.text, published, future=future, language=language)
        check(days is None or days.start <= days.end, "a time ends before it begins")
    resolve_date(sentence[:60], published, future=future, language=language)
    stated_date(sentence[:100], language=language)
    with contextlib.suppress(LlmextractError):
        parse_published(sentence[:40])


def find_names(data: bytes) -> None:
    """The people of a text are named where they are said to be; likeness of names is mutual and between 0 and 1."""
    from llmextract.articles.reading import article_from_text
    from llmextract.corpus.linking.names import is_family_conflict, name_score, read_name
    from llmextract.extraction.cast import build_cast
    from llmextract.extraction.names import name_relation, split_titles

    material = Material(data)
    one, other = material.text(30), material.text(30)
    check(name_relation(one, other) == name_relation(other, one), "a relation of names is not mutual")
    split_titles(one)
    first, second = read_name(one), read_name(other)
    check(0 <= name_score(first, second) <= 1, "a score of names is out of range")
    check(name_score(first, second) == name_score(second, first), "a score of names is not mutual")
    check(is_family_conflict(first, second) == is_family_conflict(second, first), "a conflict is not mutual")
    with contextlib.suppress(LlmextractError):
        article = article_from_text(material.text()[:3000], language="en", published=DAY)
        for member in build_cast(article).members:
            names = (member.name, *member.aliases)
            places = (article.text[span.start : span.end] for span in member.spans())
            check(all(" ".join(place.split()) in names for place in places), "a name stands elsewhere")


def find_injections(data: bytes) -> None:
    """Words to a model are found where they stand, and only sentences are set aside."""
    from llmextract.articles.injections import find_injections as find
    from llmextract.articles.injections import injection_kind, without_injections
    from llmextract.articles.reading import article_from_text
    from llmextract.prompting.files import as_data

    text = Material(data).text()
    injection_kind(text)
    fenced = as_data(text).removeprefix("<text>").removesuffix("</text>")
    check(not set("<>\n\r\u2028") & set(fenced), "the fence can be broken")
    with contextlib.suppress(LlmextractError):
        article = article_from_text(text)
        found = find(article)
        check(all(0 <= each.start < each.end <= len(text) for each in found), "an injection lies outside of the text")
        check(set(without_injections(article, found).sentences) <= set(article.sentences), "a sentence was made up")


def parse_answers(data: bytes) -> None:
    """Any answer of a model is one that fits its form, or an error that says why."""
    from llmextract.errors import InvalidAnswerError
    from llmextract.llm.answer_text import find_json_object, parse_answer
    from llmextract.prompting.whole_article import whole_article_form

    text = Material(data).text()
    find_json_object(text)
    try:
        parse_answer(whole_article_form(3), text)
    except InvalidAnswerError as error:
        check(error.problems, "an invalid answer without a reason")


def draw_record(data: bytes) -> None:
    """Whatever the article and whatever the model answers: what the record says stands in the text."""
    from llmextract.articles.reading import article_from_text
    from llmextract.extraction.pipeline import extract_record
    from tests.hostile.lying_model import LyingModel

    material = Material(data)
    effort = material.choice(("low", "normal", "high"))
    model = LyingModel(
        material.number(0, 65535), [word.strip() for word in (material.text(30), material.text(30)) if word]
    )
    with contextlib.suppress(LlmextractError):
        article = article_from_text(material.text()[:4000], published=DAY)
        record = asyncio.run(extract_record(article, model, max_reasks=1, effort=effort))  # type: ignore[arg-type]
        check_record(article, record)


def keep_records(data: bytes) -> None:
    """What goes into a store comes out of it unchanged, also when the store is opened anew."""
    from llmextract.articles.article import Article
    from llmextract.corpus.ledger import Ledger, Origin
    from llmextract.corpus.recipe import Recipe
    from llmextract.corpus.store import Store
    from llmextract.llm.base import Meter

    material = Material(data)
    record, text = made_record(material)
    if any("\ud800" <= letter <= "\udfff" for letter in text):
        return  # refused before it gets here
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "m.db"
        with Store.open(path) as store:
            ledger = Ledger(store, Recipe("m", "low", "0", "0"), [text[:20]])
            article = Article(text=text, source=text[:50])
            entry = ledger.admit(Origin(text[:50], "f", lasting=True), article, language=None)
            ledger.save(entry, ledger.key(entry), Meter(), 0.0, extraction=record)
            ledger.refuse(Origin(f"{text[:50]}2", "f", lasting=False), LlmextractError(text[:50], hint=text[:20]))
            ledger.end("done")
        with Store.open(path, create=False) as store:
            check(store.text(article.sha256) == text, "a text changed in the store")
            check(list(store.records()) == [record], "a record changed in the store")
            check([failure.message for failure in store.failures()] == [text[:50]], "a failure changed in the store")


def export_everything(data: bytes) -> None:
    """Every format that is text can be written, is UTF-8, and JSON gives the record back."""
    from llmextract.export.formats import FORMATS, export_records
    from llmextract.export.record_files import read_records
    from llmextract.schemas import Status

    record, _ = made_record(Material(data))
    for name, form in FORMATS.items():
        if form.binary or form.package:
            continue
        stream = io.BytesIO()
        export_records([record], name, stream, statuses=set(Status))
        written = stream.getvalue().decode("utf-8")
        if name in {"json", "jsonl"}:
            check(read_records(written, "x") == [record], f"{name} does not give the record back")


def read_exported(data: bytes) -> None:
    """Any text is read back as records, or is refused."""
    from llmextract.export.record_files import read_records

    material = Material(data)
    record, _ = made_record(material)
    whole = record.model_dump_json()
    at = material.number(0, len(whole))
    with contextlib.suppress(LlmextractError):
        read_records(whole[:at] + material.text() + whole[at:], "x")


def made_record(material: Material) -> tuple[Extraction, str]:
    """Make a record that says any words at all, and the text that it is of."""
    from llmextract.articles.article import Article
    from llmextract.schemas import Extraction

    words = [material.text(20).encode("utf-8", "replace").decode() for _ in range(4)]
    spoken = [word if word.strip() else "x" for word in words]
    text = " ".join(spoken)
    quote = {"quote": text, "start": 0, "end": len(text)}
    actors = [
        {"id": f"a{number}", "name": word, "aliases": [f"{word}!"], "kind": material.choice(_KINDS), "role": word}
        for number, word in enumerate(spoken[:2], start=1)
    ]
    meeting = {
        "id": "m1",
        "status": material.choice(_STATUSES),
        "format": "unknown",
        "participants": [{"actor": "a1"}, {"actor": "a2", "evidence": [quote]}],
        "date": {"start": "2031-05-12", "end": "2031-05-13", "text": spoken[2]},
        "place": {"city": spoken[3], "country": "CL", "venue": spoken[2], "text": spoken[3]},
        "topics": [{"label": spoken[2], "category": "economy", "evidence": [quote]}],
        "sources": [{"name": spoken[3], "stance": "denies", "evidence": [quote]}],
        "outcome": spoken[2],
        "evidence": [quote],
    }
    run = {"model": spoken[0], "prompt_hash": "0", "llmextract_version": "0"}
    article = Article(text=text, source=spoken[1], title=spoken[2], published=DAY).info().model_dump(mode="json")
    fields = {"article": article, "actors": actors, "meetings": [meeting], "run": run}
    return Extraction.model_validate_json(json.dumps(fields)), text


_KINDS = ("person", "organization", "country", "group")
_STATUSES = ("held", "planned", "unconfirmed", "denied", "cancelled")


def check_article(article: Article) -> None:
    """Check that an article's sentences stand where they say, in order, one behind the other."""
    check(article.sentences, "an article without a sentence")
    at = 0
    for sentence in article.sentences:
        check(at <= sentence.start < sentence.end <= len(article.text), "sentences overlap or lie outside of the text")
        given = article.text[sentence.start : sentence.end]
        check(len(given) == len(sentence.text) and given.split() == sentence.text.split(), "a sentence reads otherwise")
        at = sentence.end


def check_record(article: Article, record: Extraction) -> None:
    """Check that a record says nothing that does not stand in the article, and survives being written and read."""
    from llmextract.schemas import Extraction

    for quote in record.quotes():
        check(article.text[quote.start : quote.end] == quote.quote, "a quote stands elsewhere")
    for actor in record.actors:
        names = (actor.name, *actor.aliases)
        standing = (" ".join(article.text[span.start : span.end].split()) for span in actor.mentions)
        check(all(name in names for name in standing), "a name stands elsewhere")  # white space folded
    for meeting in record.meetings:
        check(all(topic.label in article.text for topic in meeting.topics), "a topic is made up")
    check(Extraction.model_validate_json(record.model_dump_json()) == record, "a record changes when it is written")


TARGETS: dict[str, Callable[[bytes], None]] = {
    "answers": parse_answers,
    "bytes": read_bytes,
    "dates": find_dates,
    "export": export_everything,
    "exported": read_exported,
    "injections": find_injections,
    "names": find_names,
    "page": read_page,
    "quotes": find_quotes,
    "record": draw_record,
    "store": keep_records,
    "text": read_text,
}


@functools.cache
def seeds(target: str) -> tuple[bytes, ...]:
    """Return bytes to begin with: the hostile articles for what reads articles, and a few short ones for the rest."""
    from tests.hostile.hostile_articles import attacks, bases, source_of

    form = "html" if target == "page" else "text"
    sources = [source_of(bases()[attack.base], form, attack)[:5000] for attack in attacks() if attack.kind != "long"]
    articles = [bytes(8) + _spelled(source) for source in sources]
    return (
        b"",
        bytes(64),
        bytes(range(256)),
        *(articles if target in {"injections", "page", "record", "text"} else ()),
    )


def _spelled(text: str) -> bytes:
    """Write a text in the bytes that `Material.text` reads."""
    return b"".join(
        letter.encode() if letter.isascii() else b"\xff" + ord(letter).to_bytes(3, "big") for letter in text
    )
