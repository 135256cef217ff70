"""The commands of a shell block: what is run, without variables before it and `sudo` in front."""

from __future__ import annotations

import re
import shlex

_VARIABLE = re.compile(r"^[A-Za-z_]\w*=")
#: Options of sudo that take a value.
_SUDO_VALUES = {"-u", "-g"}
#: What a page writes where a reader fills in the own value.
PLACEHOLDERS = {
    "<nummer>": "1",
    "<proces>": "gateway",
    "<process>": "gateway",
    "<opdracht>": "",
    "<naam>": "nlu",
    "<deze repository>": "https://git.example/rugwijzer",
    "<image>": "python",
    "...": "",
}


def commands(text: str) -> list[list[str]]:
    """The words of every command; those of a pipe and behind && are commands of their own."""
    for placeholder, value in PLACEHOLDERS.items():
        text = text.replace(placeholder, value)
    found = []
    for line in text.replace("\\\n", " ").splitlines():
        try:
            words = _words(line)
        except ValueError:
            raise AssertionError(f"not readable: {line}") from None
        for part in _parts(words):
            plain = _plain(part)
            if plain:
                found.append(plain)
    return found


def _words(line: str) -> list[str]:
    lexer = shlex.shlex(line, posix=True, punctuation_chars="|&;")
    lexer.whitespace_split = True
    lexer.commenters = "#"
    return list(lexer)


def _parts(words: list[str]) -> list[list[str]]:
    parts: list[list[str]] = [[]]
    for word in words:
        if set(word) <= set("|&;"):
            parts.append([])
        else:
            parts[-1].append(word)
    return parts


def _plain(words: list[str]) -> list[str]:
    while words:
        if _VARIABLE.match(words[0]):
            words = words[1:]
        elif words[0] == "sudo":
            words = words[1:]
            while words and words[0].startswith("-"):
                words = words[2 if words[0] in _SUDO_VALUES else 1 :]
        else:
            # Whichever Python it is, what follows is the same.
            name = "python" if words[0].endswith("/python") else words[0]
            return [name, *words[1:]]
    return []
