"""What the program's exit codes mean."""

DONE = 0
"""Everything was done."""

FAILED = 1
"""Something failed; the rest was done and printed."""

USAGE = 2
"""Wrong usage: an option, an argument or a setting; nothing was done."""

INTERRUPTED = 130
"""Ctrl-C; what was done until then was printed."""
