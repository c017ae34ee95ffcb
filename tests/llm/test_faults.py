import httpx2
import openai
import pytest

from llmextract.errors import EndpointError, EndpointUnreachableError, RateLimitError
from llmextract.llm.faults import RequestFault, Server, public_error, read_fault

SERVER = Server(model="m", base_url="https://me:pw@llm.example/v1?x=1", key_variable="MY_KEY", secret="s3cret-s3cret")
REQUEST = httpx2.Request("POST", "https://llm.example/v1", headers={"Authorization": "Bearer s3cret-s3cret"})


def wrapped(cause):
    error = openai.APIConnectionError(request=REQUEST)
    error.__cause__ = cause
    return error


def test_the_address_shown_has_no_credentials_and_no_query():
    assert SERVER.address == "https://llm.example/v1"


def test_excerpts_are_short_plain_and_without_keys():
    text = SERVER.clean("<style>p {}</style><p>key s3cret-s3cret\n or Bearer abcdefgh12345 is " + "bad " * 90)
    assert text.startswith("key *** or *** is bad")
    assert len(text) == 200
    assert text.endswith("…")


def test_a_host_that_does_not_exist_is_told_apart():
    error = httpx2.ConnectError("[Errno -2] Name or service not known")
    error.__cause__ = __import__("socket").gaierror(-2, "Name or service not known")
    fault = read_fault(wrapped(error), SERVER)
    assert fault.kind == "unresolved"
    message = str(public_error(fault, SERVER))
    assert "cannot be reached: [Errno -2] Name or service not known" in message


def test_a_refusal_on_every_address_of_a_host_is_a_refusal():
    error = OSError("All connection attempts failed")
    error.__cause__ = ExceptionGroup("both", [ConnectionRefusedError(), ConnectionRefusedError()])
    assert read_fault(wrapped(error), SERVER).kind == "refused"


def test_foreign_exceptions_are_handed_back():
    foreign = LookupError("a recorder has no such request")
    assert read_fault(wrapped(foreign), SERVER) is foreign


def test_a_timeout_of_the_client_is_a_timeout():
    fault = read_fault(openai.APITimeoutError(request=REQUEST), SERVER)
    assert fault.kind == "timeout"
    assert "no answer from https://llm.example/v1 in time" in str(public_error(fault, SERVER))


def test_other_errors_of_the_client_are_garbled_answers():
    error = openai.APIResponseValidationError(response=httpx2.Response(200, request=REQUEST), body=None)
    assert read_fault(error, SERVER).kind == "garbled"


@pytest.mark.parametrize(
    ("body", "detail"),
    [
        ({"error": {"message": "told so"}}, "told so"),
        ({"detail": "told so"}, "told so"),
        ({"detail": [{"msg": "told so"}]}, "[{'msg': 'told so'}]"),
        ({"weird": 1}, "{'weird': 1}"),
        ([1, 2], ""),
    ],
)
def test_the_servers_message_is_found_in_every_form(body, detail):
    client = openai.OpenAI(api_key="x", base_url="https://llm.example/v1")
    with client:
        error = client._make_status_error_from_response(httpx2.Response(418, json=body, request=REQUEST))
    fault = read_fault(error, SERVER)
    assert (fault.status, fault.detail) == (418, detail)


def test_rate_limits_say_what_to_do():
    assert "fewer requests" in str(public_error(RequestFault("status", status=429), SERVER))
    waiting = public_error(RequestFault("status", status=429, retry_after=9.6), SERVER)
    assert isinstance(waiting, RateLimitError)
    assert "wait 10 s" in str(waiting)


def test_a_status_that_is_missing_is_said_to_be():
    error = public_error(RequestFault("status", detail="odd"), SERVER)
    assert type(error) is EndpointError
    assert "HTTP 200 with an error: odd" in str(error)
    assert isinstance(public_error(RequestFault("timeout"), SERVER), EndpointUnreachableError)
