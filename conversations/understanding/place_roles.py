"""What a message says about the places in it: kabupaten or kota, and whether the person is there now (rules 1, 12)."""

from collections.abc import Sequence
from dataclasses import replace

from conversations.understanding.mentions import BREAK, Mention
from conversations.understanding.places import FROM, FUTURE, LINKS, NEW_STATEMENT, ROLES, TYPES, Level, Role


def understood(tokens: Sequence[str], mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions with what the type words beside them say and with their role."""
    typed = _typed(tokens, mentions)
    with_roles: list[Mention] = []
    for each in typed:
        previous = with_roles[-1] if with_roles else None
        with_roles.append(replace(each, role=_role(tokens, each, previous)))
    return with_roles


def _typed(tokens: Sequence[str], mentions: Sequence[Mention]) -> list[Mention]:
    taken = {at for each in mentions for at in range(each.start, each.end)}
    levels: dict[int, set[Level]] = {}
    for at, token in enumerate(tokens):
        if token not in TYPES or at in taken:
            continue
        owner = _owner(tokens, at, mentions)
        if owner is not None:
            level = _denied(TYPES[token]) if at and ROLES.get(tokens[at - 1]) is Role.DENIED else TYPES[token]
            levels.setdefault(owner, set()).add(level)
    return [replace(each, levels=frozenset(levels.get(index, ()))) for index, each in enumerate(mentions)]


def _denied(level: Level) -> Level:
    return {Level.CITY: Level.REGENCY, Level.REGENCY: Level.CITY}.get(level, level)


def _owner(tokens: Sequence[str], at: int, mentions: Sequence[Mention]) -> int | None:
    """The mention that a type word belongs to: an adjacent next one, else the one before, else the only one."""
    starts = {each.start: index for index, each in enumerate(mentions)}
    ends = {each.end - 1: index for index, each in enumerate(mentions)}
    forward, backward = at + 1, at - 1
    while forward not in starts and forward < len(tokens) and _links(tokens[forward]):
        forward += 1
    while backward not in ends and backward >= 0 and (_links(tokens[backward]) or tokens[backward] == BREAK):
        backward -= 1
    if forward in starts and _takes(mentions[starts[forward]], TYPES[tokens[at]]):
        return starts[forward]
    if backward in ends and TYPES[tokens[at]] is not Level.DISTRICT:
        return ends[backward]
    lone = [index for index, each in enumerate(mentions) if len(each.name.units) > 1]
    return lone[0] if len(lone) == 1 and TYPES[tokens[at]] in (Level.CITY, Level.REGENCY) else None


def _links(word: str) -> bool:
    return word in LINKS or word in TYPES or word == "atau"


def _takes(mention: Mention, level: Level) -> bool:
    """Whether a type word before the name can belong to it: 'kota' before a province belongs to what went before."""
    if level in (Level.CITY, Level.REGENCY):
        return bool(mention.name.districts) or any(len(code) > len("NN") for code in mention.name.units)
    return True


def _role(tokens: Sequence[str], mention: Mention, previous: Mention | None) -> Role:
    """The role said by the last telling word since the previous place, or else that place's role."""
    following = tokens[mention.end] if mention.end < len(tokens) else ""
    if following in ("asli", "aslinya"):
        return Role.FORMER
    gap = tokens[previous.end if previous else 0 : mention.start]
    if any(ROLES.get(word) is Role.DENIED for word in gap[-3:]) and not _denies_type(gap):
        return Role.DENIED
    telling = [ROLES[word] for word in gap if word in ROLES and ROLES[word] is not Role.DENIED]
    if FUTURE.intersection(gap[-4:]) or (gap and gap[-1] in FROM):
        return Role.FORMER
    if telling:
        return telling[-1]
    if FROM.intersection(gap):
        return Role.FORMER
    return _carried_on(gap, previous)


def _carried_on(gap: Sequence[str], previous: Mention | None) -> Role:
    """The role of a place that nothing is said about: that of the one before, unless a new statement begins."""
    if previous is None:
        return Role.OPEN
    if previous.role is Role.FORMER and NEW_STATEMENT.intersection(gap):
        return Role.HERE
    return Role.OPEN if previous.role is Role.DENIED else previous.role


def _denies_type(gap: Sequence[str]) -> bool:
    return len(gap) > 1 and gap[-1] in TYPES and ROLES.get(gap[-2]) is Role.DENIED
