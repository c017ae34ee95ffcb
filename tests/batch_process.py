"""A process that runs the program again and again, so that it can be killed again and again.

usage: python -m tests.batch_process ARGUMENTS...

For each line on standard input it starts ``llmextract ARGUMENTS`` in a child, with everything imported already, prints
the child's process id, and when that has ended its exit code (-9 when it was killed).
"""

import os
import sys

from llmextract.cli.app import run
from llmextract.errors import EndpointUnreachableError
from llmextract.extraction.extractor import Extractor
from tests.batch_support import story


def main(arguments):
    with Extractor("m", base_url="http://127.0.0.1:9/v1", max_retries=0, effort="low") as extractor:
        try:
            extractor.extract(story(0))
        except EndpointUnreachableError:  # as it must be; but all that asking needs is loaded now
            pass
        else:
            raise AssertionError("somebody answers at the discard port")
    for _ in sys.stdin:
        child = os.fork()
        if child == 0:
            code = run(arguments)
            sys.stderr.flush()
            os._exit(code)
        print(child, flush=True)  # noqa: T201
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1:])
