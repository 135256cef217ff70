"""A small content folder that is in order, for tests that break one thing in it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import yaml

from rugwijzer.knowledge.check import check

VOICES = ("oudere", "jongere", "vlaams", "dictaat", "vakman", "naaste")


class Content:
    """A content folder on disk; `edit` changes one file, `problems` checks all of it."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def read(self, name: str) -> Any:
        return yaml.safe_load((self.root / name).read_text(encoding="utf8"))

    def write(self, name: str, content: Any) -> None:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        text = content if isinstance(content, str) else yaml.safe_dump(content, allow_unicode=True)
        path.write_text(text, encoding="utf8")

    @contextmanager
    def edit(self, name: str) -> Iterator[Any]:
        content = self.read(name)
        yield content
        self.write(name, content)

    @contextmanager
    def topic(self, topic_id: str) -> Iterator[Any]:
        """The answer of a topic: text and metadata."""
        with self.edit(f"faq/{topic_id}.yml") as raw:
            yield raw["responses"][f"utter_faq/{topic_id}"][0]

    def problems(self) -> list[str]:
        return [str(problem) for problem in check(self.root).problems]


def topic_file(topic_id: str, title: str, other: str) -> dict[str, Any]:
    return {
        "version": "3.1",
        "responses": {
            f"utter_faq/{topic_id}": [
                {
                    "text": "Nee, dat is niet waar. Bij 85% van de mensen gaat het over.\n\n"
                    "Blijf rustig lopen. Bel uw huisarts als het na 3 tot 4 weken niet beter is.",
                    "metadata": {
                        "kop": title,
                        "oordeel": "mythe",
                        "thema": "behandeling",
                        "verwant": [other],
                        "bronnen": [{"titel": "Folder", "onderdeel": "Inleiding"}],
                        "meer": "Goed om te weten: in de studie zaten 313 mensen.",
                        "bron_meer": "Kovacs 2003",
                    },
                }
            ]
        },
        "nlu": [
            {
                "intent": f"faq/{topic_id}",
                "metadata": {"stem": voice},
                "examples": "".join(f"- {voice} vraagt {n} over {topic_id}\n" for n in range(14)),
            }
            for voice in VOICES
        ],
    }


def flag_file(flag_id: str) -> dict[str, Any]:
    return {
        "id": flag_id,
        "niveau": "spoed",
        "nieuw": True,
        "vraag": 2,
        "naam": "niet kunnen plassen",
        "controle": "Lukt plassen niet goed meer?",
        "uitleg": "Een zenuw helpt bij het plassen.",
        "bron": "NHG M55",
        "lexicon": {"zeker": ["{niet} ... plas*", ["blaas", "vol|knappen"]]},
        "voorbeelden": {v: [f"{v} kan niet {flag_id} {n}" for n in range(7)] for v in VOICES},
        "geen_vlag": {
            "ontkend": {v: [f"{v} kan goed {flag_id} {n}" for n in range(5)] for v in VOICES}
        },
    }


LEVELS = {
    "bel_112": {"tekst": "Bel nu 112 over {signalen}. Bel daarna ook uw huisarts."},
    "spoed": {"tekst": "Bel nu uw huisarts[ ({praktijk})] over {signalen}."},
    "vandaag": {"tekst": "Bel vandaag uw huisarts over {signalen}."},
    "deze_week": {"tekst": "Bel deze week uw huisarts over {signalen}."},
    "bijzonder": {"suicidaal": "Bel nu 113. In gevaar? Bel 112. Bel ook uw huisarts."},
    "tablet": {"spoed": "Meld dit nu bij de balie.", "bel_112": "Meld dit nu bij de balie."},
}

FACTS = {
    "toegestaan": ["112", "3 tot 4 weken"],
    "vakwoorden": ["tussenwervelschij*"],
    "onderwerpen": {
        topic: {
            "oordeel": "mythe",
            "feiten": ["bij 85% gaat het over"],
            "kanttekening": {"tekst": "een studie met 313 mensen", "bron": "Kovacs 2003"},
        }
        for topic in ("stoel", "matras")
    },
    "alarmsignalen": {"plassen": {"niveau": "spoed", "vraag": 2, "nieuw": True}},
}


@pytest.fixture
def content(tmp_path: Path) -> Content:
    made = Content(tmp_path / "data")
    made.write("faq/stoel.yml", topic_file("stoel", "Speciale stoel", "matras"))
    made.write("faq/matras.yml", topic_file("matras", "Dure matras", "stoel"))
    made.write("red_flags/plassen.yml", flag_file("plassen"))
    made.write("red_flags/woorden.yml", {"niet": ["niet", "geen"]})
    made.write("red_flags/niveaus.yml", LEVELS)
    made.write("bronnen.yml", FACTS)
    return made
