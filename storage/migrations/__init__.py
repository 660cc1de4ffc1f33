"""How tables get from one release to the next: in one transaction, so a step that fails leaves nothing behind."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection

FOLDER = Path(__file__).parent


class WrongTables(Exception):
    """The database's tables belong to another release; the message says what to do."""


def upgrade(connection: Connection, folder: Path = FOLDER) -> None:
    """Bring the tables to the newest step, inside the transaction that the connection is in."""
    config = Config()
    config.set_main_option("script_location", str(folder).replace("%", "%%"))
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, "head")
    except CommandError as error:
        if current(connection) in _known(folder):
            raise
        raise WrongTables("the database was written by a newer release of Payung: install that release") from error


def check(connection: Connection, folder: Path = FOLDER) -> None:
    """Raise WrongTables unless the tables are those of this release."""
    stands = current(connection)
    if stands == ScriptDirectory(str(folder)).get_current_head():
        return
    if stands is None or stands in _known(folder):
        raise WrongTables("the database's tables are older than this release of Payung: migrate them first")
    raise WrongTables("the database was written by a newer release of Payung: install that release")


def current(connection: Connection) -> str | None:
    """The step at which the database stands, None when it is empty."""
    return MigrationContext.configure(connection).get_current_revision()


def _known(folder: Path) -> set[str]:
    return {step.revision for step in ScriptDirectory(str(folder)).walk_revisions()}
