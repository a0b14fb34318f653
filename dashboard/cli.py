"""The command line: `flipscope COMMAND ...`. Nothing heavy is imported before the command is known.

Exit codes: 0 done, 1 a gate said no, 2 the input or the call was wrong, 130 interrupted. A mistake is one line on
stderr, never a traceback.
"""

import importlib
import os
import sys
from collections.abc import Sequence
from typing import Annotated, Any, Final

import typer
from typer.core import TyperGroup

from loaders.errors import InputError

WRONG_CALL: Final = 2
INTERRUPTED: Final = 130

COMMANDS: Final = {
    "demo": "dashboard.commands.demo:demo",
    "serve": "dashboard.commands.serve:serve",
    "add-evalset": "dashboard.commands.add_evalset:add_evalset_command",
    "add-run": "dashboard.commands.add_run:add_run_command",
    "list": "dashboard.commands.listing:list_command",
    "compare": "dashboard.commands.compare:compare",
    "locales": "dashboard.commands.locales:locales",
    "flips": "dashboard.commands.flips:flips",
    "export": "dashboard.commands.export:export_command",
    "causes": "dashboard.commands.causes:causes",
    "must-pass": "dashboard.commands.must_pass:must_pass",
    "gate": "dashboard.commands.gate:gate",
    "slices": "dashboard.commands.slices:slices",
    "import-verdicts": "dashboard.commands.import_verdicts:import_verdicts_command",
    "verdicts": "dashboard.commands.verdicts:verdicts",
    "adjudicate": "dashboard.commands.adjudicate:adjudicate_command",
    "revise": "dashboard.commands.revise:revise_command",
    "revisions": "dashboard.commands.revisions:revisions_command",
    "chain": "dashboard.commands.chain:chain",
    "score": "dashboard.commands.score:score",
    "report": "dashboard.commands.report:report",
    "audit": "dashboard.commands.audit:audit",
    "audit-sample": "dashboard.commands.audit_sample:audit_sample",
}
"""Where each command lives; its module is imported when the command is called."""


class _LazyCommands(TyperGroup):
    def list_commands(self, ctx: Any) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        if cmd_name not in COMMANDS:
            return None
        module, function = COMMANDS[cmd_name].split(":")
        app = typer.Typer(add_completion=False, rich_markup_mode=None)
        app.command(cmd_name)(getattr(importlib.import_module(module), function))
        return typer.main.get_command(app)

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            _close_stdout()
            return None


app: Final = typer.Typer(cls=_LazyCommands, rich_markup_mode=None, pretty_exceptions_enable=False)


def _print_version(wanted: bool) -> None:
    if wanted:
        from loaders.manifest import flipscope_version

        typer.echo(f"flipscope {flipscope_version()}")
        raise typer.Exit


@app.callback()
def flipscope(
    version: Annotated[
        bool, typer.Option("--version", is_eager=True, callback=_print_version, help="Show the version and exit.")
    ] = False,
) -> None:
    """See what a model update broke: load predictions, compare two versions, list the flips.

    Example: flipscope demo
    """


def main(args: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; `args` are those of the process by default."""
    given = list(sys.argv[1:] if args is None else args) or ["--help"]
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # An id of broken UTF-8 is shown escaped rather than ending the command.
            stream.reconfigure(errors="backslashreplace")
    try:
        code = typer.main.get_command(app).main(given, prog_name="flipscope", standalone_mode=False) or 0
        sys.stdout.flush()
    except BrokenPipeError:
        _close_stdout()
        return 0
    except Exception as error:
        line = _explain(error)
        if line is None:
            raise
        return _fail(line, WRONG_CALL)
    return _fail("interrupted", INTERRUPTED) if code == INTERRUPTED else int(code)


def _close_stdout() -> None:
    """Let the interpreter flush into nothing: the reader of the pipe has seen enough."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _fail(line: str, code: int) -> int:
    from loaders.formats.lines import shown

    print(f"flipscope: {shown('; '.join(part.strip() for part in line.splitlines()))}", file=sys.stderr)
    return code


def _explain(error: Exception) -> str | None:
    """Return what the user did wrong in one line; None for a mistake of ours, which deserves its traceback."""
    if isinstance(error, typer.TyperException):
        return _explain_usage(error)
    if isinstance(error, OSError):
        return f"{error.filename}: {error.strerror}" if error.filename else str(error)
    duckdb = sys.modules.get("duckdb")
    if isinstance(error, (InputError, ValueError)) or (duckdb and isinstance(error, duckdb.Error)):
        return str(error)
    return None


def _explain_usage(error: typer.TyperException) -> str:
    """Add to the message of a wrong call what would have been right."""
    message = " ".join(error.format_message().split()).rstrip(".")
    context = getattr(error, "ctx", None)
    if context is None:
        return message
    if isinstance(context.command, _LazyCommands):
        return f"{message}; the commands are: {', '.join(COMMANDS)}"
    if hasattr(error, "possibilities"):
        names = sorted(name for parameter in context.command.params for name in parameter.opts if name[0] == "-")
        return f"{message.partition(' (Possible')[0]}; the options of {context.info_name} are: {', '.join(names)}"
    return f"{message}; {context.get_usage().replace('Usage:', 'usage:')}"


if __name__ == "__main__":
    sys.exit(main())
