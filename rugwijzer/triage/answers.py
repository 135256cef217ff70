"""Reading a reply to a question of the assistant: yes, no, don't know, or something else.

The same words mean other things as an opening message, so this runs only while a question is open.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from .durations import ALWAYS_DAYS, SOME_YEARS_DAYS
from .facts import ADULT_AGE, UNIT_DAYS, dutch_today, extract
from .numbers import value
from .text import fold, tokenise

#: A bare number up to this counts as days; a larger one is more likely a year ('sinds 2019').
MAX_BARE_DAYS = 400
#: The oldest age that is believed, in years.
MAX_AGE = 115
#: A reply of at most this many words is read as one, also when it looks like small talk.
SHORT_REPLY = 6
YES, NO, UNKNOWN = "ja", "nee", "weet_niet"
EXPLAIN, CORRECT, STOP, OTHER = "uitleg", "correctie", "stop", "anders"

_CORRECT = re.compile(
    r"\b(nee wacht|wacht even|oh? nee(?= (wacht|sorry|ik bedoel))|bedoelde? (ik )?(dat )?niet|niet zo bedoeld|vergis\w*"
    r"|verkeerd (gedrukt|geklikt|getikt|getypt|gekozen|geantwoord|ingevuld|gelezen|begrepen|antwoord)"
    r"|foutje|verkeerde knop|per ongeluk (op|ja|nee|verkeerd|gedrukt|geklikt|getikt)|ik bedoel(de)? (ja|nee)"
    r"|toch (niet|wel)\b.*\b(vorige (vraag|antwoord)|net)|vorige (vraag|antwoord)|klopt niet wat ik|terug naar|ga terug)\b"
    r"|^(de |het )?vorige$|^per ongeluk$"
)
_EXPLAIN = re.compile(
    r"\b(hoe bedoel\w*|wat bedoel\w*|wat betekent|wat is dat|wat houdt|snap (ik )?(het |de |je |u )?(vraag )?niet|begrijp (ik )?(het |de |u |je )?(vraag )?niet"
    r"|waarom (vraagt?|vragen|wilt|wil|moet)|leg (eens |even )?uit|uitleg|wablief|hoezo|waar is dat voor|wat heeft dat)\b"
)
_STOP = re.compile(
    r"^(stop\w*(?! met (?!de |deze |dit |vragen))|ophouden|genoeg|ik wil (niet meer|stoppen)|laat maar( zitten)?|geen zin meer|ik stop|annuleer\w*|nu niet(?= |$)(?! meer))\b"
)
_UNKNOWN = re.compile(
    r"\b(weet (ik )?(het |dat )?(eigenlijk |echt |zo )?niet|geen idee|geen flauw idee|kweenie|weetnie|twijfel\w*|misschien|mss|zou kunnen|niet zeker"
    r"|onzeker|moeilijk te zeggen|kan ik niet zeggen|durf ik niet|lastig|zou het niet weten|zeg ik (liever )?niet|niet goed opgelet|nooit op gelet)\b"
)
_YES_START = re.compile(
    r"^(ja+h?|jaja|jahoor|jawohl|joa|jep|jup|yep|yup|yes|yess|jazeker|jawel|zeker( wel)?|klopt(?! (het|dat)\b)|inderdaad|tuurlijk|uiteraard|dat is zo|dat heb ik(?! (gelukkig )?(niet|nooit))|natuurlijk wel|helaas( wel)?|eigenlijk wel|wel|soms|"
    r"af en toe|een beetje|beetje|een klein beetje|ik (heb|ben|kan|moet|voel)|allebei|beide|sinds(?!.*\b(geen|niet)\b)|het eerste|de eerste|het laatste|de laatste|1|e{0,1}en van)\b"
)
_NO_START = re.compile(
    r"^(nee+[hj]?|neen|neuh|neehoor|nein|nop|nope|nah|niet(?! (lekker|fit|zo lekker|zo fit|helemaal lekker))|niets|nooit|geen\w*|no|absoluut niet|helemaal niet|gelukkig (niet|geen)|totaal niet|nergens|"
    r"(zeker|tuurlijk|natuurlijk|uiteraard|helaas|jammer genoeg|allebei|beide|(dat )?klopt) niet|ik heb geen|ik heb (dat |het |daar )?niet|dat heb ik (gelukkig )?(niet|nooit)|dat niet|ook niet|valt mee|alles (goed|normaal|prima|ok)|allemaal niet|0|zonder)\b"
)
#: 'Ik ben niet gevallen', 'ik heb nergens last van': a no, although it starts like a yes.
_NO_SELF = re.compile(
    r"^ik (heb|ben|had) (er |daar |hier |gelukkig |verder |nog |ook |echt |helemaal |zelf )*(nergens|niets|niet|nooit|geen)\b"
    r"|^ik (kan|voel) (alles |dat |het |nog |daar )*(gewoon|normaal|prima|goed)\b"
)
#: 'Ik kan niet plassen', 'ik voel niets meer': the denial is the complaint itself.
_DENIAL_IS_COMPLAINT = re.compile(
    r"^ik (kan|voel)\b.*\b(niet|niets|nooit|nergens)\b|\bniet (meer|goed|lekker)\b"
)
#: Words that can only be a reply when a question is open.
_SHORT_YES = re.compile(
    r"^(ja+h?|jaja|joa|jep|yep|jawel|jazeker|klopt(?! (niet|het|dat)\b)|inderdaad|zeker(?! niet)|helaas( wel)?|soms|af en toe|nu en dan|regelmatig|vaak|(heel |een |klein |een klein )*beetje|wel( een)?( beetje)?|allebei(?! niet)|beide(?! niet)|(alleen |vooral )?(s )?(nachts|ochtends|avonds)|sinds(?!.*\b(geen|niet)\b))\b"
)
_SHORT_NO = re.compile(
    r"^(nee+[hj]?|neen|nope|nah|niets|nooit|geen van|nergens|gelukkig (niet|geen)|helemaal niet|absoluut niet|(zeker|allebei|klopt|dat) niet|niet(?! (lekker|goed|fit|oke|best|zo|meer))|valt mee|ook niet|niet echt)\b"
)
_YES_ANY = re.compile(r"\b(ja|jawel|jazeker|klopt|inderdaad|wel|soms|af en toe|beetje|helaas)\b")
_NO_ANY = re.compile(
    r"\b(nee|neen|niet(?! (lekker|fit|zo lekker|zo fit|helemaal lekker))|geen|nooit|niets|geenszins)\b"
)
_NOT_MEASURED = re.compile(
    r"\b(niet gemeten|geen thermometer|niet opgemeten|nee|neen|niet|geen|weet)\b"
)
_CLOCK = re.compile(
    r"\b(vandaag|vanochtend|vanmorgen|vanmiddag|vanavond|vannacht|gisteren?|eergisteren)\b"
)


@dataclass(frozen=True)
class Reply:
    """A reply as understood; `number` only for questions that ask one."""

    kind: str
    number: float | None = None


def read_yes_no(text: str, is_question: bool = False) -> Reply:
    """A reply to a yes/no question.

    `is_question` says that the topic classifier recognised another subject or small talk with
    confidence; then only a short reply in the usual words, or an explicit yes or no at the start of
    a question, counts as a reply.
    """
    plain = " ".join(t.norm for t in tokenise(text) if not t.is_mark)
    raw = fold(text).strip()
    if _CORRECT.search(plain):
        return Reply(CORRECT)
    if _STOP.match(plain):
        return Reply(STOP)
    if _EXPLAIN.search(plain):
        return Reply(EXPLAIN)
    if not is_question and _UNKNOWN.search(plain) and not re.match(r"^(ja|nee)\b", plain):
        return Reply(UNKNOWN)
    if is_question:
        if re.match(r"^(ja|jawel|jazeker|klopt(?! (het|dat|niet)\b))\b", plain):
            return Reply(YES)
        if re.match(r"^(nee|neen|nope)\b", plain):
            return Reply(NO)
        return Reply(OTHER) if "?" in raw else _short(plain)
    if _NO_START.match(plain):
        return Reply(NO)
    if _NO_SELF.match(plain) and not _DENIAL_IS_COMPLAINT.search(plain):
        return Reply(NO)
    if _YES_START.match(plain):
        return Reply(YES)
    if "?" in raw:
        return Reply(OTHER)
    if len(plain.split()) <= 12:
        no, yes = _NO_ANY.search(plain), _YES_ANY.search(plain)
        if yes and not no:
            return Reply(YES)
        if no:
            return Reply(NO)
    return Reply(OTHER)


def _short(plain: str) -> Reply:
    """A few words that mean yes, no or not knowing, whatever else they look like."""
    if len(plain.split()) > SHORT_REPLY:
        return Reply(OTHER)
    if _UNKNOWN.search(plain) and len(plain.split()) <= SHORT_REPLY - 2:
        return Reply(UNKNOWN)
    if _SHORT_NO.match(plain):
        return Reply(NO)
    return Reply(YES) if _SHORT_YES.match(plain) else Reply(OTHER)


def _meta(plain: str) -> Reply | None:
    if _CORRECT.search(plain):
        return Reply(CORRECT)
    if _STOP.match(plain):
        return Reply(STOP)
    if _EXPLAIN.search(plain):
        return Reply(EXPLAIN)
    return None


def _numbers(plain: str) -> list[float]:
    """The numbers in a reply; 'een' counts only when it is the only one ('een 6', 'een jaar of 60')."""
    words = [w for w in plain.split() if value(w) is not None]
    telling = [w for w in words if w not in {"een", "ene"}] or words
    return [n for n in (value(w) for w in telling) if n is not None]


def read_number(text: str, asks: str, today: date | None = None) -> Reply:
    """A reply to a question for a number.

    `asks` is 'age' (years), 'duration_days' (days), 'pain_score' (0-10) or 'temperature' (degrees
    Celsius). kind is 'getal' with the number, or 'weet_niet', or one of the other kinds. A number
    out of range gives kind 'te_raar'.
    """
    tokens = tokenise(text)
    plain = " ".join(t.norm for t in tokens if not t.is_mark)
    meta = _meta(plain)
    if meta:
        return meta
    if asks == "duration_days":
        return _duration(text, plain, today)
    found = _numbers(plain)
    if asks == "temperature":
        for number in found:
            if 34 <= number <= 43:
                return Reply("getal", _with_tenth(plain, number))
        if found:
            return Reply("te_raar")
        return Reply(UNKNOWN) if _NOT_MEASURED.search(plain) else Reply(OTHER)
    if asks == "age" and (told := _age(text, found, today)) is not None:
        return Reply("getal", told)
    found = _numbers(_without_durations(plain, asks)) if found else found
    if found:
        number = found[0]
        if asks == "pain_score":
            number = float(int(number + 0.5))
        low, high = (0, MAX_AGE) if asks == "age" else (0, 10)
        if low <= number <= high and number == int(number):
            return Reply("getal", number)
        return Reply("te_raar")
    if asks == "pain_score" and re.match(r"^(nu )?(helemaal )?(geen( pijn)?|niets)$", plain):
        return Reply("getal", 0.0)
    if _UNKNOWN.search(plain) or plain in {"nee", "neen"} or "liever niet" in plain:
        return Reply(UNKNOWN)
    return Reply(OTHER)


def _age(text: str, found: list[float], today: date | None) -> int | None:
    """An age in a sentence, or an adult's year of birth: 'ik ben 71', '1952', '15-3-1952'.

    A later year is no birth here: 'sinds 2019' must not make a child of the patient.
    """
    today = today or dutch_today()
    born = [today.year - int(n) for n in found if n >= 1900 and n == int(n)]
    if born and ADULT_AGE <= born[0] <= MAX_AGE and "sinds" not in text.lower():
        return born[0]
    return extract(text, today=today).age


def _without_durations(plain: str, asks: str) -> str:
    """The words without '3 dagen', which is no age and no pain score."""
    units = {u for u, days in UNIT_DAYS.items() if asks != "age" or days < UNIT_DAYS["jaar"]}
    words = plain.split()
    return " ".join(w for w, after in zip(words, [*words[1:], ""]) if after not in units)


def _with_tenth(plain: str, number: float) -> float:
    words = plain.split()
    for i, word in enumerate(words[:-1]):
        if word in {"komma", "punt"} and number == int(number):
            tenth = value(words[i + 1])
            if tenth is not None and tenth < 10:
                return number + tenth / 10
    return number + 0.5 if "half" in words and number == int(number) else number


#: What a plural without a number counts for: 'al weken'.
_SOME = {"jaren": SOME_YEARS_DAYS / 365, "maanden": 3, "weken": 3, "dagen": 3}


def _duration(text: str, plain: str, today: date | None) -> Reply:
    words = plain.split()
    for i, word in enumerate(words):
        if word in UNIT_DAYS:
            number = next(
                (
                    n
                    for n in (value(w) for w in reversed(words[max(0, i - 3) : i]))
                    if n is not None
                ),
                None,
            )
            if words[i + 1 : i + 2] == ["of"] and i + 2 < len(words):
                number = value(words[i + 2]) or number
            if number is None:
                number = _SOME.get(word, 1)
            return Reply("getal", number * UNIT_DAYS[word])
    days = extract("sinds " + text, today=today).duration_days
    if days is not None and (_CLOCK.search(plain) or not plain.isdigit()):
        return Reply("getal", days)
    if re.search(r"\b(heel mijn leven|mijn hele leven|altijd al|altijd|jarenlang)\b", plain):
        return Reply("getal", ALWAYS_DAYS)
    if re.search(r"\b(net|zojuist|daarnet|zonet|nu pas)\b", plain):
        return Reply("getal", 0)
    found = _numbers(plain)
    if len(words) <= 2 and found:
        return Reply("getal", found[0]) if found[0] <= MAX_BARE_DAYS else Reply("te_raar")
    if _UNKNOWN.search(plain) or plain in {"nee", "neen"}:
        return Reply(UNKNOWN)
    return Reply(OTHER)
