"""What is remembered of a conversation between two messages: answers and what was last asked, never a position."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import datetime, timedelta

from conversations.question import Json

LONG_PAUSE = timedelta(hours=12)
"""After this long a person is greeted with where they stand instead of being asked on."""
KEPT = timedelta(days=30)
"""Unfinished answers are forgotten after this long without a message."""

REPLIES_KEPT = timedelta(days=8)
"""Stored replies are forgotten after this long: providers repeat a message for up to a week."""


@dataclass(frozen=True)
class Session:
    """One conversation, kept with an address and sealed in the database."""

    flow: str = "registration"
    answers: Mapping[str, Json] = field(default_factory=dict, repr=False)
    """By question id: {"value": stored form, "bound": what it was given on}; in the order of answering."""
    hints: Mapping[str, tuple[str, ...]] = field(default_factory=dict, repr=False)
    """Options found in a message before their question was asked, by question id."""
    asked: str = ""
    """The question that the last message asked; "" when it asked none."""
    bound: Json = None
    """What an answer to it will be given on."""
    offered: tuple[str, ...] = ()
    """Its options in the last message."""
    shown: tuple[str, ...] = ()
    """The actions that a typed number stands for, in order."""
    heard: str = field(default="", repr=False)
    """The last answer to it that was not understood, where the question keeps it."""
    misses: int = 0
    """How many answers in a row were not understood."""
    reason: str = ""
    """Why the last one was not."""
    outcome: str = ""
    """How the flow ended; "" while under way."""
    showing: str = ""
    """The question that the last message itself showed; a yes or no counts only for that one."""
    edited: Mapping[str, Json] = field(default_factory=dict, repr=False)
    """The answer that UBAH is replacing, so that KEMBALI can keep it."""
    begun: datetime | None = None
    """When this application was begun: the consents since then belong to it."""
    undo: Mapping[str, Json] = field(default_factory=dict, repr=False)
    """The answers before they were last thrown away, so that KEMBALI can bring them back."""
    reference: str = ""
    """The application that is being changed; "" for a new one."""
    language: str = "id"
    revision: int = 0
    """Counts replies, so that a button knows whether it is old; 0 before the first."""
    look_ups: tuple[str, int] = ("", 0)
    """Day and number of references asked about, to make guessing useless."""
    at: datetime | None = None
    """When the last message came."""
    stopped: bool = False
    """Whether the person wants no messages that they did not ask for."""
    forgotten: bool = False
    """Whether there was a conversation whose answers have been forgotten."""

    @property
    def fresh(self) -> bool:
        """Whether nothing was said yet."""
        return self.revision == 0


INSTANTS = ("at", "begun")


def stored(session: Session) -> Json:
    """The session as JSON can hold it."""
    state = asdict(session)
    for name in INSTANTS:
        state[name] = state[name].isoformat() if state[name] else None
    return state


def restored(state: Json) -> Session:
    """A session from its stored form; fields of another release are left out or take their defaults."""
    known = {one.name for one in fields(Session)}
    session = Session(**{name: value for name, value in state.items() if name in known})
    at, begun = (datetime.fromisoformat(state[name]) if state.get(name) else None for name in INSTANTS)
    return replace(
        session,
        at=at,
        begun=begun,
        offered=tuple(session.offered),
        shown=tuple(session.shown),
        hints={question: tuple(options) for question, options in session.hints.items()},
        look_ups=(str(session.look_ups[0]), int(session.look_ups[1])),
    )
