"""The baseline: a plain list of words, made from the descriptions of the flags and nothing else.

Each line is one reading of a description in the contract: all its words must occur in the message,
in any form that starts with them. There is no negation, no other person, no past and no question:
what a search box with alarm words would do. No message of any set was looked at for it.
"""

from __future__ import annotations

from collections.abc import Mapping

from rugwijzer.triage import LEVELS, highest
from rugwijzer.triage.text import fold

WORDS: Mapping[str, tuple[str, ...]] = {
    "aneurysma": ("scheurende pijn", "flauwvallen", "flauwgevallen", "klam", "bleek", "aneurysma"),
    "borst_benauwd": ("borst pijn", "borst druk", "benauwd"),
    "ernstig_ongeval": ("ongeluk", "ongeval", "aangereden", "paard gevallen", "trap gevallen", "dak gevallen", "val opstaan"),
    "suicidaal": ("niet meer leven", "zelfmoord", "zelfdoding", "einde maken", "dood wil"),
    "overdosis": ("te veel pijnstillers", "te veel paracetamol", "overdosis", "dubbele dosis", "dubbel oxycodon"),
    "rijbroek": ("doof benen tussen", "tintel benen tussen", "doof anus", "doof billen", "gevoel geslacht", "doof geslacht"),
    "plassen": ("niet plassen", "moeilijk plassen", "geen aandrang", "plas verlies", "verlies urine", "niet plast"),
    "ontlasting": ("ontlasting ophouden", "ontlasting verlies", "windjes ophouden", "poep ophouden", "incontinent"),
    "seksueel": ("seks gevoel", "erectie"),
    "beide_benen": ("beide benen", "allebei benen", "twee benen"),
    "krachtverlies": ("klapvoet", "verlamd", "been zwak", "voet zwak", "been slap", "voet slap", "zak been", "tenen staan", "hakken staan", "krachtverlies"),
    "onzeker_lopen": ("onzeker lopen", "benen gehoorzamen"),
    "zwanger_signalen": ("zwanger bloed", "zwanger vocht", "zwanger golven", "zwanger minder leven"),
    "bloedverdunners_uitval": ("bloedverdunner",),
    "koorts": ("koorts", "koude rillingen", "rillingen", "ziek voel"),
    "infectierisico": ("weerstand", "chemo", "prednison", "biological", "drugs", "operatie rug pas", "tuberculose"),
    "kanker": ("kanker", "tumor", "uitzaai"),
    "gewichtsverlies": ("afgevallen", "zonder reden afval", "gewicht verlies", "gewichtsverlies"),
    "wervelbreuk": ("gevallen", "botontkalking", "osteoporose", "kleiner geworden"),
    "ondraaglijk": ("niet te houden", "ondraaglijk", "onhoudbaar", "niet staan", "niet slapen", "bed niet"),
    "hoge_rugpijn": ("schouderbladen", "hoog rug"),
    "nieren": ("flank", "bloed urine", "bloed plas", "pijn plassen", "koliek"),
    "nachtpijn": ("elke nacht wakker", "geen houding", "nacht pijn"),
    "bobbel_vorm": ("bobbel", "bult", "andere vorm"),
    "leeftijd_eerste_keer": ("eerste keer rugpijn", "voor het eerst rugpijn"),
    "ochtendstijfheid": ("ochtends stijf", "psoriasis", "oogontsteking"),
    "loopafstand": ("benen zwaar lopen",),
    "kind": ("kind rugpijn", "zoon rugpijn", "dochter rugpijn", "tiener"),
    "geen_verbetering": ("niet beter weken", "steeds erger", "al weken"),
}  # fmt: skip


def keyword_level(text: str, levels: Mapping[str, str]) -> str:
    """The highest level of the flags whose words occur; `levels` maps flag to level."""
    words = fold(text).split()
    hits = (f for f, lines in WORDS.items() if any(_holds(words, line) for line in lines))
    return highest([LEVELS[0], *(levels[f] for f in hits)])


def _holds(words: list[str], line: str) -> bool:
    return all(any(w.startswith(part) for w in words) for part in line.split())
