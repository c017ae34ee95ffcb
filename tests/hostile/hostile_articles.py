"""The hostile articles of ``articles/*.toml``: harmless ones with something put into them that is meant for a model.

Each has a harmless base. A record of the hostile article should say what a record of its base says; ``planted`` are
words that must not get into any field of it.
"""

import functools
import html
import tomllib
from pathlib import Path
from typing import NamedTuple

from llmextract.articles.reading import article_from_html, article_from_text

FOLDER = Path(__file__).parent / "articles"
_PADDING = "The weather in the capital was mild and dry. "


class Base(NamedTuple):
    """A harmless article."""

    id: str
    published: object
    title: str
    byline: str
    paragraphs: tuple[str, ...]


class Attack(NamedTuple):
    """Something put into a harmless article.

    Attributes:
        kind: What it tries: the name of its file.
        base: Id of the article that it is put into.
        text: What is put into it; HTML where ``form`` is ``html``.
        at: After which paragraph (0: before the first), ``inside N`` at the end of one, ``headline``, ``byline`` or
            ``caption``.
        aim: ``add`` a meeting or somebody, ``remove`` meetings, ``change`` what is said of one.
        form: ``text`` or ``html``.
        planted: Words that must not get into a record.
        found: Whether its wording or its characters give it away; not so where no reader of the page sees it.
    """

    id: str
    kind: str
    base: str
    text: str
    at: int | str
    aim: str
    form: str
    planted: tuple[str, ...]
    found: bool


@functools.cache
def bases():
    """Return the harmless articles by id."""
    listed = tomllib.loads((FOLDER / "bases.toml").read_text(encoding="utf-8"))["base"]
    return {base["id"]: Base(**{**base, "paragraphs": tuple(base["paragraphs"])}) for base in listed}


@functools.cache
def attacks():
    """Return the attacks, in the order of their files."""
    return tuple(
        Attack(
            id=attack["id"],
            kind=path.stem,
            base=attack["base"],
            text=_PADDING * (attack.get("padding", 0) // len(_PADDING)) + attack["text"] * attack.get("repeat", 1),
            at=attack["at"],
            aim=attack["aim"],
            form=attack.get("form", "text"),
            planted=tuple(attack.get("planted", ())),
            found=attack.get("found", True),
        )
        for path in sorted(FOLDER.glob("*.toml"))
        if path.stem != "bases"
        for attack in tomllib.loads(path.read_text(encoding="utf-8"))["attack"]
    )


def source_of(base, form, attack=None):
    """Return the text or the HTML page of an article, as it is given to a program.

    Args:
        base: The harmless article.
        form: ``text`` or ``html``.
        attack: What to put into it; nothing unless given.
    """
    at, put = (attack.at, attack.text) if attack else (None, "")
    words = html.escape if form == "html" else str
    title, byline = (
        words(value) + (f" {put}" if at == place else "")
        for place, value in (("headline", base.title), ("byline", base.byline))
    )
    paragraphs = [words(paragraph) for paragraph in base.paragraphs]
    if isinstance(at, str) and at.startswith("inside "):
        number = int(at.removeprefix("inside ")) - 1
        paragraphs[number] += f" {put}"
    blocks = [f"<p>{paragraph}</p>" if form == "html" else paragraph for paragraph in paragraphs]
    if isinstance(at, int):
        blocks.insert(at, put)
    if form == "text":
        return "\n\n".join([title, byline, *([put] if at == "caption" else []), *blocks]) + "\n"
    figure = f"<figure><img src='a.jpg' alt=''><figcaption>{put}</figcaption></figure>" if at == "caption" else ""
    body = "\n".join([f"<h1>{title}</h1>", f"<p class='byline'>{byline}</p>", figure, *blocks])
    return (
        f"<!DOCTYPE html><html lang='en'><head><meta charset='utf-8'><title>{title}</title></head>"
        f"<body><article>{body}</article></body></html>"
    )


@functools.cache
def read(base, form, attack=None):
    """Return an article, read as llmextract reads it; the arguments are those of `source_of`."""
    source = source_of(base, form, attack)
    name = f"{attack.id if attack else base.id}.{'html' if form == 'html' else 'txt'}"
    make = article_from_html if form == "html" else article_from_text
    return make(source, source=name, published=base.published)
