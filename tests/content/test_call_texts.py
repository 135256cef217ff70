"""Sentences that tell a patient whom to call and stand in code: all are in the list that a doctor signs.

The list is the last table of docs/redactie.md. What is in data/ is a doctor's already
(docs/safety.md); this is for what an editor cannot find there.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.docs.pages import ROOT, files, page, table_rows

#: A sentence tells to call when it has both.
_CALL = re.compile(r"\b(bel|belt|bellen)\b", re.IGNORECASE)
_WHOM = re.compile(r"huisarts|spoed|\b11[23]\b", re.IGNORECASE)
#: A regular expression reads such words, it does not say them.
_PATTERN = re.compile(r"\\b|\(\?|\)\*|\.\*")
#: What an editor is told, not a patient.
_EDITORS = re.compile(r"rugwijzer/knowledge/\w*checks?\.py")
#: Comments first: a quote in one opens no text.
_JS_TEXT = re.compile(
    r"""//[^\n]*|/\*.*?\*/|"((?:[^"\\\n]|\\.)*)"|'((?:[^'\\\n]|\\.)*)'|`((?:[^`\\]|\\.)*)`""", re.S
)
_HOLE = "…"


def plain(text: str) -> str:
    """A text as the list has it: on one line, with … where something is filled in."""
    return " ".join(text.replace("\\n", " ").split())


def python_texts(source: str) -> Iterator[str]:
    """Every string of a module, an f-string as one text; docstrings are no text."""
    tree = ast.parse(source)
    inside = {id(v) for n in ast.walk(tree) if isinstance(n, ast.JoinedStr) for v in n.values}
    inside |= {id(n.value) for n in ast.walk(tree) if isinstance(n, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            yield "".join(
                str(v.value) if isinstance(v, ast.Constant) else _HOLE for v in node.values
            )
        elif (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in inside
        ):
            yield node.value


def js_texts(source: str) -> Iterator[str]:
    for found in _JS_TEXT.finditer(source):
        yield re.sub(r"\$\{[^}]*\}", _HOLE, next(filter(None, found.groups()), ""))


def html_texts(source: str) -> Iterator[str]:
    """What stands between tags, and what an attribute says."""
    source = re.sub(r"<!--.*?-->|<(script|style)\b.*?</\1>|\{#.*?#\}", "", source, flags=re.S)
    source = re.sub(r"\{\{.*?\}\}|\{%.*?%\}", _HOLE, source, flags=re.S)
    yield from re.split(r"<[^>]*>", source)
    yield from re.findall(r'="([^"]*)"', source)


_READERS = {".py": python_texts, ".js": js_texts, ".html": html_texts}


def texts(path: str) -> set[str]:
    """Every text of a file, as the list would have it."""
    read = _READERS[Path(path).suffix]
    return {plain(text) for text in read((ROOT / path).read_text("utf8"))}


def tells_to_call(text: str) -> bool:
    return bool(_CALL.search(text) and _WHOM.search(text) and not _PATTERN.search(text))


CODE = sorted(
    path
    for path in files()
    if re.match(r"(rugwijzer|actions|web)/.*\.(py|js|html)$", path) and not _EDITORS.fullmatch(path)
)
#: Text and file of every row; a row may name several files.
LISTED = {
    (plain(row[0]), path)
    for row in table_rows(page("docs/redactie.md").text, "tekst in de code")
    for path in re.findall(r"`([^`]+)`", row[1])
}


@pytest.mark.parametrize("path", CODE)
def test_what_tells_a_patient_to_call_is_in_the_list(path: str) -> None:
    lost = {t for t in texts(path) if tells_to_call(t)} - {t for t, at in LISTED if at == path}
    assert lost == set(), (
        "zet de tekst in de tabel onder 'Teksten buiten data' van docs/redactie.md"
    )


@pytest.mark.parametrize(("text", "path"), sorted(LISTED))
def test_what_is_in_the_list_is_said_there(text: str, path: str) -> None:
    assert text in texts(path)


@pytest.mark.parametrize(
    ("read", "source", "found"),
    [
        (python_texts, 'X = f"Bel {n} of " "112."', "Bel … of 112."),
        (js_texts, "// it's\nconst a = `Bel ${n}, of 112.`;", "Bel …, of 112."),
        (js_texts, "call('Bel 112')", "Bel 112"),
        (html_texts, "<p>Bel uw\n  huisarts.</p>", "Bel uw huisarts."),
        (html_texts, '<p title="Bel 112">x</p>', "Bel 112"),
    ],
)
def test_a_sentence_is_found_however_it_is_written(read: object, source: str, found: str) -> None:
    seen = [plain(text) for text in read(source)]  # type: ignore[operator]
    assert [text for text in seen if tells_to_call(text)] == [found]


def test_words_that_are_read_and_docstrings_are_no_sentence() -> None:
    source = '"""Bel 112."""\nX = r"\\b(bel|belt) de huisarts"\n'
    assert [t for t in python_texts(source) if tells_to_call(t)] == []
