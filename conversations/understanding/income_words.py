"""The words of an answer about income that matter, and the line they make (CONVENTIONS §1)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from conversations.understanding.amounts import Number, listen
from conversations.understanding.numerals import NUMERALS, TIME, TIME_WORDS, lexicon, listed


@dataclass(frozen=True)
class Heard:
    """An answer in canonical words: `said` has them all, `line` only marks and what says how amounts relate."""

    said: str
    line: str
    numbers: tuple[Number, ...]


_LINE_WORDS = lexicon("""
tidak: tidak ga gak nggak ngga enggak engga gk g tdk tak kagak kaga ndak nda ora mboten teu henteu ndk nggk ngak
tidak: nga gag kaga
tidak: tanpa tanpo tida
bukan: bukan bkn
belum: belum blm blom belom blum durung sebelum sblm
sudah: sudah udah udh sdh dah wis setelah stlh abis habis sesudah sehabis
to: sampai sampe smpe nyampe nyampai hingga sampek nganti mencapai capai sampaii to
dash: sd ke
or: atau ato atw ataw utawa ataupun
and: dan sama tambah ditambah tambahan plus nambah sampingan sambilan tmbh
antara: antara antra
kadang: kadang kdg kdang kadangkala terkadang sepi rame ramai laris bagus lancar cerah kadangan
bisa: bisa bs
rata: rata rerata average avg ratarata
below: dibawah maksimal maks max maximal maksimum under mentok bawah semaksimal dibwh bwh
above: diatas minimal minimum atas setidaknya sekurang sedikitnya diatass dts
up: keatas up
down: kebawah
paling: paling plg
banyak: banyak besar tinggi gede banter pol bnyk mentoknya banyaknya
sedikit: sedikit dikit kecil rendah minim dkit sdikit dikitnya
lebih: lebih lbh lbih
kurang: kurang krg krang kurng
dari: dari dr dri
net: bersih net netto nett untung laba profit cuan keuntungan bersi brsih
gross: kotor omset omzet bruto gross omst ktr
cost: bensin modal setoran setor biaya ongkos operasional bbm pertalite pertamax solar bahan kuota
side cost: parkir pulsa pakan
cost: pupuk sewa komisi oli modalnya
cut: potong dipotong dikurangi dikurang kurangi potongan dipotongin ptg
side personal: kos kost listrik sekolah makan
personal: kontrakan cicilan nyicil angsuran hutang utang jajan rokok arisan
personal: iuran kebutuhan kontrak
now: sekarang skrg skrng skg saiki ayeuna
past: dulu dulunya dahulu
doubt: dibagi bagi
total: total jumlah semuanya jadi jd
pekerja: pekerja buruh kuli kerja karyawan tukang krja
lepas: lepas
tentu: tentu nentu menentu mesti pasti tetap tangtu
loss: rugi merugi nombok tekor boncos defisit buntung kerugian ketekor ngerugi
minus: minus mines
foreign: usd dollar dolar dollars sgd ringgit myr euro eur yen jpy hkd twd baht riyal rial dirham us gbp cny yuan krw
rm: rm real won sar nt peso
percent: persen prosen
umr: umr umk ump
kin: bansos bantuan blt pkh dikirim dikirimi dikirimin kin
kin: suami istri isteri ortu orangtua mertua nafkah kiriman suamiku istriku
wish: pengen ingin pengin harapan harapannya target targetnya impian semoga pinginnya butuh pengeluaran
wish: seharusnya pengennya maunya
later: nanti ntar entar besok depan kapan lusa menyusul
""")
_SAID_WORDS = lexicon("""
tidak ada: gaada gada gakada nggaada ngada takada gaade
tidak mau: gamau gakmau ngamau
ada: ada ono wonten aya ad adaa
punya: punya pny pnya duwe gadah boga memiliki mempunyai miliki dapat dpt dapet dpet menerima terima nerima
penghasilan: penghasilan pendapatan income gaji pemasukan upah hasil penghasilanku pnghasilan penghsilan
mau: mau mw mo ingin bersedia berkenan sudi karep kersa hayang
tahu: tahu tau ngerti
""")
_WORDS = {**NUMERALS, **TIME_WORDS, **_SAID_WORDS, **_LINE_WORDS}
_KNOWN = {word for words in (*TIME_WORDS.values(), *_LINE_WORDS.values()) for word in words}
_KNOWN |= listed("vague doubt slash setengah nomor") | {"to", "dash"}
_MARK = re.compile(r"[AB]\d+")
_DEGREE = listed("sedikit banyak and kurang cukup lumayan jarang susah sulit kadang tidak")
_PER = ("per", "tiap", "sekali")
_AFTER_PER = TIME | listed(
    "kali job panen borongan orang sekali setengah hari senin selasa rabu kamis jumat sabtu harian per tiap"
)
_AFTER_CUT = listed("uang duit untuk dalam beli lagi")
_TRADES = listed("jual jualan dagang penjual pedagang tukang pom usaha kios")


def hear(text: str) -> Heard:
    """The answer with its numbers as marks."""
    sentence = listen(text, _WORDS)
    words = list(_with_pieces(_without_asides(sentence.words)))
    return Heard(" ".join(sentence.words), " ".join(_of_interest(words)), sentence.numbers)


def _without_asides(words: tuple[str, ...]) -> tuple[str, ...]:
    """Words of spending are a trade where only one amount is said ("parkir 60rb sehari", "warung makan")."""
    said = " ".join(words)
    if "side" not in words:
        return words
    if sum(word[0] == "A" for word in words) < 2:
        said = re.sub(r"(?<!\bbayar )\bside (?:cost|personal)\b", "", said)
    return tuple(re.sub(r"\bside\b", "", said).split())


def _with_pieces(words: tuple[str, ...]) -> Iterator[str]:
    """Whatever follows "per", "tiap" or "sekali" and is no time is a piece of work, there and after a number."""
    padded = ("", "", *words)
    triples = list(zip(padded, padded[1:], words, strict=False))
    pieces = {word for before, per, word in triples if _is_piece(before, per, word)}
    for before, previous, word in triples:
        if _is_piece(before, previous, word) or (word in pieces and _MARK.fullmatch(previous)):
            yield "job"
        elif word != "sekali" or previous not in _DEGREE:
            yield word


def _is_piece(before: str, per: str, word: str) -> bool:
    if per not in _PER or word in _AFTER_PER or _MARK.fullmatch(word):
        return False
    return per != "sekali" or (before not in _DEGREE and before not in TIME)


def _of_interest(words: list[str]) -> Iterator[str]:
    money = any(word[0] == "A" for word in words)
    for previous, word, after in zip(["", *words], words, [*words[1:], ""], strict=False):
        if _MARK.fullmatch(word):
            counted = money and word[0] == "B" and after and after not in _KNOWN and not _MARK.fullmatch(after)
        else:
            counted = (
                word not in _KNOWN or (word == "pekerja" and after != "harian") or _is_trade(previous, word, after)
            )
        if not counted:
            yield word


def _is_trade(previous: str, word: str, after: str) -> bool:
    """Whether the word names what somebody sells or does ("jual bensin", "tukang potong rambut")."""
    if word == "cut":
        return previous == "pekerja" or (bool(after) and not (after in _KNOWN | _AFTER_CUT or _MARK.fullmatch(after)))
    return word in ("cost", "personal") and (previous in _TRADES or previous == "pekerja")
