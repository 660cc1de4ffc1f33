"""What an office decides about its own Payung, read once, with everything that is wrong said at once.

A setting is a field of `Settings`: its variable is PAYUNG_ and the field's name in capitals, its reader stands in
`_READERS`. Nothing here ever repeats a value, as it may be a secret put in the wrong place.
"""

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from difflib import get_close_matches
from ipaddress import IPv4Address, IPv6Address, ip_address
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import SplitResult, urlsplit

from dotenv import dotenv_values

PREFIX = "PAYUNG_"
_SQLITE = "sqlite:///"
_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
_HOST_NAME = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?")
_KEY_REMEDY = "write ID:KEY, the key being 32 random bytes in base64, as `openssl rand -base64 32` makes them"


def _setting(default: object, meaning: str, *, secret: bool = False) -> Any:
    return field(default=default, repr=not secret, metadata={"meaning": meaning})


@dataclass(frozen=True)
class Settings:
    """One reading of the environment; the values are checked and complete."""

    database_url: str = _setting(
        "sqlite:///var/payung.db", "sqlite:///FILE, or postgresql://USER:PASSWORD@HOST/NAME", secret=True
    )
    data_key: str = _setting(
        "", "Keys of personal data, ID:KEY,ID:KEY (32 bytes base64), current first; PostgreSQL needs one", secret=True
    )
    host: str = _setting("127.0.0.1", "Address to listen on")
    port: int = _setting(8080, "Port to listen on")
    public_url: str = _setting("", "Where people reach it: https, or http on this machine; empty: http://HOST:PORT")
    office_name: str = _setting("", "The office that answers for the data; empty: every conversation is a trial")
    office_contact: str = _setting("", "How people reach that office; set together with its name")
    log_level: str = _setting("INFO", "DEBUG, INFO, WARNING, ERROR or CRITICAL")

    @property
    def trial(self) -> bool:
        """Whether no office stands behind it yet, so that every application is marked UJI COBA."""
        return not self.office_name

    @property
    def sqlite_file(self) -> Path | None:
        """The database file; None with PostgreSQL."""
        return Path(self.database_url.removeprefix(_SQLITE)) if self.database_url.startswith(_SQLITE) else None

    @property
    def development_key_file(self) -> Path | None:
        """Where the development key lies, beside the SQLite database; None when real keys are set."""
        if self.data_key or self.sqlite_file is None:
            return None
        return self.sqlite_file.parent / "keys" / "development"


class Problem(NamedTuple):
    """One setting that cannot be used as it is."""

    name: str
    wrong: str
    remedy: str


class SettingsError(Exception):
    """The start cannot go on; `problems` are all there are."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("\n".join(f"{name} {wrong}. Remedy: {remedy}." for name, wrong, remedy in problems))
        self.problems = problems


class Row(NamedTuple):
    """One line of the table of settings in the README and in .env.example."""

    name: str
    default: str
    meaning: str


def describe() -> tuple[Row, ...]:
    """The table of all settings, in their order."""
    return tuple(Row(_variable(each.name), str(each.default), each.metadata["meaning"]) for each in fields(Settings))


def read_settings(environ: Mapping[str, str], env_file: Path | None) -> Settings:
    """The settings of the environment, and of the .env file for what the environment leaves open or empty.

    Raises SettingsError with everything that is wrong.
    """
    problems: list[Problem] = []
    given = _given(environ, env_file, problems)
    values: dict[str, Any] = {}
    for name, text in given.items():
        try:
            values[name] = _READERS[name](text)
        except _Wrong as wrong:
            problems.append(Problem(_variable(name), *wrong.args))
    settings = Settings(**values)
    wrong_ones = {problem.name for problem in problems}
    problems += [problem for problem in _together(settings, given) if problem.name not in wrong_ones]
    if problems:
        raise SettingsError(*problems)
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    return replace(settings, public_url=settings.public_url or f"http://{host}:{settings.port}")


class DevelopmentKey(NamedTuple):
    """A key made on this machine for trying things out, as `ID:KEY`, and whether it was made just now."""

    text: str
    created: bool


def development_key(path: Path) -> DevelopmentKey:
    """The development key in that file, made at first use; of several that start at once, one makes it.

    Its folder is open to its owner alone. Raises SettingsError when the file holds no key: none is made then, as
    what the lost one sealed would stay shut without a word.
    """
    from storage.sealed import KeyRing

    path.parent.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.parent.mkdir(exist_ok=True)
    path.parent.chmod(0o700)
    created = not path.exists() and _write_once(path, KeyRing.fresh()[1])
    text = path.read_text(encoding="ascii", errors="replace").strip()
    try:
        _keys(text)
    except _Wrong:
        remedy = f"bring {path} back from a backup, or delete it together with the database"
        wrong = "is not set, and the development key is damaged"
        raise SettingsError(Problem(_variable("data_key"), wrong, remedy)) from None
    return DevelopmentKey(text, created)


def _write_once(path: Path, text: str) -> bool:
    """Make the file whole or not at all, for its owner alone; False when another was quicker."""
    draft = path.with_name(f"{path.name}-{os.getpid()}-{os.urandom(4).hex()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(text + "\n")
            file.flush()
            os.fsync(descriptor)
        os.link(draft, path)  # unlike a rename, a link never replaces the key of another process
    except FileExistsError:
        return False
    finally:
        draft.unlink()
    return True


class _Wrong(Exception):
    """What is wrong with a value, and the remedy."""


def _variable(name: str) -> str:
    return PREFIX + name.upper()


def _given(environ: Mapping[str, str], env_file: Path | None, problems: list[Problem]) -> dict[str, str]:
    """What is set and not empty, by field; unknown names of ours become problems."""
    written: Mapping[str, str | None] = {}
    try:
        written = dotenv_values(env_file, interpolate=False) if env_file is not None and env_file.exists() else {}
    except (OSError, UnicodeDecodeError) as error:
        problems.append(Problem(str(env_file), f"cannot be read ({type(error).__name__})", "make it a UTF-8 text file"))
    known = {_variable(each.name): each.name for each in fields(Settings)}
    for name in sorted({*written, *environ} - set(known)):
        if name.startswith(PREFIX):
            near = get_close_matches(name, known, n=1, cutoff=0)[0]
            problems.append(Problem(name, "is no setting", f"remove it, or write {near} if that was meant"))
    texts = {name: (environ.get(name) or written.get(name) or "").strip() for name in known}
    return {known[name]: text for name, text in texts.items() if text}


def _together(settings: Settings, given: Mapping[str, str]) -> list[Problem]:
    """What no setting shows alone."""
    found = []
    if settings.sqlite_file is None and "data_key" not in given:
        found.append(Problem(_variable("data_key"), "is not set, and PostgreSQL has no development key", _KEY_REMEDY))
    if "public_url" not in given and not _is_loopback(settings.host):
        remedy = "write the https address at which people reach it"
        found.append(Problem(_variable("public_url"), "is not set, though PAYUNG_HOST is open to others", remedy))
    office = ("office_name", "office_contact")
    for missing, other in (office, office[::-1]):
        if missing not in given and other in given:
            wrong = f"is not set, but {_variable(other)} is"
            found.append(Problem(_variable(missing), wrong, "set both, or neither for a trial"))
    return found


def _database_url(text: str) -> str:
    remedy = "write sqlite:///FILE, as sqlite:///var/payung.db, or postgresql://USER:PASSWORD@HOST/NAME"
    if text.startswith(_SQLITE):
        if text.removeprefix(_SQLITE) in {"", ":memory:"} or "?" in text:
            raise _Wrong("names no database file", remedy)
        return text
    url = _split(text, remedy)
    if url.scheme != "postgresql" or not url.path.strip("/"):
        raise _Wrong("is no database that can be used", remedy)
    return text


def _keys(text: str) -> str:
    from storage.sealed import KeyRing

    try:
        KeyRing.parse(text)
    except ValueError as error:  # its words never show a key
        raise _Wrong(f"cannot be used: {error}", _KEY_REMEDY) from None
    return text


def _host(text: str) -> str:
    if _is_host(text):
        return text
    raise _Wrong("is neither an IP address nor a host name", "write 127.0.0.1, or 0.0.0.0 for all networks")


def _port(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,5}", text) or not 1 <= int(text) <= 65_535:
        raise _Wrong("is no port", "write a number from 1 to 65535")
    return int(text)


def _public_url(text: str) -> str:
    remedy = "write https://HOST without a slash at the end, a query or a password"
    url = _split(text, remedy)
    if url.scheme not in {"http", "https"} or not _is_host(url.hostname or ""):
        raise _Wrong("is no web address", remedy)
    if text.endswith("/") or "@" in url.netloc or re.search(r"[?#\s\\]", text):
        raise _Wrong("has more than host, port and path", remedy)
    if url.scheme == "http" and not _is_loopback(url.hostname or ""):
        raise _Wrong("is http, which others on the way can read", "put it behind https")
    return text


def _office(text: str) -> str:
    if not text.isprintable() or len(text) > 200:
        raise _Wrong("is not one line of at most 200 characters", "shorten it")
    return text


def _log_level(text: str) -> str:
    if text.upper() not in _LEVELS:
        raise _Wrong("is no level", f"write one of {', '.join(_LEVELS)}")
    return text.upper()


def _split(text: str, remedy: str) -> SplitResult:
    """The parts of an address whose port can be read."""
    try:
        url = urlsplit(text)
        _ = url.port
    except ValueError:
        raise _Wrong("is no address", remedy) from None
    return url


def _ip(host: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(host)
    except ValueError:
        return None


def _is_host(host: str) -> bool:
    return bool(_ip(host) or _HOST_NAME.fullmatch(host))


def _is_loopback(host: str) -> bool:
    ip = _ip(host)
    return ip.is_loopback if ip else host.lower() == "localhost"


_READERS: Mapping[str, Callable[[str], object]] = {
    "database_url": _database_url,
    "data_key": _keys,
    "host": _host,
    "port": _port,
    "public_url": _public_url,
    "office_name": _office,
    "office_contact": _office,
    "log_level": _log_level,
}
