"""From what a turn says to what a channel sends: the words of the person's language."""

from bot.messages import Button, Reply
from conversations.draft import Turn
from locales.wording import Wording


def render(turn: Turn, wording: Wording, id: str, *, trial: bool) -> Reply:
    """The reply of a turn; its buttons know the revision they belong to."""
    language, say = turn.session.language, turn.say
    return Reply(
        id=id,
        text="\n\n".join(wording.value(language, part) for part in say.parts),
        options=tuple(
            Button(wording.value(language, option.label), f"{turn.session.revision}.{option.action}")
            for option in say.options
        ),
        numbered=say.numbered,
        card=say.card,
        progress=say.progress,
        language=language,
        trial=trial,
    )


def tapped(payload: str) -> tuple[int, str]:
    """Revision and action of a button's payload; (-1, "") for a payload that is none of ours."""
    revision, dot, action = payload.partition(".")
    return (int(revision), action) if dot and revision.isdecimal() and len(revision) < 10 else (-1, "")
