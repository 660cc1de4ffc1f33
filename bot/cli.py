"""The command line: `payung --help` lists what there is. What a command needs is imported when it runs."""

import asyncio
import logging
import os
import sys
from collections.abc import Callable
from contextlib import nullcontext
from datetime import UTC, date, datetime, time
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn
from zoneinfo import ZoneInfo

import typer

if TYPE_CHECKING:
    from bot.settings import Settings

app = typer.Typer(
    help="Payung: apply for BPJS Ketenagakerjaan's BPU scheme by chatting. Start with: payung run",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
rules = typer.Typer(help="The eligibility rules.", no_args_is_help=True)
keys = typer.Typer(help="The keys that lock personal data.", no_args_is_help=True)
app.add_typer(rules, name="rules")
app.add_typer(keys, name="keys")

Day = Annotated[datetime | None, typer.Option("--day", formats=["%Y-%m-%d"], help="As if it were this day.")]


class Reader(StrEnum):
    """What `payung read` can read."""

    INCOME = "income"
    REGION = "region"
    OCCUPATION = "occupation"
    COMMAND = "command"
    NIK = "nik"


class Payer(StrEnum):
    """Who pays the contribution now."""

    NOBODY = "nobody"
    SELF = "self"
    GOVERNMENT = "government"
    UNKNOWN = "unknown"


def main() -> None:
    """Run the command line."""
    app()


@app.command()
def run() -> None:
    """Serve the web chat. Needs nothing set up before."""
    from bot import logs
    from bot.app import key_text, serve

    settings = _settings()
    logs.set_up(settings.log_level)
    for library in ("uvicorn", "alembic"):
        logging.getLogger(library).setLevel(logging.WARNING)
    made = key_text(settings)
    if made.created:
        typer.echo(f"A development key was made in {settings.development_key_file} (only you can read it).")
    if settings.development_key_file:
        typer.echo("Personal data is locked with a development key. Set PAYUNG_DATA_KEY before real people use it.")
    if settings.trial:
        typer.echo("UJI COBA: no office is set (PAYUNG_OFFICE_NAME, PAYUNG_OFFICE_CONTACT), so no NIK is taken.")
    _run(serve(settings, lambda: typer.echo(f"Payung is ready. Chat here: {settings.public_url}/   (stop: Ctrl+C)")))


@app.command()
def talk(
    script: Annotated[Path | None, typer.Option(help="Read messages from this file, one a line.")] = None,
    day: Day = None,
    cards: Annotated[Path | None, typer.Option(help="Save cards and calendars into this folder.")] = None,
) -> None:
    """Chat in the terminal: the same conversation as on the web. An empty line ends it."""
    from bot import logs
    from bot.talking import play

    settings = _settings()
    logs.set_up("WARNING" if settings.log_level == "INFO" else settings.log_level)
    if script and not script.is_file():
        _stop(f"There is no file {script}. Give --script a text file with one message a line.")
    _run(play(settings, script, _clock(day), cards))


@app.command()
def read(
    kind: Annotated[Reader, typer.Argument(help="Which reader.")],
    file: Annotated[Path | None, typer.Argument(help="A phrase a line; standard input when left out.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
    day: Day = None,
) -> None:
    """Show what the readers make of phrases, one a line."""
    from bot.reading import phrases, read_lines

    if file and not file.is_file():
        _stop(f"There is no file {file}. Give a text file with one phrase a line.")
    with file.open("rb") if file else nullcontext(sys.stdin.buffer) as source:
        for line in read_lines(kind.value, phrases(source), _today(day), as_json):
            sys.stdout.write(line + "\n")


@app.command()
def quote(
    occupation: Annotated[str, typer.Option(help="As people say it: 'ojol', 'penata rias'.")],
    income: Annotated[str, typer.Option(help="As people say it: '2jt', '80 ribu sehari'.")],
    region: Annotated[str, typer.Option(help="Kabupaten or kota: 'kota kupang'.")],
    months: Annotated[int, typer.Option(help="How many months, from the month of the day on.")] = 1,
    payer: Annotated[Payer, typer.Option(help="Who pays the contribution now.")] = Payer.NOBODY,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object, rupiah as integers.")] = False,
    day: Day = None,
) -> None:
    """Work out what someone would pay, and why."""
    from bot.quoting import QuoteError
    from bot.quoting import quote as quoted

    try:
        typer.echo(quoted(occupation, income, region, _today(day), months, payer.value, as_json))
    except QuoteError as error:
        _stop(str(error))


@rules.command("check")
def rules_check() -> None:
    """Prove the rule files: sources, dates, overlaps, arithmetic; and print the truth table."""
    from bot.quoting import check_rules
    from conversations.eligibility import RulesError

    try:
        for line in check_rules():
            typer.echo(line)
    except RulesError as error:
        _stop(str(error))


@app.command()
def diagram() -> None:
    """Print the registration flow as a Mermaid state diagram."""
    from conversations.walk import mermaid

    typer.echo(mermaid())


@app.command()
def doctor() -> None:
    """Check that everything is in order, and say how to mend what is not."""
    from bot.app import prepare
    from bot.doctor import examine

    settings = _settings()
    if settings.sqlite_file and not settings.sqlite_file.exists():
        _run(prepare(settings))
    findings = asyncio.run(examine(settings))
    for finding in findings:
        typer.echo(f"{'ok ' if finding.ok else 'BAD'}  {finding.name}: {finding.detail}")
        if not finding.ok:
            typer.echo(f"     remedy: {finding.remedy}")
    if not all(finding.ok for finding in findings):
        raise typer.Exit(1)


@keys.command("rotate")
def keys_rotate() -> None:
    """Lock all personal data anew with the newest key."""
    from bot.keeping import rotate_keys

    for line in _run(rotate_keys(_settings(), _bar)):
        typer.echo(line)


@app.command()
def backup(file: Annotated[Path, typer.Argument(help="Where to write it; must not exist yet.")]) -> None:
    """Write a backup into one file, while everything runs. It holds no key: keep the keys elsewhere."""
    from bot.keeping import back_up

    for line in _run(back_up(_settings(), file, _bar)):
        typer.echo(line)


@app.command()
def restore(
    file: Annotated[Path, typer.Argument(help="The backup.")],
    force: Annotated[bool, typer.Option(help="Also over a database that holds registrations.")] = False,
) -> None:
    """Bring a backup back. What people had erased since stays erased."""
    from bot.keeping import bring_back

    for line in _run(bring_back(_settings(), file, _bar, force=force)):
        typer.echo(line)


def _settings() -> "Settings":
    from bot.settings import SettingsError, read_settings

    try:
        return read_settings(os.environ, Path(".env"))
    except SettingsError as error:
        _stop(str(error))


def _run(work: Any) -> Any:
    """Run a command's work; what its user can mend is one clear sentence."""
    from bot.keeping import Unusable
    from bot.settings import SettingsError
    from storage.sealed import CannotOpen

    try:
        return asyncio.run(work)
    except KeyboardInterrupt:
        raise typer.Exit(130) from None
    except (SettingsError, Unusable, CannotOpen) as error:
        _stop(str(error))


def _stop(message: str) -> NoReturn:
    typer.echo(message, err=True)
    raise typer.Exit(2)


def _today(day: datetime | None) -> date:
    return day.date() if day else datetime.now(ZoneInfo("Asia/Jakarta")).date()


def _clock(day: datetime | None) -> Callable[[], datetime] | None:
    """A clock that stands at noon in Jakarta, the same day in all of Indonesia; None for the real one."""
    if day is None:
        return None
    noon = datetime.combine(day.date(), time(12), ZoneInfo("Asia/Jakarta")).astimezone(UTC)
    return lambda: noon


def _bar(label: str) -> Any:
    """A progress bar for long work."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    return Progress(TextColumn(label), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), transient=True)
