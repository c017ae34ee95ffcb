"""The recorded HTTP of the tests: what of it is kept, which request is the recorded one, what to say when none is."""

import difflib
import itertools
import json
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from vcr.errors import CannotOverwriteExistingCassetteException

FOLDER = Path(__file__).parents[1] / "cassettes"

REPLAY_HOST = "model.invalid"
"""Never resolves (RFC 2606): a replayed test that asks for more than was recorded reaches nobody."""

REPLAY_URL = f"http://{REPLAY_HOST}/v1"
RECORD_AGAIN = "record the cassettes anew, and look at what changed in them: make record"
MATCH_ON = ("method", "path", "query", "json_body")

_KEPT_HEADERS = frozenset({"content-type"})
_MOST_DIFFERENCES = 4
_CONTEXT = 60
_ABSENT = "(nothing)"


def scrub_request(request):
    """Keep of a request what was asked: no key, no host, no port, no header but the type of its body."""
    parts = urlsplit(request.uri)
    request.uri = urlunsplit(("http", REPLAY_HOST, parts.path, parts.query, ""))
    request.headers = {name: value for name, value in request.headers.items() if name.lower() in _KEPT_HEADERS}
    return request


def scrub_response(response):
    """Keep of a response what was answered; how fast the recording machine was (``timings``) is nobody's business."""
    response["headers"] = {name: value for name, value in response["headers"].items() if name.lower() in _KEPT_HEADERS}
    body = read_json(response["body"]["string"])
    if isinstance(body, dict) and body.pop("timings", None) is not None:
        response["body"]["string"] = json.dumps(body, ensure_ascii=False).encode()
    return response


def json_body(new, recorded):
    """Compare two requests by what their JSON says: neither white space nor the order of keys counts."""
    if _canonical(new.body) != _canonical(recorded.body):
        raise AssertionError("\n".join(differences(read_json(recorded.body), read_json(new.body))) or "body differs")


def _canonical(body):
    value = read_json(body)
    return body if value is None else json.dumps(value, sort_keys=True)


def read_json(body):
    """Return what a body says, ``None`` where it is no JSON."""
    try:
        return json.loads(body)
    except (TypeError, ValueError):
        return None


def differences(recorded, now, path=""):
    """List where two JSON values differ, one entry of three lines each."""
    if isinstance(recorded, dict) and isinstance(now, dict):
        keys = dict.fromkeys((*recorded, *now))
        parts = [(f"{path}.{key}".lstrip("."), recorded.get(key, _ABSENT), now.get(key, _ABSENT)) for key in keys]
    elif isinstance(recorded, list) and isinstance(now, list):
        pairs = itertools.zip_longest(recorded, now, fillvalue=_ABSENT)
        parts = [(f"{path}[{index}]", before, after) for index, (before, after) in enumerate(pairs)]
    elif type(recorded) is type(now) and recorded == now:
        return []
    else:
        before, after = _around_first_difference(recorded, now)
        return [f"{path or 'the body'}\n    recorded: {before}\n    now:      {after}"]
    return [line for step, before, after in parts for line in differences(before, after, step)]


def _around_first_difference(*values):
    texts = [value if isinstance(value, str) else json.dumps(value, ensure_ascii=False) for value in values]
    same = sum(1 for _ in itertools.takewhile(lambda letters: len(set(letters)) == 1, zip(*texts, strict=False)))
    start = max(0, same - _CONTEXT // 2)
    return [_excerpt(text.replace("\n", "⏎"), start) for text in texts]


def _excerpt(text, start):
    end = start + _CONTEXT
    return f"{'…' if start else ''}{text[start:end]}{'…' if len(text) > end else ''}"


def find_stale(error):
    """Find vcrpy's "there is no such recording" in an exception and what caused it."""
    while error is not None and not isinstance(error, CannotOverwriteExistingCassetteException):
        error = error.__cause__ or error.__context__
    return error


def explain_stale(error):
    """Say which request has no recording, what differs from the nearest one, and what to do about it."""
    name = _name(error.cassette)
    if not len(error.cassette):
        return f"there is no cassette {name}\n{RECORD_AGAIN}"
    asked = error.failed_request
    unplayed = [request for i, request in enumerate(error.cassette.requests) if not error.cassette.play_counts[i]]
    if not unplayed:
        return f"the test asks more than the {len(error.cassette)} questions that {name} answers\n{RECORD_AGAIN}"
    nearest = max(unplayed, key=lambda request: _likeness(asked, request))
    lines = differences(read_json(nearest.body), read_json(asked.body))
    if (nearest.method, nearest.path) != (asked.method, asked.path):
        lines = [f"{asked.method} {asked.path} instead of {nearest.method} {nearest.path}"]
    more = [f"and {len(lines) - _MOST_DIFFERENCES} more"] if len(lines) > _MOST_DIFFERENCES else []
    return "\n".join(
        (
            f"{name} does not answer what is asked: the prompt, the form or a setting has changed since",
            *(f"  {line}" for line in (*lines[:_MOST_DIFFERENCES], *more)),
            RECORD_AGAIN,
        )
    )


def explain_unplayed(cassette):
    """Say that the test asks less than was recorded."""
    return (
        f"only {len(cassette.play_counts)} of the {len(cassette)} questions that {_name(cassette)} answers were asked: "
        f"the code has changed since it was recorded\n{RECORD_AGAIN}"
    )


def _likeness(one, other):
    """Order candidates: cheap, and good enough to find the same question with other words in it."""
    return difflib.SequenceMatcher(a=str(_canonical(one.body)), b=str(_canonical(other.body))).quick_ratio()


def _name(cassette):
    return "/".join(Path(cassette.path).parts[-3:])
