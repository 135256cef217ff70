"""Messages without any complaint in them: numbers, time, yes, no, as before, and the words between.

The learned detector knows ages and durations from sentences about back pain, and hears a signal in a
bare '71', '6 weken' or 'nooit'. Such a message answers a question; only what the numbers themselves
imply (38,5 degrees) may count.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from .durations import UNIT_DAYS
from .numbers import value
from .text import Token

#: No word that can describe a complaint, a body, a wish or somebody else may stand here.
_WORDS = frozenset(
    # yes, no and not knowing
    "ja jaa jawel jazeker nee neen neej neeh nop nope hoor nooit niet geen niets niks weet idee klopt natuurlijk "
    "inderdaad zeker allebei beide soms beetje af toe gelukkig helaas helemaal absoluut eigenlijk echt "
    "wel ook alle allemaal alles enkele ervan daarvan dingen liever zeg bedankt dank mevrouw "
    # small words
    "ik heb ben word is was het dat dit die deze de een u en of a tot tussen van uit in rond om "
    "ruim bijna ongeveer circa ca zon n t denk geloof schat ik net pas nu al nog maar sinds "
    # as before
    "evenveel gelijk hetzelfde dezelfde zelfde onveranderd minder "
    # not now
    "komt schikt even straks later moment momentje tijd "
    # age, duration, scale and thermometer
    "oud leeftijd geworden geboren begin eind midden paar half halve anderhalf anderhalve kleine dikke "
    "ruime goede hele heel lang altijd geleden terug begonnen vorige vorig afgelopen "
    "vandaag vanochtend vanmorgen vanmiddag vanavond vannacht gisteren gister eergisteren weekend "
    "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag "
    "januari februari maart april mei juni juli augustus september oktober november december "
    "cijfer pijncijfer graden celsius temperatuur thermometer gemeten opgemeten komma punt plus".split()
)


#: Words that are plain only after some other: 'nooit gehad' and '8 op 10', not 'ik heb het gehad' and 'ik ben op'.
_DENIED = frozenset({"nooit", "niet"})


#: A whole message in the form of a payload ('kies_reactie{...}'), which tells nothing about a patient.
_CODE = re.compile(r"\s*/?\w*\s*\{\s*\".*\}\s*", re.DOTALL)


def is_code(text: str) -> bool:
    """Whether a message is a forged payload rather than words."""
    return bool(_CODE.fullmatch(text))


def is_plain(tokens: Iterable[Token]) -> bool:
    """Whether every word is a number, a time or one of the small words; False without words."""
    words = [t.norm for t in tokens if not t.is_mark]
    before = words[:1] + words
    return bool(words) and all(map(_is_plain, words, before))


def _is_plain(word: str, before: str) -> bool:
    if word == "gehad":
        return before in _DENIED
    if word == "op":
        return value(before) is not None
    return word in _WORDS or word in UNIT_DAYS or value(word) is not None
