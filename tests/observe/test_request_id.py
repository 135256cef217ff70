"""rugwijzer.logs.request_id, and its way through Rasa."""

from __future__ import annotations

import io
import json
import logging
from types import SimpleNamespace
from typing import ClassVar

import pytest
from rasa.utils.common import RepeatedLogFilter
from rasa.utils.endpoints import EndpointConfig
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from rugwijzer.channel.request_ids import identified, pass_on
from rugwijzer.logs import request_id
from rugwijzer.logs.quiet import QuietFormatter
from tests.serving import serving

IDENT = "0123456789abcdef"


def test_an_id_lasts_as_long_as_its_request() -> None:
    assert request_id.current() == "" and request_id.headers() == {}
    with request_id.request(IDENT):
        assert request_id.headers() == {"X-Request-Id": IDENT}
        with request_id.request() as inner:
            assert request_id.current() == inner != IDENT
        assert request_id.current() == IDENT
    assert request_id.current() == ""


@pytest.mark.parametrize("given", [None, "", "jan de vries", "0" * 17, "0123456789ABCDEF", "ik\n"])
def test_anything_but_an_id_becomes_a_new_one(given: str | None) -> None:
    with request_id.request(given) as ident:
        assert ident != given and len(ident) == 16


@pytest.mark.asyncio
async def test_a_call_of_rasa_carries_the_id_and_its_other_headers() -> None:
    async def echo(request: Request) -> JSONResponse:
        return JSONResponse(dict(request.headers))

    pass_on()
    once = EndpointConfig.request
    pass_on()
    assert EndpointConfig.request is once
    with serving(Starlette(routes=[Route("/webhook", echo, methods=["POST"])])) as url:
        endpoint = EndpointConfig(f"{url}/webhook", headers={"X-Eigen": "ja"})
        outside = await endpoint.request(json={})
        with request_id.request(IDENT):
            inside = await endpoint.request(json={}, headers={"X-Meer": "ja"})
    assert "x-request-id" not in outside
    assert (inside["x-request-id"], inside["x-eigen"], inside["x-meer"]) == (IDENT, "ja", "ja")


@pytest.mark.asyncio
async def test_each_turn_is_logged_though_rasa_drops_repeated_lines(
    caplog: pytest.LogCaptureFixture,
) -> None:
    class Turn:
        headers: ClassVar[dict[str, str]] = {}

    async def answer(_request: object) -> SimpleNamespace:
        return SimpleNamespace(status=200)

    seen: list[logging.LogRecord] = []
    handler = logging.Handler()
    handler.addFilter(RepeatedLogFilter())
    handler.emit = seen.append  # type: ignore[method-assign]
    logger = logging.getLogger("rugwijzer.channel")
    logger.addHandler(handler)
    caplog.set_level(logging.INFO, "rugwijzer.channel")
    try:
        for _ in range(3):
            await identified(answer)(Turn())  # type: ignore[arg-type]
    finally:
        logger.removeHandler(handler)
    assert len(seen) == 3


def test_a_quiet_line_has_the_id_and_figures_only() -> None:
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(QuietFormatter())
    logger = logging.Logger("rugwijzer.channel")
    logger.addHandler(handler)
    with request_id.request(IDENT):
        logger.info("geheim", extra={"ms": 12.5, "status": 200, "n": "geheim", "text": "geheim"})
    line = json.loads(stream.getvalue())
    assert (line["request_id"], line["ms"], line["status"]) == (IDENT, 12.5, 200)
    assert set(line) == {"timestamp", "level", "place", "request_id", "ms", "status"}
    assert "geheim" not in stream.getvalue()
