"""The program as a whole: its exit codes, its help, and what it loads to give it."""

import subprocess
import sys

import pytest

import llmextract
from llmextract.cli import app, main
from llmextract.cli.app import run
from llmextract.errors import ArticleNotFoundError, ConfigurationError
from llmextract.llm.embedded import catalog

HEAVY = ("openai", "instructor", "xllamacpp", "trafilatura", "dateparser", "huggingface_hub", "lxml", "rich.console")


def test_version_is_printed(capsys):
    assert run(["--version"]) == 0
    assert capsys.readouterr() == (f"llmextract {llmextract.__version__}\n", "")


@pytest.mark.parametrize("option", ["--help", "-h"])
def test_help_lists_the_commands(option, capsys):
    assert run([option]) == 0
    out, err = capsys.readouterr()
    assert all(f"\n  {command} " in out for command in ("extract", "evaluate", "model", "schema", "doctor"))
    assert err == ""


@pytest.mark.parametrize("arguments", [[], ["no-such-command"], ["--no-such-option"], ["model", "no-such-command"]])
def test_wrong_usage_is_explained_on_stderr(arguments, capsys):
    assert run(arguments) == 2
    out, err = capsys.readouterr()
    assert (out, "Usage: llmextract" in err) == ("", True)
    assert "Traceback" not in err


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (ConfigurationError("two\nlines", hint="do\x1bthis"), 2),
        (ArticleNotFoundError("two\nlines", hint="do\x1bthis"), 1),
    ],
)
def test_errors_are_one_line_and_decide_the_exit_code(error, code, monkeypatch, capsys):
    def fail():
        raise error

    monkeypatch.setattr(catalog, "catalog", fail)
    monkeypatch.setattr("llmextract.llm.embedded.catalog.catalog", fail)
    assert run(["model", "list"]) == code
    assert capsys.readouterr() == ("", "llmextract: error: two lines; do this\n")


@pytest.mark.parametrize("when", ["inside", "outside"])
def test_interrupt_is_130(when, monkeypatch, capsys):
    def interrupt(*_, **__):
        raise KeyboardInterrupt

    if when == "inside":
        monkeypatch.setattr("llmextract.llm.embedded.catalog.catalog", interrupt)
    else:
        monkeypatch.setattr(app, "app", interrupt)
    assert run(["model", "list"]) == 130
    assert "Traceback" not in capsys.readouterr().err


def test_main_exits_with_the_code(monkeypatch):
    monkeypatch.setattr(sys, "argv", ["llmextract", "--no-such-option"])
    with pytest.raises(SystemExit) as end:
        main()
    assert end.value.code == 2


@pytest.mark.parametrize("arguments", [["--help"], ["schema"]])
def test_help_and_schema_load_no_heavy_package(arguments):
    code = (
        "import sys\n"
        "from llmextract.cli.app import run\n"
        f"code = run({arguments!r})\n"
        f"sys.stderr.write(','.join(name for name in {HEAVY!r} if name in sys.modules))\n"
        "raise SystemExit(code)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)  # noqa: S603
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout


@pytest.mark.skipif(sys.platform == "win32", reason="pipes break differently")
def test_reader_that_goes_away_leaves_no_traceback():
    code = (
        "import sys; from llmextract.cli.app import run\n"
        "sys.stdin.readline()\n"  # until the reader has gone
        "raise SystemExit(run(['schema']))"
    )
    pipe = subprocess.PIPE
    with subprocess.Popen([sys.executable, "-c", code], stdin=pipe, stdout=pipe, stderr=pipe, text=True) as process:  # noqa: S603
        process.stdout.close()
        process.stdin.write("\n")
        process.stdin.close()
        err = process.stderr.read()
        process.wait(timeout=30)
    assert (process.returncode, err) == (1, "")
