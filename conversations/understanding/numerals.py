"""The words of an answer about money, however they are spelt: one for every unit, number word and slang coin.

Number words become `=7`, slang coins `!5000` (rupiah), digits stay as they are typed (CONVENTIONS §1.1-1.3).
"""

import re
from collections.abc import Iterator, Mapping

from rapidfuzz import process
from rapidfuzz.distance import OSA

from conversations.understanding.text import POLITE, plain


def listed(words: str) -> frozenset[str]:
    """A set of words written in one line."""
    return frozenset(words.split())


def lexicon(table: str) -> dict[str, tuple[str, ...]]:
    """Spelling to canonical words, from lines `canonical words: spelling spelling`."""
    entries = [line.split(":") for line in table.strip().splitlines()]
    return {spelling: tuple(canonical.split()) for canonical, spellings in entries for spelling in spellings.split()}


NUMERALS = lexicon("""
=0: nol zero kosong
=1: satu stu siji setunggal hiji
=2: dua duo loro rong kalih dwa due
=3: tiga tig telu telung tigang tilu tga
=4: empat empt papat patang sekawan opat ampat mpat
=5: lima lma limang gangsal limo
=6: enam nam enem nem genep enm anam
=7: tujuh tujh pitu pitung tjuh tuju
=8: delapan dlapan dlpn lapan wolu wolung dalapan
=9: sembilan smbilan smbln sanga sangang salapan
=10: sepuluh spuluh sedasa sapuluh sepulu
=11: sebelas sblas sabelas sewelas
=25: selawe
=50: seket
=60: sewidak
=1 ratus: seratus sratus srtus satus saratus seratusan sratusan
=1 ribu: seribu srb serb sewu sarebu serebu seribuan sribu
=1 juta: sejuta sjuta sejt sejta sayuta sakyuta sajuta sejutaan sejeti sejtan sjt sejuata
belas: belas bls blas welas
puluh: puluh pluh plh pulh pulu
ratus: ratus rts rtus atus
ribu: ribu thousand rb rbu rebu rbb ewu k riub rbiu rubu rib ribo
juta: juta jt million millions jeti jta jut jtt juat jtua yuta jutaa juts
ratus an: ratusan rtusan
puluh an: puluhan
ribu an: ribuan rban rbuan rbn rebuan kan
juta an: jutaan jtan jutan jtn jetian
miliar: miliar milyar m milliar mil
koma: koma
setengah: setengah stengah setgh satengah stgh setenga setngah stngah setegah separo separuh
seperempat: seperempat sprempat seprapat
perempat: perempat
rp: rp rupiah perak idr rph rupia rupiahh
se: se sak sa
an: an
!1000: seceng
!2000: noceng
!5000: goceng
!10000: ceban
!20000: noban
!50000: goban gocap
!100000: cepek
!200000: nopek
!500000: gopek
""")

TIME_WORDS = lexicon("""
hari: hari hr hri hry day days dino dina poe poé harinya ari
minggu: minggu mggu mgg mingu week pekan mnggu ahad
bulan: bulan bln month wulan sasi bulam buln blan bulen bulannya
tahun: tahun thn th taun year thun tahn
jam: jam hour jm
=3 bulan: triwulan
=6 bulan: semester
per hari: sehari perhari seharian sehri shari seari sedino sedina sapoe sapoé daily sehr 
per minggu: seminggu perminggu sepekan saminggu semingu smggu seminggunya weekly permgg semgg
per bulan: sebulan perbulan sbulan sebln perbln sabulan sewulan sesasi sbln monthly sebulen sebuln pebulan
per tahun: setahun pertahun setaun sataun sethn yearly pertaun setahunnya
per jam: sejam perjam saejam
harian: harian hariannya
mingguan: mingguan
bulanan: bulanan
tahunan: tahunan taunan
per: per
tiap: tiap setiap saben unggal tiep stiap tyap
kali: kali x kli
sekali: sekali skali sakali sekalinya sepisan
malam: malam mlm
senin: senin snin senen
selasa: selasa
rabu: rabu rebo
kamis: kamis kemis
jumat: jumat jumaat
sabtu: sabtu saptu weekend wiken
libur: libur prei prai liburnya off
kecuali: kecuali
full: full penuh nonstop
dalam: dalam dlm untuk utk selama slama buat
job: trip order orderan odr rit manggung bungkus porsi lusin pertemuan kunjungan sesi shift pesanan galon kodi
orang: orang org narik tarikan tarik antar antaran pasien pelanggan penumpang customer malam mlm
masing: masing masing2 masing²
per job: setrip seorder serit sejob semanggung sebungkus seporsi sepotong sekilo selembar sebiji sepasien sekodi selusin
per job: semeter semalam seekor sekepala sepertemuan sepaket sesetel sepasang sekarung sekwintal seton
per panen: semusim sepanen
panen: panen panenan musim panennya
borongan: borongan proyek project projek proyekan job joban borong jobnya
""")

SCALES = {"ribu": 1_000, "juta": 1_000_000, "miliar": 1_000_000_000}
TENS = {"ratus": 100, "puluh": 10}
TIME = listed("hari minggu bulan tahun jam")
_PAID_FOR = TIME | listed("job panen kali borongan orang")
_NEVER_UNITS = listed("ibu rabu juga buta kuta duta rata ratu jika jua jutek tibu")

_PERSONAL = re.compile(
    r"(?<![\d.,])(?:\+?62[ .-]?|0)8\d{1,2}(?:[ .-]?\d{3,5}){2,3}(?!\d)|(?<!\d)(?:\d{12,}|\d{4}(?:[ .-]\d{4}){3}"
    r"|\d{6}[ .-]\d{6}[ .-]\d{4}|\d\d(?:[ .-]\d\d){5}[ .-]\d{4})(?!\d)"
)
_MONTHS = "jan|feb|mar|apr|mei|jun|jul|agu|ags|sep|okt|nov|des"
_DATE = re.compile(
    rf"(?<![\d.,])\d{{1,2}}(?:[-/]\d{{1,2}}[-/]\d{{2,4}}(?!\d)| ?(?:{_MONTHS})[a-z]*\b(?: ?(?:19|20)\d\d\b)?)"
)
_HOURS = (
    r"(?<!per )(?<!tiap )\b(?:jam|pukul) \d\d?(?: ?(?:pagi|siang|subuh|sore))? ?(?:-|sampai|sampe|sd) ?(?:jam |pukul )?"
    r"\d\d?\b(?: ?(?:pagi|siang|sore|malam))?(?![\d.,]| ?(?:rb|ribu|rebu|jt|juta|k)\b)"
)
_TIDY: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"(?<=\d)['’](?=\d{3})"), "."),
    (re.compile(r"1⁄2|(?<!\d)1 ?/ ?2(?= ?j)"), " setengah "),
    (re.compile(r"1⁄4"), " seperempat "),
    (re.compile(r"\bs ?[/.] ?d\b"), " sampai "),
    (re.compile(r"(?<=[a-z\d]) ?[-'’] ?(?=an\b)"), " "),
    (re.compile(r"\+ ?/? ?-|±|- ?/? ?\+|\bplus ?minus\b"), " "),
    (re.compile(r"\b(rata|kira|kadang|kdg|kdang|paling|hari|sehari|apa)2\b(?! ?(?:jt|juta|rb|ribu))"), r"\1 "),
    (
        re.compile(r"\b(?:ke)?pulauan seribu\b|\bpulau seribu\b|\braja ampat\b|\bempat lawang\b|\blima puluh kota\b"),
        " ",
    ),
    (re.compile(r"\bmin\b(?=.*\b(?:max|maks))"), "minimal"),
    (re.compile(r"jum'?’?at\b"), "jumat"),
    (re.compile(r"\b(rata|kira) 2\b(?! ?(?:jt|juta|rb|ribu))"), r"\1"),
    (re.compile(r"\bke (?=atas|bawah)"), "ke"),
    (re.compile(r"\borang ?tua\b"), "orangtua"),
    (re.compile(r"(?<![\w.,])[.,](?=\d{1,2} ?j)"), "0,"),
    (re.compile(r"\bpasar (?:senen|senin|rabu|rebo|kamis|jumat|sabtu|minggu)\b"), "pasar"),
    (re.compile(r"\b\d\d?[.:]\d\d ?- ?\d\d?[.:]\d\d\b"), " "),
    (re.compile(_HOURS), " "),
    (re.compile(r"@(?= ?(?:rp)?[ .]?\d)"), " masing "),
    (re.compile(r"\buang makan\b"), "uang"),
    (re.compile(r"\bbawa pulang\b"), "bersih"),
    (re.compile(r"\b(?:tiap|setiap) (?:tanggal|tgl) \d\d?\b"), "per bulan"),
)
_UNTIDY = re.compile("|".join(pattern.pattern for pattern, _ in _TIDY))
_SPACED = re.compile(r"(?<![\d.,])\d{1,3}(?:(?: \d{3}){2,}| 000)(?![\d.,])")
_TOKEN = re.compile(r"\d[\d.,]*\d|\d|[^\W\d_]+|[-–—~/+<>&%$€£¥₩=×*]")
_SYMBOLS = dict.fromkeys("-–—~", "dash") | dict.fromkeys("+&", "and") | dict.fromkeys("$€£¥₩", "foreign") | {
    "/": "slash", "<": "below", ">": "above", "%": "percent", "=": "total", "×": "kali", "*": "kali"
}  # fmt: skip
_PIECES = listed(
    "satu dua tiga empat lima enam tujuh delapan sembilan sepuluh sebelas belas puluh ratusan ratus ribuan ribu rebu "
    "rbn rban rb jutaan juta jtan jt setengah koma se per hari hr minggu mgg bulan bln tahun thn jam tiap lebih bersih"
)
_GLUED = re.compile("|".join(sorted(_PIECES, key=len, reverse=True)))
_ALL_GLUED = re.compile(f"(?:{_GLUED.pattern})+")
_DOUBLED = re.compile(r"(.)\1")
_LONG = [
    "delapan", "sembilan", "sepuluh", "sebelas", "seratus", "seribu", "sejuta", "setengah", "seperempat", "rupiah",
    "sehari", "perhari", "sebulan", "perbulan", "seminggu", "perminggu", "setahun", "pertahun",
]  # fmt: skip
"""Words long enough to be known with one wrong letter."""


def canonical(text: str, spellings: Mapping[str, tuple[str, ...]]) -> list[str]:
    """The words of a text; identity numbers, phones and dates become the word `nomor`."""
    tidy = _DATE.sub(" ", _PERSONAL.sub(" nomor ", plain(text)))
    for pattern, replacement in _TIDY if _UNTIDY.search(tidy) else ():
        tidy = pattern.sub(replacement, tidy)
    tidy = _SPACED.sub(lambda found: found[0].replace(" ", "."), tidy)
    tokens = [token for token in _TOKEN.findall(tidy) if token not in POLITE]
    return _prefixed(list(_spelled_out(tokens, spellings)))


def _spelled_out(tokens: list[str], spellings: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
    previous = ""
    for token in tokens:
        if token[0].isdigit():
            yield token
        elif token in _SYMBOLS:
            yield _SYMBOLS[token]
        else:
            yield from _spelled(token, previous, spellings)
        previous = token


def _spelled(token: str, previous: str, spellings: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    if token in spellings:
        return spellings[token]
    bare = _DOUBLED.sub(r"\1", token)
    for form in (token.removesuffix("nya"), token.removesuffix("lah"), bare, bare.removesuffix("nya")):
        if form in spellings:
            return spellings[form]
    if len(token) <= 40 and _ALL_GLUED.fullmatch(bare):
        return tuple(word for piece in _GLUED.findall(bare) for word in spellings.get(piece, (piece,)))
    if previous[:1].isdigit() or previous in NUMERALS:
        return _unit_like(token)
    if len(token) >= 6:
        near = process.extractOne(token, _LONG, scorer=OSA.distance, score_cutoff=1)
        return spellings[near[0]] if near else (token,)
    return (token,)


def _unit_like(token: str) -> tuple[str, ...]:
    """A misspelt unit, recognised only where a unit is expected: after a number."""
    if len(token) < 4 or token in _NEVER_UNITS:
        return (token,)
    near = (unit for unit in ("juta", "ribu", "ratus", "puluh", "jutaan", "ribuan") if OSA.distance(token, unit) <= 1)
    unit = next(near, "")
    return NUMERALS[unit] if unit else (token,)


def _prefixed(words: list[str]) -> list[str]:
    """`se` made `per` before a time and one before a unit ("sak yuta"), a stroke made `per` ("50rb/hari")."""
    triples = zip(["", *words], words, [*words[1:], ""], strict=False)
    return [_before(previous, word, after) if word in ("se", "slash") else word for previous, word, after in triples]


def _before(previous: str, word: str, after: str) -> str:
    if after in _PAID_FOR:
        return "per"
    if word == "slash":
        amount = previous in SCALES or previous in ("an", "rp") or previous[:1].isdigit()
        return "per" if amount and after.isalpha() and after not in ("rp", "se") else word
    return "=1" if after in SCALES or after in TENS else word
