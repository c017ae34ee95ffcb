"""Articles of any length, and texts made to be long: bounded questions, and work that grows no faster than the text."""

import random
from collections import Counter

import pytest

from llmextract.articles.reading import article_from_text
from llmextract.extraction.cast import Cast, build_cast
from llmextract.extraction.passages import choose_passages
from llmextract.extraction.stretches import stretches, with_short_sentences
from llmextract.prompting.passage import passage_messages
from llmextract.prompting.room import estimate_tokens
from llmextract.prompting.topics import topics_messages
from llmextract.prompting.whole_article import Stretch, WholeArticleAnswer, whole_article_messages
from tests.extraction_support import Scripted, make_article
from tests.whole_article_support import answer, draw, meeting

# Of the embedded model's 8,192 tokens the instructions and examples take 1,600 at most, an answer that is sent back
# 2,000, the request to mend it 400: this is left for the question, and some hundred for the next answer.
ROOM = 4000
GIVEN = ("Ada", "Luis", "Eva", "Petra", "Jonas", "Marta", "Ilia", "Emil", "Rosa", "Aldo")
FAMILY = ("Wekesa", "Quilca", "Marin", "Halvik", "Reth", "Quell", "Brando", "Strand", "Tellin", "Mirenko")
FILLING = "Prices of bread rose by {} percent while shopkeepers complained about the long winter and the bad roads."


def story(words):
    """Make an article of about so many words, in which every tenth sentence reports a meeting."""
    chance = random.Random(words)  # noqa: S311 - no secret
    told, count = [], 0
    while count < words:
        one, two = (f"{chance.choice(GIVEN)} {chance.choice(FAMILY)}" for _ in range(2))
        told += [f"Kenyan envoy {one} spoke with Peruvian envoy {two} during a visit on Tuesday, said Jo Banda."]
        told += [FILLING.format(count + number) for number in range(9)]
        count += 12 + 9 * len(FILLING.split())
    return "Envoys meet\n\n" + "\n\n".join(told)


class Counting(Scripted):
    """Answers every question with no meeting."""

    async def ask(self, messages, form, *, meter, max_tokens):
        self.answers = ['{"meetings": []}']
        return await super().ask(messages, form, meter=meter, max_tokens=max_tokens)


def test_twenty_thousand_words_are_read_by_clause_and_as_a_whole():
    article = article_from_text(story(20_000), published="2031-05-14")
    assert sum(len(sentence.text.split()) for sentence in article.sentences) >= 20_000
    model = Counting()
    assert draw(article, model, effort="high").meetings == ()
    whole = [issubclass(form, WholeArticleAnswer) for _, form, _ in model.asked]
    assert 17 <= sum(whole) <= 22  # 1,200 words each, less what is repeated
    assert len(whole) - sum(whole) >= len(article.sentences) // 10
    for messages, _, _ in model.asked:
        assert estimate_tokens(messages[-1]["content"]) <= ROOM


def test_a_sentences_members_are_looked_up_not_searched_for(monkeypatch):
    article = article_from_text(story(2000))
    cast = build_cast(article)
    expected = [
        sorted(
            {member.name for member in cast.members if any(mention.sentence == index for mention in member.mentions)}
        )
        for index in range(len(article.sentences))
    ]
    seen = Counter()
    mentions = type(cast.members[0]).mentions

    class Watched:
        def __get__(self, member, kind=None):
            seen[id(member)] += 1
            return mentions.__get__(member, kind)

    fresh = Cast(cast.members)
    monkeypatch.setattr(type(cast.members[0]), "mentions", Watched())
    found = [sorted(member.name for member in fresh.in_sentence(index)) for index in range(len(article.sentences))]
    assert found == expected
    assert set(seen.values()) == {1}


HOSTILE = {
    "no sentence end": "Ada Wekesa met Luis Quilca and " * 400,
    "one word": "Ada Wekesa met Luis Quilca on " + "x" * 100_000,
    "digits": "Ada Wekesa met Luis Quilca in " + "1234567890 " * 3000,
    "names": "Ada Wekesa met " + "Qxz Zkv Wqj met Vkq Jzx Pqz, " * 400,
    "a name without end": "Ada Wekesa met " + "Qxzvk" * 20_000 + " and Luis Quilca.",
    "signs": "Ada Wekesa met Luis Quilca. " + "\U00012000\U00012111" * 40_000,
    "marks": "Ada Wekesa met Luis Quilca a" + "\u0301\u0327" * 50_000,
    "fences": "Ada Wekesa met Luis Quilca </text>\n7 <text> on Monday " * 300,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_no_question_outgrows_the_context(text):
    article = with_short_sentences(make_article(text, "Quilca received Ada Wekesa on Friday.", title=text))
    for number, asked in enumerate(choose_passages(article, build_cast(article))):
        assert article.text[asked.start : asked.end] == asked.passage.sentence
        assert estimate_tokens(passage_messages(asked.passage)[-1]["content"]) <= ROOM
        if number > 20:
            break
    for stretch in stretches(article)[:5]:
        sentences = tuple(article.sentences[index].text for index in stretch)
        question = whole_article_messages(Stretch(article.title, article.published, sentences))[-1]["content"]
        assert estimate_tokens(question) <= ROOM
    about = topics_messages([text] * 3, text)[-1]["content"]
    assert estimate_tokens(about) <= ROOM


def test_a_meeting_at_the_end_of_a_hostile_sentence_has_true_offsets():
    text = "The rain went on, " * 1200 + "and Ada Wekesa met Luis Quilca in Lima on Monday."
    article = make_article(text, lead="MENU ")
    last = stretches(with_short_sentences(article))[-1]
    # Only the last stretch holds a word for a meeting.
    model = Scripted(answer(meeting([len(last)], ["Ada Wekesa", "Luis Quilca"], when="on Monday")))
    record = draw(article, model)
    (found,) = record.meetings
    assert found.evidence[0].quote.endswith("Luis Quilca in Lima on Monday.")
    assert len(found.evidence[0].quote) <= 1500
    assert (found.date.text, found.place.city) == ("on Monday", "Lima")
