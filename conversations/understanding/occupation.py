"""What somebody lives on: of the jobs an answer names those of the past are dropped, and one of the rest decides.

A paid informal activity beats a status or an employer (CONVENTIONS §3, rules 1 and 2); in doubt the answer is UNCLEAR.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from itertools import dropwhile, takewhile

from rapidfuzz import process
from rapidfuzz.distance import OSA

from conversations.understanding.jobs import Named, named
from conversations.understanding.lexicon import UNKNOWN, Job, Lexicon, lexicon, occupation_rows, places
from conversations.understanding.spelling import BREAK, words


class WorkClass(StrEnum):
    """How the scheme sees the work: own account, in somebody's employment, no work, or not yet known."""

    BPU = "BPU"
    PU = "PU"
    NOT_WORKER = "NOT_WORKER"
    UNCLEAR = "UNCLEAR"


class Standing(StrEnum):
    """Who else is in the work: nobody, people they employ, or the family they help without pay."""

    OWN = "own-account"
    EMPLOYER = "employer"
    UNPAID = "unpaid"


@dataclass(frozen=True)
class Occupation:
    """A job as an answer tells it; `id` is its row in occupations.csv or empty, `sector` is never empty."""

    work_class: WorkClass
    sector: str
    id: str = ""
    standing: Standing = Standing.OWN
    also_employed: bool = False
    """An employer covers the main job and this is the informal side job (rule 2)."""


UNCLEAR = Occupation(WorkClass.UNCLEAR, "unknown")
_MOST_WORDS = 60
"""Words of an answer that are looked at."""
_DESCRIBES = frozenset({"karyawan_swasta", "honorer", "bumn", "pppk", "pns", "buruh_pabrik"})
"""Rows that, right after a job, say in whose employment it is done ('kurir karyawan tetap')."""
_MINDED = frozenset({"pegawai_toko", "pegawai_resto"})
"""Rows that are the family's own business when the family's is said to be helped."""

_STAFF = r"(?:orang )?(?:karyawan|pegawai|anak buah(?! kapal)|pekerja|asisten|anak kerja|buruh)"
_EMPLOYS = re.compile(
    rf"\b(?P<none>(?:tidak|belum) )?(?:punya|ada|dibantu|memiliki|gaji|menggaji|bawa|mempunyai)"
    rf"(?: (?:\d+|dua|tiga|empat|lima|beberapa|banyak|satu|seorang))? {_STAFF}\b(?: saya)?(?: \d+)?(?: orang)?"
    rf"|\bdengan (?:\d+|dua|tiga|empat|lima|beberapa) {_STAFF}\b|\bmempekerjakan(?: \w+){{0,2}}"
    rf"|\b(?P<free>tanpa) {_STAFF}\b"
    r"|(?<=\w )(?:\d+|dua|tiga|empat|lima) (?:orang )?(?:karyawan|pegawai|anak buah)\b"
    rf"|\b(?:karyawan|pegawai|anak buah)(?: saya)? (?:ada )?\d+(?: orang)?\b"
)
_OWN_PLACE = re.compile(
    r"\b(?:kerja |jaga |nunggu )?di (toko|warung|kios|bengkel|salon|laundry|lapak) (?:milik |punya )?sendiri\b"
)
_UNPAID = re.compile(r"\b(?:tanpa|tidak) (?:upah|gaji|bayaran|di ?bayar|di ?gaji|di ?upah|dapat (?:upah|gaji))\b")
_HELPS = re.compile(
    r"\b(?:bantu|ikut|temani|nemenin)(?: bantu| usaha| kerja)* "
    r"(?:suami|istri|orangtua|ayah|mama|mak|emak|mertua|keluarga|kk|adik|paman|bibi|anak|nenek|kakek)\b"
    r"|\bjaga \w+ (?:milik |punya )?(?:suami|istri|orangtua|ayah|mertua|keluarga)\b|\busaha (?:orangtua|keluarga)\b"
)


def read(text: str) -> Occupation:
    """The work named in an answer to 'what is your work?'; UNCLEAR where it names none or cannot be told."""
    known = lexicon()
    told = known.tokens(text)[:_MOST_WORDS]
    mended = known.corrected(told)
    judged = _judged(mended, known, known.phrases) or _bare(mended, known)
    if judged is not None and (judged.work_class is not WorkClass.UNCLEAR or judged.id not in ("", "kerja_umum")):
        return judged
    return _alike(told, known) or judged or UNCLEAR


def mention(text: str) -> Occupation | None:
    """Work named in so many words in a message that may be about other things too; None in any doubt."""
    known = lexicon()
    if places().issuperset(words(text)):
        return None
    judged = _judged(known.tokens(text)[:_MOST_WORDS], known, known.strict)
    return None if judged is None or judged.work_class is WorkClass.UNCLEAR else judged


def label(occupation_id: str) -> str:
    """The name of a row of occupations.csv as people see it; KeyError where there is no such row."""
    return lexicon().labels[occupation_id].removesuffix(" (umum)")


def knows(occupation_id: str) -> bool:
    """Whether occupations.csv has a row of this id."""
    return occupation_id in lexicon().labels


@cache
def sectors() -> tuple[str, ...]:
    """Every sector an occupation may have."""
    listed = dict.fromkeys(job.sector for job in lexicon().phrases.values())
    return (*(sector for sector in listed if sector != "unknown"), "unknown")


def _sector_of(occupation_id: str) -> str:
    """The sector of a row; a job of another one only shares a word with it ("tukang sulap" is no builder)."""
    return _row_sectors().get(occupation_id, "")


@cache
def _row_sectors() -> dict[str, str]:
    return {row["id"]: row["sector"] for row in occupation_rows()}


def _judged(tokens: list[str], known: Lexicon, allowed: Collection[str]) -> Occupation | None:
    """What the known words of an answer amount to; None where none of them is known."""
    joined = _OWN_PLACE.sub(r"buka \1", " ".join(tokens))
    tokens = joined.split()
    employs = _EMPLOYS.search(joined)
    if employs:
        tokens = _EMPLOYS.sub(" , ", joined).split()
    employer = employs is not None and not (employs["none"] or employs["free"])
    found = named(tokens, known, allowed)
    if not found:
        return Occupation(WorkClass.BPU, "other", "wiraswasta", Standing.EMPLOYER) if employer else None
    family = _HELPS.search(joined) is not None or _UNPAID.search(joined) is not None
    standing = Standing.EMPLOYER if employer else Standing.UNPAID if family else Standing.OWN
    return _decided([_tied(one, found, tokens, known) for one in found], standing, known)


def _tied(one: Named, found: list[Named], tokens: list[str], known: Lexicon) -> Named:
    """The same job, of the employer's if what follows it says that it is done in one's employment."""
    if one.job.work_class != "BPU" or one.job.sector in ("trade", "agriculture") or one.over:
        return one
    following = next((other for other in found if other.start >= one.end), None)
    until = len(tokens) if following is None else following.start
    gap = tokens[one.end : until]
    described = following is not None and following.job.id in _DESCRIBES and gap in ([], ["di"])
    clause = set(takewhile(lambda token: token not in known.groups["stops"], gap))
    waged = not clause.isdisjoint(known.groups["wage"])
    driven = one.job.id.startswith("sopir") and any(known.fields.get(token) == "formal" for token in clause)
    return replace(one, job=Job("", "PU", "formal")) if described or waged or driven else one


def _decided(found: list[Named], standing: Standing, known: Lexicon) -> Occupation:
    present = [one.job for one in found if not one.over]
    if any(job.id == "pmi" for job in present):
        return Occupation(WorkClass.UNCLEAR, "unknown", "pmi")
    own = [job for job in present if job.work_class == "BPU"]
    employed = [job for job in present if job.work_class == "PU"]
    if own:
        exact = next((job for job in own if job.id not in known.groups["general"]), own[0])
        row = exact.id if _sector_of(exact.id) == exact.sector else ""
        return Occupation(WorkClass.BPU, exact.sector, row, standing, also_employed=bool(employed))
    if employed and standing is Standing.UNPAID and employed[0].id in _MINDED:
        return Occupation(WorkClass.BPU, "trade", "pekerja_keluarga", standing)
    if employed:
        return Occupation(WorkClass.PU, "formal", employed[0].id)
    if idle := next((job for job in present if job.work_class == "NOT_WORKER"), None):
        return Occupation(WorkClass.NOT_WORKER, "none", idle.id)
    if any(one.left for one in found) and not present:
        return Occupation(WorkClass.NOT_WORKER, "none", "tidak_bekerja")
    job = present[0] if present else UNKNOWN
    return Occupation(WorkClass.UNCLEAR, job.sector, job.id)


def _bare(tokens: list[str], known: Lexicon) -> Occupation | None:
    """Work told only by what it is about ('bakso', 'kebun cengkeh'), if every word agrees."""
    own = [token for token in tokens if token not in known.groups["filler"] and token != BREAK]
    about = {known.fields.get(token) for token in own}
    if about == {"food"}:
        return Occupation(WorkClass.BPU, "trade")
    return Occupation(WorkClass.BPU, "agriculture") if about == {"agriculture"} else None


def _alike(tokens: list[str], known: Lexicon) -> Occupation | None:
    """The phrase that an answer comes close to as a whole, spaces apart; None where phrases of two classes do."""
    spoken = [token for token in tokens if token != BREAK]
    own = list(dropwhile(lambda token: token in known.groups["filler"], spoken))
    squeezed = "".join(own)
    if not 4 < len(squeezed) < 40 or all(token in known.vocabulary for token in own):
        return None
    limit = 0 if len(squeezed) < 7 else 1 if len(squeezed) < 12 else 2
    near = process.extract(squeezed, known.squeezed, scorer=OSA.distance, score_cutoff=limit, limit=4)
    least = min((distance for _, distance, _ in near), default=0)
    jobs = {known.squeezed_jobs[number] for _, distance, number in near if distance == least}
    if len({(job.work_class, job.sector) for job in jobs}) != 1:
        return None
    job = jobs.pop()
    return Occupation(WorkClass(job.work_class), job.sector, job.id)
