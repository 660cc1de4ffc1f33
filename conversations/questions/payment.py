"""Who pays the contribution now."""

from conversations.eligibility import Payer
from conversations.question import Asking, Choice, Question, Unclear
from conversations.say import text
from conversations.understanding.choice import yes_no


def read_payer(answer: str, asking: Asking) -> Payer:
    """Only an offered option or one of its words is an answer here."""
    if yes_no(answer) is False:
        return Payer.NOBODY
    raise Unclear("unclear")


PAYER = Question(
    id="payer",
    step=4,
    read=read_payer,
    load=Payer,
    dump=lambda payer: payer.value,
    choices=(
        Choice("nobody", ("belum ada", "belum", "tidak ada", "gak ada", "ga ada", "nggak ada", "belum terdaftar",
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
