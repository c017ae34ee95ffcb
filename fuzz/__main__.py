"""Fuzz one target, or all of them in turn: ``python -m fuzz TARGET --seconds 1200``.

Coverage-guided, by atheris (libFuzzer), which must be installed: ``pip install atheris``. The inputs that reach new
code are kept in OUT/TARGET/corpus, so that the next run goes on from there; an input that breaks something is kept in
OUT/TARGET/found, and ``python -m fuzz TARGET --replay FILE`` runs it again.
"""

from __future__ import annotations

import argparse
import importlib.util
import subprocess
import sys
from pathlib import Path

_USAGE = 2
_TIMEOUT = 25  # seconds for one input
_MEMORY = 3072  # MB


def main(arguments: list[str] | None = None) -> int:
    """Run from the command line.

    Args:
        arguments: What stands after the program's name; ``sys.argv`` by default.

    Returns:
        0 nothing was found; 1 something was; 2 wrong usage.
    """
    from fuzz.targets import TARGETS

    parser = argparse.ArgumentParser(
        prog="python -m fuzz", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("target", choices=[*TARGETS, "all"])
    parser.add_argument("--seconds", type=int, default=60, help="for each target (default: %(default)s)")
    parser.add_argument("--inputs", type=int, default=-1, help="at most so many for each target")
    parser.add_argument("--longest", type=int, default=4096, help="bytes of an input (default: %(default)s)")
    parser.add_argument("--out", type=Path, default=Path("fuzz-results"))
    parser.add_argument("--replay", type=Path, metavar="FILE", help="run one input, without a fuzzer")
    options = parser.parse_args(arguments)
    if options.replay is not None and options.target != "all":
        TARGETS[options.target](options.replay.read_bytes())
        return 0
    if importlib.util.find_spec("atheris") is None:
        sys.stderr.write("error: atheris is not installed; pip install atheris (Linux and macOS)\n")
        return _USAGE
    names = list(TARGETS) if options.target == "all" else [options.target]
    return max(_in_process_of_its_own(name, options) for name in names)


def _in_process_of_its_own(name: str, options: argparse.Namespace) -> int:
    """Fuzz one target; libFuzzer ends the process that it runs in."""
    from fuzz.targets import seeds

    corpus, found = options.out / name / "corpus", options.out / name / "found"
    for folder in (corpus, found):
        folder.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(seeds(name)):
        (corpus / f"seed{number:03}").write_bytes(seed[: options.longest])
    flags = [
        f"-max_total_time={options.seconds}",
        f"-runs={options.inputs}",
        f"-max_len={options.longest}",
        f"-timeout={_TIMEOUT}",
        f"-rss_limit_mb={_MEMORY}",
        f"-artifact_prefix={found}/",
        "-print_final_stats=1",
    ]
    command = [sys.executable, "-m", "fuzz.engine", name, *flags, str(corpus)]
    code = subprocess.run(command, check=False).returncode  # noqa: S603 - this Python, our own module
    sys.stderr.write(f"{name}: {'nothing found' if code == 0 else f'something was found, see {found}'}\n")
    return int(code != 0)


if __name__ == "__main__":
    sys.exit(main())
