"""Who pays the contribution now."""

import re

from conversations.eligibility import Payer
from conversations.question import Asking, Choice, Question, Unclear
from conversations.say import text
from conversations.understanding.text import plain

SAID = {
    Payer.NOBODY: re.compile(
        r"^(?:eh|salah|maaf|bukan|\W)*(?:belum|blm|blom|blum|durung|tacan)\b|\b(?:ga|gak|nggak|tidak|tdk) ada\b"
    ),
    Payer.SELF: re.compile(r"\b(?:bayar sendiri|saya sendiri|sendiri (?:yang|yg) bayar|saya (?:yang|yg) bayar)\b"),
    Payer.GOVERNMENT: re.compile(r"\b(?:pemerintah|pemda|pemkot|pemkab|pemprov|desa|kelurahan|dinas|apbd|apbn)\b"),
    Payer.UNKNOWN: re.compile(r"\b(?:tahu|tau|ngerti|yakin|entah|lupa)\b"),
}
"""Words about paying, by who pays; an answer that holds words of two is unclear."""


def read_payer(answer: str, asking: Asking) -> Payer:
    """Who pays, in words about paying; no other refusal counts, as "no" may mean anything here."""
    said = plain(answer)
    found = [payer for payer, words in SAID.items() if words.search(said)]
    if len(found) != 1:
        raise Unclear("unclear")
    return found[0]


PAYER = Question(
    id="payer",
    step=4,
    read=read_payer,
    load=Payer,
    dump=lambda payer: payer.value,
    choices=(
        Choice("nobody", ("belum ada", "belum", "tidak", "gak", "ga", "nggak", "enggak", "no",
                          "tidak ada", "gak ada", "ga ada", "nggak ada", "belum terdaftar",
                          "belum pernah", "belum punya", "nobody", "nobody yet", "none", "not yet")),
        Choice("self", ("saya sendiri", "sendiri", "bayar sendiri", "saya", "saya sudah bayar sendiri",
                        "saya bayar sendiri", "sudah bayar sendiri", "sudah jadi peserta", "sudah peserta", "i do",
                        "myself", "me", "i pay myself", "i pay it myself")),
        Choice("government", ("pemerintah", "desa", "pemda", "pemerintah atau desa", "kelurahan", "dibayari desa",
                              "dibayari pemerintah", "dibayar pemerintah", "dibayar desa", "apbd", "apbn",
                              "government", "the government", "village", "the village", "government or village")),
        Choice("unknown", ("tidak tahu", "gak tahu", "ga tau", "gak tau", "nggak tahu", "kurang tahu", "tdk tahu",
                           "tidak yakin", "entah", "don't know", "dont know", "not sure", "i don't know")),
    ),
    echoes=False,
    show=lambda payer: text(f"payer.{payer.value}"),
    samples=tuple(Payer),
)  # fmt: skip
