"""Bytes to text: which encoding, and whether it is text at all."""

from __future__ import annotations

import codecs
import re

from llmextract.articles.language import LEAST_CONFIDENCE, rate_language
from llmextract.errors import ArticleFormatError, ConfigurationError

MAX_BYTES = 10_000_000
"""Largest article read, in bytes; no news article comes near it."""

_BOMS = (  # UTF-32 first: its little-endian mark begins with that of UTF-16
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SIGNATURES = (
    (b"%PDF", "a PDF", "extract its text first, for example with pdftotext"),
    (b"PK\x03\x04", "a zip archive or an office document", "save its text as a .txt file"),
    (b"\xd0\xcf\x11\xe0", "an old office document", "save its text as a .txt file"),
    (b"{\\rtf", "a rich text document", "save its text as a .txt file"),
    (b"\x1f\x8b", "a gzip archive", "unpack it first"),
    (b"BZh", "a bzip2 archive", "unpack it first"),
    (b"\xfd7zXZ\x00", "an xz archive", "unpack it first"),
    (b"7z\xbc\xaf", "a 7z archive", "unpack it first"),
    (b"\x28\xb5\x2f\xfd", "a zstd archive", "unpack it first"),
    (b"\x89PNG", "an image", "give the text that it shows"),
    (b"\xff\xd8\xff", "an image", "give the text that it shows"),
    (b"GIF8", "an image", "give the text that it shows"),
    (b"RIFF", "an image, a sound or a film", "give its text"),
    (b"From: <Saved by", "a web archive", "save the page as HTML instead"),
    (b"GGUF", "a language model's weights", "name the model with the model setting instead"),
    (b"\x7fELF", "a program", "give a text or HTML file"),
    (b"SQLite format 3\x00", "a database", "give a text or HTML file"),
)
# The usual single-byte encoding of a language, where not windows-1252: the defaults by locale of the HTML standard.
_USUAL = {
    **dict.fromkeys(("be", "bg", "kk", "mk", "ru", "sr", "tg", "tt", "uk"), "windows-1251"),
    **dict.fromkeys(("bs", "cs", "hr", "hu", "pl", "ro", "sk", "sl", "sq"), "windows-1250"),
    **dict.fromkeys(("et", "lt", "lv"), "windows-1257"),
    **dict.fromkeys(("ar", "fa", "ur"), "windows-1256"),
    "az": "windows-1254",
    "el": "windows-1253",
    "he": "windows-1255",
    "th": "cp874",
    "tr": "windows-1254",
    "vi": "windows-1258",
}
_GIVE_TEXT = "give a text or HTML file"
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f\ufffd]")
_HALVES = re.compile("[\ud800-\udfff]")
_MAX_CONTROL_SHARE = 0.05
_DECLARED = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_:.-]{2,40})""", re.IGNORECASE)
_HTML = re.compile(
    r"(?:\s|\ufeff|<\?xml[^>]{0,200}>|<!--.{0,2000}?-->)*<(?:!doctype\s+html|html|head|body|article|main|div|p)\b",
    re.IGNORECASE | re.DOTALL,
)


def looks_like_html(text: str) -> bool:
    """Tell whether a text begins the way an HTML page or fragment does."""
    return _HTML.match(text) is not None


def refuse_binary(text: str, *, article: str) -> None:
    """Raise when a decoded text is no text.

    Args:
        text: The text.
        article: Where it came from, for the message.

    Raises:
        ArticleFormatError: It is empty, blank, full of control characters, or holds half a character, as JSON can spell
            one and no file can hold.
    """
    if not text:
        raise ArticleFormatError("the article is empty", hint=_GIVE_TEXT, article=article)
    if text.isspace():
        raise ArticleFormatError("the article holds only white space", hint=_GIVE_TEXT, article=article)
    if len(_CONTROLS.findall(text)) > _MAX_CONTROL_SHARE * len(text):
        raise ArticleFormatError("this looks like binary data, not text", hint=_GIVE_TEXT, article=article)
    if _HALVES.search(text):
        raise ArticleFormatError(
            "the text holds half a character (a lone surrogate)",
            hint="write the text anew from its source",
            article=article,
        )


def decode(data: bytes, *, article: str, encoding: str | None = None, declared: str | None = None) -> str:
    """Decode an article's bytes.

    In this order: the encoding that the user gives, a byte order mark, the encoding that the server or the page
    declares, UTF-8 where the bytes are valid UTF-8, what charset-normalizer finds likeliest.
    The byte order mark is no part of the text; line ends stay as they are.

    Args:
        data: The bytes.
        article: Where they came from, for messages.
        encoding: The encoding that the user says it is.
        declared: The encoding that the server says it is; a wrong claim is passed over.

    Returns:
        The text, not blank.

    Raises:
        ConfigurationError: No such encoding as ``encoding``.
        ArticleFormatError: Empty, binary, or not in ``encoding``.
    """
    if len(data) > MAX_BYTES:
        raise ArticleFormatError(
            f"larger than {MAX_BYTES // 1_000_000} MB", hint="give one article at a time", article=article
        )
    for signature, what, hint in _SIGNATURES:
        if data.startswith(signature):
            raise ArticleFormatError(f"this looks like {what}, not text", hint=hint, article=article)
    text = _decode_as_told(data, encoding, article) if encoding else _decode_as_found(data, declared, article)
    refuse_binary(text, article=article)
    return text


def _decode_as_told(data: bytes, encoding: str, article: str) -> str:
    try:
        return data.decode(encoding).removeprefix("\ufeff")
    except LookupError:
        raise ConfigurationError(
            f"unknown encoding {encoding!r}", hint="use a name such as utf-8, windows-1252 or iso-8859-9"
        ) from None
    except UnicodeError:
        raise ArticleFormatError(
            f"the text is not in {encoding}", hint="leave the encoding out to have it found", article=article
        ) from None


def _decode_as_found(data: bytes, declared: str | None, article: str) -> str:
    for mark, name in _BOMS:
        if data.startswith(mark):
            return _decode_as_told(data, name, article)
    meta = _DECLARED.search(data[:4096])
    for candidate in (_unmarked_utf16(data), declared, meta.group(1).decode("ascii") if meta else None, "utf-8"):
        if candidate:
            try:
                return data.decode(candidate).removeprefix("\ufeff")
            except (LookupError, UnicodeError):
                continue
    if b"\x00" in data:
        raise ArticleFormatError("this looks like binary data, not text", hint=_GIVE_TEXT, article=article)
    from charset_normalizer import from_bytes

    best = from_bytes(data).best()
    if best is None:
        raise ArticleFormatError(
            "the text's encoding can't be told", hint="name it with the encoding setting", article=article
        )
    text = str(best)
    return _in_usual_encoding(data, text) if len(text) == len(data) else text  # one byte a character


def _in_usual_encoding(data: bytes, text: str) -> str:
    """Decode in the usual encoding of some language, where the text then reads as that language at least as well.

    Single-byte encodings look alike to a detector that goes by characters: French as windows-1250 is "étrangčres".
    """
    most = rate_language(text)[1]
    for encoding in ("windows-1252", *dict.fromkeys(_USUAL.values())):
        try:
            candidate = data.decode(encoding)
        except UnicodeError:
            continue
        language, confidence = rate_language(candidate)
        if confidence >= max(most, LEAST_CONFIDENCE) and _USUAL.get(language, "windows-1252") == encoding:
            text, most = candidate, confidence
    return text


def _unmarked_utf16(data: bytes) -> str | None:
    """Name UTF-16 where nearly every second byte is NUL, as in Latin text saved without a byte order mark."""
    sample = data[:2000]
    half = len(sample) // 2
    if half and len(data) % 2 == 0:
        for name, zeros in (("utf-16-le", sample[1::2].count(0)), ("utf-16-be", sample[0::2].count(0))):
            if zeros > 0.8 * half:
                return name
    return None
