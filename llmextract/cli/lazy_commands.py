"""Commands whose modules are imported when they are called: help, and every other command, starts without them."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple

import typer
from typer.core import TyperCommand, TyperGroup

if TYPE_CHECKING:
    from collections.abc import Sequence


class LazyCommand(NamedTuple):
    """A command of the program.

    Attributes:
        name: What it is called. Its module is ``llmextract.cli.NAME``, which holds the function of that name, or a
            Typer ``app`` with commands of its own.
        summary: The first line of its help, as the program's own help lists it.
        no_args_is_help: Whether it shows its help when it is called without arguments; an ``app`` says so itself.
    """

    name: str
    summary: str
    no_args_is_help: bool = False

    def load(self) -> Any:  # noqa: ANN401 - a command of click, or of the copy of it that newer typers hold
        """Import the command's module and return the command."""
        module = import_module(f"llmextract.cli.{self.name}")
        holder = typer.Typer(rich_markup_mode=None, add_completion=False, pretty_exceptions_enable=False)
        if hasattr(module, "app"):
            holder.add_typer(module.app, name=self.name)
            return typer.main.get_group(holder).commands[self.name]
        holder.command(self.name, no_args_is_help=self.no_args_is_help)(getattr(module, self.name))
        return typer.main.get_command(holder)


def lazy_group(commands: Sequence[LazyCommand]) -> type[TyperGroup]:
    """Return the class of a group of commands, for ``typer.Typer(cls=…)``.

    Args:
        commands: The commands, in the order of the group's help.
    """

    class LazyGroup(TyperGroup):
        def __init__(self, **settings: Any) -> None:  # noqa: ANN401 - typer's, whatever they are
            super().__init__(**settings)
            for command in commands:
                self.add_command(TyperCommand(command.name, help=command.summary))

        def resolve_command(self, ctx: Any, args: list[str]) -> Any:  # noqa: ANN401 - as above
            for command in commands:
                if args[0] == command.name:
                    self.commands[command.name] = command.load()
            return super().resolve_command(ctx, args)

    return LazyGroup
