"""The questions that are a yes or no, or one of a few ways: consents, how to go on, the review."""

from dataclasses import replace
from enum import StrEnum

from conversations.question import Asking, Choice, Question, Unclear
from conversations.say import text
from conversations.understanding.choice import yes_no


class YesNo(StrEnum):
    """A plain answer."""

    YES = "yes"
    NO = "no"


def read_yes_no(answer: str, asking: Asking) -> YesNo:
    """Only a plain yes or no counts."""
    said = yes_no(answer)
    if said is None:
        raise Unclear("unclear")
    return YesNo.YES if said else YesNo.NO


# A changed text asks for something else: it takes a new id, and everyone under way is asked afresh.
CONSENT = Question(
    id="consent-1",
    step=5,
    read=read_yes_no,
    load=YesNo,
    dump=lambda answer: answer.value,
    choices=(
        Choice("yes", ("setuju", "saya setuju", "agree", "i agree")),
        Choice("no", ("tidak", "tidak setuju", "no", "disagree", "i do not agree")),
    ),
    consents_to="process",
    personal=True,
    samples=(YesNo.YES, YesNo.NO),
)
REMIND = replace(
    CONSENT,
    id="remind-1",
    consents_to="reminders",
    step=8,
    choices=(
        Choice("yes", ("ya", "ya ingatkan", "ingatkan", "ingatkan saya", "yes", "yes remind me", "remind me")),
        Choice("no", ("tidak", "tidak usah", "jangan", "no", "no thanks")),
    ),
)


class How(StrEnum):
    """Who does the rest at the official channels."""

    SELF = "self"
    OFFICER = "officer"


def read_how(answer: str, asking: Asking) -> How:
    """Only an offered option is an answer here."""
    raise Unclear("unclear")


HOW = Question(
    id="how",
    step=7,
    read=read_how,
    load=How,
    dump=lambda how: how.value,
    choices=(
        Choice("self", ("sendiri", "saya sendiri", "urus sendiri", "daftar sendiri", "by myself", "myself", "self")),
        Choice("officer", ("petugas", "dibantu petugas", "dibantu", "lewat petugas", "bantu saya", "officer",
                           "an officer", "with an officer", "officer helps")),
    ),
    echoes=False,
    show=lambda how: text(f"how.{how.value}"),
    samples=tuple(How),
)  # fmt: skip


def read_review(answer: str, asking: Asking) -> YesNo:
    """Sending takes a clear yes; a no asks what to change."""
    said = yes_no(answer)
    if said is None:
        raise Unclear("unclear")
    if said is False:
        raise Unclear("which")
    return YesNo.YES


REVIEW = Question(
    id="review",
    step=8,
    read=read_review,
    load=YesNo,
    dump=lambda answer: answer.value,
    choices=(Choice("yes", ("kirim", "kirim sekarang", "sudah benar", "send", "correct")),),
    personal=True,
    numbered=False,
    reviews=True,
    samples=(YesNo.YES,),
)
