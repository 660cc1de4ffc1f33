"""What all readers do to a text first, so that case, emoji, control characters and stretched letters never matter."""

import re
import unicodedata

LONGEST = 1_000
"""Characters that a reader looks at: no answer is longer, so work stays bounded whatever arrives."""

_STRETCHED = re.compile(r"([^\W\d_])\1{2,}")
_SPACES = re.compile(r"\s+")

POLITE = frozenset(
    [
        "kak",
        "kakak",
        "ka",
        "min",
        "mimin",
        "admin",
        "pak",
        "bapak",
        "bu",
        "ibu",
        "mas",
        "mbak",
        "bang",
        "abang",
        "gan",
        "sis",
        "bro",
        "bos",
        "boss",
        "ya",
        "yaa",
        "yah",
        "sih",
        "nih",
        "dong",
        "deh",
        "lah",
        "loh",
        "lho",
        "kok",
        "tuh",
        "gitu",
        "aja",
        "saja",
        "maaf",
        "permisi",
        "tolong",
        "mohon",
        "om",
        "tante",
        "bund",
        "bunda",
        "say",
        "cuy",
    ]
)
"""Words of politeness and filler, which never change a meaning (CONVENTIONS: General)."""


def plain(text: str) -> str:
    """Lower case NFKC with everything invisible or pictorial made a space and 3 or more equal letters made one."""
    folded = unicodedata.normalize("NFKC", text[:LONGEST]).casefold()
    visible = "".join(" " if unicodedata.category(char) in _UNREADABLE else char for char in folded)
    return _SPACES.sub(" ", _STRETCHED.sub(r"\1", visible)).strip()


_UNREADABLE = frozenset({"Cc", "Cf", "Co", "Cn", "Cs", "So", "Sk", "Zl", "Zp", "Zs"})
