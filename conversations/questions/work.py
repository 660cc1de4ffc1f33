"""What a person does for a living: the occupation, and work of one's own beside a wage or instead of none."""

import re
from dataclasses import dataclass, field, replace
from functools import partial

from conversations.question import Asking, Choice, Json, Question, Unclear
from conversations.say import Value, text
from conversations.understanding import income, occupation
from conversations.understanding.choice import yes_no
from conversations.understanding.occupation import Occupation, Standing, WorkClass
from conversations.understanding.text import plain

FEW_WORDS = 5
"""An answer that short is the name of the work and nothing else."""
LONGEST_WORDS = 60
"""Characters of an unknown occupation that are kept for the officer."""


@dataclass(frozen=True)
class Work:
    """An occupation as answered, with the person's own words where we have no better ones."""

    occupation: Occupation
    said: str = field(default="", repr=False)


def load_work(value: Json) -> Work:
    """The answer from its stored form."""
    return Work(
        Occupation(
            WorkClass(value["class"]),
            value["sector"],
            value["id"],
            Standing(value["standing"]),
            bool(value["also-employed"]),
        ),
        value["said"],
    )


def dump_work(work: Work) -> Json:
    """The stored form of the answer."""
    job = work.occupation
    return {
        "class": job.work_class.value,
        "sector": job.sector,
        "id": job.id,
        "standing": job.standing.value,
        "also-employed": job.also_employed,
        "said": work.said,
    }


def show_work(work: Work) -> Value:
    """The name of the occupation."""
    if work.said:
        return work.said
    if work.occupation.id:
        return occupation.label(work.occupation.id)
    return text(f"sector.{work.occupation.sector}")


OWN, DRIVES, EMPLOYED, IDLE = "own", "drives", "employed", "idle"


def read_work(answer: str, asking: Asking) -> Work:
    """The occupation that the answer names."""
    if yes_no(answer) is not None or plain(answer).isdecimal():
        raise Unclear("no-work-named")
    job = occupation.read(answer)
    if job.work_class is WorkClass.BPU and not job.id and len(answer.split()) <= FEW_WORDS:
        return Work(job, own_words(answer))
    if job.work_class is not WorkClass.UNCLEAR:
        return Work(job)
    if job.id == "pmi":
        raise Unclear("migrant")
    if job.id or job.sector != "unknown":
        raise Unclear("either", (f"{OWN}|{job.sector}|{job.id}", EMPLOYED, IDLE))
    raise Unclear("unknown", (DRIVES, OWN, EMPLOYED, IDLE))


def choose_work(option: str, asking: Asking) -> Work:
    """The occupation that an offered choice stands for: a kind of work, with the sector if it is known."""
    kind, _, rest = option.partition("|")
    sector, _, job = rest.partition("|")
    if kind == EMPLOYED:
        return Work(Occupation(WorkClass.PU, "formal"))
    if kind == IDLE:
        return Work(Occupation(WorkClass.NOT_WORKER, "none"))
    said = own_words(asking.heard)
    if kind == DRIVES:
        return Work(Occupation(WorkClass.BPU, "transport", "sopir"), said)
    known = sector if sector not in ("", "unknown", "formal") else "other"
    return Work(Occupation(WorkClass.BPU, known, job if job in FREE_PROFESSIONS else ""), said)


def own_words(heard: str) -> str:
    """What they called their work; nothing where it holds an income, and never a figure of any kind."""
    if income.mention(heard) is not None:
        return ""
    return re.sub(r"\S*\d\S*", "", heard).strip()[:LONGEST_WORDS]


FREE_PROFESSIONS = frozenset({"dokter", "wartawan_umum"})


def offers_work(option: str) -> bool:
    """Whether it is one of the kinds of work, with a sector and occupation that there are."""
    kind, _, rest = option.partition("|")
    sector, _, job = rest.partition("|")
    known = {"", "unknown", "formal", *occupation.sectors()}
    return kind in KINDS_IN_WORDS and sector in known and (job == "" or occupation.knows(job))


def label_work(option: str) -> Value:
    """The words of an offered kind of work."""
    return text(f"occupation.{option.partition('|')[0]}")


def find_work(message: str, asking: Asking) -> Work | None:
    """The occupation where a longer message names one."""
    job = occupation.mention(message)
    return Work(job) if job else None


SELLER = Work(Occupation(WorkClass.BPU, "trade", "pedagang"))
ARTIST = Work(Occupation(WorkClass.BPU, "creative", "penata_rias"))
RIDER = Work(Occupation(WorkClass.BPU, "transport", "ojol"))
PEDALLER = Work(Occupation(WorkClass.BPU, "transport", "becak"))
HELPER = Work(Occupation(WorkClass.BPU, "agriculture", "petani", Standing.UNPAID))
CLERK = Work(Occupation(WorkClass.PU, "formal", "pns"))
JOBLESS = Work(Occupation(WorkClass.NOT_WORKER, "none", "tidak_bekerja"))

KINDS_IN_WORDS = {
    OWN: (
        *("kerja sendiri", "usaha sendiri", "sendiri", "mandiri", "praktek sendiri", "praktik sendiri"),
        *("punya sendiri", "own work", "self-employed", "my own work"),
    ),
    DRIVES: ("sopir", "ojek", "kurir", "driver", "driving"),
    EMPLOYED: ("digaji", "karyawan", "pegawai", "digaji perusahaan", "employed", "wage", "i get a wage"),
    IDLE: ("belum bekerja", "tidak bekerja", "tidak kerja", "nganggur", "not working", "no work"),
}

OCCUPATION = Question(
    id="occupation",
    step=1,
    read=read_work,
    load=load_work,
    dump=dump_work,
    choose=choose_work,
    offers=offers_work,
    words=KINDS_IN_WORDS,
    label=label_work,
    find=find_work,
    along=("income", "region"),
    show=show_work,
    fallback=(DRIVES, OWN, EMPLOYED, IDLE),
    keeps_heard=True,
    samples=(ARTIST, SELLER, RIDER, PEDALLER, HELPER, CLERK, JOBLESS),
)


def read_second(answer: str, asking: Asking) -> Work:
    """Work of one's own beside a wage or instead of none; "no" is an answer too."""
    if yes_no(answer) is False:
        return NO_SECOND
    work = read_work(answer, asking)
    if work.occupation.work_class is WorkClass.PU:
        raise Unclear("employed")
    if work.occupation.work_class is WorkClass.NOT_WORKER:
        return NO_SECOND
    return work


NO_SECOND = Work(Occupation(WorkClass.NOT_WORKER, "none"))


def choose_second(option: str, asking: Asking) -> Work:
    """No, or one of the kinds of work."""
    return NO_SECOND if option in ("no", IDLE, EMPLOYED) else choose_work(option, asking)


def show_second(question: str, work: Work) -> Value:
    """The work, or that there is none."""
    return text(f"{question}.no") if work == NO_SECOND else show_work(work)


SIDE_JOB = Question(
    id="side-job",
    step=1,
    read=read_second,
    load=load_work,
    dump=dump_work,
    choices=(Choice("no", ("tidak ada", "gak ada", "ga ada", "nggak ada", "tidak punya", "none", "no side job")),),
    choose=choose_second,
    offers=offers_work,
    words=KINDS_IN_WORDS,
    label=label_work,
    along=("income", "region"),
    show=partial(show_second, "side-job"),
    fallback=("no", DRIVES, OWN),
    keeps_heard=True,
    after="occupation",
    samples=(SELLER, NO_SECOND),
)
NEW_WORK = replace(SIDE_JOB, id="new-work", show=partial(show_second, "new-work"))


def beside_a_wage(work: Work) -> Work:
    """Work of one's own, for which the employer of the main job does not pay."""
    return replace(work, occupation=replace(work.occupation, also_employed=True))
