"""The detector and the rules on the project's own messages, each by a detector that never saw its author.

The messages are written in voices (older patient, little schooling, dictated, ashamed ...). Every
voice is judged by a detector trained on the other voices. The lexicon is the same in every fold and
its makers read these messages, so the curves are too kind to it; the devset is the honest measure.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.special import expit, logit

from rugwijzer.knowledge.flag_examples import load_examples
from rugwijzer.knowledge.messages import load_messages
from rugwijzer.nlu.encoder import load_encoder
from rugwijzer.nlu.flag_model import FlagModel
from rugwijzer.nlu.kept_vectors import KeptVectors
from rugwijzer.nlu.windows import windows
from rugwijzer.triage import Assessment, Facts, Finding, FlagBook, Triage

from .cases import SignalCase
from .measure import Verdict

#: Shift of the log-odds of every probability; 0 is the assistant as it is, higher raises alarm sooner.
SHIFTS = (-5.0, -3.5, -2.5, -1.5, -0.75, 0.0, 0.75, 1.5, 2.5, 3.5, 5.0)
_EDGE = 1e-6


@dataclass(frozen=True)
class Judged:
    """One own message with the probabilities of a detector that did not see its voice."""

    case: SignalCase
    probabilities: Mapping[str, float]


class CachedTriage(Triage):
    """Triage that searches the lexicon once for each text."""

    def __init__(self, book: FlagBook) -> None:
        """Start with nothing found."""
        super().__init__(book)
        self._found: dict[str, tuple[list[Finding], Facts, tuple[str, ...]]] = {}

    def find(self, text: str) -> tuple[list[Finding], Facts, tuple[str, ...]]:
        """See Triage."""
        if text not in self._found:
            self._found[text] = super().find(text)
        return self._found[text]


def out_of_fold(data: Path, folds: int, progress: Callable[[str], None]) -> list[Judged]:
    """Judge every own message; `folds` groups of voices, at least 2."""
    flags = Triage.load(data / "red_flags").book
    examples = load_examples(data / "red_flags")
    ordinary = [m.text for part in ("faq", "praat", "buiten") for m in load_messages(data / part)]
    texts = [e.text for e in examples] + ordinary
    labels = [e.flags for e in examples] + [frozenset[str]()] * len(ordinary)
    about = [e.about for e in examples] + [""] * len(ordinary)
    encoder = KeptVectors(load_encoder())
    vectors = encoder.encode(texts)
    # All windows at once; each message finds its own again below.
    encoder.encode([part for e in examples for part in windows(e.text)])
    voices = sorted({e.voice for e in examples})
    group = {voice: i % folds for i, voice in enumerate(voices)}
    own = np.array([group[e.voice] for e in examples] + [-1] * len(ordinary))
    judged: list[Judged] = []
    for fold in range(folds):
        progress(f"stemmen, deel {fold + 1} van {folds}")
        rest, held = np.flatnonzero(own != fold), np.flatnonzero(own == fold)
        model = FlagModel(list(flags.flags)).fit(
            [texts[i] for i in rest],
            [labels[i] for i in rest],
            vectors[rest],
            [about[i] for i in rest],
        )
        for i in held:
            case = _case(texts[i], labels[i], examples[i].voice, flags)
            judged.append(Judged(case, model.probability_map(texts[i], vectors[i], encoder.encode)))
    return judged


def _case(text: str, flags: frozenset[str], voice: str, book: FlagBook) -> SignalCase:
    return SignalCase(text, flags, frozenset(), book.level_of(flags), voice)


def assessed(triage: Triage, judged: Sequence[Judged], shift: float) -> list[Verdict]:
    """The verdicts with every probability shifted by `shift` in log-odds."""
    return [as_verdict(triage.assess(j.case.text, shifted(j.probabilities, shift))) for j in judged]


def shifted(probabilities: Mapping[str, float], shift: float) -> dict[str, float]:
    """Probabilities moved together: the same as moving every threshold the other way."""
    if not shift:
        return dict(probabilities)
    values = np.clip(np.array(list(probabilities.values())), _EDGE, 1 - _EDGE)
    return dict(zip(probabilities, expit(logit(values) + shift).tolist()))


def as_verdict(assessment: Assessment) -> Verdict:
    """The outcome of the rules in the terms of the measurement."""
    flags = frozenset(assessment.flags)
    if assessment.outcome == "escalate":
        return Verdict(assessment.level, flags, frozenset())
    return Verdict("geen", frozenset(), flags if assessment.outcome == "ask" else frozenset())
