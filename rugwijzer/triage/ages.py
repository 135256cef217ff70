"""How old the patient is: ages in digits and words, years of birth, and whose age it is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from .durations import MONTHS
from .numbers import value

_RELATIVES = frozenset(
    "zoon zoontje dochter dochtertje kind kindje jongen jongetje meisje kleinzoon kleindochter kleinkind baby tiener puber"
    " moeder mam mama ma vader pap papa pa opa oma man vrouw partner vriend vriendin broer zus zusje broertje buurman"
    " buurvrouw tante oom schoonmoeder schoonvader schoonzus collega neef nicht neefje nichtje echtgenoot echtgenote".split()
)
_OTHERS = _RELATIVES | {"hij", "zij", "ze"}
#: Between 'het is' and a number of years: the years are then an age after all.
_WHO = _RELATIVES | {"ben"}
#: How writers describe themselves: 'Vrouw, 62 jaar'.
_WRITERS = frozenset({"man", "vrouw", "meisje", "jongen"})
_SELF = frozenset({"ik", "mezelf"})
_JARIG = frozenset({"jarige", "jarig"})
_YEAR_WORDS = _JARIG | {"jaar", "jr", "lentes", "j"}
_OTHER_COUNTS = frozenset(
    "kilo weken week maanden maand dagen dag uur keer kg procent graden meter cm mm km mg gram euro minuten x maal"
    " treden traptreden verdiepingen etages uren kinderen kleinkinderen tabletten pillen afgevallen aangekomen kwijt".split()
)
_NOT_AGE_AFTER = frozenset({"geleden", "terug", "last", "pijn", "rugpijn", "lang", "bezig"})
#: 'Ik ben 30 jaar getrouwd', 'ik ben 20 jaar metselaar geweest': how long something else lasts.
_STATE = re.compile(
    r"^(getrouwd|samen|gescheiden|weduwe|werkzaam|lid|patient|geweest|ouder|jonger"
    r"|\w{3,}(maker|aar|eur|ist|kundige))$"
)
_NOT_AGE_BEFORE = frozenset({"al", "sinds", "over", "na", "ongeveer", "elke", "paar", "drie"})
_DECADE_PART = {"begin": 2, "midden": 5, "half": 5, "eind": 8, "in": 5, "ergens": 5}
_DECADE = re.compile(
    r"^(twintig|dertig|veertig|vijftig|zestig|zeventig|tachtig|negentig)(er|plusser)?$"
)
_LINKS = frozenset({"nu", "net", "al", "bijna", "pas", "inmiddels", "nog"})
_BORN = frozenset({"geboren", "bouwjaar", "geboortejaar", "ben", "is"})
_DATE_WORDS = frozenset({"in", "op", "van", "uit", "ik", *MONTHS})
_HAS = frozenset("heeft had klaagt krijgt kreeg kan kon voelt loopt ligt plast".split())
_COMPLAINT = re.compile(
    r"^(rug\w*|onderrug|pijn\w*|last|klachten|spit|hernia|koorts|plassen|benen|been|lopen)$"
)
_SELF_COMPLAINT = re.compile(
    r"\bmijn (\w+ )?(onder|lage )?rug|\bik (heb|had|krijg|voel)( \w+){0,3} (last|rug\w*|pijn\w*|klachten|spit|koorts)\b|\bheb (ik )?(\w+ )?(last|rugpijn|pijn)\b"
)
#: Words looked back from a number to see whose age it is.
_REACH = 6
_OLDEST, _YOUNGEST_WRITER, _GROWN_UP = 110, 5, 18
_GROWN_UPS = frozenset(
    "moeder mam mama ma vader pap papa pa opa oma man vrouw partner schoonmoeder schoonvader".split()
)
_AFTER_AGE = frozenset(
    {"oud", "jong", "en", ",", ".", "zwanger", "geworden", "maar", "nu", "man", "vrouw"}
)


@dataclass(frozen=True)
class Mention:
    """An age in the text: years, and whether it is somebody else's."""

    years: int
    other: bool


def read_age(words: list[str], today: date) -> int | None:
    """The age of who has the complaint; None when no age is told or it is somebody else's.

    `words` are normalised and hold commas; `today` turns a year of birth into an age.
    """
    merged = _merge(words)
    mentions = [m for i in range(len(merged)) if (m := _mention(merged, i, today))]
    own = next((m.years for m in mentions if not m.other), None)
    others = next((m.years for m in mentions if m.other), None)
    joined = " ".join(merged)
    other_complains = _other_complains(merged)
    if others is not None and (other_complains or own is None):
        writer_complains = _SELF_COMPLAINT.search(joined) and not other_complains
        return None if own is None and writer_complains else others
    return own


def _merge(words: list[str]) -> list[str]:
    """'Zes en dertig' as one number."""
    out: list[str] = []
    following = 0
    for i, word in enumerate(words):
        if i >= following:
            number = _tens_behind_ones(words[i : i + 3])
            out.append(number or word)
            following = i + (3 if number else 1)
    return out


def _tens_behind_ones(words: list[str]) -> str | None:
    """'36' of 'zes en dertig'; None of other words, also of '6 en 30'."""
    if words[1:2] != ["en"] or not "".join(words).isalpha():
        return None
    one, tens = value(words[0]), value(words[-1])
    if one and tens and one < 10 < tens and tens % 10 == 0:
        return str(int(one + tens))
    return None


def _mention(words: list[str], i: int, today: date) -> Mention | None:
    years = _years(words, i)
    if years is None:
        years = _born(words, i, today) or _decade(words, i)
    return None if years is None else Mention(years, _is_other(words, i))


def _years(words: list[str], i: int) -> int | None:
    number = value(words[i])
    if number is None or number != int(number) or not 1 <= number <= _OLDEST:
        return None
    after, before = set(words[i + 1 : i + 2]), words[max(0, i - 3) : i]
    if after & _YEAR_WORDS:
        return int(number) if _is_age_in_years(words, i, int(number)) else None
    if after & _OTHER_COUNTS:
        return None
    last = before[-1:]
    if last == ["leeftijd"] or before[-2:] == ["leeftijd", "is"]:
        return int(number)
    if _GROWN_UPS & set(last) and "mijn" in before and after & _HAS:
        return int(number) if number >= _GROWN_UP else None
    if last == ["van"] and _RELATIVES & set(before):
        # 'Moeder van 3' has three children.
        return int(number) if number >= _GROWN_UP or not _GROWN_UPS & set(before) else None
    if _says_i_am(before):
        return int(number) if number >= _YOUNGEST_WRITER else None
    described = [w for w in before if w != ","][-1:]
    if described in (["man"], ["vrouw"]) and "mijn" not in before and i <= _REACH:
        return int(number) if number >= _GROWN_UP else None
    if last == ["is"] and _OTHERS & set(before) and not after - _AFTER_AGE:
        return int(number)
    return None


def _says_i_am(before: list[str]) -> bool:
    rest = list(before)
    while rest and rest[-1] in _LINKS:
        rest.pop()
    return rest[-1:] == ["ben"] or rest[-2:] in (["ben", "ik"], ["ik", "word"], ["word", "ik"])


def _is_age_in_years(words: list[str], i: int, number: int) -> bool:
    following, before = words[i + 2 : i + 3], words[max(0, i - 3) : i]
    if words[i + 1] in _JARIG or following == ["oude"]:
        return True
    if following and (following[0] in _NOT_AGE_AFTER or _STATE.match(following[0])):
        return False
    usual = not following or following[0] in _AFTER_AGE
    if ("geweest" in words[i + 3 : i + 6] and not usual) or _counts_time(words, i):
        return False
    if before and before[-1] in _NOT_AGE_BEFORE:
        # 'Ik ben al 70 jaar oud' is an age, 'ik ben al 30 jaar aan het tobben' is none.
        return number >= _GROWN_UP and before[-2:-1] in (["ben"], ["is"]) and usual
    if "ben" in before and number < _YOUNGEST_WRITER:
        return False
    if {"ben", "is", "van", ","} & set(before):
        return True
    return usual and bool(following or not before)


def _counts_time(words: list[str], i: int) -> bool:
    """'Het is nu zeker 20 jaar' counts years of something; 'het is een jongen van 12 jaar' does not."""
    near = words[max(0, i - 5) : i]
    return any(
        near[n : n + 2] in (["het", "is"], ["is", "het"]) and not _WHO & set(near[n:])
        for n in range(len(near))
    )


def _born(words: list[str], i: int, today: date) -> int | None:
    year = value(words[i])
    if year is None or not words[i].isdigit() or not 1 <= today.year - year <= _OLDEST:
        return None
    before = [w for w in words[:i] if w not in _DATE_WORDS and not w.isdigit()]
    if not before or before[-1] not in _BORN or words[i + 1 : i + 2] == ["tot"]:
        return None
    if before[-1] in {"ben", "is"} and words[i - 1] not in {"van", "uit"}:
        return None
    return today.year - int(year)


def _decade(words: list[str], i: int) -> int | None:
    match = _DECADE.match(words[i])
    before = words[max(0, i - 4) : i]
    if not match or not {"ben", "is"} & set(before) or "jaren" in before:
        return None
    part = next((_DECADE_PART[w] for w in before if w in _DECADE_PART), None)
    if match.group(2):
        part = 5
    tens = value(match.group(1))
    return None if tens is None or part is None else int(tens) + part


def _is_other(words: list[str], i: int) -> bool:
    """Whose age: the nearest of 'ik' and a relative before it, or a relative right after it."""
    if words[max(0, i - 2) : i] != ["ben", "een"] and _described(words, i) in _RELATIVES - _WRITERS:
        return True
    for place in reversed(range(max(0, i - _REACH), i)):
        if words[place] in _SELF or words[place] == "ben":
            return False
        if words[place] in _OTHERS:
            return not _describes_writer(words, place)
    return False


def _described(words: list[str], i: int) -> str | None:
    """'Zoon' in '12-jarige zoon' and in '12 jaar oude zoon'."""
    match words[i + 1 : i + 4]:
        case ["jarige" | "jarig", noun, *_] | ["jaar", "oude", noun]:
            return noun
    return None


def _describes_writer(words: list[str], place: int) -> bool:
    """'Vrouw, 62 jaar' at the start is the writer; 'mijn vrouw is 62' is not."""
    return place == 0 and words[0] in _WRITERS


def _other_complains(words: list[str]) -> bool:
    for i, word in enumerate(words):
        if word not in _OTHERS or _describes_writer(words, i):
            continue
        clause = words[i + 1 : i + 14]
        for stop, following in enumerate(clause):
            if following in _SELF | {"."}:
                clause = clause[:stop]
                break
        verb = next((n for n, w in enumerate(clause) if w in _HAS), None)
        if verb is not None and any(_COMPLAINT.match(w) for w in clause[verb:]):
            return True
    return False
