"""What the fact sheet says people pay and who may apply, written out by hand and not from the rule files or the code.

Months are 'YYYY-MM' strings, ages whole years, everything else plain words, so that nothing here can share a mistake.
"""

TIERS = {
    # tier: (lowest income, base, JKK + JKM, the same with 50 % off, JHT)
    1: (0, 1_000_000, 16_800, 8_400, 20_000),
    2: (1_100_000, 1_200_000, 18_800, 9_400, 24_000),
    3: (1_300_000, 1_400_000, 20_800, 10_400, 28_000),
    4: (1_500_000, 1_600_000, 22_800, 11_400, 32_000),
    5: (1_700_000, 1_800_000, 24_800, 12_400, 36_000),
    6: (1_900_000, 2_000_000, 26_800, 13_400, 40_000),
    7: (2_100_000, 2_200_000, 28_800, 14_400, 44_000),
    8: (2_300_000, 2_400_000, 30_800, 15_400, 48_000),
    9: (2_500_000, 2_600_000, 32_800, 16_400, 52_000),
    10: (2_700_000, 2_950_000, 36_300, 18_150, 59_000),
    11: (3_200_000, 3_450_000, 41_300, 20_650, 69_000),
    12: (3_700_000, 3_950_000, 46_300, 23_150, 79_000),
    13: (4_200_000, 4_450_000, 51_300, 25_650, 89_000),
    14: (4_700_000, 4_950_000, 56_300, 28_150, 99_000),
    15: (5_200_000, 5_450_000, 61_300, 30_650, 109_000),
    16: (5_700_000, 5_950_000, 66_300, 33_150, 119_000),
    17: (6_200_000, 6_450_000, 71_300, 35_650, 129_000),
    18: (6_700_000, 6_950_000, 76_300, 38_150, 139_000),
    19: (7_200_000, 7_450_000, 81_300, 40_650, 149_000),
    20: (7_700_000, 7_950_000, 86_300, 43_150, 159_000),
    21: (8_200_000, 8_700_000, 93_800, 46_900, 174_000),
    22: (9_200_000, 9_700_000, 103_800, 51_900, 194_000),
    23: (10_200_000, 10_700_000, 113_800, 56_900, 214_000),
    24: (11_200_000, 11_700_000, 123_800, 61_900, 234_000),
    25: (12_200_000, 12_700_000, 133_800, 66_900, 254_000),
    26: (13_200_000, 13_700_000, 143_800, 71_900, 274_000),
    27: (14_200_000, 14_700_000, 153_800, 76_900, 294_000),
    28: (15_200_000, 15_700_000, 163_800, 81_900, 314_000),
    29: (16_200_000, 16_700_000, 173_800, 86_900, 334_000),
    30: (17_200_000, 17_700_000, 183_800, 91_900, 354_000),
    31: (18_200_000, 18_700_000, 193_800, 96_900, 374_000),
    32: (19_200_000, 19_700_000, 203_800, 101_900, 394_000),
    33: (20_200_000, 20_700_000, 213_800, 106_900, 414_000),
}

MONTHS = (
    *("2025-12", "2026-01", "2026-02", "2026-03", "2026-04", "2026-05", "2026-06", "2026-07", "2026-08", "2026-09"),
    *("2026-10", "2026-11", "2026-12", "2027-01", "2027-02", "2027-03", "2027-04", "2027-05", "2027-06"),
)
TRANSPORT_IS_HALF = set(MONTHS[1:16])
OTHER_IS_HALF = set(MONTHS[4:13])

TRANSPORT = (
    *("ojol", "taksi_online", "ojek_pangkalan", "kurir"),
    *("sopir", "sopir_angkot", "sopir_truk", "sopir_travel", "sopir_taksi"),
)
NOT_NAMED = ("becak", "bentor", "delman", "kernet", "kuli_angkut", "juru_mudi_perahu", "jasa_pindahan", "tukang_parkir")


def prices(job: str, month: str, payer: str, standing: str, tier: int) -> tuple[int, int, int, int]:
    """Normal, due, possible and JHT of a month for someone in the BPU class."""
    _, _, normal, half, jht = TIERS[tier]
    if payer == "government":
        return normal, 0, 0, jht
    if job in TRANSPORT:
        surely = maybe = month in TRANSPORT_IS_HALF
    elif job in NOT_NAMED:
        surely = month in TRANSPORT_IS_HALF and month in OTHER_IS_HALF
        maybe = month in TRANSPORT_IS_HALF or month in OTHER_IS_HALF
    else:
        surely = maybe = month in OTHER_IS_HALF
    if standing in ("employer", "unpaid"):
        surely = False
    return normal, half if surely else normal, half if maybe else normal, jht


def case(job: str, standing: str) -> str:
    """The case a person is shown as."""
    if standing in ("employer", "unpaid"):
        return "uncovered"
    if job in TRANSPORT:
        return "transport"
    return "unnamed" if job in NOT_NAMED else "other"


def may_apply(work: str, payer: str, youngest: int | None, eldest: int | None) -> tuple[str, set[str]]:
    """The answer and what it needs, for someone whose age is between the two, None when nothing is known of it."""
    if work in ("PU", "NOT_WORKER") or payer in ("self", "government"):
        return "no", set()
    if eldest is not None and eldest < 18:
        return "no", set()
    if youngest is not None and youngest >= 65:
        return "no", set()
    needs = set()
    if work == "UNCLEAR":
        needs.add("occupation")
    if payer == "unknown":
        needs.add("payer")
    if youngest is None or eldest is None or youngest < 18 or eldest >= 65:
        needs.add("age")
    return ("unknown", needs) if needs else ("yes", set())
