"""The chat in Chromium on the running assistant: bytes, first paint, answers, long tasks, axe-core.

Prints a table and writes build/benchmark-web.json; exits with 1 when a floor is not held. Run with
`make benchmark-web`.
"""

from __future__ import annotations

import importlib.metadata
import json
import platform
import sys
from collections.abc import Mapping
from pathlib import Path
from statistics import median, quantiles

from playwright.sync_api import Browser, Page, ViewportSize

from benchmarks.machine import machine
from tests.browser.chromium import CHROMIUM, chromium, violations
from tests.browser.states import LOOKS, STATES, start
from tests.conftest import Assistant
from tests.tablet.states import states as tablet_states

BUILD = Path(__file__).resolve().parent.parent / "build"
LOADS = 7
QUESTIONS = (
    "Helpt een dure matras?",
    "Moet er een MRI-scan komen?",
    "Mag ik blijven bewegen?",
    "Hoe lang duurt spit?",
    "Helpt een warme kruik?",
    "Wat is een hernia?",
)
#: Conversations of all questions; one more goes before them, because Rasa starts with cold caches.
ROUNDS = 5
#: The tablet lying and standing, and the smallest screen.
TABLETS: tuple[ViewportSize, ...] = (
    {"width": 1280, "height": 800},
    {"width": 800, "height": 1280},
    {"width": 360, "height": 740},
)
#: The largest figure that is still good. First paint has room for a busy machine; the page, with its
#: font, loads in a second on a slow phone line (1 Mbit/s).
FLOORS: Mapping[str, float] = {
    "widget_gzip_bytes": 20_000,
    "page_bytes": 120_000,
    "first_paint_ms": 1000,
    "answer_p50_ms": 150,
    "long_tasks": 0,
    "axe_violations": 0,
}
_STYLES = ("/web/chat.css", "/web/windows.css")
_WATCH = """
  window.longTasks = [];
  new PerformanceObserver((list) => longTasks.push(...list.getEntries().map((e) => e.duration)))
    .observe({type: 'longtask', buffered: true});
"""
#: From the moment of sending until the frame with the first answer has been painted, in ms.
_ASK = """(text) => new Promise((done) => {
  const root = document.querySelector('rugwijzer-chat').shadowRoot;
  const log = root.querySelector('.log');
  const field = root.querySelector('textarea');
  field.value = text;
  field.dispatchEvent(new Event('input'));
  const begin = performance.now();
  new MutationObserver((_, observer) => {
    if (log.lastElementChild.matches('.mine')) return;
    observer.disconnect();
    requestAnimationFrame(() => setTimeout(() => done(performance.now() - begin)));
  }).observe(log, {childList: true});
  root.querySelector('form').requestSubmit();
})"""
_SERVER = """performance.getEntriesByType('resource')
  .filter((e) => e.name.endsWith('/messages')).map((e) => e.responseEnd - e.requestStart)"""
_PAINT = "performance.getEntriesByName('first-contentful-paint')[0].startTime"
_BYTES = """() => [...performance.getEntriesByType('navigation'),
                   ...performance.getEntriesByType('resource')]
  .map((e) => [new URL(e.name).pathname, e.encodedBodySize])"""


def measure(browser: Browser, url: str) -> dict[str, float]:
    """All figures, by name."""
    loads = [_load(browser, url) for _ in range(LOADS)]
    _talk(browser, url)
    talks = [_talk(browser, url) for _ in range(ROUNDS)]
    answers, server, tasks = ([v for talk in talks for v in talk[i]] for i in range(3))
    return {
        "widget_gzip_bytes": loads[0]["widget"],
        "page_bytes": loads[0]["page"],
        "first_paint_ms": round(median(load["paint"] for load in loads), 1),
        "answer_p50_ms": round(median(answers), 1),
        "answer_p95_ms": round(quantiles(answers, n=20)[-1], 1),
        "server_p50_ms": round(median(server), 1),
        "long_tasks": sum(task > 50 for task in tasks),
        "longest_task_ms": round(max(tasks, default=0), 1),
        "axe_violations": sum(_faults(browser, url).values()),
    }


def _page(browser: Browser, url: str, **look: object) -> Page:
    context = browser.new_context(locale="nl-NL", base_url=url, **look)  # type: ignore[arg-type]
    page = context.new_page()
    page.add_init_script(_WATCH)
    return page


def _load(browser: Browser, url: str) -> dict[str, float]:
    """One visit with an empty cache."""
    page = _page(browser, url)
    start(page)
    page.wait_for_load_state("networkidle")
    sizes = dict(page.evaluate(_BYTES))
    widget = [n for path, n in sizes.items() if path.endswith(".js") or path in _STYLES]
    files = {path: n for path, n in sizes.items() if path == "/" or path.startswith("/web/")}
    result = {"paint": page.evaluate(_PAINT), "widget": sum(widget), "page": sum(files.values())}
    page.context.close()
    return result


def _talk(browser: Browser, url: str) -> tuple[list[float], list[float], list[float]]:
    """One conversation: the times of the answers, the server's part of them, and its long tasks."""
    page = _page(browser, url)
    start(page)
    answers = [page.evaluate(_ASK, question) for question in QUESTIONS]
    server, tasks = page.evaluate(_SERVER), page.evaluate("longTasks")
    page.context.close()
    return answers, server, tasks


def _faults(browser: Browser, url: str) -> dict[str, int]:
    """The violations of every state in every look; each is named on the screen."""
    faults = {}
    for look, options in LOOKS.items():
        for state, show in STATES.items():
            page = _page(browser, url, **options)
            show(page)
            found = violations(page)
            faults[f"{state}/{look}"] = len(found)
            for fault in found:
                print(f"axe: {state}, {look}: {fault}", file=sys.stderr)
            page.unroute_all(behavior="ignoreErrors")
            page.context.close()
    return faults | _faults_of_the_tablet(browser, url)


def _faults_of_the_tablet(browser: Browser, url: str) -> dict[str, int]:
    faults = {}
    for size in TABLETS:
        page = _page(browser, url, viewport=size)
        page.goto("/tablet")
        for state in tablet_states(page):
            found = violations(page)
            faults[f"tablet {state}/{size['width']}"] = len(found)
            for fault in found:
                print(f"axe: tablet {state}, {size['width']}: {fault}", file=sys.stderr)
        page.context.close()
    return faults


def report(figures: Mapping[str, float]) -> str:
    """A table of the figures with their floors."""
    lines = [f"{'maat':<20} {'waarde':>10} {'hoogstens':>10}"]
    for name, value in figures.items():
        floor = FLOORS.get(name)
        held = "" if floor is None else f"{floor:>10g}  {'ja' if value <= floor else 'NEE'}"
        lines.append(f"{name:<20} {value:>10g} {held}")
    return "\n".join(lines)


def main() -> int:
    """Measure on a freshly started assistant; 1 when a floor is not held or Chromium is missing."""
    if not CHROMIUM:
        print("Chromium ontbreekt: installeer Debian's pakket chromium.", file=sys.stderr)
        return 1
    BUILD.mkdir(exist_ok=True)
    assistant = Assistant(BUILD / "benchmark-web.log")
    try:
        assistant.wait_until_ready()
        with chromium() as browser:
            figures = measure(browser, assistant.url)
            versions = {
                "chromium": browser.version,
                "python": platform.python_version(),
                "rugwijzer": importlib.metadata.version("rugwijzer"),
            }
    finally:
        assistant.stop()
    result = {**figures, "machine": machine(), "versions": versions}
    (BUILD / "benchmark-web.json").write_text(json.dumps(result, indent=2) + "\n", encoding="utf8")
    print(report(figures))
    return int(any(figures[name] > floor for name, floor in FLOORS.items()))


if __name__ == "__main__":
    raise SystemExit(main())
