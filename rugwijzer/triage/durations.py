"""How long the complaint lasts: amounts of time, and days, months and feasts of the calendar."""

from __future__ import annotations

from datetime import date, timedelta

from .numbers import value

#: Days in the units patients use; a month counts as 30 and a year as 365 days.
UNIT_DAYS = {
    **dict.fromkeys(("uur", "uren", "uurtje", "uurtjes"), 1 / 24),
    **dict.fromkeys(("dag", "dagen", "dage", "daag", "dagje", "dagjes", "nacht", "nachten"), 1),
    **dict.fromkeys(("week", "weken", "weke", "weekje", "weekjes", "wk"), 7),
    **dict.fromkeys(("maand", "maanden", "maande", "maandje"), 30),
    **dict.fromkeys(("jaar", "jaren", "jr"), 365),
}
_UNITS_OF_PREGNANCY = frozenset({"weken", "week", "wk", "maanden"})
#: What 'al jaren' and 'altijd al' count for; the summary never gives them back as a number.
SOME_YEARS_DAYS = 2.5 * 365
ALWAYS_DAYS = 100 * 365
_RECENT = {
    **dict.fromkeys("vandaag vanochtend vanmorgen vanmiddag vanavond vannacht zojuist".split(), 0),
    **dict.fromkeys("gisteren gister gisteravond gisternacht".split(), 1),
    "eergisteren": 2,
}
_DAYS = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")
#: In the order of the year.
MONTHS = (
    "januari februari maart april mei juni juli augustus september oktober november december"
).split()
_SHORT = {m[:3]: m for m in MONTHS} | {"mrt": "maart", "sept": "september"}
#: First day of each season as people use the words: (month, day).
_SEASONS = {
    **dict.fromkeys(("lente", "voorjaar"), (3, 1)),
    "zomer": (6, 1),
    **dict.fromkeys(("zomervakantie", "bouwvak", "vakantie"), (7, 15)),
    **dict.fromkeys(("herfst", "najaar"), (9, 1)),
    "winter": (12, 1),
}
#: Feasts on a fixed day, and those that move with Easter (days after Easter Sunday).
_FIXED_FEASTS = {
    **dict.fromkeys(("kerst", "kerstmis", "kerstdagen"), (12, 25)),
    **dict.fromkeys(("nieuwjaar", "nieuwjaarsdag"), (1, 1)),
    **dict.fromkeys(("oudjaar", "oudejaarsavond", "oudjaarsavond"), (12, 31)),
    **dict.fromkeys(("sinterklaas", "pakjesavond"), (12, 5)),
    "bevrijdingsdag": (5, 5),
    "valentijnsdag": (2, 14),
}
_EASTER_FEASTS = {
    **dict.fromkeys(("carnaval", "vastenavond"), -49),
    **dict.fromkeys(("pasen", "paasdag", "paaszondag"), 0),
    "paasmaandag": 1,
    **dict.fromkeys(("hemelvaart", "hemelvaartsdag"), 39),
    **dict.fromkeys(("pinksteren", "pinksterdag"), 49),
}
_SINCE = frozenset({"sinds", "vanaf", "begon", "begonnen", "ontstaan", "ontstond"})
_FILL = frozenset(
    "de het een afgelopen vorige vorig verleden eerste tweede ongeveer rond zo eind begin half medio van op in net al".split()
)
_PART_OF_MONTH = {"begin": 1, "half": 15, "medio": 15, "eind": 25}
_CUES = frozenset("al sinds nu bijna ruim duurt last pijn geleden vanaf".split())
_OLDEST_YEAR = 1930
_YOUTH = frozenset({"jeugd", "kindertijd", "jonge", "puberteit", "pubertijd"})
_ORDINAL = ("ste", "de", "e")
#: Below this an ordinal after 'mijn' is more often a child or an operation than an age.
_YOUNGEST = 10
#: What is counted in ordinals and is no year of life.
_COUNTED = frozenset(
    "bestraling chemo chemokuur kuur prik injectie spuit infuus operatie tablet pil dosis kind bevalling behandeling week dag maand val".split()
)


def read_duration(words: list[str], today: date) -> float | None:
    """Days since the complaint began; None when not told. `words` are normalised, without marks."""
    known = (_amount(words), _since(words, today), _since_an_age(words))
    told = [d for d in known if d is not None]
    if told:
        return max(told)
    recent = [days for word, days in _RECENT.items() if word in words]
    return float(max(recent)) if recent and _SINCE & set(words) else None


def _amount(words: list[str]) -> float | None:
    best: float | None = None
    for i, word in enumerate(words):
        if word not in UNIT_DAYS:
            continue
        number = _number(words, i)
        before, after = words[max(0, i - 4) : i], words[i + 1 : i + 2]
        pregnant = "zwanger" in words and word in _UNITS_OF_PREGNANCY
        if number is None or after == ["oud"] or "ben" in before[-2:] or pregnant:
            continue
        if _is_ahead(before):
            continue
        if _CUES & set(before) or (after and after[0] in {"geleden", "last", "pijn", "lang", "nu"}):
            best = max(best or 0.0, number * UNIT_DAYS[word])
    return best


def _is_ahead(before: list[str]) -> bool:
    """'Over zes weken' and 'over een paar weken', but not 'al over de maand'."""
    if before[-1] == "de":
        return False
    return before[-2:-1] == ["over"] or before[-3:-1] == ["over", "een"]


def _number(words: list[str], i: int) -> float | None:
    number = value(words[i - 1]) if i else None
    if i >= 2 and words[i - 1] in {"tal", "of", "goede", "kleine", "ruime", "dikke", "hele"}:
        number = value(words[i - 2]) or (1 if words[i - 1] != "of" else None)
    if number is None and i and words[i - 1] in {"vorige", "vorig", "afgelopen", "de", "hele"}:
        return 1
    if number is None and i and words[i - 1] in {"al", "sinds"}:
        return 2 if words[i].endswith("en") else 1
    return number


def _since(words: list[str], today: date) -> float | None:
    """The longest 'sinds' of the message that names a point in the calendar."""
    starts = [
        start
        for i, word in enumerate(words)
        if word in _SINCE and (start := _point(words[i + 1 : i + 7], today)) is not None
    ]
    return float((today - min(starts)).days) if starts else None


def _since_an_age(words: list[str]) -> float | None:
    """'Sinds mijn twintigste' is years, however old the writer is; 'mijn vijfde kind' is no age."""
    for i, word in enumerate(words[:-2]):
        if word in {"sinds", "vanaf"} and words[i + 1] == "mijn":
            named, after = words[i + 2], words[i + 3 : i + 5]
            ending = next((end for end in _ORDINAL if named.endswith(end)), "")
            # '16e' is read as two words.
            number = value(named.removesuffix(ending))
            ordinal = bool(ending) or (bool(after) and after[0] in _ORDINAL)
            if named in _YOUTH or (
                ordinal and not _COUNTED & set(after) and number is not None and number >= _YOUNGEST
            ):
                return SOME_YEARS_DAYS
    return None


def _point(words: list[str], today: date) -> date | None:
    """The day that the words after 'sinds' name, at or before today."""
    for i, word in enumerate(words):
        start = _weekday(words, i, today) or _month(words, i, today) or _feast(word, today)
        if start is None and word in _SEASONS:
            start = _latest(*_SEASONS[word], today)
        if start is None and word.isdigit() and _OLDEST_YEAR <= int(word) <= today.year:
            start = date(int(word), 1, 1)
        if start is not None:
            return start
        if word not in _FILL and value(word) is None and word != "week":
            return None
    return None


def _weekday(words: list[str], i: int, today: date) -> date | None:
    number = next((n for n, day in enumerate(_DAYS) if words[i].startswith(day)), None)
    if number is None:
        return None
    if "week" in words[:i]:
        monday = today - timedelta(days=today.weekday() + 7)
        return monday + timedelta(days=number)
    # 'Sinds maandag' said on a Monday is a week ago: of this morning people say 'vandaag'.
    return today - timedelta(days=(today.weekday() - number) % 7 or 7)


def _month(words: list[str], i: int, today: date) -> date | None:
    name = _SHORT.get(words[i], words[i])
    if name not in MONTHS:
        return None
    month = MONTHS.index(name) + 1
    day = next((_PART_OF_MONTH[w] for w in words[:i] if w in _PART_OF_MONTH), 1)
    number = value(words[i - 1]) if i else None
    if number is not None and 1 <= number <= 28:
        day = int(number)
    for year in words[i + 1 : i + 2]:
        if year.isdigit() and _OLDEST_YEAR <= int(year) <= today.year:
            return min(date(int(year), month, day), today)
    return _latest(month, day if month != today.month or day <= today.day else 1, today)


def _feast(word: str, today: date) -> date | None:
    if word in _FIXED_FEASTS:
        return _latest(*_FIXED_FEASTS[word], today)
    if word in _EASTER_FEASTS:
        days = timedelta(days=_EASTER_FEASTS[word])
        return max(d for y in (today.year - 1, today.year) if (d := _easter(y) + days) <= today)
    if word == "koningsdag":
        return max(d for y in (today.year - 1, today.year) if (d := _kings_day(y)) <= today)
    return None


def _easter(year: int) -> date:
    from dateutil.easter import easter

    return easter(year)


def _kings_day(year: int) -> date:
    """27 April, and the 26th when that is a Sunday."""
    day = date(year, 4, 27)
    return day - timedelta(days=1) if day.weekday() == 6 else day


def _latest(month: int, day: int, today: date) -> date:
    this_year = date(today.year, month, day)
    return this_year if this_year <= today else date(today.year - 1, month, day)
