"""Flags that follow from numbers and single facts rather than from words."""

from __future__ import annotations

from collections.abc import Iterator

from .facts import ADULT_AGE, PARACETAMOL_MAX_MG, Facts
from .text import Token

#: Body temperature from which we speak of fever (Celsius).
FEVER = 38.0
#: Inflammatory back pain starts before this age (years).
STIFF_MAX_AGE = 45
_DROWSY = frozenset(
    "suf suffig sufferig sufheid versuft slaperig slaperigheid slaapt duf dufheid loom wazig duizelig daas sloom traag"
    " wegzakken weggezakt wegvallen dommelt dommelig indommelt wegdommelt knikkebolt snurkt lodderig groggy stoned zweverig"
    " verward verwardheid warrig brabbelt lalt kwijlt apathisch bewusteloos reageert aanspreekbaar ademt ademhaling".split()
)
_HARDLY = frozenset({"niet", "moeilijk", "nauwelijks", "amper"})
_SLURRED = frozenset({"raar", "langzaam", "onduidelijk", "dubbele"})
_FALL = frozenset(
    [
        "val",
        "gevallen",
        "viel",
        "vallen",
        "smak",
        "smakte",
        "gesmakt",
        "gestruikeld",
        "uitgegleden",
        "valpartij",
        "gedonderd",
        "gelazerd",
        "geduveld",
        "tuimeling",
        "gekukeld",
        "geflikkerd",
    ]
)


def derived(tokens: list[Token], facts: Facts) -> Iterator[tuple[str, str, str]]:
    """Yield (flag, strength, words) for flags that numbers imply."""
    if facts.temperature is not None and facts.temperature >= FEVER:
        yield "koorts", "zeker", f"{facts.temperature:.1f} graden".replace(".", ",")
    if facts.paracetamol_mg is not None and facts.paracetamol_mg > PARACETAMOL_MAX_MG:
        yield "overdosis", "zeker", f"meer dan {PARACETAMOL_MAX_MG} mg paracetamol op een dag"
    words = {t.norm for t in tokens}
    child = facts.age is not None and 1 <= facts.age < ADULT_AGE
    if child and words & {"rug", "rugpijn", "onderrug", "ruggetje", "rugklachten"}:
        yield "kind", "zeker", f"{facts.age} jaar"


def dismissed(facts: Facts) -> set[str]:
    """Flags that the told facts rule out."""
    out = set()
    if facts.age is not None:
        if 20 <= facts.age <= 50:
            out.add("leeftijd_eerste_keer")
        if facts.age >= ADULT_AGE:
            out.add("kind")
        if facts.age > STIFF_MAX_AGE:
            out.add("ochtendstijfheid")
    return out


def modifiers(tokens: list[Token]) -> tuple[str, ...]:
    """Words that change a level: 'suf' and 'val'."""
    spoken = [t.norm for t in tokens]
    out = []
    if any(_is_drowsy(spoken, i) for i in range(len(spoken))):
        out.append("suf")
    if any(_is_fall(spoken, i) for i in range(len(spoken))):
        out.append("val")
    return tuple(out)


def _is_drowsy(words: list[str], i: int) -> bool:
    """Drowsy, or 'ik krijg haar moeilijk wakker', or 'hij praat met dubbele tong'."""
    hard_to_wake = words[i] == "wakker" and _HARDLY & set(words[max(0, i - 2) : i])
    slurred = words[i] in {"praat", "praten"} and _SLURRED & set(words[i + 1 : i + 3])
    return bool(words[i] in _DROWSY or hard_to_wake or slurred)


def _is_fall(words: list[str], i: int) -> bool:
    """A fall, not 'in slaap vallen' or 'het viel mee'."""
    sleep = words[max(0, i - 1) : i] == ["slaap"]
    figure = words[i + 1 : i + 2] in (["mee"], ["tegen"], ["op"])
    return words[i] in _FALL and not sleep and not (figure and words[i] in {"viel", "vallen"})
