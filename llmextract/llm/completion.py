"""Reading a chat completion: the answer's text, or why there is none.

The client library builds completions without checking them, so every part of one may be missing.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, TypeGuard

from llmextract.errors import AnswerError, InvalidAnswerError, RefusedAnswerError, TruncatedAnswerError
from llmextract.llm.request_fault import RequestFault

if TYPE_CHECKING:
    from openai.types.chat import ChatCompletion
    from openai.types.chat.chat_completion import Choice

    from llmextract.llm.faults import Server

MAX_REFUSAL = 200
"""Longest excerpt of a refusal, in characters."""

_MOST_TOKENS = 1_000_000_000


def hidden_fault(completion: ChatCompletion, server: Server) -> RequestFault | None:
    """Find the error that some gateways send with HTTP 200.

    Args:
        completion: What the server sent.
        server: Who sent it.

    Returns:
        The fault, or ``None`` for a completion that is one.
    """
    error = (completion.model_extra or {}).get("error")
    if not error or first_choice(completion) is not None:
        return None
    told = error if isinstance(error, dict) else {"message": error}
    code = told.get("code")
    return RequestFault(
        "status",
        status=code if isinstance(code, int) else 0,
        code=str(code or ""),
        detail=server.clean(str(told.get("message", told))),
    )


def text_of(completion: ChatCompletion) -> str | None:
    """Return the text of an answer: the arguments of the tool that was called, or else the content.

    Args:
        completion: What the server sent.

    Returns:
        The text, ``None`` where there is none.
    """
    message = getattr(first_choice(completion), "message", None)
    calls = getattr(message, "tool_calls", None)
    for call in calls if isinstance(calls, list) else ():
        arguments = getattr(getattr(call, "function", None), "arguments", None)
        if arguments is not None:
            return arguments if isinstance(arguments, str) else json.dumps(arguments)
    content = getattr(message, "content", None)
    return content if isinstance(content, str) else None


def count_tokens(completion: ChatCompletion) -> tuple[int, int, int] | None:
    """Return what the server says that the answer took.

    Args:
        completion: What the server sent.

    Returns:
        Tokens of the prompt, those of them that were cached, and tokens answered; ``None`` when it does not say.
    """
    usage = getattr(completion, "usage", None)
    prompt, answered = getattr(usage, "prompt_tokens", None), getattr(usage, "completion_tokens", None)
    if not _is_count(prompt) or not _is_count(answered):
        return None
    cached = getattr(getattr(usage, "prompt_tokens_details", None), "cached_tokens", None)
    return prompt, min(cached, prompt) if _is_count(cached) else 0, answered


def _is_count(value: object) -> TypeGuard[int]:
    """Tell whether a number can be one of tokens; servers send anything."""
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= _MOST_TOKENS


def read_answer(completion: ChatCompletion, max_tokens: int) -> str:
    """Return the text of a complete answer.

    Args:
        completion: What the server sent.
        max_tokens: The limit that was set, in tokens.

    Returns:
        The text; it is not empty.

    Raises:
        TruncatedAnswerError: The answer was cut off at the limit.
        RefusedAnswerError: The model refused, a filter cut the answer, or there is no content.
        InvalidAnswerError: There is no answer at all, or an empty one.
    """
    text = text_of(completion)
    problem = _problem(first_choice(completion), text or "", max_tokens)
    if problem is not None:
        raise problem
    if text is None:
        raise RefusedAnswerError("the model gave no answer")
    if not text.strip():
        raise InvalidAnswerError("the model's answer is empty", problems=("the answer is empty",))
    return text


def first_choice(completion: ChatCompletion) -> Choice | None:
    """Return the first choice that has a message.

    Args:
        completion: What the server sent.

    Returns:
        The choice, ``None`` where there is none.
    """
    choices = getattr(completion, "choices", None)
    if not isinstance(choices, list):
        return None
    return next((choice for choice in choices if getattr(choice, "message", None) is not None), None)


def _problem(choice: Choice | None, text: str, max_tokens: int) -> AnswerError | None:
    """Say what the server itself reports to be wrong with an answer."""
    if choice is None:
        return InvalidAnswerError("the server sent no answer", problems=("there is no answer",))
    finish = getattr(choice, "finish_reason", None)
    if finish == "length":
        return TruncatedAnswerError(f"the answer was cut off after {max_tokens} tokens", raw=text)
    if finish == "content_filter":
        return RefusedAnswerError("a content filter cut the answer", raw=text)
    refusal = getattr(choice.message, "refusal", None)
    if isinstance(refusal, str) and refusal:
        return RefusedAnswerError(f"the model refuses: {' '.join(refusal.split())[:MAX_REFUSAL]}", raw=refusal)
    return None
