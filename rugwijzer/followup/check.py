"""`python -m rugwijzer.followup.check`: are the plans in order? For editors, so in Dutch."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from rugwijzer.knowledge.files import ContentError
from rugwijzer.knowledge.readability import LONGEST_SENTENCE, sentences, words
from rugwijzer.triage import FlagBook, FlagError

from .plans import PlanError, read_plan
from .questions import Questions

CONTENT = Path(__file__).resolve().parents[2] / "data"


def problems(data: Path) -> Iterator[str]:
    """Every fault of the plans and their texts, each with the name of its file."""
    folder = data / "plans"
    try:
        questions = Questions.load(folder / "vragen.yml")
        questions.check_flags(FlagBook.load(data / "red_flags").flags)
    except (ContentError, FlagError) as error:
        yield str(error)
        return
    yield from _long_sentences(questions)
    for path in sorted(p for p in folder.glob("*.yml") if p.name != "vragen.yml"):
        try:
            read_plan(path, questions)
        except (PlanError, ContentError) as error:
            yield str(error)


def _long_sentences(questions: Questions) -> Iterator[str]:
    texts = {f"vraag {q.id}": q.text for q in questions.items.values()}
    texts |= {f"{g}: {n}": t for g, named in questions.texts.items() for n, t in named.items()}
    for place, text in texts.items():
        for sentence in sentences(text):
            if len(words(sentence)) > LONGEST_SENTENCE:
                yield f"vragen.yml: {place} heeft een zin van meer dan {LONGEST_SENTENCE} woorden"


def main() -> int:
    """The command; 0 in order, 1 with problems."""
    found = list(problems(CONTENT))
    for problem in found:
        print(problem)
    if not found:
        print(f"Plannen in orde: {len(list((CONTENT / 'plans').glob('*.yml'))) - 1}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
