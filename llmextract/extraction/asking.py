"""Asking the model, and asking again: an answer that breaks a rule goes back with what is wrong with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from llmextract.errors import InvalidAnswerError, TruncatedAnswerError
from llmextract.prompting.room import shortened

if TYPE_CHECKING:
    from collections.abc import Sequence

    from llmextract.llm.base import AnswerT, ChatMessage, LanguageModel, Meter, Reply

_MAX_PROBLEMS = 8
_LONGEST_PROBLEM = 300  # characters; "should be one of" lists the names of a whole passage
_ECHO_TOKENS = 2000  # of its answer that a model is shown again: the context of the embedded one is short


async def ask_until_valid(
    model: LanguageModel,
    messages: Sequence[ChatMessage],
    form: type[AnswerT],
    *,
    meter: Meter,
    max_tokens: int,
    max_reasks: int,
) -> Reply[AnswerT]:
    """Ask a question until the answer validates, a bounded number of times.

    Each time the model sees its last answer and what was wrong with it; earlier ones are left out, so that the prompt
    does not grow. A truncated answer is asked for once more with twice the room.

    Args:
        model: Whom to ask.
        messages: The conversation, the question last.
        form: The form of the answer.
        meter: Counts requests, retries and tokens.
        max_tokens: Longest answer, in tokens.
        max_reasks: How often to ask again at most.

    Returns:
        The valid answer, with its text and, where the server tells them, its tokens.

    Raises:
        InvalidAnswerError: The last answer did not validate either.
        TruncatedAnswerError: The answer was too long twice.
        EndpointError: The server failed.
        RefusedAnswerError: The model refused.
    """
    conversation = list(messages)
    room = max_tokens
    for attempt in range(max_reasks + 1):
        if attempt:
            meter.retries += 1
        try:
            return await model.ask(conversation, form, meter=meter, max_tokens=room)
        except InvalidAnswerError as error:
            if attempt == max_reasks:
                raise
            conversation = [*messages, *_correction(error)]
        except TruncatedAnswerError:
            if attempt == max_reasks or room > max_tokens:
                raise
            room = 2 * max_tokens
    raise AssertionError("unreachable: the last attempt returns or raises")


def _correction(error: InvalidAnswerError) -> list[ChatMessage]:
    problems = (
        "\n".join(f"- {problem[:_LONGEST_PROBLEM]}" for problem in error.problems[:_MAX_PROBLEMS])
        or f"- {error.message}"
    )
    request = f"That answer breaks these rules:\n{problems}\nAnswer again, in the same form, with this corrected."
    return [{"role": "assistant", "content": shortened(error.raw, _ECHO_TOKENS)}, {"role": "user", "content": request}]
