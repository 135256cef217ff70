"""Reading a reply to a question of the assistant: yes, no, don't know, or something else.

The same words mean other things as an opening message, so this runs only while a question is open.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from .text import tokenise

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
#: Words that say that the answer is not known.
NOT_KNOWN = re.compile(rf"\b({_NOT_KNOWING})\b")
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
    plain = plain_words(text)
    if meta := about_the_question(plain):
        return meta
    read = _beside_another_subject if is_question else _answer
    kind = read(plain, "?" in text)
    return Reply(OTHER if kind == NO and _UNWILLING.search(plain) else kind)


def plain_words(text: str) -> str:
    """The words of a reply as the rules read them, without marks."""
    return " ".join(t.norm for t in tokenise(text) if not t.is_mark)


def about_the_question(plain: str) -> Reply | None:
    """CORRECT, STOP or EXPLAIN, which answer no question; None for other words."""
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
    if NOT_KNOWN.search(plain) and not _OUTRIGHT_NO.match(plain):
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
    if NOT_KNOWN.search(plain) and length <= SHORT_REPLY - 2:
        return UNKNOWN
    if _SHORT_NO.match(plain):
        return NO
    return YES if _SHORT_YES.match(plain) else OTHER
