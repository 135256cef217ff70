"""Pure: the words that work at any moment, and yes or no to the question for agreement."""

from __future__ import annotations

import re

STOP, START, ERASE, EXPORT = "stop", "start", "erase", "export"
#: Ids of the buttons under the question for agreement; the engine's own ids are c1, c2 ...
AGREE, REFUSE = "toestemming-ja", "toestemming-nee"

_WORDS = {
    STOP: re.compile(r"stop|stop (met )?berichten|afmelden|uitschrijven|unsubscribe"),
    START: re.compile(r"start|aanmelden"),
    ERASE: re.compile(
        r"(verwijder|wis) (a\.?u\.?b\.? )?(al )?mijn gegevens( a\.?u\.?b| alstublieft)?"
    ),
    EXPORT: re.compile(
        r"(stuur|geef) (mij )?(a\.?u\.?b\.? )?(al )?mijn gegevens( a\.?u\.?b| alstublieft)?"
    ),
}
_YES = re.compile(
    r"(ja|jawel|jazeker|ok|oke|oké|okay|akkoord|prima|goed)( hoor| dank u| akkoord| is goed)?"
)
_NO = re.compile(r"(nee|neen|niet akkoord|geen toestemming|liever niet)( hoor| dank u| bedankt)?")
#: Quotes, dots and emoji around the words.
_AROUND = re.compile(r"^\W+|\W+$")


def plain(text: str) -> str:
    """The text in lower case without signs around it and with single blanks."""
    return " ".join(_AROUND.sub("", text).casefold().split())


def command(text: str) -> str | None:
    """STOP, START, ERASE or EXPORT when the whole message is that; else None."""
    said = plain(text)
    return next((name for name, words in _WORDS.items() if words.fullmatch(said)), None)


def agreement(text: str) -> bool | None:
    """Whether a reply to the question for agreement is a yes, a no, or neither (None)."""
    said = plain(text)
    if _YES.fullmatch(said):
        return True
    return False if _NO.fullmatch(said) else None
