"""Cutting an article into stretches that fit into one question, however long the article or one of its sentences is."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from llmextract.articles.article import Sentence
from llmextract.articles.sentences import LONGEST, cut_long
from llmextract.prompting.whole_article import sentence_tokens

if TYPE_CHECKING:
    from llmextract.articles.article import Article

OVERLAP = 2
"""Sentences that a stretch repeats of the one before: "he" and "the talks" need what was said last."""

_FENCE = 24  # tokens of a sentence's number and of the marks around it, at most
_WORDS = 1200
_TOKENS = 3600
"""Tokens of a stretch at most, as estimated: with the instructions, an answer that broke a rule and the request to mend
it, this stays within the context of the embedded model."""


def with_short_sentences(article: Article) -> Article:
    """Return an article whose longest sentences are cut, as the reader cuts them; offsets stay those of the text.

    Args:
        article: Any article; one that was put together by hand may hold a sentence of any length.
    """
    if all(0 < sentence.end - sentence.start <= LONGEST for sentence in article.sentences):
        return article
    sentences = tuple(
        Sentence(start, end, article.text[start:end], sentence.paragraph)
        for sentence in article.sentences
        for start, end in cut_long(article.text, sentence.start, sentence.end)
    )
    return replace(article, sentences=sentences)


def stretches(article: Article, *, words: int = _WORDS, tokens: int = _TOKENS, overlap: int = OVERLAP) -> list[range]:
    """Cut an article into stretches of whole sentences.

    Args:
        article: With its sentences.
        words: Words of a stretch at most, unless a single sentence has more.
        tokens: The same in tokens, as estimated for the question about a whole article.
        overlap: How many sentences a stretch repeats of the one before, as far as there is room.

    Returns:
        Indices of the sentences of each stretch, in order; none for an article without sentences.
    """
    texts = [sentence.text for sentence in article.sentences]
    if texts and _surely_fits(texts, words, tokens):
        return [range(len(texts))]
    sizes = [(len(sentence.text.split()), sentence_tokens(sentence.text)) for sentence in article.sentences]
    found: list[range] = []
    start = end = 0
    while end < len(sizes):
        if found:
            start = max(start + 1, end - overlap)
            while start < end and not _fits(sizes[start : end + 1], words, tokens):
                start += 1
        end += 1
        while end < len(sizes) and _fits(sizes[start : end + 1], words, tokens):
            end += 1
        found.append(range(start, end))
    return found


def _surely_fits(texts: list[str], words: int, tokens: int) -> bool:
    """Whether a few sentences fit without estimating their tokens, which takes time.

    No character is estimated at more than one token a byte of UTF-8; a "<" is put into the question as two bytes more.
    """
    sizes = (
        len(text.encode("utf-8", "surrogatepass")) + 2 * (text.count("<") + text.count(">")) + _FENCE for text in texts
    )
    return sum(len(text.split()) for text in texts) <= words and sum(sizes) <= tokens


def _fits(sizes: list[tuple[int, int]], words: int, tokens: int) -> bool:
    return sum(size[0] for size in sizes) <= words and sum(size[1] for size in sizes) <= tokens
