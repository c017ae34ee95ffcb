"""The process that libFuzzer runs in: ``python -m fuzz.engine TARGET [FLAGS] CORPUS``; see `fuzz.__main__`."""

from __future__ import annotations

import sys


def main() -> None:
    """Instrument the package, then hand over to libFuzzer, which never returns."""
    import atheris

    with atheris.instrument_imports(include=["llmextract"]):
        import llmextract.articles.reading
        import llmextract.corpus.ledger
        import llmextract.corpus.linking.names
        import llmextract.export.record_files
        import llmextract.extraction.pipeline
        import llmextract.llm.answer_text  # noqa: F401 - loaded here so that its branches are counted
        from fuzz.targets import TARGETS, seeds

        target = TARGETS[sys.argv[1]]
        for data in (bytes(64), *seeds(sys.argv[1])):
            target(data)  # what is imported on first use is instrumented as well, and its loading takes no input's time
    atheris.Setup([sys.argv[0], *sys.argv[2:]], target)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
