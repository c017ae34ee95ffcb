"""A package, so that tests and `python -m tests.record` share their helpers by name."""
