"""A worker's answer about earnings, read as whole rupiah a month (CONVENTIONS §1).

When in doubt the answer is UNCLEAR: asking again costs a message, a wrong sum a wrong contribution.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from conversations.understanding.amounts import exactly
from conversations.understanding.earnings import earned
from conversations.understanding.income_words import Heard, hear
from conversations.understanding.sources import Doubt
from conversations.understanding.text import plain


class IncomeStatus(StrEnum):
    """What an answer about income amounts to."""

    OK = "OK"
    UNCLEAR = "UNCLEAR"
    REFUSED = "REFUSED"
    NONE = "NONE"
    NEGATIVE = "NEGATIVE"


@dataclass(frozen=True)
class Income:
    """Rupiah a month; with OK a `high` of None is open upwards. `suggestion` is a likely reading, never assumed."""

    status: IncomeStatus
    monthly: int | None = None
    low: int | None = None
    high: int | None = None
    reason: str = ""
    suggestion: int | None = None


PLAUSIBLE = range(100_000, 100_000_001)
"""Monthly sums believed without asking (CONVENTIONS §1.13)."""

LIKELY = range(100_000, 20_000_001)
"""Monthly sums that are offered as a guess for a number without a unit."""

_TELL = r"\w*(?:ebut|jawab|asih|kasi|bilang|tahu|anya|cerita|share|info|isi|bocor|umbar|buka|jelas|ngomong|bahas)\w*"
_REFUSAL = re.compile(
    r"\b(?:rahasia|dirahasiakan|merahasiakan|privasi|privacy|private|privat|pribadi|ogah|enggan|emoh|wegah|kepo"
    r"|no comment|skip|lewati|lewatin|dilewati|sensitif|keberatan|secret|bukan urusan|urusan saya|malu|confidential)\b"
    rf"|\b(?:tidak|belum) (?:\w+ )?(?:mau|usah|perlu|boleh|bisa|enak|nyaman|akan|wish) (?:\w+ )?{_TELL}"
    rf"|\b(?:malas|males|mls|jangan|jgn|ngapain|ngapa) (?:\w+ )?{_TELL}"
    r"|^(?:saya |aku |gw )?tidak mau$|^(?:malas|males|mls)$|^(?:lewat|next|pass|emoh)$|^tidak usah$"
)
_STEADY = re.compile(r"\b(?:tentu|rutin|patokan|hitung|itung|catat|catatan|catet|kepastian|ngitung|hitungan)\b")
_EARNING = "(?:penghasilan|uang masuk|duit masuk|kerja|pekerja|kerjaan|pekerjaan|gaji|apa apa|apapun|and sekali)"
_NOTHING = re.compile(
    rf"\b(?:tidak|belum) (?:\w+ )?(?:ada |punya )+(?:\w+ )?{_EARNING}\b"
    r"|\b(?:tidak|belum) (?:lagi )?(?:pekerja|bekerja|penghasilan|berpenghasilan|berpendapatan)\b"
    r"|\b(?:tidak|belum) (?:lagi )?(?:menghasilkan|digaji|dibayar)\b"
    r"|\b(?:nihil|nganggur|pengangguran|menganggur|jobless|nganggor|zonk)\b"
    r"|^(?:(?:saya|aku|gw|masih|lagi|now|memang|emang|sudah) )*(?:tidak|belum) (?:ada|punya)"
    r"(?: (?:lagi|saya|rumah|tangga|irt|masih|kuliah|side|personal|baru|mulai|usaha|kadang|hasil|now|and|sekali|apa"
    r"|apapun|juga|kerja|pekerja|saat|ini|bulan|sepeser|pun|sepeserpun|uang|masuk))*$"
    r"|^(?:(?:masih|lagi|penghasilan|saya) )*kosong(?: now| saat ini)?$|^none$"
)
_NOT_ALWAYS = re.compile(r"\b(?:kadang|net|bisa)\b")
_LISTED_FIGURE = re.compile(r"^[-−] \S")
_NEGATIVE_FIGURE = re.compile(r"^(?:rp\.? ?)?[-−](?:rp\.? ?)?\d|\brp\.? ?[-−] ?\d")
_INNER_MINUS = re.compile(r"(?:gaji|penghasilan|pendapatan|pemasukan|saya|income|:) [-−](?:rp\.? ?)?\d")
_LOSS = re.compile(r"(?<!tidak )(?<!bukan )(?<!belum )\bloss\b")
_MINUS_COSTS = re.compile(r"(A\d+(?: \w+){0,3}) minus (?=(?:cost )*A)")
_FOREIGN = re.compile(r"\bforeign\b|\brm (?:rp )?[AB]\d|[AB]\d+ rm\b")
_ANOTHERS = re.compile(r"\b(?:kin|wish|later|vague)\b")
_KIN = re.compile(r"\b(?:dikasih|dikirim|dari|ikut|pemberian|kasih) (?:anak|kakak|adik|adek|saudara|keluarga|cucu)\b")
_VAGUE = re.compile(
    r"\b(?:tentu|tergantung|tergantungnya|lumayan|cukup|cukupan|pas|sedikit|banyak|kadang|vague|secukupnya|rata"
    r"|below|above|naik turun|seadanya|serabutan|kurang|lebih|doubt)\b"
)
_NOT_EARNINGS = re.compile(
    r"\b(?:iuran|iurannya|bayar|membayar|harga|harganya|bantuan|bansos|blt|pkh|pinjam|pinjaman|kredit|cicil|denda|diskon"
    r"|santunan|klaim|saldo|tarif|premi|transfer|manfaat|personal|berapa|umr|subsidi)\b"
)


def read(text: str) -> Income:
    """Read the answer to "berapa penghasilan sebulan". Never raises."""
    heard = hear(text)
    if not heard.said.replace("dash", "").strip():
        return _unclear("empty")
    if not re.search(r"\b[AB]\d", heard.line):
        return _without_amount(heard)
    if "A" not in heard.line and (answer := _without_amount(heard)).reason != "unknown":
        return answer
    found = _contradicted(heard, plain(text) if "-" in text or "−" in text else "") or _reckoned(heard)
    return _unclear("no-period-frequency") if _ignores_a_count(text, found) else found


_COUNT = re.compile(
    r"\b\d+ ?(?:mangkok|mangkuk|gelas|porsi|bungkus|piring|buah|biji|potong|cup|botol|ikat|butir|tusuk|loyang)\b"
)


def _ignores_a_count(text: str, found: Income) -> bool:
    """Whether things sold are counted but the reading would be the same without them: then it is a price, no income."""
    said = plain(text)
    if found.status is not IncomeStatus.OK or not _COUNT.search(said):
        return False
    return read(_COUNT.sub(" ", said)).monthly == found.monthly


def mention(text: str) -> Income | None:
    """The income in a message that may say other things: only money said as money counts."""
    heard = hear(text)
    explicit = any(heard.numbers[int(mark)].explicit for mark in re.findall(r"\bA(\d+)", heard.line))
    if not explicit or _NOT_EARNINGS.search(heard.said):
        return None
    income = read(text)
    return income if income.status is IncomeStatus.OK else None


def _unclear(reason: str, suggestion: int | None = None) -> Income:
    return Income(IncomeStatus.UNCLEAR, reason=reason, suggestion=suggestion)


def _without_amount(heard: Heard) -> Income:
    """What an answer without a sum says."""
    if _REFUSAL.search(heard.said):
        return Income(IncomeStatus.REFUSED)
    words = set(heard.line.split())
    if _LOSS.search(heard.line) or "minus" in words:
        return _unclear("vague") if _NOT_ALWAYS.search(heard.line) else Income(IncomeStatus.NEGATIVE)
    if words & {"kin", "later"} or _KIN.search(heard.said):
        return _unclear("vague")
    if _NOTHING.search(heard.said) and not _STEADY.search(heard.said):
        return Income(IncomeStatus.NONE)
    reasons = {"umr": "minimum-wage", "foreign": "foreign", "gross": "gross-only"}
    named = next((reason for word, reason in reasons.items() if word in words), None)
    return _unclear(named or ("vague" if _VAGUE.search(heard.said) else "unknown"))


def _contradicted(heard: Heard, text: str) -> Income | None:
    """The answer when something beside the numbers decides: a loss, another's money, a foreign currency."""
    line, marks = heard.line, [heard.numbers[int(mark)] for mark in re.findall(r"\b[AB](\d+)", heard.line)]
    if not any(number.value for number in marks):
        return _unclear("vague") if "kadang" in line else Income(IncomeStatus.NONE)
    if _NEGATIVE_FIGURE.search(text) and len(marks) == 1:
        return Income(IncomeStatus.NEGATIVE)
    if _FOREIGN.search(line):
        return _unclear("foreign")
    if _LOSS.search(line) or (re.search(r"\bminus\b", _MINUS_COSTS.sub("", line))):
        return _unclear("vague") if _NOT_ALWAYS.search(line) else Income(IncomeStatus.NEGATIVE)
    if (
        _LISTED_FIGURE.search(text)
        or _INNER_MINUS.search(text)
        or _ANOTHERS.search(line)
        or _KIN.search(heard.said)
        or _NOTHING.search(heard.said)
    ):
        return _unclear("vague")
    if "percent" in line and "net" not in line and re.search(r"\b(?:gross|cost|cut)\b", line):
        return _unclear("gross-only")
    return None


def _reckoned(heard: Heard) -> Income:
    line = _MINUS_COSTS.sub(r"\1 cut ", heard.line)
    try:
        earnings = earned(line, heard.numbers)
    except Doubt as doubt:
        return _unclear(doubt.reason, _suggested(heard) if doubt.reason == "no-unit" else None)
    low, monthly = _rounded(earnings.low), _rounded(earnings.value)
    if monthly < 0:
        return Income(IncomeStatus.NEGATIVE)
    if monthly not in PLAUSIBLE:
        return _unclear("implausible")
    return Income(IncomeStatus.OK, monthly, low, None if earnings.high is None else _rounded(earnings.high))


def _rounded(rupiah: Fraction) -> int:
    """Half up to the whole rupiah."""
    return (2 * rupiah.numerator + rupiah.denominator) // (2 * rupiah.denominator)


def _suggested(heard: Heard) -> int | None:
    """What a lone number without a unit probably means: millions below 10, else thousands."""
    marks = re.findall(r"\bB(\d+)\b(?! (?:hari|kali|job|minggu|bulan|tahun|jam))", heard.line)
    if len(marks) != 1 or "A" in heard.line or not 0 < heard.numbers[int(marks[0])].value < 10_000:
        return None
    place, value = int(marks[0]), heard.numbers[int(marks[0])].value
    likely = exactly(value * (1_000_000 if value < 10 else 1_000), explicit=True)
    numbers = (*heard.numbers[:place], likely, *heard.numbers[place + 1 :])
    try:
        monthly = _rounded(earned(heard.line.replace(f"B{place}", f"A{place}"), numbers).value)
    except Doubt:
        return None
    return monthly if monthly in LIKELY else None
