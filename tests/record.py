"""Record the cassettes anew from the embedded model, then check that they replay: ``python -m tests.record [PATH…]``.

Everything after the program's name goes to pytest, such as the path of one test module. The model is fetched if it is
not there yet (1.1 GB); expect minutes for each recorded article on a machine without a graphics card.
"""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]


def main(arguments):
    for mode, failure in (
        ("rewrite", "the recording failed; `git restore cassettes` brings the old cassettes back"),
        ("none", "the new cassettes do not replay: something asked differs from run to run"),
    ):
        command = [
            sys.executable,
            "-m",
            "pytest",
            "-m",
            "vcr",
            "-n0",
            "-p",
            "no:cacheprovider",
            f"--record-mode={mode}",
        ]
        # Cassettes hold letters of many alphabets, and vcrpy writes files in the system's encoding.
        environment = {**os.environ, "PYTHONUTF8": "1"}
        done = subprocess.run([*command, *arguments], cwd=ROOT, env=environment, check=False)  # noqa: S603
        if done.returncode:
            sys.stderr.write(f"{failure}\n")
            return done.returncode
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
