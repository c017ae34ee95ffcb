"""Kill a batch again and again (``kill -9``), and compare the store with that of an unbroken run.

usage: python -m benchmarks.batch.kill_resume [--kills 100] [--articles 200] [--seconds 0.02] [--seed 1]

Fails when anything is lost or there twice, or when an article is asked about again after its outcome was committed.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import random
import re
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks.batch.endpoint import RecordedEndpoint, write_table
from llmextract.corpus import Store

_NUMBER = re.compile(r"dossier (\d{6})")


def command(table: Path, store: Path) -> list[str]:
    """Return the command that is run, and run again."""
    start = "import sys; from llmextract.cli import main; sys.argv[0] = 'llmextract'; main()"
    options = ["--model", "m", "--effort", "low", "--concurrency", "4"]
    return [sys.executable, "-c", start, "batch", str(table), "--store", str(store), *options]


def content(path: Path) -> dict[str, Any]:
    """Return what a store holds, but for moments, durations and the numbers of runs and attempts."""
    with Store.open(path, create=False) as store:
        rows = store.connection.execute
        return {
            "articles": [tuple(row) for row in rows("SELECT id, sha256, source, duplicate_of, text FROM articles")],
            "sources": sorted(tuple(row) for row in rows("SELECT source, fingerprint, article_id FROM sources")),
            "outcomes": sorted(
                tuple(row) for row in rows("SELECT key, state, article_id FROM attempts WHERE state <> 'stopped'")
            ),
            "records": sorted(
                json.dumps({**json.loads(record.model_dump_json()), "run": None}) for record in store.records()
            ),
        }


def committed(path: Path) -> set[str]:
    """Return the numbers of the articles whose outcome is in a store."""
    with contextlib.closing(sqlite3.connect(path)) as connection:
        try:
            rows = connection.execute("SELECT a.text FROM attempts AS t JOIN articles AS a ON a.id = t.article_id")
            return {found[1] for (text,) in rows if (found := _NUMBER.search(text))}
        except sqlite3.OperationalError:  # killed before there was a table
            return set()


def main(arguments: list[str] | None = None) -> int:
    """Run, print, and return 1 if a store differs or anything was asked again."""
    parser = argparse.ArgumentParser(description="Kill a batch again and again.")
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--articles", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=0.02, help="of one answer")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    chance = random.Random(options.seed)  # noqa: S311 - when to kill
    with tempfile.TemporaryDirectory() as folder, RecordedEndpoint(options.seconds, keep=True) as endpoint:
        place = Path(folder)
        table, whole, broken = place / "news.jsonl", place / "whole.db", place / "broken.db"
        write_table(table, options.articles)
        environment = {**os.environ, "LLMEXTRACT_BASE_URL": endpoint.url}
        quiet = {"env": environment, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        started = time.perf_counter()
        subprocess.run(command(table, whole), check=True, **quiet)
        usual = time.perf_counter() - started
        endpoint.asked.clear()

        killed, again, early = 0, 0, 0
        done: set[str] = set()
        while killed < options.kills:
            before = len(endpoint.asked)
            # After so many requests of this run, or so many seconds: some kills hit the start, some the end.
            requests = chance.randint(0, max(1, 3 * options.articles // options.kills))
            deadline = time.perf_counter() + chance.random() * usual * 2
            with subprocess.Popen(command(table, broken), **quiet) as process:
                while time.perf_counter() < deadline and len(endpoint.asked) - before <= requests:
                    time.sleep(0.001)
                time.sleep(chance.random() * options.seconds * 2)
                process.send_signal(signal.SIGKILL)
                process.wait()
            early += process.returncode != -signal.SIGKILL
            killed += 1
            again += sum(number in done for text in endpoint.asked[before:] for number in _NUMBER.findall(text))
            done = committed(broken)
        before = len(endpoint.asked)
        last = subprocess.run(command(table, broken), check=False, **quiet).returncode
        again += sum(number in done for text in endpoint.asked[before:] for number in _NUMBER.findall(text))
        same = content(whole) == content(broken)
        wasted = len(endpoint.asked) - options.articles
        sys.stdout.write(
            f"{killed} kills ({early} came after the end), {options.articles} articles, last exit code {last}\n"
            f"store equals that of an unbroken run: {same}\n"
            f"asked again after the commit: {again}\n"
            f"requests lost in flight: {wasted} ({wasted / max(1, killed):.1f} a kill, 4 articles at a time)\n"
        )
        return 0 if same and not again and last == 0 else 1


if __name__ == "__main__":
    sys.exit(main())
