"""Compound marks in lemmas, as UD r2.16 writes them: `uitstralen` -> `uit_stralen`.

The lemmatizer of this pipeline is trained without the marks: its edit trees cannot learn where a
word that never occurred is cut. This component adds them afterwards, from the words that are known
to stand on their own. It is packaged inside the wheel. Remove it (`nlp.remove_pipe`) for lemmas as
a dictionary writes them. (No postponed annotations here: spaCy reads those of the factory.)
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc, Token

#: Verb particles that separate; those in UNSURE also begin verbs that do not.
PARTICLES = frozenset(
    re.findall(
        r"\w+",
        """
        aan achter af bij binnen boven buiten deel dicht door goed heen in klaar kwijt langs leeg
        los mee neer om omhoog omlaag onder op open over overeen plaats rond samen schoon stil stuk
        tegen tegemoet terecht terug thuis toe uit uiteen vast vol voor voorbij voort vooruit vrij
        weer weg
        """,
    )
)
UNSURE = frozenset(["om", "onder", "over", "weer"])
#: Shortest first part and last part of a noun.
SHORTEST = 3
_HARDENED = {"v": "f", "z": "s"}
_TABLES = ("known", "particles", "verbs", "heads", "firsts")


class CompoundMarks:
    """Adds the marks to the lemmas of a document; words it has no tables for stay as they are."""

    def __init__(self, name: str = "compound_marks") -> None:
        """Start with empty tables; they come from `learn` (build) or from disk."""
        self.name = name
        self.known: dict[str, str] = {}
        self.particles: set[str] = set()
        self.verbs: set[str] = set()
        self.heads: set[str] = set()
        self.firsts: set[str] = set()

    def __call__(self, doc: Doc) -> Doc:
        """Rewrite the lemmas of verbs and nouns, and of all words in the table."""
        for token in doc:
            token.lemma_ = self.mark(token)
        return doc

    def mark(self, token: Token) -> str:
        """The marked lemma of one token (in: a token with lemma and part of speech)."""
        return self.marked(token.lemma_, token.pos_)

    def marked(self, lemma: str, upos: str) -> str:
        """In: a plain lemma and its part of speech. Out: the lemma with marks."""
        known = self.known.get(f"{upos}/{lemma}")
        if known is not None:
            return known
        if upos == "VERB":
            return self._verb(lemma)
        return self._noun(lemma) if upos == "NOUN" else lemma

    def _verb(self, lemma: str) -> str:
        for cut in range(len(lemma) - 3, 1, -1):
            first, rest = lemma[:cut], lemma[cut:]
            if first not in self.particles and first not in PARTICLES:
                continue
            separates = first in PARTICLES - UNSURE and len(rest) > 4 and rest.endswith("n")
            if rest in self.verbs or separates:
                return f"{first}_{rest}"
        return lemma

    def _noun(self, lemma: str) -> str:
        lowered = lemma.lower()
        best, best_score = lemma, 0.0
        for cut in range(SHORTEST, len(lowered) - SHORTEST + 1):
            head = lowered[cut:]
            if head not in self.heads:
                continue
            for first, cost in _first_parts(lowered[:cut]):
                if len(first) < SHORTEST or not (first in self.heads or first in self.firsts):
                    continue
                score = min(len(head), 9) + min(len(first), 9) / 2 - cost + (first in self.firsts)
                if score > best_score:
                    shown = first.capitalize() if lemma[0].isupper() else first
                    best, best_score = f"{shown}_{head}", score
        if best == lemma and "-" in lemma[1:-1]:
            first, _, head = lemma.rpartition("-")
            if len(first) > 1 and len(head) > 2:
                return f"{first}_{head}"
        return best

    def to_disk(self, path: Path, *, exclude: object = ()) -> None:
        """Write the tables as one JSON file in the folder `path`."""
        path = Path(path)
        path.mkdir(parents=True, exist_ok=True)
        (path / "tables.json").write_text(json.dumps(self._tables(), ensure_ascii=False), "utf-8")

    def from_disk(self, path: Path, *, exclude: object = ()) -> "CompoundMarks":
        """Read what `to_disk` wrote."""
        self._take(json.loads((Path(path) / "tables.json").read_text("utf-8")))
        return self

    def to_bytes(self, *, exclude: object = ()) -> bytes:
        """The tables as bytes."""
        return json.dumps(self._tables(), ensure_ascii=False).encode()

    def from_bytes(self, data: bytes, *, exclude: object = ()) -> "CompoundMarks":
        """Read what `to_bytes` made."""
        self._take(json.loads(data))
        return self

    def _tables(self) -> dict[str, object]:
        return {
            name: value if isinstance(value := getattr(self, name), dict) else sorted(value)
            for name in _TABLES
        }

    def _take(self, tables: dict[str, object]) -> None:
        for name in _TABLES:
            value = tables[name]
            setattr(self, name, value if isinstance(value, dict) else set(value))  # type: ignore[call-overload]


@Language.factory("compound_marks")
def make_compound_marks(nlp: Language, name: str) -> CompoundMarks:
    """Make the component for a pipeline."""
    return CompoundMarks(name)


def _first_parts(text: str) -> Iterator[tuple[str, float]]:
    """Words that may stand in `text`, the part before the head, with what each guess costs.

    `staats` -> `staat` (linking s), `leeuwen` -> `leeuw`, `kosten` -> `kost`, `brieven` -> `brief`.
    """
    text = text.removesuffix("-")
    yield text, 0.0
    if text.endswith("s"):
        yield text[:-1], 0.5
    if text.endswith("en") and len(text) > 4:
        stem = text[:-2]
        yield stem, 1.0
        yield stem[:-1] + _HARDENED.get(stem[-1], stem[-1]), 1.0
        if stem[-1] == stem[-2]:
            yield stem[:-1], 1.0
        elif stem[-2] in "aeou":
            long = stem[:-1] + stem[-2] + stem[-1]
            yield long, 1.0
            yield long[:-1] + _HARDENED.get(long[-1], long[-1]), 1.0
    if text.endswith("e"):
        yield text[:-1], 1.0
