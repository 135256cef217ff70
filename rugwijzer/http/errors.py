"""Errors a patient may see: Dutch, without inside knowledge, with the line to call where it counts."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Match, Route

#: Said beside every failure, so that nobody is left without the line to call.
CALL_LINE = (
    "Kunt u niet wachten? Bel uw huisarts, of buiten kantoortijd de huisartsenpost. "
    "Is het levensbedreigend? Bel 112."
)
NO_STORE = {"Cache-Control": "no-store"}
_API = ("/api", "/health", "/live", "/ready")
_TEXTS = {
    400: ("malformed", "Dit bericht kan de assistent niet lezen."),
    403: ("forbidden", f"Dit kan alleen op een tablet van de praktijk. {CALL_LINE}"),
    404: ("not_found", "Dit bestaat hier niet."),
    405: ("method_not_allowed", "Zo kan dit adres niet worden aangeroepen."),
    413: ("too_large", f"Dit bericht is te groot. {CALL_LINE}"),
    503: ("away", f"Dit lukt nu even niet. Probeer het over een minuut opnieuw. {CALL_LINE}"),
    500: ("internal", f"Er ging iets mis. Uw bericht is niet beantwoord. {CALL_LINE}"),
}


class ApiError(Exception):
    """An answer other than success; `message` is fit to show a patient."""

    def __init__(
        self, status: int, code: str, message: str, headers: Mapping[str, str] | None = None
    ) -> None:
        """Take the HTTP status, a stable code, the Dutch text and extra headers."""
        super().__init__(code)
        self.status, self.code, self.message = status, code, message
        self.headers = dict(headers or {})


def standard(status: int) -> ApiError:
    """The error of a status with its usual text."""
    code, message = _TEXTS[status]
    return ApiError(status, code, message)


def unauthorized() -> ApiError:
    """No session, a forged one or an expired one; which of them is nobody's business."""
    text = "Uw gesprek is verlopen. Begin een nieuw gesprek."
    return ApiError(401, "session_invalid", text, {"WWW-Authenticate": "Bearer"})


def too_many(retry_after: int) -> ApiError:
    """Too many at once; `retry_after` is in whole seconds."""
    text = f"Dat gaat even te snel. Probeer het over {retry_after} s opnieuw. {CALL_LINE}"
    return ApiError(429, "too_many", text, {"Retry-After": str(retry_after)})


def response(error: ApiError) -> JSONResponse:
    """The JSON body of an error."""
    body = {"error": {"code": error.code, "message": error.message}}
    return JSONResponse(body, error.status, headers=NO_STORE | error.headers)


async def on_api_error(_request: Request, error: Exception) -> Response:
    """Exception handler for ApiError."""
    if not isinstance(error, ApiError):
        raise error
    return response(error)


async def on_shared_away(_request: Request, _error: Exception) -> Response:
    """Exception handler for what needs Redis while Redis is away; a message of a patient never does."""
    return response(standard(503))


async def on_http_error(request: Request, error: Exception) -> Response:
    """Exception handler for the framework's own errors, such as an unknown path."""
    if not isinstance(error, HTTPException):
        raise error
    status = error.status_code if error.status_code in _TEXTS else 400
    known = standard(status)
    known.headers.update(error.headers or {})
    if status == 405:
        known.headers["Allow"] = _allowed(request)
    if request.url.path.startswith(_API):
        return response(known)
    return PlainTextResponse(known.message, status, headers=NO_STORE | known.headers)


def _allowed(request: Request) -> str:
    """The methods of an address; the framework names only those of its first route."""
    methods: set[str] = set()
    for route in request.app.routes:
        if isinstance(route, Route) and route.matches(request.scope)[0] is not Match.NONE:
            methods |= route.methods or set()
    return ", ".join(sorted(methods))
