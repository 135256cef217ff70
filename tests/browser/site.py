"""Another site, on an origin of its own, that embeds the chat under a strict policy."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

#: Nothing but the chat's script and its API: no styles, no images, no inline anything.
POLICY = (
    "default-src 'none'; script-src {gateway}; connect-src {gateway}; base-uri 'none'; "
    "form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
)
PAGE = """<!doctype html>
<html lang="en">
  <head><meta charset="utf-8"><title>Another site</title></head>
  <body>
    <header><h1>Another site</h1></header>
    <main><p>Words of the site.</p>{chat}</main>
    <script type="module" src="{gateway}/web/rugwijzer.js"></script>
  </body>
</html>
"""


@contextmanager
def serve(port: int, gateway: str, chats: dict[str, str]) -> Iterator[None]:
    """Serve a page for each path of `chats`, with that element in it, on localhost."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            chat = chats.get(self.path)
            body = PAGE.format(gateway=gateway, chat=chat or "").encode()
            self.send_response(404 if chat is None else 200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Security-Policy", POLICY.format(gateway=gateway))
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("localhost", port), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        thread.join(10)
        server.server_close()
