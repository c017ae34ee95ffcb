"""Articles made of given sentences, and a language model that reads its answers from a script."""

import datetime

from hypothesis import strategies as st
from pydantic import ValidationError

from llmextract.articles.article import Article, Sentence
from llmextract.errors import InvalidAnswerError
from llmextract.extraction.cast import build_cast
from llmextract.extraction.frames import find_frames
from llmextract.extraction.occasions import Report
from llmextract.extraction.passages import choose_passages
from llmextract.extraction.syntax import Parse, Word, parse
from llmextract.llm.base import Reply
from llmextract.prompting.passage import MeetingDraft
from llmextract.prompting.topics import TopicsAnswer
from llmextract.schemas import Format, Status

WORDS = """
Kenyan Kenya's Foreign Minister President Ada Wekesa Luis Quilca al-Darbi Ben O’Hara U.N. J. II Jordan Kenya NATO
Novatel Ministry Trade Party Republic officials delegation (NDP) known as of and the with he two met will meet talks
phone called off on in Lima Friday said that denied since to according has not confirmed . , ; the, Tom, “
"""
PUBLISHED = datetime.date(2031, 5, 14)  # a Wednesday


def sentences(longest=12):
    """Return the strategy for words of the news in any order, and now and then for any text at all."""
    return st.lists(st.sampled_from(WORDS.split()), max_size=longest).map(" ".join) | st.text(max_size=50)


def make_article(*told, lead="", **known):
    """Make an article of sentences; ``lead`` is text before them that is no sentence, so that offsets are not 0."""
    text, made = lead, []
    for sentence in told:
        made.append(Sentence(len(text), len(text) + len(sentence), sentence, 0))
        text += sentence + " "
    return Article(text=text, sentences=tuple(made), **{"language": "en", "published": PUBLISHED, **known})


def member(article, name):
    """Return the member of an article's cast with this name."""
    (found,) = [member for member in build_cast(article).members if member.name == name]
    return found


def reports(article, *drafts, cast=None):
    """Make the reports of an article from (number of the passage, names, status, format)."""
    passages = list(choose_passages(article, build_cast(article) if cast is None else cast))
    return [
        Report.of(passages[number], MeetingDraft(tuple(names), Format(form), Status(status)), article)
        for number, names, status, form in drafts
    ]


def frames(text):
    """Return trigger, agents and others of each frame of a sentence."""
    return [
        (
            frame.trigger.text,
            [text[party.start : party.end] for party in frame.agents],
            [text[party.start : party.end] for party in frame.others],
        )
        for frame in find_frames(parse(text))
    ]


def hand_parsed(*told):
    """Make a parse of "text/lemma KIND relation head": as a parser may see a sentence, right or wrong.

    Args:
        *told: One string for each word; the lemma may be left out, and the head is a word's number.
    """
    heads = [int(each.split()[3]) for each in told]
    made, at = [], 0
    for index, each in enumerate(told):
        form, kind, relation, _ = each.split()
        text, _, lemma = form.partition("/")
        below = tuple(child for child, head in enumerate(heads) if head == index != child)
        tag = {"VERB": "VBD", "NOUN": "NN", "PROPN": "NNP"}.get(kind, kind)
        known = lemma or text.lower()
        made.append(Word(index, at, at + len(text), text, known, kind, tag, relation, heads[index], below))
        at += len(text) + 1
    return Parse(tuple(made))


class Scripted:
    """A language model that gives the answers of a list, each checked against the form that is asked for.

    Args:
        *answers: JSON texts, or errors to raise.
        topics: The same for questions about topics; without any, nothing was on the table.
    """

    name = "scripted/one"

    def __init__(self, *answers, topics=()):
        self.answers = list(answers)
        self.topics = list(topics)
        self.asked = []

    async def ask(self, messages, form, *, meter, max_tokens):
        self.asked.append((list(messages), form, max_tokens))
        meter.requests += 1
        meter.add(prompt=100, cached=60, completion=10, cost_usd=0.25)
        if form is TopicsAnswer:
            answer = self.topics.pop(0) if self.topics else '{"topics": []}'
        else:
            answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        try:
            return Reply(form.model_validate_json(answer), answer)
        except ValidationError as error:
            problems = tuple(problem["msg"] for problem in error.errors())
            raise InvalidAnswerError("the answer does not fit", problems=problems, raw=answer) from None

    async def aclose(self):
        raise AssertionError("the pipeline must not close a model that it was lent")

    def question(self, number):
        """Return the last message of a request."""
        return self.asked[number][0][-1]["content"]
