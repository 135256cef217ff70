"""The baseline: a plain list of words, made from the descriptions of the flags and nothing else.

Each line holds the words of one part of a description in the contract: all of them must occur in the
message, in any form that starts with them. Single words are taken wherever one says enough, so that
the list catches as much as such a list can. There is no negation, no other person, no past and no question:
what a search box with alarm words would do. No message of any set was looked at for it.
"""

from __future__ import annotations

from collections.abc import Mapping

from rugwijzer.triage import LEVELS, highest
from rugwijzer.triage.text import fold

WORDS: Mapping[str, tuple[str, ...]] = {
    "aneurysma": ("scheurend", "flauwvallen", "flauwgevallen", "klam", "bleek", "klopp buik", "aneurysma"),
    "borst_benauwd": ("borst", "benauwd"),
    "ernstig_ongeval": ("ongeluk", "ongeval", "aangereden", "paard", "hoogte gevallen", "trap gevallen", "opstaan gevallen"),
    "suicidaal": ("niet meer leven", "zelfmoord", "zelfdoding", "dood wil"),
    "overdosis": ("te veel pijnstillers", "te veel paracetamol", "teveel", "overdosis", "dubbele dosis", "dubbel"),
    "rijbroek": ("doof", "tintel tussen benen", "geslachtsdelen", "anus", "billen"),
    "plassen": ("plas", "urine", "aandrang"),
    "ontlasting": ("ontlasting", "poep", "windjes"),
    "seksueel": ("seks", "erectie"),
    "beide_benen": ("beide benen", "allebei benen", "twee benen"),
    "krachtverlies": ("klapvoet", "verlamd", "zwak", "slap", "kracht", "zak been", "tenen staan", "hakken staan"),
    "onzeker_lopen": ("onzeker lopen", "benen gehoorzamen"),
    "zwanger_signalen": ("zwanger",),
    "bloedverdunners_uitval": ("bloedverdunner",),
    "koorts": ("koorts", "rillingen", "ziek"),
    "infectierisico": ("weerstand", "chemo", "prednison", "biological", "drugs", "geopereerd", "prik rug", "tuberculose"),
    "kanker": ("kanker",),
    "gewichtsverlies": ("afval", "afgevallen", "gewicht"),
    "wervelbreuk": ("gevallen", "val", "botontkalking", "kleiner", "scherpe pijn"),
    "ondraaglijk": ("niet te houden", "niet staan", "niet slapen", "niet bed"),
    "hoge_rugpijn": ("schouderbladen", "hoog rug"),
    "nieren": ("flank", "bloed urine", "pijn plassen", "koliek", "nier"),
    "nachtpijn": ("nacht wakker", "geen houding"),
    "bobbel_vorm": ("bobbel", "andere vorm"),
    "leeftijd_eerste_keer": ("voor het eerst", "eerste keer"),
    "ochtendstijfheid": ("stijf", "psoriasis", "oogontsteking"),
    "loopafstand": ("benen zwaar",),
    "kind": ("kind", "tiener"),
    "geen_verbetering": ("niet beter", "erger", "weken"),
}  # fmt: skip


def keyword_level(text: str, levels: Mapping[str, str]) -> str:
    """The highest level of the flags whose words occur; `levels` maps flag to level."""
    words = fold(text).split()
    hits = (f for f, lines in WORDS.items() if any(_holds(words, line) for line in lines))
    return highest([LEVELS[0], *(levels[f] for f in hits)])


def _holds(words: list[str], line: str) -> bool:
    return all(any(w.startswith(part) for w in words) for part in line.split())
