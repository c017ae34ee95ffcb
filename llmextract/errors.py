"""Every error that llmextract raises on purpose.

    LlmextractError
    ├── ConfigurationError          a setting is missing, unknown or contradictory
    ├── ArticleError                the article could not be read
    │   ├── ArticleNotFoundError
    │   ├── ArticleFormatError      empty, binary, or nothing left to read
    │   └── ArticleFetchError       a URL that could not be fetched
    └── ModelError                  the language model gave no usable answer
        ├── EndpointError           the server, after every retry
        │   ├── EndpointUnreachableError
        │   ├── AuthenticationError
        │   ├── ModelNotFoundError
        │   └── RateLimitError
        ├── AnswerError             the server answered, the answer is unusable
        │   ├── InvalidAnswerError  does not validate
        │   ├── TruncatedAnswerError
        │   └── RefusedAnswerError
        └── EmbeddedModelError      the model that llmextract runs itself
            ├── ModelFetchError     could not be downloaded
            ├── ModelFileError      missing, corrupted or not a model
            └── RuntimeUnavailableError

A message is one line: what happened, and what to do about it. ``error.article`` names the article concerned and is set
by the pipeline, so that a batch can say which of its articles failed.
"""

from __future__ import annotations


class LlmextractError(Exception):
    """Base of all errors of this package.

    Args:
        message: What happened, in one line, without a full stop.
        hint: What the user can do about it, in one line.
        article: Where the article came from (path, URL, ``-``), where one is concerned.
    """

    def __init__(self, message: str, *, hint: str | None = None, article: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.article = article

    def __str__(self) -> str:
        where = f"{self.article}: " if self.article and self.article not in self.message else ""
        text = f"{where}{self.message}"
        return f"{text}; {self.hint}" if self.hint else text


class ConfigurationError(LlmextractError):
    """A setting is missing, unknown or contradictory."""


class ArticleError(LlmextractError):
    """The article could not be read."""


class ArticleNotFoundError(ArticleError):
    """No such file, or it may not be read."""


class ArticleFormatError(ArticleError):
    """Empty, binary, or without any text to read."""


class ArticleFetchError(ArticleError):
    """A URL could not be fetched."""


class ModelError(LlmextractError):
    """The language model gave no usable answer."""


class EndpointError(ModelError):
    """The endpoint failed, after every retry."""


class EndpointUnreachableError(EndpointError):
    """Nothing answers at the endpoint's address, or not in time."""


class AuthenticationError(EndpointError):
    """The endpoint refuses the key."""


class ModelNotFoundError(EndpointError):
    """The endpoint does not know the model."""


class RateLimitError(EndpointError):
    """The endpoint still says "too many requests" when the time budget ends."""


class AnswerError(ModelError):
    """The endpoint answered, the answer is unusable.

    Args:
        message: What happened, in one line.
        raw: The answer's text as it came, for ``--debug`` and for asking again.
        hint: What the user can do about it.
        article: Where the article came from.
    """

    def __init__(self, message: str, *, raw: str = "", hint: str | None = None, article: str | None = None) -> None:
        super().__init__(message, hint=hint, article=article)
        self.raw = raw


class InvalidAnswerError(AnswerError):
    """The answer is not of the asked form, or breaks a rule.

    Args:
        message: What happened, in one line.
        problems: One line for each broken rule, in the words that the model is told.
        raw: The answer's text as it came.
        hint: What the user can do about it.
        article: Where the article came from.
    """

    def __init__(
        self,
        message: str,
        *,
        problems: tuple[str, ...] = (),
        raw: str = "",
        hint: str | None = None,
        article: str | None = None,
    ) -> None:
        super().__init__(message, raw=raw, hint=hint, article=article)
        self.problems = problems


class TruncatedAnswerError(AnswerError):
    """The answer was cut off at the token limit (``finish_reason: length``)."""


class RefusedAnswerError(AnswerError):
    """The model refused, or a content filter cut the answer."""


class EmbeddedModelError(ModelError):
    """The model that llmextract runs itself failed."""


class ModelFetchError(EmbeddedModelError):
    """The model could not be downloaded."""


class ModelFileError(EmbeddedModelError):
    """The model file is missing, corrupted or no model."""


class RuntimeUnavailableError(EmbeddedModelError):
    """The runtime of the embedded model is missing or does not start."""
