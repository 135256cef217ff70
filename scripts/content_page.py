"""`python -m scripts.content_page`: writes docs/inhoud.md, what the assistant knows and understands.

Everything on the page is read from data/ and domain.yml; only what an intent of the conversation means
is told here. A test fails when the page is not the one that would be written.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from rugwijzer.knowledge.files import read_yaml
from rugwijzer.knowledge.flag_checks import read_flags
from rugwijzer.knowledge.readability import sentences
from rugwijzer.knowledge.topics import Topics
from rugwijzer.triage import LEVELS

from .tools import ROOT

PATH = ROOT / "docs" / "inhoud.md"
DATA = ROOT / "data"

#: Intents whose meaning is in no file of data/.
MEANINGS = {
    "herhaal": "wil het laatste antwoord nog een keer",
    "stop": "wil stoppen, ook midden in de vragenlijst",
    "opnieuw": "wil opnieuw beginnen",
    "meer_weten": "wil meer over het laatste onderwerp",
    "waarom": "vraagt waarom dat zo is, of waarom de assistent iets vraagt",
    "bron": "vraagt waar een antwoord op steunt",
    "hoe_lang": "vraagt hoe lang iets duurt of mag",
    "vragenlijst": "wil de klachten laten nakijken",
    "ja": "zegt ja",
    "nee": "zegt nee",
    "weet_niet": "weet het niet",
    "checkin": "wil de vragen van de fysiotherapeut beantwoorden",
    "kies_onderwerp": "koos een knop met een onderwerp",
    "kies_meer": "koos 'meer weten'",
    "kies_vragenlijst": "koos de vragenlijst",
    "kies_reactie": "koos een reactie op een dringend advies",
    "EXTERNAL_checkin": "de werker begint een check-in; een patiënt kan dit niet sturen",
}
#: Intents that are split further, and the folder with a file for each part.
_SPLIT = {"faq": "faq", "praat": "praat", "buiten": "buiten"}


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table in Markdown."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def topics() -> str:
    """Every topic of data/faq: id, title, verdict and theme."""
    known = Topics.load(DATA / "faq")
    rows = [[f"`{t.id}`", t.title, f"`{t.verdict}`", f"`{t.theme}`"] for t in known.values()]
    return table(["onderwerp", "op een knop", "oordeel", "thema"], sorted(rows))


def flags() -> str:
    """Every red flag, the most urgent first."""
    order = {level: -number for number, level in enumerate(LEVELS)}
    found = sorted(read_flags(DATA / "red_flags"), key=lambda f: (order[f.raw["niveau"]], f.id))
    rows = [
        [
            f"`{f.id}`",
            f"`{f.raw['niveau']}`",
            str(f.raw.get("vraag", "-")),
            "ja" if f.raw.get("nieuw") else "-",
            f.raw["naam"],
        ]
        for f in found
    ]
    return table(["alarmsignaal", "niveau", "vraag", "moet nieuw zijn", "naam"], rows)


def domain() -> dict[str, Any]:
    """domain.yml: the intents and actions that Rasa knows."""
    found: dict[str, Any] = read_yaml(ROOT / "domain.yml")
    # An action with an option, such as send_domain, is a mapping from its name.
    names = [next(iter(a)) if isinstance(a, dict) else a for a in found["actions"]]
    return found | {"actions": names}


def intents() -> str:
    """Every intent, with what the patient means."""
    rows = []
    for name in domain()["intents"]:
        if name not in _SPLIT:
            rows.append([f"`{name}`", MEANINGS[name]])
        elif name == "faq":
            rows.append(["`faq/<onderwerp>`", "vraagt naar een onderwerp uit de eerste tabel"])
        else:
            rows += [
                [
                    f"`{name}/{path.stem}`",
                    f"krijgt: '{_opening(read_yaml(path), name, path.stem)}'",
                ]
                for path in sorted((DATA / _SPLIT[name]).glob("*.yml"))
            ]
    return table(["intent", "de patiënt ..."], rows)


def _opening(content: Any, intent: str, part: str) -> str:
    """The first sentence that the assistant says back."""
    first: str = sentences(content["responses"][f"utter_{intent}/{part}"][0]["text"])[0]
    return first


def text() -> str:
    """The page."""
    return f"""# Wat de assistent weet en begrijpt

Alle onderwerpen, alarmsignalen en intents op één plek. Deze pagina wordt gemaakt uit `data/` en
`domain.yml`, met `python -m scripts.content_page`; verander haar niet met de hand. Iets toevoegen:
[recepten.md](recepten.md).

## Onderwerpen

Het antwoord staat in `data/faq/<onderwerp>.yml`, de feiten eronder in `data/bronnen.yml`.

{topics()}

## Alarmsignalen

Een bestand per signaal in `data/red_flags`. 'Vraag' is de plek in de vragenlijst. Moet een signaal nieuw
zijn, dan telt een klacht die al jaren hetzelfde is niet mee. Geen niveau is door een arts getekend:
[safety.md](safety.md).

{flags()}

## Intents

Wat een bericht of een knop kan betekenen. Een bericht met een alarmsignaal gaat altijd eerst naar het
advies, welke intent het ook heeft.

{intents()}
"""


def main() -> int:
    """Write the page."""
    PATH.write_text(text(), encoding="utf8")
    print(PATH.relative_to(ROOT))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
