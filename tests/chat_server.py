"""An OpenAI-compatible endpoint on the loopback interface that answers in whatever form it is asked for.

It stands for a model whose answers always fit: of each question's JSON schema it makes the first answer that obeys it,
taking as many of a list's choices as may be. What it is asked is kept.
"""

import contextlib
import json
import math
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


def fitting_answer(schema, definitions=None):
    """Make an answer that obeys a JSON schema: first choices, and one of each thing that a list may hold."""
    definitions = definitions or schema.get("$defs", {})
    if "$ref" in schema:
        return fitting_answer(definitions[schema["$ref"].rpartition("/")[2]], definitions)
    if "anyOf" in schema:
        return fitting_answer(schema["anyOf"][0], definitions)
    if "const" in schema or "enum" in schema:
        return schema.get("const", schema.get("enum", [None])[0])
    if schema["type"] == "object":
        return {name: fitting_answer(part, definitions) for name, part in schema["properties"].items()}
    if schema["type"] == "array":
        choices = schema["items"].get("enum")
        return choices[:2] if choices else [fitting_answer(schema["items"], definitions)]
    return {"string": "fisheries", "integer": 1, "number": 1.0, "boolean": True, "null": None}[schema["type"]]


def told(token, alternatives):
    """Make a server's account of one token: its bytes and, for it and others, the probabilities."""

    def entry(each):
        logprob = math.log(alternatives[each]) if alternatives.get(each) else -9999.0
        return {"token": each.decode(errors="replace"), "bytes": list(each), "logprob": logprob}

    return {**entry(token), "top_logprobs": [entry(each) for each in alternatives]}


def completion(content, *, finish="stop", tokens=None):
    """Make the body of a chat completion; ``tokens`` is what ``told`` makes, one for each token of the content."""
    message = {"role": "assistant", "content": content}
    logprobs = {"content": tokens} if tokens is not None else None
    return {
        "id": "c1",
        "object": "chat.completion",
        "created": 1,
        "model": "m",
        "choices": [{"index": 0, "finish_reason": finish, "message": message, "logprobs": logprobs}],
        "usage": {"prompt_tokens": 100, "completion_tokens": 20, "total_tokens": 120},
    }


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        self._send(*self.server.models)

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.server.requests.append((headers, body))
        self._send(*self.server.answer(body))

    def _send(self, status, body):
        data = body.encode() if isinstance(body, str) else json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        with contextlib.suppress(OSError):  # clients give up, as some tests want them to
            self.wfile.write(data)

    def log_message(self, *_):
        pass


class ChatServer(ThreadingHTTPServer):
    """The endpoint; a context manager that runs it in a thread.

    Attributes:
        answer: From a request's body to status and body; replace it for other behaviour.
        models: Status and body of the list of models.
        requests: Headers and body of each question so far.
    """

    daemon_threads = True
    block_on_close = False

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _Handler)
        self.answer = lambda body: (200, completion(json.dumps(fitting_answer(schema_of(body)))))
        self.models = (200, {"data": [{"id": "m"}, {"id": "other:latest"}]})
        self.requests = []

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_port}/v1"

    def refuse(self, status, message, **more):
        """Answer every question with an error."""
        self.answer = lambda _: (status, {"error": {"message": message, "type": "invalid_request_error", **more}})

    def handle_error(self, *_):
        pass

    def __enter__(self):
        self._thread = threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_):
        self.shutdown()
        self._thread.join()
        self.server_close()


def schema_of(body):
    """Return the JSON schema that a request asks to obey."""
    return body["response_format"]["json_schema"]["schema"]
