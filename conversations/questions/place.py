"""The kabupaten or kota; a name that several places have becomes a choice."""

from conversations.question import Asking, Json, Question, Unclear
from conversations.understanding import region
from conversations.understanding.gazetteer import province_code, province_name, regencies_of, regency_name
from conversations.understanding.region import RegionKind

MOST = 9
"""Places offered at once: ten rows fit every channel's list."""

KINDS = {"kota": "kota", "kotamadya": "kota", "kodya": "kota", "kabupaten": "kabupaten", "kab": "kabupaten"}


def read_region(answer: str, asking: Asking) -> str:
    """The code of the kabupaten or kota; among the ones just offered if the answer fits one of them."""
    kind = next((KINDS[word] for word in answer.casefold().replace(".", " ").split() if word in KINDS), None)
    fitting = [code for code in asking.offered if kind and regency_name(code).casefold().startswith(kind)]
    place = region.read(answer)
    if place.kind is RegionKind.REGENCY:
        return place.codes[0]
    if place.kind is RegionKind.NONE and len(fitting) == 1:
        return fitting[0]
    raise _unclear_region(place, asking)


def _unclear_region(place: region.Region, asking: Asking) -> Unclear:
    if place.kind is RegionKind.PROVINCE:
        return _narrowed_to(place.codes[0])
    if place.kind is RegionKind.AMBIGUOUS:
        regencies = tuple(code for code in place.codes if "." in code)
        provinces = [code for code in place.codes if "." not in code]
        within = tuple(code for code in regencies if code in asking.offered) or regencies
        if provinces and len(within) < 2:
            return _narrowed_to(provinces[0], within)
        if within and len(within) <= MOST:
            return Unclear("ambiguous", within)
        return _narrowed_to(provinces[0]) if provinces else Unclear("many")
    return Unclear("unknown")


def _narrowed_to(province: str, likely: tuple[str, ...] = ()) -> Unclear:
    """The places of a province, or how to name one where they are too many; `likely`: those of the name typed."""
    regencies = regencies_of(province)
    if len(regencies) <= MOST:
        return Unclear("province", regencies, province=province_name(province))
    example = regency_name((likely or regencies)[0])
    return Unclear("province-large", likely, province=province_name(province), example=example)


def find_region(message: str, asking: Asking) -> str | None:
    """The place where a longer message names one exactly."""
    place = region.mention(message)
    if place is None or place.kind is RegionKind.NONE:
        return None
    if place.kind is RegionKind.REGENCY:
        return place.codes[0]
    raise _unclear_region(place, asking)


def load_region(value: Json) -> str:
    """The code of a kabupaten or kota from its stored form."""
    regency_name(value)
    return str(value)


def show_region(code: str) -> str:
    """The name of the place with its province."""
    return f"{regency_name(code)}, {province_name(province_code(code))}"


REGION = Question(
    id="region",
    step=3,
    read=read_region,
    load=load_region,
    offers=lambda code: code in regencies_of(code.partition(".")[0]),
    label=regency_name,
    find=find_region,
    along=("income",),
    show=show_region,
    samples=("53.71", "32.73"),
)
