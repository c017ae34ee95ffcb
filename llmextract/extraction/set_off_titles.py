"""Titles that languages other than English set off from a name by a comma: "el canciller de Uruguay, Luis Quilca".

The last article before the name that a word for an office follows opens the title: in "fue recibida en la torre por el
presidente uruguayo, Luis Quilca" it is the second one.
"""

from __future__ import annotations

import regex

from llmextract.extraction.countries import find_countries
from llmextract.extraction.titles import is_title_head, is_title_word, split_titles

_REACH = 170  # characters
_LEAD = 3  # words, the office among them: "der neue kenianische Außenminister"
_WORD = regex.compile(r"[\p{L}\p{M}-]+")
_LINKS = frozenset(
    [
        "de",
        "du",
        "des",
        "del",
        "della",
        "dello",
        "dell",
        "degli",
        "delle",
        "di",
        "do",
        "da",
        "dos",
        "das",
        "von",
        "der",
        "den",
        "dem",
        "die",
        "d",
        "l",
        "la",
        "le",
        "les",
        "los",
        "las",
        "el",
        "il",
        "lo",
        "a",
        "o",
        "e",
        "et",
        "y",
        "und",
        "à",
        "au",
        "aux",
        "al",
        "en",
        "in",
        "pour",
        "para",
        "per",
        "für",
        "zu",
        "sur",
    ]
)
_PREPOSITIONS = ["de", "du", "des", "del", "della", "di", "do", "da", "dos", "das", "von", "der", "d"]
_CLAUSE = regex.compile(r"(?:^|[,;:()–—])(?P<words>[^,;:()–—]+),\s+$")
_ARTICLE = regex.compile(
    r"(?<![\p{L}’'-])(?:(?P<whole>[Ll]es?|[Ll]a|[Ss]on|[Ss]a|[Ll]eur|[Uu]ne?|[Ee]l|[Ll]os|[Ll]as|[Ss]us?|[Uu]na|[Ii]l|[Ll]o|[Gg]li|[Ss]uo|"
    r"[Ss]ua|[Ll]oro|[Uu]no|[Oo]s?|[Aa](?=\s+\p{Ll}+a\s)|[Ss]eu|[Uu]ma?|[Dd]er|[Dd]ie|[Dd]as|[Dd]e[mn]|[Ee]ine?[mnrs]?|"
    r"(?:[Ss]ein|[Ii]hr)e?[mnrs]?)\s+|(?P<elided>[Ll]|[Uu]n)['’]|(?P<joined>[Dd]u|[Aa]u|[Dd]el|[Aa]l|[Dd]ell[oa]|[Dd]all?[ao]?|"
    r"[Aa]ll[oa]|[Cc]ol|[Dd][oa]|[Aa]o|[Pp]el[oa]|[Dd]es|[Vv]om|[Zz]um|[Bb]eim)\s+|(?P<short>[Dd]?[Aa]ll|[Dd]ell)['’])"
)
_AND_OF = regex.compile(
    r",?\s+(?:y|e|et|und)\s+(?:(?:la|el|le|les|celui|celle|der|die|il|lo|quello|quella|a|o)\s+)?"
    r"(?:(?:de|du|von|di|do|da|del|della|des|dell['’]|d['’])(?:\s+|(?<=['’])))(?P<country>[^,;:()]{3,40}),\s+$",
    regex.IGNORECASE,
)


def title_set_off(text: str, end: int) -> tuple[int, int] | None:
    """Return where the title stands that a comma sets off from the name behind it.

    Args:
        text: A sentence.
        end: Offset where the name begins, or its form of address.

    Returns:
        Offsets of the title without article and comma, or ``None`` where none stands there.
    """
    clause = _CLAUSE.search(text, pos=max(0, end - _REACH), endpos=end)
    if clause is None:
        return None
    words, begin = clause["words"].rstrip(), clause.start("words")
    inner, at = None, 0
    for article in reversed(list(_ARTICLE.finditer(words))):
        if not _opens_title(words[article.end() :]):
            continue
        title = (begin + article.end(), begin + len(words))
        if inner and not _are_title(words[article.end() : at]):
            return inner  # "el canciller fue recibido por la asesora del presidente"
        before = words[: article.start()].split()
        if not (article["joined"] or article["short"] or (before and before[-1].lower() in _PREPOSITIONS)):
            return title
        inner, at = title, article.start()  # "el asesor | de la presidenta"
    return inner


def _opens_title(words: str) -> bool:
    """Whether some words are an office: one of the first is, and nothing but adjectives stands before it."""
    first = words.split()[:_LEAD]
    at = next((number for number, word in enumerate(first) if is_title_head(word)), None)
    if at is None or any(word.lower() in _PREPOSITIONS for word in first[:at]):
        return False
    return split_titles(f"{words}, Ada Novak") == ("Ada Novak", words)  # any name will do


def _are_title(words: str) -> bool:
    """Whether words may all stand within a title: no verb is among them."""
    countries = find_countries(words)
    return all(
        word.group()[0].isupper()
        or word.group().lower() in _LINKS
        or is_title_word(word.group())
        or any(found.start <= word.start() < found.end for found in countries)
        for word in _WORD.finditer(words)
    )


def shared_title(between: str, title: str) -> tuple[str, str] | None:
    """Return the title and the country of the second of two who hold one office in two countries.

    Args:
        between: What stands between their names: ", y la de Paraguay, ".
        title: The title of the first: "canciller de Uruguay".

    Returns:
        "canciller de Paraguay" and "PY", or ``None`` where the words do not say so.
    """
    found = _AND_OF.fullmatch(between)
    countries = find_countries(found["country"]) if found else []
    own = find_countries(title)
    if found is None or not countries or countries[0].start or not own:
        return None
    return title[: own[0].start] + found["country"] + title[own[0].end :], countries[0].code
