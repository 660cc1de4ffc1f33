"""Which jobs a message names, in order: the longest known phrases, then 'tukang …' and its like with what follows."""

from collections.abc import Collection
from dataclasses import dataclass, replace

from conversations.understanding.lexicon import UNKNOWN, Head, Job, Lexicon
from conversations.understanding.spelling import BREAK

_LONGEST_PHRASE = 6
_STEPS = frozenset({"di", "ke", "dari", "untuk", "yang", "saya", "sendiri", "kecil"})
"""Words between a head and what it is about."""


@dataclass(frozen=True)
class Named:
    """A job named by the tokens from `start` up to `end`; a `head` among them still waits for what follows."""

    start: int
    end: int
    job: Job
    head: Head | None = None
    over: bool = False  # of the past, given up, or denied
    left: bool = False  # given up: whoever has no other work has none


def named(tokens: list[str], known: Lexicon, allowed: Collection[str]) -> list[Named]:
    """The jobs named by phrases in `allowed`, in the order of the text."""
    found = _spotted(tokens, known, allowed)
    ends = [_clause_end(tokens, one.end, known) for one in found]
    explained: list[Named] = []
    covered = 0
    for number, one in enumerate(found):
        following = found[number + 1] if number + 1 < len(found) and found[number + 1].start < ends[number] else None
        if one.start < covered:
            continue
        whole = _explained(one, tokens[one.end : ends[number]], following, tokens, known)
        if whole is not None:
            explained.append(whole)
            covered = whole.end
    return _timed(explained, tokens, known)


def _spotted(tokens: list[str], known: Lexicon, allowed: Collection[str]) -> list[Named]:
    found: list[Named] = []
    at = 0
    while at < len(tokens):
        one = _longest(tokens, at, known, allowed)
        if one is not None:
            found.append(one)
        at = one.end if one else at + 1
    return found


def _longest(tokens: list[str], at: int, known: Lexicon, allowed: Collection[str]) -> Named | None:
    for size in range(min(_LONGEST_PHRASE, len(tokens) - at), 0, -1):
        phrase = " ".join(tokens[at : at + size])
        if phrase in allowed:
            job = known.phrases[phrase]
            return Named(at, at + size, job, known.heads.get(phrase) or _general(job, known))
    if allowed is known.phrases and tokens[at] in known.heads:
        return Named(at, at + 1, UNKNOWN, known.heads[tokens[at]])
    return None


def _general(job: Job, known: Lexicon) -> Head | None:
    """The head that a row saying little by itself amounts to ('serabutan …')."""
    if job.id not in known.groups["general"]:
        return None
    return Head(job.sector, {field: field for field in known.fields.values()} | {"food": "trade"}, bare=True)


def _clause_end(tokens: list[str], start: int, known: Lexicon) -> int:
    stops = known.groups["stops"]
    return next((at for at in range(start, len(tokens)) if tokens[at] in stops), len(tokens))


def _explained(one: Named, objects: list[str], after: Named | None, tokens: list[str], known: Lexicon) -> Named | None:
    """The job a head makes with what follows it, or None where the following job says it better."""
    if one.head is None:
        return _placed(one, after, tokens, known)
    if one.head.fixed:
        return _fixed(one, objects, after, tokens, known)
    objects = objects if after is None else objects[: after.start - one.end]
    if one.head.sector == "unknown" and "formal" in (known.fields.get(token) for token in objects):
        return replace(one, job=Job("", "PU", "formal"), end=one.end if after is None else after.end)
    if after is not None and after.job.work_class != "UNCLEAR":
        return None
    about = next((known.fields[token] for token in objects if known.fields.get(token) in one.head.by_field), None)
    if about is not None and (sector := one.head.by_field[about]) != "formal":
        return replace(one, job=_job(one, sector))
    own = _own(objects, known)
    if after is not None:
        return None
    if one.head.needs or not (own or one.head.bare):
        return one
    return replace(one, job=_job(one, one.head.sector))


def _placed(one: Named, after: Named | None, tokens: list[str], known: Lexicon) -> Named:
    """The same job together with the trade of the place it is done at ('kerja di pabrik tempe')."""
    hired = one.job.work_class == "PU" and one.end - one.start > 1 and tokens[one.start] in known.groups["hired"]
    if not hired or after is None or after.start > one.end or tokens[after.start] in known.groups["verbs"]:
        return one
    return replace(one, end=after.end)


def _fixed(one: Named, objects: list[str], after: Named | None, tokens: list[str], known: Lexicon) -> Named:
    head = one.head
    own = _own(objects, known)
    if head is None or not (head.bare or own or after):
        return one
    end = one.end
    if after is not None and set(tokens[one.end : after.start]) <= _STEPS:
        active = head.sector == "formal" and tokens[after.start] in known.groups["verbs"]
        end = one.end if active or after.job.work_class == "NOT_WORKER" else after.end
    return replace(one, end=end, job=_job(one, head.sector))


def _own(objects: list[str], known: Lexicon) -> list[str]:
    return [token for token in objects if token not in known.groups["filler"] and not token.isdigit()]


def _job(one: Named, sector: str) -> Job:
    """The row the head's own phrase names if the sector is still the row's, else only the sector."""
    if sector == "unknown":
        return UNKNOWN
    if sector == one.job.sector:
        return one.job
    return Job(one.job.id if one.job.work_class == "BPU" else "", "PU" if sector == "formal" else "BPU", sector)


def _timed(found: list[Named], tokens: list[str], known: Lexicon) -> list[Named]:
    """The same jobs, those of the past marked: 'dulu …', 'berhenti …', 'bukan …', '… dulu, sekarang …'."""
    covered = {at for one in found for at in range(one.start, one.end)}
    return [_dated(one, tokens, covered, known) for one in found]


def _dated(one: Named, tokens: list[str], covered: set[int], known: Lexicon) -> Named:
    mark = _mark(tokens, one, covered, known)
    before = tokens[max(0, one.start - 2) : one.start]
    denied = one.job.work_class != "NOT_WORKER" and not known.groups["negation"].isdisjoint(before)
    after = tokens[one.end : one.end + 2]
    once = after[:1] == ["dulu"] and known.groups["stops"].issuperset(after[1:])
    left = mark == "quit" or (denied and "bukan" not in before)
    return replace(one, over=bool(mark) or denied or once, left=left)


def _mark(tokens: list[str], one: Named, covered: set[int], known: Lexicon) -> str:
    """'quit' or 'past' where such a word stands before the job with nothing between that ends its reach."""
    groups = known.groups
    for at in range(one.start - 1, -1, -1):
        word = tokens[at]
        if word == BREAK or word in groups["now"] or word in groups["join"]:
            return ""
        if word in groups["quit"]:
            busy = tokens[one.start] in groups["verbs"] or "yang" in tokens[at : one.start]
            return "" if busy and word.startswith("pensiun") else "quit"
        if word in groups["past"] and at not in covered:
            return "past"
    return ""
