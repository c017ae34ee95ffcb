"""How one server wants to be asked: found out from what it refuses, and remembered.

"OpenAI-compatible" covers servers that enforce a JSON schema, servers that only know tool calls, servers that know
neither, models that reject ``temperature``, models that tell no token probabilities, and models that call
``max_tokens`` something else. Rather than a table of them all, which would be out of date at once, the best way is
tried first and a refusal (HTTP 400 and the like, naming what it does not like) leads to the next.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

from llmextract.errors import ConfigurationError

if TYPE_CHECKING:
    from llmextract.llm.faults import RequestFault

Mode = Literal["json_schema", "tools", "json", "md_json"]
LimitName = Literal["max_tokens", "max_completion_tokens"]

LADDER: tuple[Mode, ...] = ("json_schema", "tools", "json", "md_json")
"""From the firmest hold on the model's answer to none."""

_REFUSALS = frozenset({400, 404, 415, 422, 500, 501})
_FORMAT = re.compile(
    r"response_?format|json_schema|json schema|json_object|grammar|structured output|guided|\bschema\b", re.IGNORECASE
)
_TOOLS = re.compile(r"\btools?\b|tool_choice|function.?call|jinja", re.IGNORECASE)
_SURELY_FORMAT = re.compile(r"response_format|json_schema|grammar", re.IGNORECASE)
_SURELY_TOOLS = re.compile(r"tool_choice|grammar|jinja", re.IGNORECASE)
_UNWELCOME = re.compile(
    r"unsupported|not support|unrecogni[sz]ed|unexpected|unknown|not permitted|instead|deprecated", re.IGNORECASE
)
_LOGPROBS = re.compile(r"log[_ -]?prob(?:s|abilit(?:y|ies))?\b", re.IGNORECASE)
_FORBIDDEN = 403  # what api.openai.com calls it: "You are not allowed to request logprobs from this model"
_SERVER_ERROR = 500
_OTHER_LIMIT_NAME: dict[LimitName, LimitName] = {
    "max_tokens": "max_completion_tokens",
    "max_completion_tokens": "max_tokens",
}

TOP_LOGPROBS = 5
"""How many tokens a server is asked to list at each place of an answer; some (Azure OpenAI) allow no more."""


@dataclass(frozen=True)
class Dialect:
    """What a server has not refused yet.

    Attributes:
        modes: Ways to ask for structured output that are left, best first.
        strict: Whether the schema is sent with ``strict: true``, which api.openai.com needs in order to enforce it.
        temperature: Sampling temperature; ``None`` when it is not sent.
        seed: Seed of the sampling; ``None`` when it is not sent.
        limit_name: What the longest answer is called.
        renamed: Whether ``limit_name`` has been changed already.
        logprobs: Whether the probabilities of the answer's tokens are asked for. In a call of a tool no server tells
            them, and they are not asked for.
    """

    modes: tuple[Mode, ...] = LADDER
    strict: bool = False
    temperature: float | None = 0.0
    seed: int | None = None
    limit_name: LimitName = "max_tokens"
    renamed: bool = False
    logprobs: bool = False

    @property
    def mode(self) -> Mode:
        """The way to ask that is used now."""
        return self.modes[0]

    def parameters(self, max_tokens: int) -> dict[str, Any]:
        """Return the parameters of a request.

        Args:
            max_tokens: Longest answer, in tokens.

        Returns:
            Keyword arguments for the client.
        """
        sent: dict[str, Any] = {self.limit_name: max_tokens}
        if self.temperature is not None:
            sent["temperature"] = self.temperature
        if self.seed is not None:
            sent["seed"] = self.seed
        if self._sends_logprobs:
            sent |= {"logprobs": True, "top_logprobs": TOP_LOGPROBS}
        return sent

    @property
    def _sends_logprobs(self) -> bool:
        return self.logprobs and self.mode != "tools"

    def without_refused(self, fault: RequestFault) -> Dialect | None:
        """Return the dialect without what the server has just refused.

        Args:
            fault: The server's answer to a request in this dialect.

        Returns:
            What to try next, or ``None`` when the fault is about something else or nothing is left to try.
        """
        if fault.kind != "status":
            return None
        if self._refuses_logprobs(fault):
            return replace(self, logprobs=False)
        if fault.status not in _REFUSALS:
            return None
        if fault.status < _SERVER_ERROR and (other := self._without_parameter(fault.detail)):
            return other
        return self._in_another_mode() if self._is_about_the_mode(fault) else None

    def _refuses_logprobs(self, fault: RequestFault) -> bool:
        """Tell whether the server does not tell probabilities; one that fails for lack of them says so as well."""
        refused = fault.status in _REFUSALS or fault.status == _FORBIDDEN
        return self._sends_logprobs and refused and _LOGPROBS.search(fault.detail) is not None

    def _in_another_mode(self) -> Dialect | None:
        """Loosen the hold on the answer, as little as possible."""
        if self.strict and self.mode == "json_schema":
            return replace(self, strict=False)
        return replace(self, modes=self.modes[1:]) if len(self.modes) > 1 else None

    def _without_parameter(self, text: str) -> Dialect | None:
        """Drop or rename the parameter that the server's message names, if it names one."""
        if self.temperature is not None and re.search(r"\btemperature\b", text, re.IGNORECASE):
            return replace(self, temperature=None)
        if self.seed is not None and re.search(r"\bseed\b", text, re.IGNORECASE):
            return replace(self, seed=None)
        if not self.renamed and self.limit_name in text and _UNWELCOME.search(text):
            return replace(self, limit_name=_OTHER_LIMIT_NAME[self.limit_name], renamed=True)
        return None

    def _is_about_the_mode(self, fault: RequestFault) -> bool:
        """Tell whether the server dislikes the way to ask; of a server error, only if it says so beyond doubt."""
        if self.mode == "md_json":
            return False
        likely, surely = (_TOOLS, _SURELY_TOOLS) if self.mode == "tools" else (_FORMAT, _SURELY_FORMAT)
        pattern = surely if fault.status == _SERVER_ERROR else likely
        return pattern.search(fault.detail) is not None


def ladder(mode: str) -> tuple[Mode, ...]:
    """Return the ways to ask, in order.

    Args:
        mode: ``auto``, or the one way to use.

    Returns:
        The ways, best first.

    Raises:
        ConfigurationError: There is no such mode.
    """
    if mode == "auto":
        return LADDER
    for known in LADDER:
        if mode == known:
            return (known,)
    raise ConfigurationError(f"unknown mode {mode!r}", hint=f"known are auto, {', '.join(LADDER)}")
