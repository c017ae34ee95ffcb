"""What a sentence says was on the table, by its grammar: the phrases that depend on words of discussing.

"They discussed the release of prisoners", "talks with Norvia over grain", "met in a bid to end the war": the object,
what a preposition gives, or what the meeting is for. The vocabulary is in ``topic_frames.toml``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from llmextract.extraction.frame_words import frame_words
from llmextract.extraction.topic_aims import aims, is_joint, topic_frame_words
from llmextract.extraction.topic_bounds import is_apart, is_bare, phrase_bounds
from llmextract.extraction.topic_categories import topic_category
from llmextract.extraction.topic_mentions import is_announcing, listed_behind, mentioned
from llmextract.schemas import TopicCategory

if TYPE_CHECKING:
    from collections.abc import Iterator

    from llmextract.extraction.syntax import Parse, Word

_NAMES = frozenset({"NOUN", "PROPN"})
_VERBS = frozenset({"VERB", "AUX"})
_ASKING = frozenset({"how", "what", "whether", "when", "where", "which"})
_GOING_ON = frozenset({"begin", "start", "open", "continue", "resume"})
_ALSO_SUBJECTS = frozenset({"record", "program", "programme", "line", "channel"})
_NAMING = frozenset({"including", "like"})


def topic_nouns() -> frozenset[str]:
    """Return the nouns that name an occasion, what is said there, or what it is about, in their base forms."""
    return frozenset(topic_frame_words()["bearing"] | topic_frame_words()["subjects"])


def is_topic_verb(verb: Word) -> bool:
    """Return whether a verb tells that something is discussed, or asked for: "discussed", "focused", "urged".

    Args:
        verb: A verb of a sentence.
    """
    words = topic_frame_words()
    return verb.lemma in words["direct"] | words["urges"] | words["prepositional"].keys()


def is_subject(parsed: Parse, noun: Word) -> bool:
    """Return whether a noun can be what was discussed: not "a day", nor "the need" alone.

    Args:
        parsed: The sentence.
        noun: The noun.
    """
    words = topic_frame_words()
    bare = noun.kind == "NOUN" and not parsed.children(noun, "amod", "compound", "poss", "prep", "acl", "nummod")
    return not (bare and noun.lemma in words["no_subjects"] | words["circumstances"] | words["weights"])


def asks_question(parsed: Parse, verb: Word) -> bool:
    """Return whether a verb and what depends on it are a question: "what steps can make peace last".

    Args:
        parsed: The sentence.
        verb: A verb of it.
    """
    return _question(parsed, verb) is not None


def topic_phrases(parsed: Parse) -> list[tuple[int, int]]:
    """Find the phrases that say what was, or is to be, discussed.

    Args:
        parsed: A sentence.

    Returns:
        Offsets in the sentence, in the order of its words, of those that begin together the longest first; they may
        overlap.
    """
    found: set[tuple[int, int]] = set()
    waiting = [target for word in parsed.words for target in _targets(parsed, word)]
    seen: set[int] = set()
    while waiting:
        head = waiting.pop()
        if head.index not in seen:
            seen.add(head.index)
            found.update(_phrase(parsed, head))
            waiting += [*_beside(parsed, head), *_ways(parsed, head)]
    return sorted(found, key=lambda span: (span[0], -span[1]))


def _targets(parsed: Parse, word: Word) -> Iterator[Word]:
    """Yield the heads of the phrases that a word of discussing governs."""
    words = topic_frame_words()
    if word.kind in _VERBS:
        if word.lemma in words["direct"]:
            yield from parsed.children(word, "dobj", "nsubjpass", "xcomp")
            for auxiliary in parsed.children(word, "auxpass"):  # "also discussed were the elections"
                yield from parsed.children(auxiliary, "attr")
            yield from (child for child in parsed.children(word, "ccomp") if asks_question(parsed, child))
        for preposition in _prepositions(parsed, word):
            within = (
                preposition.lemma == "of" and parsed.words[preposition.head].relation == "pobj"
            )  # "on the price of gas"
            within = within or (word.lemma == "call" and preposition.head != word.index)  # "called on the Minister for"
            praised = word.lemma == "speak" and any(how.lemma == "highly" for how in parsed.children(word, "advmod"))
            if preposition.lemma in words["prepositional"].get(word.lemma, ()) and not within | praised:
                yield from parsed.children(preposition, "pobj", "pcomp")
    elif word.kind in _NAMES and (word.lemma in words["bearing"] or _is_exchanged(parsed, word)):
        yield from _behind(parsed, word)
    yield from aims(parsed, word)
    yield from mentioned(parsed, word)
    if word.kind == "NOUN":
        yield from _said_to_be_subject(parsed, word)


def _is_exchanged(parsed: Parse, noun: Word) -> bool:
    """Whether a noun is what people give each other: "exchanged information on the measures"."""
    above = parsed.head(noun)
    return noun.relation == "dobj" and above is not None and above.lemma in {"exchange", "share"}


def _behind(parsed: Parse, noun: Word) -> Iterator[Word]:
    """Yield what a preposition gives as the subject of talks: "talks on trade", "hold talks in Lima over grain"."""
    above = parsed.head(noun)
    held = noun.relation == "dobj" and above is not None and above.lemma in frame_words()["holds"] | {"exchange"}
    held = held or (noun.relation == "nsubj" and above is not None and _goes_on(parsed, above))
    if noun.lemma == "call" and above is not None and above.lemma == "pay":
        return  # "paid a call on the sultan"
    verb = parsed.head(above) if above is not None and above.lemma == "to" else None
    if verb is not None and verb.lemma == "invite":
        return  # "invited him to a conference on trade"
    for preposition in _prepositions(parsed, noun, above if held else None):
        if preposition.lemma in topic_frame_words()["topical"]:
            yield from parsed.children(preposition, "pobj", "pcomp")


def _goes_on(parsed: Parse, verb: Word) -> bool:
    """Whether a verb says that talks go on: "talks resumed on the border", "talks are under way on visas"."""
    behind = {word.text.lower() for word in parsed.words[verb.index + 1 : verb.index + 3]}
    return verb.lemma in _GOING_ON or (verb.lemma == "be" and not behind.isdisjoint({"under", "underway"}))


def _said_to_be_subject(parsed: Parse, noun: Word) -> Iterator[Word]:
    """Yield what is called a subject: "the main topic was grain", "grain is on the agenda", "the need for trade"."""
    words = topic_frame_words()
    if noun.lemma in words["weights"] and noun.relation == "dobj" and parsed.children(noun, "prep"):
        yield noun
    above = parsed.head(noun)
    if above is None:
        return
    if noun.lemma in words["subjects"] and noun.relation in {"nsubj", "nsubjpass"} and above.lemma in words["which"]:
        yield from parsed.children(above, "attr", "dobj", "xcomp")
    yield from _likely_included(parsed, noun, above)
    held = {subject.lemma for subject in parsed.children(above, "nsubj")}
    if noun.lemma == "step" and noun.relation == "attr" and not held.isdisjoint(frame_words()["occasions"]):
        for preposition in parsed.children(noun, "prep"):  # "the meeting was a first step towards peace"
            yield from parsed.children(preposition, "pobj", "pcomp")
    if above.lemma in words["signs"] and noun.lemma in words["signed"] and is_joint(parsed, above):
        on = any(preposition.lemma in words["topical"] for preposition in parsed.children(noun, "prep"))
        yield from [noun] if parsed.children(noun, "compound") and not on else []  # "signed a water sharing agreement"
    if noun.lemma in {"agenda", "table"} and noun.relation == "pobj" and above.lemma == "on":
        verb = next((word for word in parsed.ancestors(above) if word.kind in _VERBS), None)
        item = parsed.words[above.head].lemma in words["subjects"]  # "the main item on the agenda was trade"
        if verb is not None and not item and verb.lemma in {"be", "stand"}:
            subjects = parsed.children(verb, "nsubj")
            yield from subjects or parsed.children(verb, "attr")  # "on the table are trade and grain"


def _likely_included(parsed: Parse, noun: Word, verb: Word) -> Iterator[Word]:
    """Yield what subjects are to be: "the issues are likely to include trade", "the topic is expected to be trade"."""
    words = topic_frame_words()
    if noun.lemma in words["subjects"] and noun.relation in {"nsubj", "nsubjpass"}:
        for above in (verb, *parsed.children(verb, "acomp")):
            for clause in parsed.children(above, "xcomp"):
                yield from parsed.children(clause, "attr", "dobj") if clause.lemma in words["which"] else []


def _prepositions(parsed: Parse, word: Word, verb: Word | None = None) -> Iterator[Word]:
    """Yield the prepositions of a word, also those hung on whom it is with: "talks with Orr on trade"."""
    own = parsed.children(word, "prep", "agent") + (parsed.children(verb, "prep") if verb is not None else [])
    own += [joined for each in own for joined in parsed.children(each, "conj") if joined.kind == "ADP"]
    yield from own
    whom = [each for each in own if each.lemma not in topic_frame_words()["topical"]]
    parties = [party for preposition in whom for party in parsed.children(preposition, "pobj")]
    parties += [party for party in parsed.children(word, "dobj") if word.kind in _VERBS]
    for party in parties:
        for within in (party, *parsed.children(party, "conj", "appos")):
            if within.kind in _NAMES:
                owned = party.relation == "pobj"  # "spoke to Orr about the price of gas"
                yield from (each for each in parsed.children(within, "prep") if not (owned and each.lemma == "of"))


def _phrase(parsed: Parse, head: Word) -> list[tuple[int, int]]:
    """Return the phrase of a word: of a noun what belongs to it, of a verb what it says with its object."""
    if head.kind in _VERBS:
        question = _question(parsed, head)
        return [question] if question is not None else _of_verb(parsed, head)
    if (
        head.kind not in _NAMES
        or _is_no_subject(parsed, head)
        or _tells_it(parsed, head)
        or is_announcing(parsed, head)
    ):
        return []
    start, end = phrase_bounds(parsed, head)
    if (pair := _pair(parsed, head)) is not None:
        return [(start, phrase_bounds(parsed, pair)[1])]
    if (both := _two_before(parsed, head, start, end)) is not None:
        return both
    range_of = head.lemma in topic_frame_words()["vague"] and _ends_of_range(parsed, head)
    if range_of or any(word.end == end and _is_vague(parsed, word) for word, _ in _examples(parsed, head)):
        return []  # "areas such as trade"
    end = _beyond(parsed, head, end)
    if head.lemma in topic_frame_words()["completed"]:  # "a deal to cut output"
        following = next((word for word in parsed.words if word.start >= end), None)
        clause = parsed.head(following) if following is not None and following.tag == "TO" else None
        behind = _of_verb(parsed, clause) if clause is not None and clause.tag == "VB" else []
        end = behind[0][1] if behind else end
    return [(start, end)]


def _ways(parsed: Parse, head: Word) -> Iterator[Word]:
    """Yield what ways lead to: "ways to end the war", "means of ending it"."""
    if head.lemma in topic_frame_words()["ways"]:
        for to in parsed.words[head.index + 1 : head.index + 2]:
            yield from [parsed.words[to.head]] if to.tag == "TO" else []
        for preposition in parsed.children(head, "prep"):
            yield from parsed.children(preposition, "pcomp") if preposition.lemma == "of" else []


def _is_no_subject(parsed: Parse, head: Word) -> bool:
    """Whether a noun is never discussed, or says how, where or when something is: "on the sidelines"."""
    words = topic_frame_words()
    above = parsed.head(head)
    behind_on = head.relation == "pobj" and above is not None and above.lemma in {"on", "over"}
    told_on = behind_on and head.lemma in words["circumstances"]
    if told_on and head.lemma in _ALSO_SUBJECTS:  # "on the nuclear programme", not "on a radio programme"
        told_on = topic_category(_said(parsed, *phrase_bounds(parsed, head))) is TopicCategory.OTHER
    return head.lemma in words["no_subjects"] or told_on


def _tells_it(parsed: Parse, head: Word) -> bool:
    """Whether a noun is who tells of the talks: "discussed trade, a spokesman told reporters"."""
    behind = parsed.words[head.index + 1 : head.index + 2]
    return any(verb.lemma in frame_words()["says"] and verb.tag == "VBD" for verb in behind)


def _beside(parsed: Parse, head: Word) -> list[Word]:
    """Return the heads of the other phrases of a list, and of what a phrase names as examples."""
    if head.kind in _VERBS:
        found = [child for child in parsed.children(head, "conj") if child.tag == head.tag]
        objects = parsed.children(head, "dobj") if _question(parsed, head) is None else []
        found += [joined for what in objects for joined in parsed.children(what, "conj")]
        return found + [part for what in objects for part in _parts(parsed, what)]
    if is_announcing(parsed, head):
        return listed_behind(parsed, head)
    pair = _pair(parsed, head)
    joined = [child for child in parsed.children(head, "conj") if child.kind in _NAMES | _VERBS]
    if pair is not None:  # "trade and investment, defence and finance"
        return [child for child in joined + parsed.children(pair, "conj") if child is not pair]
    joined += parsed.children(head, "appos") if joined else []  # "trade, energy and oil, the release of prisoners"
    joined += [child for child in parsed.subtree(head) if child is not head and is_apart(parsed, child)]
    return joined + [example for _, example in _examples(parsed, head)] + _parts(parsed, head)


def _parts(parsed: Parse, head: Word) -> list[Word]:
    """Return the known topics that a phrase lists behind the first: "cooperation in food, energy and education"."""
    found: list[Word] = []
    own = parsed.children(head, "prep")
    verb = parsed.head(head)
    if verb is not None and verb.tag == "VBG" and head.relation == "dobj":
        own += parsed.children(verb, "prep")  # "boosting ties in energy, water and transport"
    for preposition in own:
        if preposition.lemma in {"in", "on"}:
            for first in parsed.children(preposition, "pobj"):
                listed = [word for word in parsed.subtree(first) if word.relation == "conj" and word.kind in _NAMES]
                before = [parsed.words[word.head].index + 1 for word in listed[:1]]
                if any(parsed.words[index].text == "," for index in before):
                    found += listed
    return [
        part for part in found if topic_category(_said(parsed, *phrase_bounds(parsed, part))) is not TopicCategory.OTHER
    ]


def _examples(parsed: Parse, head: Word) -> list[tuple[Word, Word]]:
    """Return what a phrase names as examples, each behind the word that it is one of: "areas such as trade"."""
    found = []
    for word in parsed.subtree(head):
        for preposition in parsed.children(word, "prep"):
            such = preposition.lemma == "as" and parsed.children(preposition, "amod")
            if word.kind in _NAMES and (such or preposition.text.lower() in _NAMING):
                found += [(word, example) for example in parsed.children(preposition, "pobj")]
        found += [(word, end) for end in _ends_of_range(parsed, word)]
    return found


def _ends_of_range(parsed: Parse, noun: Word) -> list[Word]:
    """Return what a noun is said to range between: "topics ranging from trade to grain"."""
    clauses = [clause for clause in parsed.children(noun, "acl") if clause.lemma == "range"]
    first = [preposition for clause in clauses for preposition in parsed.children(clause, "prep")]
    both = first + [within for preposition in first for within in parsed.children(preposition, "prep")]
    return [end for preposition in both for end in parsed.children(preposition, "pobj")]


def _is_vague(parsed: Parse, noun: Word) -> bool:
    """Whether a noun says nothing of its own: "various areas", not "security issues"."""
    known = topic_category(_said(parsed, *phrase_bounds(parsed, noun))) is not TopicCategory.OTHER
    return noun.lemma in topic_frame_words()["vague"] and not known


def _pair(parsed: Parse, head: Word) -> Word | None:
    """Return the second of two words that are one topic: "trade and investment", "trade and economic cooperation"."""
    second = next((child for child in parsed.children(head, "conj") if child.kind in _NAMES), None)
    if second is None or parsed.children(second, "det", "poss"):
        return None
    between = [word.relation for word in parsed.words[head.index + 1 : second.index]]
    following = [word.text for word in parsed.words[second.index + 1 : second.index + 2]]
    goes_on = len(parsed.children(head, "conj")) > 1 or bool(parsed.children(second, "conj"))
    if between[:1] != ["cc"] or (goes_on and following != [","]):
        return None
    if head.text.lower() in topic_frame_words()["describing"] and not parsed.children(head, "det"):
        return second  # "military and economic cooperation"
    if head.relation == "conj" or not is_bare(parsed, head):
        return None
    categories = {topic_category(_said(parsed, *phrase_bounds(parsed, word))) for word in (head, second)}
    if is_bare(parsed, second):
        return second if len(categories) == 1 or TopicCategory.OTHER in categories else None
    return second if len(categories) == 1 and TopicCategory.OTHER not in categories else None


def _two_before(parsed: Parse, head: Word, start: int, end: int) -> list[tuple[int, int]] | None:
    """Take apart two topics that the parser takes for one: "fishing and regional security"."""
    for noun in parsed.children(head, "nmod"):
        joining = parsed.children(noun, "cc")
        if len(joining) == 1 and start <= noun.start:
            parts = [(start, parsed.words[joining[0].index - 1].end), (parsed.words[joining[0].index + 1].start, end)]
            first, second = (topic_category(_said(parsed, *part)) for part in parts)
            if noun.kind == "PROPN":  # "Ostania and grain exports"
                common = all(word.kind == "NOUN" for word in parsed.children(noun, "conj"))
                place = any(
                    each.label in {"GPE", "LOC"} and each.start <= noun.start < each.end for each in parsed.entities
                )
                return parts if common and place else None
            return parts if first is not second and TopicCategory.OTHER not in {first, second} else None
    return None


def _said(parsed: Parse, start: int, end: int) -> str:
    return " ".join(word.text for word in parsed.words if start <= word.start < end)


def _of_verb(parsed: Parse, verb: Word) -> list[tuple[int, int]]:
    """Return a verb with its object: "ending the war", "end the war"."""
    if verb.lemma == "call":  # "trade, with both calling for lower tariffs"
        return []
    behind = [what for each in parsed.children(verb, "prep") for what in parsed.children(each, "pobj")]
    found = [what for what in (*parsed.children(verb, "dobj"), *behind[:1]) if what.kind in _NAMES]
    kept = [
        below
        for each in parsed.children(verb, "prep")
        if each.lemma == "from"
        for below in parsed.children(each, "pcomp")
    ]
    if found and kept and kept[0].index > found[0].index and (whole := _of_verb(parsed, kept[0])):
        return [(verb.start, whole[0][1])]  # "prevent Norvia from selling arms"
    return [(verb.start, _beyond(parsed, found[0], phrase_bounds(parsed, found[0])[1]))] if found else []


def _beyond(parsed: Parse, head: Word, end: int) -> int:
    """Return where a phrase ends with what the parser hangs on its verb: "discussed ideas for peace"."""
    verb = parsed.head(head)
    if head.relation != "dobj" or verb is None:
        return end
    behind = (word for word in parsed.children(verb, "prep") if word.lemma in {"for", "of"})
    next_to = next((word for word in behind if word.start == end + 1), None)
    what = parsed.children(next_to, "pobj") if next_to is not None else []
    return phrase_bounds(parsed, what[-1])[1] if what else end


def _question(parsed: Parse, verb: Word) -> tuple[int, int] | None:
    """Return the words of a question: "what steps can make peace last", "how to end the war"."""
    words = sorted(parsed.subtree(verb), key=lambda word: word.index)
    whole = words[-1].index - words[0].index == len(words) - 1
    return (words[0].start, words[-1].end) if whole and words[0].text.lower() in _ASKING else None
