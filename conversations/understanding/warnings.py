"""Signs that somebody is being asked for money or for a secret code: that goes before every question."""

import re

from conversations.understanding.text import plain

_CODE = r"(?:otp|pin|kata sandi|password|kode verifikasi)"
_MONEY = r"(?:uang|duit|bayaran|transfer(?:an)?|pulsa|setoran|\d+ ?(?:rb|ribu|jt|juta|k))"
_PERSON = r"(?:pak|bapak|bu|ibu|mas|mbak|petugas|calo|agen|orang|rekening|oknum)"

_SIGNS = re.compile(
    rf"\b(?:minta|mintain|diminta|dimintai|dimintain|disuruh|nyuruh|suruh)\b"
    rf"(?: \w+){{0,3}} (?:{_MONEY}|{_CODE}|bayar|transfer)\b"
    rf"|\b(?:bayar|transfer|tf|setor|kirim uang|titip uang)\w* ke (?:\w+ )?{_PERSON}\b"
    rf"|\b{_CODE} (?:saya|nya|ku)\b"
)


def asked_for_money(text: str) -> bool:
    """Whether the message says that money, an OTP or a PIN was asked for, or gives one away."""
    return _SIGNS.search(plain(text)) is not None
