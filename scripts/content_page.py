"""`python -m scripts.content_page`: writes docs/inhoud.md, what the assistant knows and understands.

Everything on the page is read from data/ and domain.yml; only what an intent of the conversation means
is told here. A test fails when the page is not the one that would be written.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Any

from rugwijzer.knowledge.files import read_yaml
from rugwijzer.knowledge.readability import sentences
from rugwijzer.knowledge.topics import Topics
from rugwijzer.triage import FlagBook, rank
from rugwijzer.triage.flags import Flag

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
#: The reasons of the context in words, for a flag that counts all the same.
REASONS = {
    "ander": "het van een ander is",
    "verleden": "het vroeger was",
    "langbestaand": "het al jaren zo is",
    "algemeen": "het een algemene vraag is",
    "figuurlijk": "het bij wijze van spreken is",
}
#: What the questionnaire asks behind its places, and what else it says; the rest is the outcome.
_NUMBERS = ("leeftijd", "duur", "pijn", "temperatuur")
_BETWEEN = (
    *("start", "niet_begrepen", "te_raar", "gecorrigeerd"),
    *("onderbroken", "hervat", "gestopt"),
)
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
    rows = [
        [
            f"`{flag.id}`",
            f"`{flag.level}`",
            str(flag.question or "-"),
            ", ".join(REASONS[r] for r in REASONS if r in flag.ignores) or "-",
            flag.name,
        ]
        for flag in _by_urgency()
    ]
    return table(["alarmsignaal", "niveau", "plek", "telt ook als", "naam"], rows)


def checks() -> str:
    """The check question of every red flag, and why it is asked."""
    rows = [[f"`{f.id}`", _cell(f.check), _cell(f.explanation)] for f in _by_urgency()]
    return table(["alarmsignaal", "controlevraag", "als iemand vraagt waarom"], rows)


def questionnaire() -> str:
    """What the questionnaire asks: its places with their flags, then the numbers."""
    book, texts = _book(), _texts()
    rows = [
        [
            str(place),
            _cell(question["tekst"]),
            ", ".join(f"`{f.id}`" for f in book.flags.values() if f.question == place),
            _cell(question["uitleg"]),
        ]
        for place, question in sorted(book.questions.items())
    ]
    rows += [[n, _cell(texts[n]["tekst"]), "-", _cell(texts[n]["uitleg"])] for n in _NUMBERS]
    return table(["plek", "vraag", "signalen", "als iemand vraagt waarom"], rows)


def around_the_questions() -> str:
    """What the assistant says around the questions, and at the end."""
    texts = _texts()
    said = [(name, texts[name]) for name in _BETWEEN]
    said += [line for part in ("uitkomst", "samenvatting") for line in _leaves(part, texts[part])]
    return table(["wanneer", "tekst"], [[name, _cell(words)] for name, words in said])


def _leaves(name: str, content: Any) -> Iterator[tuple[str, str]]:
    """Every text within a part of the questionnaire, with the names that lead to it."""
    if isinstance(content, str):
        yield name, content
    else:
        for key, part in content.items():
            yield from _leaves(f"{name}: {key}", part)


@cache
def _book() -> FlagBook:
    return FlagBook.load(DATA / "red_flags")


def _by_urgency() -> list[Flag]:
    return sorted(_book().flags.values(), key=lambda flag: (-rank(flag.level), flag.id))


@cache
def _texts() -> dict[str, Any]:
    found: dict[str, Any] = read_yaml(DATA / "red_flags" / "vragenlijst.yml")
    return found


def _cell(text: str) -> str:
    """A text of some lines within a cell."""
    return text.strip().replace("|", r"\|").replace("\n", "<br>")


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

Een bestand per signaal in `data/red_flags`. 'Plek' is de vraag van de vragenlijst. Wat over een ander gaat, over
vroeger of over iets dat al jaren zo is, een algemene vraag en beeldspraak tellen niet of minder mee. Een signaal
waarbij dat geen verschil maakt, heeft dat onder 'telt ook als'. Geen niveau is door een arts getekend: [safety.md](safety.md).

{flags()}

### Controlevragen

Wat de assistent vraagt als hij twijfelt, de sleutel `controle`. Een ja betekent dat het signaal er is.

{checks()}

## De vragenlijst

Wat iemand gevraagd wordt na 'controleer mijn klachten', uit `data/red_flags/vragenlijst.yml`. Is een signaal
van een plek al bekend, dan vraagt de assistent de controlevragen van de andere. Om de temperatuur vraagt hij
alleen bij koorts.

{questionnaire()}

### Rond de vragen

Het advies zelf staat in `data/red_flags/niveaus.yml`. Wat tussen accolades staat, wordt ingevuld.

{around_the_questions()}

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
