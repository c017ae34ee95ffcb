"""What all tests share: recorded answers of the real model, and the tests that need its file."""

import os
import signal
from typing import NamedTuple

import hypothesis
import pytest
from vcr.record_mode import RecordMode

from llmextract.llm.endpoint import EndpointModel
from llmextract.settings import LOCAL_TIMEOUT
from tests import cassette_format, cassettes

SMALL_CONTEXT = 512

# Enough to find what is commonly wrong, every time; HYPOTHESIS_PROFILE=thorough for a long look.
hypothesis.settings.register_profile("suite", max_examples=25)
hypothesis.settings.register_profile("thorough", max_examples=2000, deadline=None)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "suite"))


# What a shell starts in the background ignores Ctrl-C, and so does what it starts: tests that send it would not end.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


class Served(NamedTuple):
    """Where the embedded model answers: its own server while recording, nobody's address in replay."""

    model: str
    base_url: str
    api_key: str | None

    def endpoint(self, **settings):
        """Make the language model that asks there."""
        place = {**self._asdict(), "name": f"local/{self.model}", "timeout": LOCAL_TIMEOUT}
        return EndpointModel(**{**place, **settings})


def _serve(record_mode, **settings):
    from llmextract.llm.embedded.catalog import find_model

    entry = find_model()
    if record_mode == "none":
        return Served(entry.name, cassettes.REPLAY_URL, None)
    from llmextract.llm.embedded.fetch import fetch_model
    from llmextract.llm.embedded.server import embedded_server

    fetch_model(entry.name)
    server = embedded_server(entry.name, **settings)
    return Served(server.model, server.base_url, server.api_key)


@pytest.fixture(scope="session")
def served(record_mode):
    """The embedded model. A fixture of the session starts before a cassette does, which thus sees only questions."""
    return _serve(record_mode)


@pytest.fixture(scope="session")
def served_small(record_mode):
    """The embedded model with a context of 512 tokens."""
    return _serve(record_mode, context=SMALL_CONTEXT)


@pytest.fixture
def recorded_model(served):
    """The embedded model, its answers recorded; for tests marked with ``vcr``."""
    return served.endpoint()


@pytest.fixture(scope="session")
def vcr_config():
    return {
        "match_on": cassettes.MATCH_ON,
        "decode_compressed_response": True,
        "before_record_request": cassettes.scrub_request,
        "before_record_response": cassettes.scrub_response,
    }


@pytest.fixture(scope="module")
def vcr_cassette_dir(request):
    return str(cassettes.FOLDER / request.node.path.stem)


def pytest_recording_configure(vcr):
    vcr.register_matcher("json_body", cassettes.json_body)
    vcr.register_serializer("yaml", cassette_format)


class StaleCassette(pytest.fail.Exception):
    """A replayed test asks anything else, more, or less than was recorded."""

    def __init__(self, message):
        super().__init__(message, pytrace=False)


@pytest.hookimpl(wrapper=True)
def pytest_pyfunc_call(pyfuncitem):
    """Say what to do about a stale cassette, instead of what it led to."""
    try:
        result = yield
    except Exception as error:
        stale = cassettes.find_stale(error)
        if stale is None:
            raise
        raise StaleCassette(cassettes.explain_stale(stale)) from None
    cassette = pyfuncitem.funcargs.get("vcr")
    if cassette is not None and cassette.record_mode == RecordMode.NONE and not cassette.all_played:
        raise StaleCassette(cassettes.explain_unplayed(cassette))
    return result


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(call):
    """Leave out what the libraries in between log about a stale cassette: pages of it."""
    report = yield
    if call.excinfo is not None and call.excinfo.errisinstance(StaleCassette):
        report.sections.clear()
    return report


def pytest_collection_modifyitems(config, items):
    """Leave out the tests that run the embedded model, unless ``-m`` speaks of them."""
    if "embedded" in config.option.markexpr:
        return
    left_out = [item for item in items if item.get_closest_marker("embedded")]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]
