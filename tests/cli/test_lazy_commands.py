"""Commands are imported when they are called; until then, help knows them by a line."""

import inspect
import subprocess
import sys

import pytest

from llmextract.cli.app import COMMANDS, run
from llmextract.cli.lazy_commands import LazyCommand

each_command = pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)


@each_command
def test_the_line_in_the_help_is_the_first_of_the_commands_own(command):
    first, *_ = inspect.cleandoc(command.load().help).splitlines()
    assert command.summary == first


@each_command
def test_the_help_of_each_command_is_shown_under_its_name(command, capsys):
    assert run([command.name, "-h"]) == 0
    assert capsys.readouterr().out.startswith(f"Usage: llmextract {command.name} ")


def test_a_command_without_arguments_shows_its_help_where_it_says_so():
    named = LazyCommand("extract", "Extract.", no_args_is_help=True)
    assert named.load().no_args_is_help
    assert not LazyCommand("schema", "Print.").load().no_args_is_help


@each_command
def test_no_command_offers_to_install_completion(command, capsys):
    assert run([command.name, "--install-completion"]) == 2
    assert "No such option" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "unneeded"),
    [
        (["--help"], ["pydantic", "asyncio", *(f"llmextract.cli.{command.name}" for command in COMMANDS)]),
        (["schema", "--help"], [f"llmextract.cli.{command.name}" for command in COMMANDS if command.name != "schema"]),
    ],
    ids=["the program's help", "a command's help"],
)
def test_only_the_command_that_is_called_is_imported(arguments, unneeded):
    code = (
        f"import sys\nfrom llmextract.cli.app import run\nrun({arguments!r})\n"
        f"raise SystemExit(','.join(name for name in {unneeded!r} if name in sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)  # noqa: S603
    assert done.stderr.strip() == ""


def test_a_mistyped_command_is_answered_with_the_nearest(capsys):
    assert run(["extrac"]) == 2
    assert "Did you mean 'extract'?" in capsys.readouterr().err
