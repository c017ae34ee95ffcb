import pytest

from llmextract.llm.dialect import LADDER, TOP_LOGPROBS, Dialect, ladder
from llmextract.llm.faults import RequestFault


def refused(detail, status=400):
    return RequestFault("status", status=status, detail=detail)


@pytest.mark.parametrize(
    ("mode", "fault", "left"),
    [
        ("json_schema", refused("This response_format type is unavailable now"), LADDER[1:]),
        ("json_schema", refused("JSON schema conversion failed", 422), LADDER[1:]),
        ("json_schema", refused("structured output is not implemented", 501), LADDER[1:]),
        ("json_schema", refused("failed to parse grammar", 500), LADDER[1:]),
        ("json_schema", refused("the database schema is being migrated", 500), None),
        ("json_schema", refused("tools are not supported"), None),
        ("json_schema", refused("the prompt is too long"), None),
        ("json_schema", refused("response_format", 401), None),
        ("tools", refused("registry/some-model does not support tools"), LADDER[2:]),
        ("tools", refused("No endpoints found that support tool use", 404), LADDER[2:]),
        ("tools", refused("tools param requires --jinja flag", 500), LADDER[2:]),
        ("json", refused("'response_format.type' must be 'json_schema' or 'text'"), LADDER[3:]),
        ("md_json", refused("response_format"), None),
    ],
)
def test_only_refusals_of_the_way_to_ask_lead_to_the_next(mode, fault, left):
    dialect = Dialect(modes=LADDER[LADDER.index(mode) :])
    other = dialect.without_refused(fault)
    assert (other.modes if other else None) == left


def test_faults_without_a_status_change_nothing():
    assert Dialect().without_refused(RequestFault("timeout", detail="response_format")) is None


def test_a_token_limit_that_is_merely_too_large_is_not_renamed():
    assert Dialect().without_refused(refused("max_tokens is too large: 999999")) is None


def test_the_token_limit_is_renamed_once():
    fault = refused("Unrecognized request argument: max_completion_tokens")
    other = Dialect(limit_name="max_completion_tokens").without_refused(fault)
    assert other.parameters(5)["max_tokens"] == 5
    assert other.without_refused(refused("Unsupported parameter: max_tokens")) is None


@pytest.mark.parametrize(
    "fault",
    [
        refused("Unsupported parameter: 'logprobs' is not supported with this model."),
        refused("Unrecognized request argument supplied: top_logprobs"),
        refused("You are not allowed to request logprobs from this model", 403),
        refused(
            "[{'type': 'extra_forbidden', 'loc': ['body', 'logprobs'], 'msg': 'Extra inputs are not permitted'}]", 422
        ),
        refused("log probabilities are not available while a grammar is used", 501),
        refused("logprobs is not supported for models created with logits_all=False", 500),
        refused("response_format cannot be combined with logprobs"),
    ],
)
def test_refused_token_probabilities_are_left_out_and_nothing_else(fault):
    asked = Dialect(logprobs=True, seed=1)
    other = asked.without_refused(fault)
    assert asked.parameters(9) == {**other.parameters(9), "logprobs": True, "top_logprobs": TOP_LOGPROBS}
    assert (other.modes, other.logprobs) == (LADDER, False)


@pytest.mark.parametrize(
    "fault",
    [
        refused("the key may not be used here", 403),
        refused("logprobs", 401),
        refused("slow down: logprobs are dear", 429),
        RequestFault("garbled", detail="logprobs"),
        refused("the catalogue of logprobsters is empty"),
    ],
)
def test_other_faults_leave_token_probabilities_alone(fault):
    assert Dialect(logprobs=True).without_refused(fault) is None


def test_token_probabilities_are_not_asked_for_with_a_tool():
    tools = Dialect(modes=LADDER[1:], logprobs=True)
    assert "logprobs" not in tools.parameters(5)
    assert "top_logprobs" not in tools.parameters(5)
    further = tools.without_refused(refused("tools are not supported; logprobs neither"))
    assert further.mode == "json"
    assert further.parameters(5)["logprobs"] is True


@pytest.mark.parametrize(
    "complaint", ["temperature", "seed", "logprobs", "max_tokens unsupported", "response_format json_schema tools"]
)
def test_giving_in_ends(complaint):
    dialect, steps = Dialect(strict=True, seed=1, logprobs=True), 0
    while (other := dialect.without_refused(refused(complaint))) is not None:
        assert other != dialect
        dialect, steps = other, steps + 1
    assert 1 <= steps <= 4


def test_a_fixed_mode_is_the_only_one():
    assert ladder("tools") == ("tools",)
    assert ladder("auto") == LADDER
