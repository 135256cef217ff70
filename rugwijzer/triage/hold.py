"""Holding an urgent advice: what the patient's next words do to it.

An advice to call now stays open until the patient says that a call is made or is being made, or
until it is clear that the signal was a mistake. A mistake counts only after one check question, for
who jokes about it may also be ashamed of it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from .answers import CORRECT, NO, UNKNOWN, YES, read_yes_no
from .dialect import standard
from .plain import is_plain
from .text import fold, tokenise

#: What the patient's words can mean for an open advice.
CALLS, CANNOT, NO_ANSWER = "belt", "kan_niet", "geen_gehoor"
WAITS, MISTAKE, OTHER = "wil_niet", "vergissing", "anders"
#: The reactions that a button can carry.
BUTTONS = frozenset({CALLS, CANNOT, MISTAKE})

_WHO = "man|vrouw|zoon|dochter|partner|vriend|vriendin|moeder|vader|buurvrouw|buurman|buren|zus|broer|collega|iemand|zij|hij|ze"
_CARE = "huisarts|dokter|ziekenhuis|seh|spoedeisende hulp|eerste hulp|spoedpost|huisartsenpost|hap"
_CALLS = re.compile(
    r"\b(ik bel\b|bel nu|bel al|(ga|zal) (ik )?(nu |meteen |direct |zo )?bellen|gebeld|aan het (bellen|chatten)|ik chat|(ga|zal) (ik )?(nu )?chatten|aan de (lijn|telefoon)"
    rf"|({_WHO}) (belt|gaat (nu )?bellen)|(ambulance|ziekenwagen|ziekenauto|hulp) (is |komt |staat )?(al |nu )*(onderweg|eraan|er aan|er al)"
    rf"|(ben|zit|lig|sta) (al |nu |net )*(bij|in|op) (de |het |mijn |een )?({_CARE})(?! geweest)"
    rf"|onderweg naar (de |het |mijn )?({_CARE})|({_CARE}) (komt|is onderweg|stuurt)|(huisarts|dokter|112|113|verloskundige) gesproken|opgehangen"
    r"|mag ((van)?(daag|middag|avond|ochtend|nu|zo|meteen|direct|om \w+( uur)?) )+(langs ?)?komen)\b"
    r"|^(ja+|ja hoor|jazeker|jawel|zeker|natuurlijk|ja goed|is goed|ja (dat )?(doe|ga|kan|zal) ik( doen)?|ja dat kan|((oke|ok),? )?(dat )?(doe|zal|ga) ik( het)?( doen)?|ik (ga|zal) (het|dat) doen)( (nu|meteen|direct))?[.! ]*$"
)
_CANNOT = re.compile(
    r"\b(kan (ik )?(nu |hier |even |echt |zelf )*niet (zelf )?(bellen|praten)|(slechthorend|niet (goed |meer )?horen)|geen (telefoon|mobiel|bereik|beltegoed|tegoed|batterij)"
    r"|(telefoon|mobiel) (heb ik niet|is leeg|doet het niet)|durf (ik )?niet|spreek (geen|slecht)|lukt (mij )?niet)\b"
    r"|^(nee+|neen|nee helaas|nee hoor|nee (dat )?kan niet|nee (dat )?kan ik niet|(dat )?kan niet|ik ben doof)[.! ]*$"
)
_NO_ANSWER = re.compile(
    r"\b(niemand neemt|neemt niemand|nemen niet op|neemt niet op|geen gehoor|krijg (ik )?niemand|(steeds |nog )?in gesprek|wachtrij|in de wacht|bandje|bezet|niet te pakken|niet bereik\w*|kom (er |ik er )?niet door(heen)?)\b"
)
_MISTAKE = re.compile(
    r"\b(vergissing|vergis\w*|klopt niet|(grap|geintje|grapje|lolletje)|is niet waar|is niet zo(?=[\s.!]*$)|foutje|verkeerd begrepen"
    r"|nee dat heb ik niet|heb ik (helemaal |echt )?niet(?=[\s.!]*$)|(was|is) (maar |gewoon |alleen )?een (test|voorbeeld)|(wilde|wou) (even |alleen )*(testen|uitproberen|kijken wat)"
    r"|niet zo bedoeld|ga(at|ing)? niet over mij|over (iemand|een) anders?|niet serieus)(?!\w)"
)
#: 'Ik bel niet' and 'ik bel morgen wel' confirm nothing, and a call of last week is no call about this.
_NOT_NOW = re.compile(
    r"\b(niet|geen|nooit|morgen|straks|later|maandag|volgende week|liever|misschien|gisteren|eergisteren|vorige|als het)\b"
)
_WAITS = re.compile(
    r"\b(bel (ik )?(wel )?(niet|liever|morgen|straks|later|maandag|volgende)|niet bellen|niet gaan bellen|bel wel als|(morgen|straks|later|maandag) (wel )?(bellen|bel)"
    r"|geen zin|wil (ik )?(echt |liever )*niet|hoeft (toch |echt )?niet|niet nodig|overdreven|valt (best |wel |vast )*mee|wacht (ik )?(nog|wel|liever|even|eerst)"
    r"|kijk (ik )?het (nog |eerst )?(even )?aan|niet zo erg|lastig ?vallen|niet storen|stoor|schaam|niet (over )?praten|nog niet$)\b|^(nee )?liever niet\b"
)
#: A 'niet' beside these words is about the call, not about the signal.
_ABOUT_CARE = re.compile(rf"\b({_CARE}|arts|praktijk|telefoon|lijn|iemand|112|113)\b")
#: Who calls a relative has not called for help yet.
_OTHER_CALL = re.compile(
    rf"\bbel (nu |eerst |even |zo |meteen )*(mijn |m n )(?!{_CARE}|arts|praktijk|verloskundige)"
)


@dataclass(frozen=True)
class Advice:
    """An urgent advice that is open.

    `level` and `flags` are what it is about. `checking` says that the check question about a
    mistake was put. `resume` says that it ended a questionnaire, which goes on after a mistake.
    `either` says that one of the flags is meant, not known which.
    """

    level: str
    flags: tuple[str, ...]
    checking: bool = False
    resume: bool = False
    either: bool = False

    @classmethod
    def from_dict(cls, raw: Mapping[str, Any] | None) -> Advice | None:
        """Rebuild from the tracker; None when no advice is open."""
        if not raw:
            return None
        return cls(
            raw["niveau"],
            tuple(raw["vlaggen"]),
            bool(raw.get("controle")),
            bool(raw.get("hervat")),
            bool(raw.get("een_van")),
        )

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON values for the tracker."""
        marks = {"controle": self.checking, "hervat": self.resume, "een_van": self.either}
        out: dict[str, Any] = {"niveau": self.level, "vlaggen": list(self.flags)}
        return out | {name: True for name, holds in marks.items() if holds}


@dataclass(frozen=True)
class Step:
    """What to say now and what stays open.

    `say` is bevestigd, hulp, geen_gehoor, aandringen, controle, blijft, hersteld or herinnering;
    `advice` is None when nothing is held any more.
    """

    say: str
    advice: Advice | None


def read_reaction(text: str) -> str:
    """What words mean for an open advice: CALLS, CANNOT, NO_ANSWER, WAITS, MISTAKE or OTHER."""
    if _is_code(text):
        return OTHER
    plain = " ".join(fold(standard(text)).replace(",", " ").split())
    if _NO_ANSWER.search(plain):
        return NO_ANSWER
    if _CANNOT.search(plain):
        return CANNOT
    if _MISTAKE.search(plain) or read_yes_no(plain).kind == CORRECT:
        return MISTAKE
    if "?" not in plain and _CALLS.search(plain) and not _NOT_NOW.search(plain):
        return OTHER if _OTHER_CALL.search(plain) else CALLS
    return WAITS if "?" not in plain and _WAITS.search(plain) else OTHER


def follow(advice: Advice, reaction: str) -> Step:
    """What a reaction does to an open advice; OTHER repeats it in short."""
    if reaction == CALLS:
        return Step("bevestigd", None)
    if reaction == MISTAKE:
        if advice.checking:
            return Step("hersteld", None)
        return Step("controle", replace(advice, checking=True))
    spoken = {CANNOT: "hulp", NO_ANSWER: "geen_gehoor", WAITS: "aandringen"}
    return Step(spoken.get(reaction, "herinnering"), replace(advice, checking=False))


def next_step(advice: Advice, text: str) -> Step:
    """What the patient's words do to an open advice, also when they answer the check question."""
    reaction = read_reaction(text)
    if not advice.checking or reaction == MISTAKE or _is_code(text):
        return follow(advice, reaction)
    # 'Ja' and 'nee' answer the check question; 'ik heb geen telefoon' and 'ik durf niet' deny nothing.
    bare = is_plain(tokenise(text)) and reaction != WAITS
    if reaction != OTHER and not bare:
        return follow(advice, reaction)
    asked = "?" in text
    reply = read_yes_no(text, is_question=asked).kind
    # 'Nee toch?' and 'nee, de huisarts is er niet' deny no signal.
    if reply == NO and not asked and not _ABOUT_CARE.search(fold(standard(text))):
        return Step("hersteld", None)
    say = "blijft" if reply in (YES, UNKNOWN) else "herinnering"
    return Step(say, replace(advice, checking=False))


def _is_code(text: str) -> bool:
    """A choice typed as text, real or forged: it answers nothing."""
    return "{" in text or text.strip().startswith("/")
