"""Reading a reply to a question of the assistant: yes, no, don't know, or something else.

The same words mean other things as an opening message, so this runs only while a question is open.
"""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import dataclass
from datetime import date
from itertools import zip_longest

from .durations import ALWAYS_DAYS, SOME_YEARS_DAYS, UNIT_DAYS, read_duration
from .facts import ADULT_AGE, dutch_today, extract
from .numbers import value
from .text import tokenise

#: A bare number up to this counts as days; a larger one is more likely a year ('sinds 2019').
MAX_BARE_DAYS = 400
#: The oldest age that is believed, in years.
MAX_AGE = 115
#: The body temperatures that are believed, in degrees Celsius.
COLDEST, HOTTEST = 34, 43
#: A reply of at most this many words is read as one, also when it looks like small talk.
SHORT_REPLY = 6
#: A longer reply that does not begin with yes or no is a story.
LONG_REPLY = 12
YES, NO, UNKNOWN = "ja", "nee", "weet_niet"
EXPLAIN, CORRECT, STOP, OTHER = "uitleg", "correctie", "stop", "anders"
NUMBER, STRANGE = "getal", "te_raar"

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
_NOT_KNOWING = (
    r"weet (ik )?(het |dat )?(eigenlijk |echt |zo )?niet|geen (flauw )?(idee|benul)|kweenie|weetnie|twijfel\w*|misschien|mss|zou kunnen|niet zeker"
    r"|onzeker|moeilijk te zeggen|kan ik (het |dat )?niet (goed |precies )?zeggen|durf ik niet|durf (het |dat )?niet (met zekerheid )?te zeggen|lastig|zou (ik )?(het |dat )?(echt )?niet weten|zeg ik (liever )?niet|niet goed opgelet|(nooit|niet) op gelet"
)
_UNKNOWN = re.compile(rf"\b({_NOT_KNOWING})\b")
#: A yes whatever follows, also when the rest is about something else.
_OUTRIGHT_YES = re.compile(
    r"^(ja|jawel|jazeker|klopt(?! (het|dat|niet)\b))\b"
    r"|^neen? ((ja|toch|soms|heel|eigenlijk|af en toe) )+wel( een beetje)?$"
)
#: 'Soms, maar ik weet niet waarom': what is not known is something else.
_YES_ANYWAY = re.compile(_OUTRIGHT_YES.pattern + r"|^(inderdaad|helaas wel|soms|af en toe)\b")
#: 'Nee, maar ik slaap lastig' is a no; 'nee, dat weet ik niet' is none.
_OUTRIGHT_NO = re.compile(
    r"^(nee+[hj]?|neen|nope)\b"
    rf"(?!( (hoor|sorry|eh|euh|nou|maar|dat|daar|het|is|ik|heb|echt|zo))* ({_NOT_KNOWING})\b)"
)
_YES_START = re.compile(
    r"^(ja+h?|jaja|jahoor|jawohl|joa|jep|jup|yep|yup|yes|yess|jazeker|jawel|zeker( wel)?|klopt(?! (het|dat)\b)|inderdaad|tuurlijk|uiteraard|dat is zo|dat heb ik(?! (gelukkig )?(niet|nooit))|natuurlijk( wel| hoor|$)|helaas( wel)?|eigenlijk wel|wel|soms|"
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
    r"^(nah|niets|nooit|geen van|nergens|gelukkig (niet|geen)|helemaal niet|absoluut niet|(zeker|allebei|klopt|dat) niet|niet(?! (lekker|goed|fit|oke|best|zo|meer))|valt mee|ook niet|niet echt)\b"
)
#: Who will not say whether there is an alarm sign has not denied it.
_UNWILLING = re.compile(
    r"^((nee+|neen|dat|daar|doe|ik|zeg|heb) )*liever niet\b|\bliever niet$"
    r"|\b(niet (\w+ )?(be)?antwoorden|antwoord (\w+ )?niet|geen antwoord|niet (zeggen|vertellen|delen)(?! dat)"
    r"|gaat (u|je|jullie) (niet|niets) aan)\b"
)
_YES_ANY = re.compile(r"\b(ja|jawel|jazeker|klopt|inderdaad|wel|soms|af en toe|beetje|helaas)\b")
_NO_ANY = re.compile(
    r"\b(nee|neen|niet(?! (lekker|fit|zo lekker|zo fit|helemaal lekker))|geen|nooit|niets|geenszins)\b"
)
_NOT_MEASURED = re.compile(r"\b(nee|neen|niet|geen|weet)\b")
_REFUSES = re.compile(
    r"^(nee|neen)( hoor)?$|^(neen? )?liever niet\b|\bzeg (het |dat )?liever niet\b"
)
#: 'Een' at the end or before these words is a one.
_ARTICLE = re.compile(
    r"\b(een|ene) (?!(op|uit|van|of|a|denk|hooguit|hoogstens|misschien|ongeveer|maar)\b)"
)
_NO_PAIN = re.compile(r"^(nu )?(helemaal )?(geen( pijn)?|niets)$")
#: 'Op een schaal van 0 tot 10 een 8' is an eight.
_SCALE = re.compile(r"\b(van )?(0|1|nul|een) tot (en met )?(10|tien)\b ?")
#: 'Al 5 jaar last', '3 jaar geleden' and 'over 2 jaar 65' tell no age; 'al 70 jaar oud' does.
_YEARS_OF_SOMETHING = re.compile(
    r"\b(al|sinds|over) \S+ (jaar|jaren|jr)\b(?! (oud|jong)\b) ?"
    r"|\b\S+ (jaar|jaren|jr) (?=(geleden|terug|lang|last|pijn|rugpijn|klachten)\b)"
)
_SINCE = re.compile(r"\b(sinds\w*|vanaf)\b")
_SHORTER_THAN_A_YEAR = frozenset(u for u, days in UNIT_DAYS.items() if days < UNIT_DAYS["jaar"])


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
    plain = _plain(text)
    if meta := _meta(plain):
        return meta
    read = _beside_another_subject if is_question else _answer
    kind = read(plain, "?" in text)
    return Reply(OTHER if kind == NO and _UNWILLING.search(plain) else kind)


def _plain(text: str) -> str:
    return " ".join(t.norm for t in tokenise(text) if not t.is_mark)


def _meta(plain: str) -> Reply | None:
    if _CORRECT.search(plain):
        return Reply(CORRECT)
    if _STOP.match(plain):
        return Reply(STOP)
    if _EXPLAIN.search(plain):
        return Reply(EXPLAIN)
    return None


def _answer(plain: str, asks: bool) -> str:
    if _YES_ANYWAY.match(plain):
        return YES
    if _UNKNOWN.search(plain) and not _OUTRIGHT_NO.match(plain):
        return UNKNOWN
    denies_itself = _NO_SELF.match(plain) and not _DENIAL_IS_COMPLAINT.search(plain)
    if _NO_START.match(plain) or denies_itself:
        return NO
    if _YES_START.match(plain):
        return YES
    if asks or len(plain.split()) > LONG_REPLY:
        return OTHER
    if _NO_ANY.search(plain):
        return NO
    return YES if _YES_ANY.search(plain) else OTHER


def _beside_another_subject(plain: str, asks: bool) -> str:
    if _OUTRIGHT_YES.match(plain):
        return YES
    if _OUTRIGHT_NO.match(plain):
        return NO
    return OTHER if asks else _short(plain)


def _short(plain: str) -> str:
    """A few words that mean yes, no or not knowing, whatever else they look like."""
    length = len(plain.split())
    if length > SHORT_REPLY:
        return OTHER
    if _UNKNOWN.search(plain) and length <= SHORT_REPLY - 2:
        return UNKNOWN
    if _SHORT_NO.match(plain):
        return NO
    return YES if _SHORT_YES.match(plain) else OTHER


def read_number(text: str, asks: str, today: date | None = None) -> Reply:
    """A reply to a question for a number.

    `asks` is 'age' (years), 'duration_days' (days), 'pain_score' (0-10) or 'temperature' (degrees
    Celsius). kind is NUMBER with the number, STRANGE for a number out of range, UNKNOWN, or one of
    the other kinds. Raises ValueError for another `asks`.
    """
    plain = _plain(text)
    today = today or dutch_today()
    if meta := _meta(plain):
        return meta
    if asks == "duration_days":
        return _duration(plain, today)
    if asks == "temperature":
        return _temperature(plain)
    if asks == "age":
        return _age(text, plain, today)
    if asks == "pain_score":
        return _pain(plain)
    raise ValueError(f"no question asks for {asks}")


def _numbers(plain: str) -> list[float]:
    """The numbers in a reply, without the 'een' of 'een 6', 'een stuk erger' and 'een jaar of 60'."""
    return [n for n in map(value, _ARTICLE.sub("", plain).split()) if n is not None]


def _within(number: float, high: float) -> Reply:
    usable = number <= high and number == int(number)
    return Reply(NUMBER, number) if usable else Reply(STRANGE)


def _without_number(plain: str) -> Reply:
    return Reply(UNKNOWN if _UNKNOWN.search(plain) or _REFUSES.search(plain) else OTHER)


def _age(text: str, plain: str, today: date) -> Reply:
    """An age in a sentence, or an adult's year of birth: 'ik ben 71', '1952', '15-3-1952'.

    A later year is no birth here: 'sinds 2019' must not make a child of the patient.
    """
    years = (today.year - n for n in _numbers(plain))
    born = [n for n in years if ADULT_AGE <= n <= MAX_AGE]
    if born and not _SINCE.search(plain):
        return Reply(NUMBER, born[0])
    told = extract(text, today=today).age
    if told is not None:
        return Reply(NUMBER, told)
    found = _numbers(_without(_SHORTER_THAN_A_YEAR, _YEARS_OF_SOMETHING.sub("", plain)))
    return _within(found[0], MAX_AGE) if found else _without_number(plain)


def _pain(plain: str) -> Reply:
    if _NO_PAIN.match(plain):
        return Reply(NUMBER, 0.0)
    found = _numbers(_without(UNIT_DAYS, _SCALE.sub("", plain)))
    return _within((found[0] + 0.5) // 1, 10) if found else _without_number(plain)


def _without(units: Container[str], plain: str) -> str:
    """The words without the number of '3 dagen', which is no age and no pain score."""
    words = plain.split()
    return " ".join(w for w, after in zip_longest(words, words[1:]) if after not in units)


def _temperature(plain: str) -> Reply:
    """The highest that was measured: 'gisteren 36,8, nu 39,1' is a fever, and so is the reverse."""
    words = plain.split()
    measured = [
        number + _tenths(number, words[i + 1 :])
        for i, number in enumerate(map(value, words))
        if number is not None and COLDEST <= number <= HOTTEST
    ]
    if measured:
        return Reply(NUMBER, max(measured))
    if _numbers(plain):
        return Reply(STRANGE)
    return Reply(UNKNOWN if _NOT_MEASURED.search(plain) else OTHER)


def _tenths(degrees: float, after: list[str]) -> float:
    """What '38 komma vijf' and '38 en een half' add to whole degrees."""
    if degrees != int(degrees):
        return 0
    match after:
        case ["komma" | "punt", word, *_] if (tenth := value(word)) is not None and tenth < 10:
            return tenth / 10
    return 0.5 if {"half", "halve"} & set(after) else 0


#: What a plural without a number counts for: 'al weken'.
_SOME = {"jaren": SOME_YEARS_DAYS / 365, "maanden": 3, "weken": 3, "dagen": 3}


def _duration(plain: str, today: date) -> Reply:
    words = plain.split()
    for i, word in enumerate(words):
        if word in UNIT_DAYS:
            return Reply(NUMBER, _count(words, i) * UNIT_DAYS[word])
    days = read_duration(["sinds", *words], today)
    if days is not None and not plain.isdigit():
        return Reply(NUMBER, days)
    if re.search(r"\b(heel mijn leven|mijn hele leven|altijd al|altijd|jarenlang)\b", plain):
        return Reply(NUMBER, ALWAYS_DAYS)
    if re.search(r"\b(net|zojuist|daarnet|zonet|nu pas)\b", plain):
        return Reply(NUMBER, 0)
    found = _numbers(plain)
    if len(words) <= 2 and found:
        return Reply(NUMBER, found[0]) if found[0] <= MAX_BARE_DAYS else Reply(STRANGE)
    return _without_number(plain)


def _count(words: list[str], i: int) -> float:
    """How many of the unit at `i`: the number before it, or the one after 'of' in 'een dag of 3'."""
    match words[i + 1 :]:
        case ["of", _, unit, *_] if unit in UNIT_DAYS:
            pass
        case ["of", amount, *_] if number := value(amount):
            return number
    before = (value(w) for w in reversed(words[max(0, i - 3) : i]))
    return next((n for n in before if n is not None), _SOME.get(words[i], 1))
