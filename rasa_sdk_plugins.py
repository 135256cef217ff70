"""Rasa's action server looks for a module of this name: here it reads its texts and gets request ids."""

from __future__ import annotations

import logging
import sys
import time
from contextlib import ExitStack
from typing import Any

import pluggy
from sanic import Sanic
from sanic.request import Request
from sanic.response import HTTPResponse

from actions.content import content
from rugwijzer.logs import request_id

_LOG = logging.getLogger("rugwijzer.actions")
_hook = pluggy.HookimplMarker("rasa_sdk")


def init_hooks(manager: pluggy.PluginManager) -> None:
    """Called by rasa_sdk once, before it serves."""
    manager.register(sys.modules[__name__])


@_hook
def attach_sanic_app_extensions(app: Sanic) -> None:
    """Read the texts before the first patient waits for them; run each action under the id of its request."""
    content()

    @app.middleware("request")
    async def begin(request: Request) -> None:
        request.ctx.began, request.ctx.stack = time.perf_counter(), ExitStack()
        given = request.headers.get(request_id.HEADER)
        request.ctx.stack.enter_context(request_id.request(given))

    @app.middleware("response")
    async def end(request: Request, answer: HTTPResponse) -> Any:
        if request.path == "/webhook" and hasattr(request.ctx, "stack"):
            ms = round((time.perf_counter() - request.ctx.began) * 1000, 1)
            _LOG.info("action", extra={"ms": ms, "status": answer.status})
            request.ctx.stack.close()
