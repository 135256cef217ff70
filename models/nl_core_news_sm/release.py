"""From a trained pipeline and its figures to the wheel with its meta data and attribution."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import spacy
from compounds import CompoundMarks
from scoring import Figures
from spacy.cli.package import package
from spacy.language import Language

VERSION = "3.4.0+rugwijzer.1"
WHEEL = f"nl_core_news_sm-{VERSION}-py3-none-any.whl"
MAX_WHEEL_BYTES = 10_000_000
LICENSE = "CC BY-SA 4.0"
SPACY_VERSION = ">=3.4.4,<3.5.0"
SOURCES = [
    {
        "name": "UD Dutch LassySmall v2.0 (train) and r2.16 (dev)",
        "url": "https://github.com/UniversalDependencies/UD_Dutch-LassySmall",
        "author": "Bouma, Gosse; van Noord, Gertjan",
        "license": LICENSE,
    },
    {
        "name": "UD Dutch Alpino r2.16 (dev)",
        "url": "https://github.com/UniversalDependencies/UD_Dutch-Alpino",
        "author": "Zeman, Daniel; Žabokrtský, Zdeněk; Bouma, Gosse; van Noord, Gertjan",
        "license": LICENSE,
    },
]
_META_KEYS = {
    "TOKEN": "token_acc",
    "POS": "pos_acc",
    "MORPH": "morph_acc",
    "TAG": "tag_acc",
    "LEMMA": "lemma_acc",
    "UAS": "dep_uas",
    "LAS": "dep_las",
    "SENTS_F": "sents_f",
}
_SHOWN = ("POS", "LEMMA", "UAS", "LAS")
_ROWS = {"LassySmall": "LassySmall r2.16 test", "Alpino": "Alpino r2.16 test", "both": "both"}


def figures_table(results: dict[str, Figures]) -> str:
    """Lay the published figures out as text (in: figures per test set; out: the lines)."""
    lines = [f"{'':24}" + "".join(f"{name:>8}" for name in _SHOWN)]
    for key, label in _ROWS.items():
        values = "".join(f"{results[key][name]:8.3f}" for name in _SHOWN)
        lines.append(f"{label:24}{values}")
    return "\n".join(lines)


def notice(results: dict[str, Figures]) -> str:
    """Write the attribution (in: figures per test set; out: the text of NOTICE)."""
    sources = "\n\n".join(
        f"{source['name']}\n{source['author']}\n{source['url']}\nLicence: {source['license']}"
        for source in SOURCES
    )
    return f"""nl_core_news_sm {VERSION}

A Dutch spaCy pipeline, rebuilt for Rugwijzer from Universal Dependencies treebanks with the
settings of this folder. It is not the package of the same name published by Explosion.

Licence of this model: {LICENSE}, https://creativecommons.org/licenses/by-sa/4.0/

Adapted from the treebanks below. Changes: sentences of the test files and doubles removed, the
annotation of v2.0 rewritten to the conventions of r2.16, compound marks set apart from the lemmas,
copies added in lower case, without punctuation, as loose phrases and with the verb in front.

{sources}

Measured on the test files of the two treebanks (r2.16), which were not trained on; LEMMA is
compared with the lemmas as they stand there, UAS and LAS leave out punctuation:

{figures_table(results)}
"""


def _meta(results: dict[str, Figures]) -> dict[str, Any]:
    both = results["both"]
    performance: dict[str, Any] = {
        key: round(both[name], 4) for name, key in _META_KEYS.items() if name in both
    }
    performance["per_test_set"] = {
        name: {key: round(value, 4) for key, value in figures.items()}
        for name, figures in results.items()
    }
    return {
        "name": "core_news_sm",
        "version": VERSION,
        "description": (
            "Dutch pipeline rebuilt for Rugwijzer. Components: tok2vec, morphologizer, tagger, "
            "parser, lemmatizer (trainable_lemmatizer), compound_marks (own code, in the package), "
            "attribute_ruler."
        ),
        "author": "Rugwijzer",
        "license": LICENSE,
        "spacy_version": SPACY_VERSION,
        "sources": SOURCES,
        "performance": performance,
    }


def add_whitespace_rule(nlp: Language) -> None:
    """Tag white space tokens as such, like Explosion's pipelines (in: the pipeline, changed)."""
    ruler: Any = nlp.add_pipe("attribute_ruler")
    ruler.add([[{"IS_SPACE": True}]], {"TAG": "_SP", "POS": "SPACE", "MORPH": ""})


def build_wheel(nlp: Language, results: dict[str, Figures], work: Path, out: Path) -> Path:
    """Package a pipeline.

    In: the pipeline, its figures, a folder for intermediate files, the folder for the wheel. Out:
    the path of the wheel.
    """
    nlp.config["paths"] = {"train": None, "dev": None}
    nlp.meta.update(_meta(results))
    model = work / "packaged"
    nlp.to_disk(model)
    (model / "NOTICE").write_text(notice(results), encoding="utf-8")
    target = work / "package"
    target.mkdir(exist_ok=True)
    code = [Path(__file__).with_name("compounds.py")]
    package(model, target, code_paths=code, create_sdist=False, create_wheel=True, force=True)
    wheel = next(target.glob(f"*/dist/{WHEEL}"))
    if wheel.stat().st_size > MAX_WHEEL_BYTES:
        raise ValueError(f"the wheel is {wheel.stat().st_size} bytes, over {MAX_WHEEL_BYTES}")
    return Path(shutil.copy(wheel, out))


def load_trained(path: Path, marks: CompoundMarks) -> Language:
    """Load what the training left and add what needs no training.

    In: the path and the compound marks with their tables. Out: the pipeline.
    """
    nlp = spacy.load(path)
    component = nlp.add_pipe("compound_marks")
    component.from_bytes(marks.to_bytes())  # type: ignore[attr-defined]
    add_whitespace_rule(nlp)
    return nlp
