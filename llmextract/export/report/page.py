"""One HTML file: template, style, script and data put together, under a policy that lets nothing else run."""

from __future__ import annotations

import base64
import hashlib
import html
import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from llmextract._version import __version__
from llmextract.export.report.packing import json_for_html, pack_texts
from llmextract.export.report.page_data import page_data

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from llmextract.events import Event
    from llmextract.schemas import Extraction

_SCRIPTS = (
    "dom",
    "signs",
    "data",
    "filters",
    "list",
    "pictures",
    "timeline",
    "network",
    "map",
    "contradictions",
    "extensions",
    "reader",
    "event_page",
)
_VENDOR = ("d3-dispatch", "d3-quadtree", "d3-timer", "d3-force")
_HOLE = re.compile(r"\{\{(\w+)\}\}")


def render_report(
    records: Iterable[Extraction],
    texts: Mapping[str, str],
    events: Sequence[Event] = (),
) -> str:
    """Return the report on some records as one HTML page that needs no network.

    Nothing an article says can act on the page: its words travel as data and are shown as text only, and the page's
    Content-Security-Policy (https://www.w3.org/TR/CSP3/) lets no script or style run but its own, known by their hash.

    Args:
        records: The records; of two records of one article the later one counts.
        texts: SHA-256 of an article's text -> the text; without its text, an article shows its quotes only.
        events: What linking these records gave; meetings in no event stand for themselves.

    Returns:
        The page.
    """
    return build_page(records, texts, events)


def build_page(
    records: Iterable[Extraction],
    texts: Mapping[str, str],
    events: Sequence[Event] = (),
    *,
    extra_scripts: Sequence[str] = (),
    extra_style: str = "",
    extra_data: Mapping[str, object] | None = None,
    connect: bool = False,
) -> str:
    """Return the page of `render_report`, with what another page adds to it.

    Args:
        records: As there.
        texts: As there.
        events: As there.
        extra_scripts: Scripts that join the page's own, before it starts.
        extra_style: Rules after the page's own.
        extra_data: Further keys of the page's data.
        connect: Whether the page may ask the server that it comes from.

    Returns:
        The page.
    """
    data, shown = page_data(records, texts, events)
    vendor = _vendored()
    script = "\n".join(('(() => {\n"use strict";', *map(_script, _SCRIPTS), *extra_scripts, _script("app"), "})();\n"))
    style = _asset("style.css") + extra_style
    asked = "'self'" if connect else "'none'"
    policy = (
        f"default-src 'none'; script-src {_hash(vendor)} {_hash(script)}; style-src {_hash(style)}; "
        f"connect-src {asked}; base-uri 'none'; form-action 'none'"
    )
    fillings = {
        "policy": policy,
        "version": __version__,
        "style": style,
        "licences": html.escape(_asset("vendor/LICENSES.txt")),
        "data": json_for_html({**data, **(extra_data or {})}),
        "land": _asset("land.json"),
        "texts": "\n".join(_text_blocks(shown)),
        "vendor": vendor,
        "script": script,
    }
    return _HOLE.sub(lambda hole: fillings[hole[1]], _asset("template.html"))


def _text_blocks(texts: Iterable[str]) -> Iterable[str]:
    first = 0
    for count, block in pack_texts(texts):
        yield f'<script type="text/plain" data-texts="{count}" data-first="{first}">{block}</script>'
        first += count


def _hash(source: str) -> str:
    digest = hashlib.sha256(source.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"


def _script(name: str) -> str:
    return _asset(f"js/{name}.js")


@cache
def _vendored() -> str:
    return "\n".join(_asset(f"vendor/{name}.min.js") for name in _VENDOR)


@cache
def _asset(path: str) -> str:
    return files(__package__).joinpath("assets", path).read_text(encoding="utf-8")
