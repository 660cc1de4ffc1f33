"""A question: how an answer to it is read, kept and shown. Its words are `<id>.ask`, `.help`, `.label` and so on."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Generic, TypeAlias, TypeVar

from conversations.say import Value

A = TypeVar("A")
Json: TypeAlias = Any
"""What JSON can hold."""


@dataclass(frozen=True)
class Asking:
    """What a reader may know besides the text."""

    today: date
    offered: tuple[str, ...] = ()
    """Ids of the options that the last message offered for this question."""
    heard: str = field(default="", repr=False)
    """The last answer to this question that was not understood, where the question keeps it."""


class Unclear(Exception):
    """An answer that cannot be taken yet: the message `<question>.<reason>` says why, and the choices help."""

    def __init__(self, reason: str, choices: Sequence[str] = (), **values: Value) -> None:
        super().__init__(reason)
        self.reason = reason
        self.choices = tuple(choices)
        self.values = values


@dataclass(frozen=True)
class Choice:
    """An option that a question always has, and the words by which people choose it."""

    id: str
    words: tuple[str, ...] = ()


def same(value: Json) -> Json:
    """The codec of values that JSON holds as they are."""
    return value


def never(text: str, asking: Asking) -> None:
    """The finder of questions whose answer counts only as a reply to them."""


@dataclass(frozen=True)
class Question(Generic[A]):
    """One question of a flow."""

    id: str
    read: Callable[[str, Asking], A]
    """A typed answer; raises `Unclear`."""
    step: int
    """Its place in the progress shown; questions that only some people get share their neighbour's."""
    load: Callable[[Json], A] = same
    """The value from its stored form; whatever it raises means that the answer no longer reads."""
    dump: Callable[[A], Json] = same
    choices: tuple[Choice, ...] = ()
    """The options it always offers; choosing one gives `choose(id)`."""
    choose: Callable[[str, Asking], A] | None = None
    """The value of an option, fixed or offered by `Unclear`; raises `Unclear`. Default: `load` of the option's id."""
    offers: Callable[[str], bool] = lambda option: False
    """Whether an option beside the fixed ones is one that this question may have offered: a tap may be forged."""
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Words that choose an offered option, by its id or the part of it before "|"."""
    label: Callable[[str], Value] | None = None
    """The label of an option; default: the message `<question>.<option>`."""
    find: Callable[[str, Asking], A | None] = never
    """The value where a longer message names it beyond doubt; raises `Unclear` where it names several."""
    along: tuple[str, ...] = ()
    """Questions that the same message may answer too."""
    show: Callable[[A], Value] | None = None
    """How the value is echoed and stands in the review; None where it is not shown."""
    echoes: bool = True
    """Whether a new value is repeated in the next message, so that a wrong reading is seen."""
    fallback: tuple[str, ...] = ()
    """Options offered when an answer was not understood twice."""
    listens: bool = False
    """Whether almost any text is an answer, so that a greeting or a question back must be heard first."""
    keeps_heard: bool = False
    """Whether words that were not understood may be kept beside the choice that follows."""
    personal: bool = False
    """Whether an old button must never answer it: consent, review, any yes or no."""
    numbered: bool = True
    """Whether a typed number chooses one of its options."""
    reviews: bool = False
    """Whether it shows all answers, numbered, so that a typed number means the answer to change."""
    consents_to: str = ""
    """The purpose that a yes to it consents to; "" where it is no consent."""
    corrects: tuple[str, ...] = ()
    """Questions beside it that the same message answers anew, though they were answered before."""
    after: str = ""
    """The question that it follows from: forgotten with it."""
    samples: tuple[A, ...] = ()
    """Values that between them lead into every branch; the walk over the flow uses them."""

    def words_of(self, option: str) -> tuple[str, ...]:
        """The words by which people choose an option."""
        fixed = next((choice.words for choice in self.choices if choice.id == option), ())
        return fixed or self.words.get(option.partition("|")[0], ())

    def knows(self, option: str) -> bool:
        """Whether this is one of its options at all."""
        return any(choice.id == option for choice in self.choices) or self.offers(option)

    def chosen(self, option: str, asking: Asking) -> A:
        """The value of an option of this question; raises `Unclear` where the option only narrows the choice."""
        return self.choose(option, asking) if self.choose else self.load(option)
