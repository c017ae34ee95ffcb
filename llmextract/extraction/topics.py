"""What was discussed: the noun phrases behind the words that articles report topics with, and their categories.

"They discussed the release of prisoners, grain exports and visa rules" lists its topics itself; code takes such lists
apart faster and more faithfully than a small model retypes them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import regex

from llmextract.extraction.calendar_words import WEEKDAY
from llmextract.extraction.dates import find_time_expressions
from llmextract.extraction.places import is_place
from llmextract.extraction.syntax import PARSED_LANGUAGES, parse
from llmextract.extraction.titles import is_title_head, is_title_word
from llmextract.extraction.topic_categories import topic_category
from llmextract.extraction.topic_grammar import topic_phrases
from llmextract.schemas import TopicCategory

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

_LONGEST = 14  # words
_LONGEST_LABEL = 120  # characters: as many as `TopicDraft` takes
_SHORTEST = 3  # characters
_OUTER = " ,'’“”\"\n"
_TAIL = regex.compile(
    r"(?:\s+(?:again|also|together|there|too|instead|by|of|on|in|with|and|for|to|from|at|under|through|the|an?|his|her|their|its))+$"
)
_PARTICIPLE = regex.compile(r"\p{Ll}+(?:ed|ing)\b")
_GERUND = regex.compile(r"\p{Ll}+ing\b")
_NAMED = frozenset(
    {"talk", "talks", "negotiation", "negotiations", "summit", "dialogue", "consultation", "consultations"}
)
_BEFORE_NOUN = frozenset({"compound", "amod", "nmod"})
_NOT_NAMED = frozenset(
    {TopicCategory.OTHER, TopicCategory.BILATERAL_RELATIONS, TopicCategory.INTERNATIONAL_ORGANISATIONS}
)
"""Categories of what says who meets, not about what: "bilateral talks", "the UN summit"."""
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
"""Tags of verbs that have a subject."""
_PLACES = frozenset({"GPE", "LOC"})
_SHORT = 1  # words: "trade and investment" is one topic

_VERBS = (
    r"discuss(?:ed|es|ing)?|address(?:ed|es|ing)?|review(?:ed|s|ing)?|cover(?:ed|s|ing)?|explor(?:e|ed|es|ing)|rais(?:e|ed|es|ing)(?!\s+(?:eyebrows|money|funds|hopes)\b)|"
    r"highlight(?:ed|s|ing)?|emphasi[sz](?:e|ed|es|ing)|stress(?:ed|es|ing)?|underlin(?:e|ed|es|ing)|underscor(?:e|ed|es|ing)|"
    r"reaffirm(?:ed|s|ing)?|negotiat(?:e|ed|es|ing)|tackl(?:e|ed|es|ing)|focus(?:ed|es|ing)?\s+(?:\w+ly\s+)?on|touch(?:ed|es|ing)?\s+(?:up)?on|"
    r"cent(?:er|re)(?:d|ed|s|ing)?\s+(?:on|around)|deal(?:t|s|ing)?\s+with|t(?:ake|akes|aking|ook)\s+up|g(?:o|oes|oing)\s+over|went\s+over|talk(?:ed|s|ing)?\s+about|sp(?:oke|eak|eaks|oken)\s+about|"
    r"exchang(?:e|ed|es|ing)\s+(?:\w+\s+){0,2}(?:views|ideas|opinions)\s+(?:on|about)|"
    r"(?:express|voic)(?:ed|es?|ing)?\s+(?:\w+\s+){0,2}(?:concerns?|support|regret|hope|interest|readiness|alarm|satisfaction)\s+(?:about|over|for|at|in|on|that|with)|"
    r"(?:express|offer|convey|extend)(?:ed|es|s|ing)?\s+(?:\w+\s+){0,2}(?:condolences|sympathy)\s+(?:for|on|over|after)|"
    r"brief(?:ed|s|ing)\s+(?:[^\s,]+\s+){1,8}?(?:on|about)|inform(?:ed|s|ing)\s+(?:[^\s,]+\s+){1,6}?(?:of|about)|call(?:ed|s|ing)?\s+for|"
    r"press(?:ed|es)?\s+(?:the\s+)?\w+\s+to|welcom(?:e|ed|es)\s+(?:new|further)|reiterat(?:e|ed|es)|consider(?:ed|s|ing)?|condemn(?:ed|s)?|denounc(?:e|ed|es)|"
    r"discut\w*\s+(?:de|du|des|d['’])|abord(?:er|é)\w*|port\w+\s+sur|évoqu\w+|habl\w+\s+(?:de|sobre)|abord\w+|discut\w+\s+(?:de|sobre)?|"
    r"trat(?:ar|aron|ó)\s+(?:de|sobre)?|besprach\w*|erörter\w+|sprach(?:en)?\s+über|es\s+ging\s+um"
)
_NOUNS = (
    r"(?:talks?|discussions?|negotiations|meetings?|summit|conversations?|consultations|views|agenda|dialogue|round|conference|"
    r"(?<!\b(?:courtesy|farewell|introductory|pa(?:id|y|ys|ying)\s+an?|to|will|would|also|later|then)\s+)calls?|cooperation|"
    r"agreements?|accord|deal|memorandum(?:\s+of\s+understanding)?|pact|disputes?|disagreements?|differences|deadlock|impasse|stalemate|stand-?off|tensions?|settlement|efforts|steps|progress|entretiens|pourparlers|sommet|conversaciones|negociaciones|gespräche|verhandlungen)"
    r"\s+(?:\p{Ll}+\s+){0,2}?(?:on(?!\s+board\b)|about|over|(?<=iscussions?\s)of|(?<=agenda\s)(?:was|were|is|included|includes)|regarding|concerning|aimed\s+at|focus(?:ed|ing)\s+on|devoted\s+to|covering|including|to\s+end|sur|sobre|über)"
)
_TRIGGER = regex.compile(
    rf"\b(?:(?:{_VERBS})|(?:{_NOUNS})|issues?\s+such\s+as|topics?\s+(?:include|included|including|were|was|are)|on\s+the\s+agenda\s*:)\s+",
    regex.IGNORECASE,
)
# "Visas and the release of prisoners were also raised"
_SUBJECT = regex.compile(
    r"(?:^|[,;:.]\s+|\bthat\s+)(?P<items>(?!according\b|(?:(?:\S+\s+){1,5}(?:said|says|told|announced)\b|he|she|they|it|this|who|which)\b)[^;:.]{3,200}?)\s+(?:was|were|are|is|will\s+be|would\s+be)\s+(?:also\s+|expected\s+to\s+be\s+|to\s+be\s+)*"
    r"(?:raised|discussed|addressed|reviewed|on\s+the\s+(?:table|agenda)|brought\s+up|among\s+the\s+(?:topics|issues|subjects))\b",
    regex.IGNORECASE,
)
# "talks with rice and beef at the top of the agenda"
_ON_AGENDA = regex.compile(
    r"\bwith\s+(?P<items>(?:(?!\bwith\b)[^;:.]){3,160}?)\s+(?:(?:at\s+the\s+top\s+of|high\s+on|prominent\s+on|on)\s+the|"
    r"topping\s+the|dominating\s+the)\s+agenda\b",
    regex.IGNORECASE,
)
_WITH = regex.compile(
    r"with\s+(?:the\s+|his\s+|her\s+|their\s+)?(?:[\p{L}\p{M}.’'-]+\s+){1,6}?(?=(?:the|a|an|on|about|how|ways|issues?|plans?|\p{Ll}+\s+and)\b)"
)
_END = regex.compile(
    r"[;:?!()]|\.(?=\s|$)(?<!\b\p{Lu}\.)|[,.][”\"]|\s[–—-]\s|,?\s+(?:who|which|where|when|while|but|(?<!\bwell\s)as\s+(?:he|she|they|it|the|part|a)|after|before|prior|ahead|during|amid|following|"
    r"according|said|says|he|she|they|it|officials|because|since|although|despite|told|added|saying|noting|qui|(?<!ainsi\s)que|dijo|mais|pero|aber)\b"
    r"|\s(?:was|were|is|are|will\s+be)\s(?:also\s)?(?:attended|chaired|held|hosted|followed|due)\b"
    r"|,\s+(?:a|an|the)\s+[^,]{1,60}\s(?:said|says|told|added|announced|reported)\b"
)
_LIST = regex.compile(
    r",?\s+(?:as\s+well\s+as|along\s+with|and\s+also|including(?:\s+through)?|such\s+as|alongside|ainsi\s+que|así\s+como|sowie)\s+|,\s+(?:and|or|et|y|und)\s+|,\s+"
)
_AND = regex.compile(r"\s+(?:and|et|y|und)\s+")
_BETWEEN = regex.compile(r"\b(?:between|entre|zwischen)\s+(?:\S+\s*){1,3}$")
_LEAD = regex.compile(
    r"^(?:(?:also|both|how|ways?\s+(?:to|of)|the\s+need\s+(?:to|for)|the\s+importance\s+of|issues?\s+(?:of|related\s+to|such\s+as|including|surrounding|concerning|around)|matters?\s+of|"
    r"whether|that|possible|including|such\s+as|(?:more\s+)?(?:especially|particularly|notably|namely)|in\s+particular|key\s+among\s+them|among\s+(?:them|these|others)|from|on|sur|about|of|to|for|with|through|increased|other|several|a\s+(?:\w+\s+)?(?:range|number|host|series|variety)\s+of)\s+)+",
    regex.IGNORECASE,
)
_BETWEEN_LISTED = regex.compile(rf"(?:{_LIST.pattern}|{_AND.pattern})(?:{_LEAD.pattern[1:]})?", regex.IGNORECASE)
_TOLD_BY = regex.compile(
    r"\s+(?:(?:has|have|had|also)\s+)?(?:said|says?|told|reported|reports?|announced|added|confirmed|wrote|noted)\b",
    regex.IGNORECASE,
)
# "demanded another 48 hours"
_SPAN = regex.compile(
    r"(?:\w+\s){0,3}(?:\d+|one|two|three|four|five|six|seven|ten|several|few)(?:\s|-)(?:hours?|days?|weeks?|months?|years?)",
    regex.IGNORECASE,
)
_DISCUSSED = regex.compile(
    r"\b(?:discuss|focus|talk|sp[eo]ke?|view|agenda|topic|touch|cover|address|rais|review|deal)\w*", regex.IGNORECASE
)
_SAYS_LITTLE = regex.compile(
    r"(?:\p{Ll}+\s){0,2}?(?:issues?|areas?|agenda|roles?|subjects?|topics?|matters?|ways?|steps?|fields?)\b"
    r"|(?:the|this|that)\s(?:(?!in\s|of\s)\S+\s){0,3}(?:region|world|country|countries)$",
    regex.IGNORECASE,
)
_CUT = regex.compile(
    r"\s+(?:that|which|who|whose|to\s+ensure|in\s+order|so\s+that|with\s+(?:a|the)\s+(?:view|aim)|on\s+the\s+sidelines|at\s+(?:a|the|their)\s+(?:meeting|summit)|by\s+(?:tele)?phone|by\s+video|"
    rf"(?:went|goes|were|was|is|are|has|have|had|will)\b|on\s+{WEEKDAY})\b.*$"
)
_CLAUSE = regex.compile(r"(?:and|as|is|was|when|while|rather|not)\s", regex.IGNORECASE)  # "as countries go on"
_OF_THAT = regex.compile(r"(?:ways?|means)\s+(?:of|to)\s+\w+\s+(?:it|them|this)\b", regex.IGNORECASE)
_OWNS = regex.compile(r"['’]s?\s\p{Ll}")  # behind a time: "Friday's attack", "next week's summit"
_ASIDE = regex.compile(r"(?:the\s+)?(?:sidelines?|margins?|fringes?|occasion|eve)\s+of\b", regex.IGNORECASE)
_EXAMPLES = regex.compile(r",?\s+(?:such\s+as|including|like)\s")
_OF_EXAMPLES = regex.compile(
    r"(?:.*\s(?:in|of|on)\s)?(?P<vague>(?:\S+\s){0,2}(?:area|field|sphere|sector|issue|matter|topic|subject|question|challenge|problem)s)"
)
_EMPTY = regex.compile(
    r"(?:(?:the|a|an|his|her|their|its|these|those|this|that|other|following|main|major|topical|current|pressing|relevant|outstanding|various|common|shared|mutual|key|important|further|several|many|some|all|both|any|"
    r"number|range|wide|broad|host|variety|of|\d+)\s*)*(?:issues?|matters?|topics?|things?|ways?|details?|subjects?|questions?|points?|areas?|interests?|concerns?|priorities|progress|steps|views|agreements?|"
    r"sides?|parties|it|them|him|her|us|one|two|more|others?|efforts?|measures?|discussions?|talks?|meetings?|situation|developments?|proposals?|problems?)?",
    regex.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class FoundTopic:
    """A topic that a sentence gives.

    Attributes:
        start: Offset of its first character in the text.
        end: Offset after its last character.
        label: Its words.
        category: Its category.
        is_sure: Whether it is discussed though it fits no category: a place, or one of a list with a topic that does.
    """

    start: int
    end: int
    label: str
    category: TopicCategory
    is_sure: bool = False


def find_topics(text: str, language: str | None = None) -> list[FoundTopic]:
    """Find what a sentence says was or is to be discussed.

    Args:
        text: One sentence.
        language: ISO 639-1 code; for words that give a time, which are no topics.

    Returns:
        The topics in order; none twice.
    """
    found: dict[str, FoundTopic] = {}
    phrases = [_trimmed(text, *span) for span in topic_phrases(parse(text))] if language in PARSED_LANGUAGES else []
    for begin, finish in phrases:
        _keep(found, text, begin, finish, language, weak=_GERUND)
    stretches: list[tuple[int, int]] = []
    for trigger in _TRIGGER.finditer(text):
        start = trigger.end()
        with_whom = _WITH.match(text, pos=start)
        start = with_whom.end() if with_whom else start
        stop = _END.search(text, pos=start)
        following = _TRIGGER.search(text, pos=start)
        end = min(stop.start() if stop else len(text), following.start() if following else len(text))
        stretches.append((start, end))
    triggered = set(stretches)
    stretches += [match.span("items") for form in (_SUBJECT, _ON_AGENDA) for match in form.finditer(text)]
    for start, end in stretches:
        for begin, finish in _items(text, start, end):
            if language in PARSED_LANGUAGES and not _is_phrase(text, begin, finish):
                continue
            if (start, end) in triggered and language in PARSED_LANGUAGES and _does(text, begin, finish):
                continue
            if language in PARSED_LANGUAGES and _names_examples(text, begin, finish):
                continue
            if language in PARSED_LANGUAGES and _explains_name(text, begin, finish):
                continue
            if _TOLD_BY.match(text, pos=finish):
                continue  # "discussed trade, two newspapers have reported"
            _keep(found, text, begin, finish, language)
    return list(_lists(text, found.values(), phrases))


def topics_in_names(text: str, language: str | None = None) -> list[FoundTopic]:
    """Find what the words for an occasion say of its subject: "security talks", "a trade summit".

    Args:
        text: One sentence.
        language: ISO 639-1 code; there are none where sentences in it are not parsed.

    Returns:
        The topics in order.
    """
    if language not in PARSED_LANGUAGES:
        return []
    parsed = parse(text)
    found = []
    for word in parsed.words:
        above = parsed.head(word)
        while above is not None and word.relation == "conj" and above.relation in _BEFORE_NOUN | {"conj"}:
            above = parsed.head(above)  # "trade and security talks"
        before = word.relation in _BEFORE_NOUN | {"conj"}
        names = above is not None and above.lemma in _NAMED and before and word.index < above.index
        category = topic_category(word.text)
        if names and word.text.islower() and category not in _NOT_NAMED:
            found.append(FoundTopic(word.start, word.end, word.text, category))
    return found


def _lists(text: str, topics: Iterable[FoundTopic], phrases: Collection[tuple[int, int]]) -> Iterator[FoundTopic]:
    """Put topics in order, and say which are discussed though they may fit no category."""
    lists: list[list[FoundTopic]] = []
    for topic in sorted(topics, key=lambda topic: topic.start):
        goes_on = bool(lists) and _BETWEEN_LISTED.fullmatch(text, pos=lists[-1][-1].end, endpos=topic.start)
        lists = [*lists[:-1], [*lists[-1], topic]] if goes_on else [*lists, [topic]]
    before = 0
    for listed in lists:
        known = any(topic.category is not TopicCategory.OTHER for topic in listed)
        discussed = _DISCUSSED.search(text, pos=before, endpos=listed[0].start) is not None
        for topic in listed:
            whole = (topic.start, topic.end) in phrases
            named = whole and (is_place(topic.label) or _is_region(text, topic.start, topic.end))
            says = (whole or topic.label[0].islower()) and not _SAYS_LITTLE.match(topic.label)  # no piece of a name
            yield replace(topic, is_sure=discussed and (named or (known and says)))
        before = listed[-1].end


def _is_phrase(text: str, begin: int, finish: int) -> bool:
    """Whether words have a noun, and neither say who did what nor begin with how it was done."""
    words = [word for word in parse(text).words if begin <= word.start < finish]
    nouns = any(word.kind in {"NOUN", "PROPN"} or word.tag == "VBG" for word in words)
    says = any(word.tag in _FINITE for word in words) and not words[0].tag.startswith("W")
    first = words[0].tag if words else ""
    cut = first in {"VBN", "VBD"} and any(word.kind == "ADP" for word in words[1:2])  # "those killed and injured in"
    return nouns and words[0].kind != "ADP" and not says and not cut


def _does(text: str, begin: int, finish: int) -> bool:
    """Whether words are who does something: "discussed trade, with the minister calling for lower tariffs"."""
    parsed = parse(text)
    head = next((word for word in parsed.words if begin <= word.start < finish and word.relation == "nsubj"), None)
    verb = parsed.head(head) if head is not None else None
    return verb is not None and verb.start >= finish


def _explains_name(text: str, begin: int, finish: int) -> bool:
    """Whether words say who somebody is: "the case of Ivo Orr, a Norvian jailed in Lima"."""
    parsed = parse(text)
    inside = [word for word in parsed.words if begin <= word.start < finish]
    head = next((word for word in inside if parsed.head(word) not in inside), None)
    explains = head is not None and head.relation == "appos" and not parsed.children(head, "conj")
    named = parsed.head(head) if head is not None and explains else None
    return (
        named is not None
        and named.kind == "PROPN"
        and any(each.label == "PERSON" and each.start <= named.start < each.end for each in parsed.entities)
    )


def _names_examples(text: str, begin: int, finish: int) -> bool:
    """Whether words say nothing before what they give as examples: "areas such as trade"."""
    vague = _OF_EXAMPLES.fullmatch(text, pos=begin, endpos=finish) if _EXAMPLES.match(text, pos=finish) else None
    return vague is not None and topic_category(vague["vague"]) is TopicCategory.OTHER


def _keep(
    found: dict[str, FoundTopic],
    text: str,
    begin: int,
    finish: int,
    language: str | None,
    *,
    weak: regex.Pattern[str] = _PARTICIPLE,
) -> None:
    """Take what may be a topic, unless it overlaps one that is known."""
    label = text[begin:finish]
    overlaps = any(topic.start < finish and begin < topic.end for topic in found.values())
    place = is_place(label) or (language in PARSED_LANGUAGES and _is_region(text, begin, finish))
    if not overlaps and _is_topic(label, language, weak, place=place):
        found.setdefault(label.casefold(), FoundTopic(begin, finish, label, topic_category(label)))


def _items(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Take a list apart at its commas, and at an "and" between longer phrases or those of different categories."""
    for begin, stop in _split(_LIST, text, start, end):
        listed = begin > start  # "energy, transport and tourism"
        halves = _whole_pairs(text, list(_split(_AND, text, begin, stop)))
        long = all(len(text[a:b].split()) > _SHORT for a, b in halves)
        categories = [topic_category(text[a:b]) for a, b in halves]
        differ = TopicCategory.OTHER not in categories and len(set(categories)) == len(halves)
        differ = differ and (listed or " " in text[slice(*halves[-1])].strip())  # "piracy and global markets"
        for first, last in halves if long or differ else [(begin, stop)]:
            yield _trimmed(text, first, last)


def _whole_pairs(text: str, pieces: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Put together again what "and" has parted within "between Norvia and Tavia"."""
    kept: list[tuple[int, int]] = []
    for start, end in pieces:
        if kept and _BETWEEN.search(text, pos=kept[-1][0], endpos=kept[-1][1]):
            start = kept.pop()[0]  # noqa: PLW2901 - the piece begins where the one before did
        kept.append((start, end))
    return kept


def _split(separator: regex.Pattern[str], text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    position = start
    for match in separator.finditer(text, pos=start, endpos=end):
        yield position, match.start()
        position = match.end()
    yield position, end


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    cut = _CUT.search(text, pos=start, endpos=end)
    end = cut.start() if cut else end
    lead = _LEAD.match(text[start:end])
    start += lead.end() if lead else 0
    piece = text[start:end]
    left = len(piece) - len(piece.lstrip(_OUTER))
    whole = _TAIL.sub("", piece.strip(_OUTER))
    return start + left, start + left + len(whole)


def _is_region(text: str, begin: int, finish: int) -> bool:
    """Whether words are a place by the sentence, though it is in no list: "they discussed Kashmir"."""
    return any(
        (each.start, each.end, each.label) in {(begin, finish, kind) for kind in _PLACES}
        for each in parse(text).entities
    )


def _is_topic(label: str, language: str | None, weak: regex.Pattern[str], *, place: bool) -> bool:
    if (
        not _SHORTEST <= len(label) <= _LONGEST_LABEL
        or not any(map(str.isalpha, label))
        or len(label.split()) > _LONGEST
        or _EMPTY.fullmatch(label)
        or _SPAN.fullmatch(label)
    ):
        return False
    if (" " not in label or weak.match(label)) and topic_category(label) is TopicCategory.OTHER and not place:
        return False  # "peaceful" of "a peaceful and free country"; "noted that"
    if _OF_THAT.match(label) or _CLAUSE.match(label) or _ASIDE.match(label):
        return False
    words = label.split()
    if label[0].isupper() and is_title_head(words[-1]) and all(map(is_title_word, words)):
        return False  # "paid a courtesy call on Foreign Minister Dr."
    times = find_time_expressions(f"on {label}", language=language)
    # "talks on Tuesday"
    return not any(time.start == 0 and not _OWNS.match(f"on {label}", pos=time.end) for time in times)
