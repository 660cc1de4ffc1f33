"""A person's name, birth and phone out of one answer, in whatever order and on however many lines they come.

Phone and birth are taken out first; what is left is the name, unless a label, a place of birth or something that no
name contains says otherwise. Ordinary words are names here ("Ibu Stop", "Mulai Sembiring"): the question was who.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from itertools import takewhile

from conversations.understanding import birth, nik, phone
from conversations.understanding.birth import BirthReading
from conversations.understanding.text import LONGEST

SHORTEST_NAME, LONGEST_NAME = 2, 60


@dataclass(frozen=True)
class Identity:
    """What was said of a person; `reason` says why there is no name: empty, not-a-name, too-long.

    `birth` is None when nothing was said of it, and holds a reason when it was said but not understood.
    """

    name: str | None
    birth: BirthReading | None = None
    phone: str | None = None
    reason: str = ""


def read(text: str, today: date) -> Identity:
    """The identity that an answer gives; a NIK in it is passed over and never kept."""
    visible = _visible(text)
    number, rest = phone.spot(nik.without(visible))
    born, rest = birth.spot(rest, today)
    if _NO_NAME.search(rest) or (text.strip() and not visible):
        return Identity(None, born, number, "not-a-name")
    written = _written_name(rest)
    reason = _fault(written)
    return Identity(None if reason else _capitalised(written), born, number, reason)


def _visible(text: str) -> str:
    """The text as it looks: invisible characters gone, pictures and controls a space, one kind of apostrophe."""
    one_apostrophe = re.sub("[`´‘’ʼʻ′]", "'", text[:LONGEST])
    kept = (_seen(char) for char in unicodedata.normalize("NFKC", one_apostrophe))
    return re.sub(r"[^\S\n]+", " ", "".join(kept)).strip()


def _seen(char: str) -> str:
    if char in "\n\r\u2028\u2029":
        return "\n"
    category = unicodedata.category(char)
    if category in ("Cf", "Cs", "Co", "Cn") or char in "\ufe0e\ufe0f":
        return ""
    return " " if category in ("Cc", "So", "Sk") else char


def _written_name(rest: str) -> str:
    """The part of the answer that is the name, as typed: the labelled one, or else the first that may be one."""
    lines = [part.strip() for part in re.split(r"[,\n]", rest)]
    labelled = [place for place, part in enumerate(lines) if _NAME_LABEL.match(part)]
    for place in [*labelled, *range(len(lines))]:
        name = _bare(lines[place])
        if name:
            return ", ".join([name, *_titles(lines[place + 1 :])])
    return ""


def _bare(part: str) -> str:
    """A part of the answer without label, greeting, politeness and what is said of birth, phone or place."""
    name, longer = _NUMBER_LABEL.sub("", _ABOUT_BIRTH.sub("", part)), ""
    while name != longer:
        longer = name
        name = _AFTER.sub(r"\1\2", _BEFORE.sub("", name.rstrip(_EDGES).lstrip(_EDGES + ".")))
    return name[1:-1] if len(name) > 1 and name[0] == name[-1] == "'" else name


def _titles(parts: list[str]) -> list[str]:
    """The academic titles that follow a name after commas."""
    return list(takewhile(_TITLE.fullmatch, parts))


def _fault(name: str) -> str:
    if not name:
        return "empty"
    if len(name) > LONGEST_NAME:
        return "too-long"
    letters = sum(char.isalpha() for char in name)
    spelt = all(char.isalpha() or char in " '-.," or unicodedata.category(char) in ("Mn", "Mc") for char in name)
    return "" if letters >= SHORTEST_NAME and spelt and not _SENTENCE.search(name) else "not-a-name"


def _capitalised(name: str) -> str:
    """The name as it is written on paper, when it was typed all small or all large; otherwise as typed."""
    if not (name.islower() or name.isupper()):
        return name
    first, *others = name.split(" ")
    return " ".join([_large(first), *map(_word, others)])


def _word(word: str) -> str:
    folded = word.lower()
    if folded in _SMALL:
        return folded
    return _LARGE.get(folded.upper()) or _large(word)


def _large(word: str) -> str:
    """A word with a capital at its start, after a dot or hyphen, and after the apostrophe of a one-letter prefix."""
    return re.sub(r"(?:^|[-.]|(?<=^\w)')\W*\w", lambda start: start[0].upper(), word.lower())


_EDGES = ' \t"“”()/&!,:;-'
_SMALL = frozenset({"bin", "binti"})
_AS_SPELT = "II III IV VII VIII IX SE SH ST SPd SKom SSos SAg MM MH MT MSi MPd Amd"
_LARGE = {spelt.upper(): spelt for spelt in _AS_SPELT.split()}

_NAME_LABEL = re.compile(r"\W*(?:nama|nm|name)\b[\w ]{0,20}[:=]", re.I)
_BEFORE = re.compile(
    r"^(?:(?:(?:halo|hallo|hai|hello|permisi|perkenalkan|kenalkan|assalamu'?alaikum"
    r"|selamat (?:pagi|siang|sore|malam))\b"
    r"(?: (?:kak|kakak|min|mimin|admin|pak|bu|mas|mbak)\b)?"
    r"|(?:nama|nm|name)\b(?: (?:lengkap|asli|saya|aku|sesuai ktp|di ktp)\b)*"
    r"|(?:namaku|saya|aku|adalah|ini|itu|dengan|dgn|sesuai ktp|jenengku|nami (?:abdi|kula|kulo))\b)[\s:=.,-]*)+",
    re.I,
)
_AFTER = re.compile(
    r"^(.+?)[\s,]+(?:kak|kakak|ya|yaa|nih|dong|dan|makasih|terima ?kasih|trims)[.!]*$"
    r"|^(\S+ \S.*?)[\s,]+(?:min|mimin|admin)[.!]*$"
)
_ABOUT_BIRTH = re.compile(
    r"\b(?:tempat|tanggal|tgl|ttl|lahir(?:nya)?|kelahiran|umur(?:nya)?|usia(?:nya)?|berumur|berusia"
    r"|alamat|tinggal|asal|dari)\b.*$",
    re.I,
)
_NUMBER = r"(?:hp|wa|whatsapp|telp|tlp|telpon|telepon|handphone|nik|ktp)(?:nya|ku)?"
_NUMBER_LABEL = re.compile(
    rf"(?:\bdan )?(?:\b(?:no|nomor|nomer|nmr)\b\.? ?)?\b{_NUMBER}\b ?(?:saya|aku|aktif)?[\s:=-]*$"
    rf"|\b(?:no|nomor|nomer|nmr)\b\.?[\s:=-]*$|^(?:no|nomor|nomer|nmr)\b\.? ?{_NUMBER}\b.*$|^{_NUMBER} ?[:=].*$",
    re.I,
)
_TITLE = re.compile(
    r"(?:S|M|A|D|B|Sp|Dr|Drs|Dra|Ns|Apt)\. ?[A-Z]{0,4}\.?(?: ?[A-Z]{1,4}\.?)?"
    r"|SE|SH|ST|SPd|SKom|SSos|SAg|MM|MH|MT|MSi|MPd|Amd|Lc|Ns",
    re.I,
)
_NO_NAME = re.compile(
    r"[<>{}\[\]$%\\|^~*#@?;]|--|/\*|\bhttps?\b|\bwww\.|\w\.(?:com|id|net|org)\b"
    r"|\b(?:select|insert|delete|update|drop|union|alter)\b.+\b(?:from|into|table|set|where|select)\b",
    re.I,
)
_SENTENCE = re.compile(
    r"\b(?:tidak|tdk|nggak|ngga|enggak|gak|apa|apakah|kenapa|mengapa|bagaimana|gimana|siapa|untuk|rahasia|lupa)\b"
    r"|^(?:ya|iya|ok|oke|y|no|ga|belum|jangan|boleh|setuju|sudah|udah)$",
    re.I,
)
