import pytest

from llmextract.llm.dialect import LADDER, Dialect, ladder
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
    "complaint", ["temperature", "seed", "max_tokens unsupported", "response_format json_schema tools"]
)
def test_giving_in_ends(complaint):
    dialect, steps = Dialect(strict=True, seed=1), 0
    while (other := dialect.without_refused(refused(complaint))) is not None:
        assert other != dialect
        dialect, steps = other, steps + 1
    assert 1 <= steps <= 4


def test_a_fixed_mode_is_the_only_one():
    assert ladder("tools") == ("tools",)
    assert ladder("auto") == LADDER
