"""Fuzzing: every part that reads what others wrote, given bytes that a fuzzer makes up; see docs/security.md."""
