"""What earlier messages of a conversation told already, so that nothing is asked twice."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from .facts import Facts
from .flags import URGENT, FlagBook

#: One message's verdict as the tracker keeps it: feiten, uitleg and so on.
Found = Mapping[str, Any]


def told_facts(messages: Iterable[Found]) -> Facts:
    """The numbers of some messages, later ones winning; messages about another person do not count."""
    facts = Facts()
    for found in messages:
        if not any(item.get("telt_niet") == "ander" for item in found.get("uitleg") or []):
            facts = facts.merged(Facts(**(found.get("feiten") or {})))
    return facts


def told_absent(messages: Iterable[Found], whole: Collection[str], book: FlagBook) -> list[str]:
    """Flags that a patient denied in words, such as 'geen koorts'.

    `whole` are the flags that one such word denies altogether: 'niet gevallen' says nothing about
    weak bones, so that flag is asked. An urgent flag is never left out, for a denial that was
    misread must not hide it.
    """
    denied: dict[str, bool] = {}
    for found in messages:
        for item in found.get("uitleg") or []:
            flag = item["vlag"]
            denied[flag] = denied.get(flag, True) and item.get("telt_niet") == "ontkend"
    usable = [f for f in whole if f in book.flags and book.flags[f].level not in URGENT]
    return [f for f in usable if denied.get(f)]


def condensed(messages: Iterable[Found]) -> list[dict[str, Any]]:
    """Two verdicts that say to `told_facts` and `told_absent` what all of these messages say.

    A long conversation is remembered in them, so that its length costs nothing. At most two items
    for each flag; no word of the patient is in them.
    """
    found = list(messages)
    facts = {k: v for k, v in vars(told_facts(found)).items() if v is not None}
    items: dict[tuple[str, bool], dict[str, str]] = {}
    for message in found:
        for item in message.get("uitleg") or []:
            denied = item.get("telt_niet") == "ontkend"
            kept = {"vlag": item["vlag"], **({"telt_niet": "ontkend"} if denied else {})}
            items[item["vlag"], denied] = kept
    verdicts: list[dict[str, Any]] = []
    if facts:
        verdicts.append({"feiten": facts})
    if items:
        verdicts.append({"uitleg": list(items.values())})
    return verdicts
