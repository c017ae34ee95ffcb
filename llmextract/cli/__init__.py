"""The command line."""

from __future__ import annotations

__all__ = ["main"]


def main() -> None:
    """Run the command line with the program's arguments and exit with its code."""
    from llmextract.cli.app import run

    raise SystemExit(run())
