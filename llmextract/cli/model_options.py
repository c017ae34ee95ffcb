"""The options that say which language model answers and how, the same in every command that asks one.

Each is ``None`` when it is not given, so that the environment and the settings file are asked next.
"""

from __future__ import annotations

from typing import Annotated

import typer

Model = Annotated[
    str | None,
    typer.Option(help="local/NAME, openai/NAME, ollama/NAME, or a name that the server at --base-url knows."),
]
BaseUrl = Annotated[
    str | None, typer.Option(metavar="URL", help="An OpenAI-compatible endpoint, up to and including /v1.")
]
ApiKeyEnv = Annotated[
    str | None, typer.Option(metavar="VARIABLE", help="Environment variable that holds the endpoint's key.")
]
Timeout = Annotated[float | None, typer.Option(help="Longest wait for one answer, in seconds.")]
MaxReasks = Annotated[int | None, typer.Option(help="How often an answer that does not validate is asked for again.")]
Effort = Annotated[
    str | None, typer.Option(metavar="low|normal|high", help="How much to ask the model about one article.")
]
Context = Annotated[int | None, typer.Option(help="Context of the embedded model, in tokens.")]
Threads = Annotated[int | None, typer.Option(help="Threads of the embedded model.")]
Fresh = Annotated[
    bool, typer.Option("--fresh", help="Ask the embedded model again what it has answered before.", show_default=False)
]
