// The API of the gateway: sessions, messages, health and the stream of own messages.

import { forget, keep, recall } from "./storage.js";

const KEY = "rugwijzer.sessie";
const TIMEOUT_MS = 20000;
// A new session does not know the old buttons, and nor does a gateway that started anew: there a choice
// goes as its words, which say the same.
const FORGOTTEN = new Set([401, 422]);

/** A refusal or a failure. `status` is 0 when there was no answer at all. */
export class SendError extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

export class Client {
  // The last message that got no answer at all, and its key: sent again it has the same key, and the
  // gateway counts it once.
  #unanswered = null;

  // Turns whose button the gateway does not know: another try of them is their words again.
  #forgotten = new WeakSet();

  constructor(base, surface) {
    this.base = base;
    this.surface = surface;
    this.key = `${KEY}.${surface}`;
  }

  /** "ok" when the whole assistant can answer, "waking" while a part cannot, else "offline". */
  async health() {
    try {
      const reply = await this.#fetch("/health");
      // A body that nobody reads keeps its connection.
      await reply.text();
      return reply.ok ? "ok" : "waking";
    } catch {
      return "offline";
    }
  }

  /** Send `{text}` or `{choice, title}` and return the messages. An expired session becomes a new one. */
  async send(turn) {
    const words = { text: turn.text ?? turn.title };
    let token = this.#stored();
    if (token && turn.choice && !this.#forgotten.has(turn)) {
      const reply = await this.#post({ choice: turn.choice }, token);
      if (!FORGOTTEN.has(reply.status)) return (await read(reply)).messages;
      await reply.text();
      if (reply.status === 401) token = null;
    }
    this.#forgotten.add(turn);
    if (!token) return this.#anew(words);
    const reply = await this.#post(words, token);
    if (reply.status !== 401) return (await read(reply)).messages;
    await reply.text();
    return this.#anew(words);
  }

  /** Forget the session; the next message begins another. */
  forget() {
    forget(this.key);
    this.onsession?.(null);
  }

  /** Listen to messages the assistant sends by itself, until the signal aborts. */
  async listen(token, signal, onmessage) {
    for (let wait = 1000; !signal.aborted; wait = Math.min(wait * 2, 60000)) {
      try {
        const reply = await fetch(`${this.base}/api/v1/stream`, {
          headers: { Authorization: `Bearer ${token}` },
          signal,
        });
        if (reply.status === 401) return;
        if (reply.ok) {
          wait = 1000;
          await events(reply.body, onmessage);
        }
      } catch {
        // The network fell away; try again after the pause.
      }
      await pause(wait, signal);
    }
  }

  /** The token of this tab's session, or null. */
  get token() {
    return this.#stored();
  }

  #stored() {
    const { token = null, until = 0 } = recall(this.key) ?? {};
    return until > Date.now() ? token : null;
  }

  async #anew(words) {
    return (await read(await this.#post(words, await this.#begin()))).messages;
  }

  async #begin() {
    const { session, expires_in: seconds } = await read(
      await this.#fetch("/api/v1/sessions", { method: "POST", body: { surface: this.surface } }),
    );
    const until = Date.now() + seconds * 1000;
    keep(this.key, { token: session, until });
    this.onsession?.(session);
    return session;
  }

  async #post(body, token) {
    const words = JSON.stringify(body);
    if (this.#unanswered?.words !== words) this.#unanswered = { words, key: newKey() };
    const { key } = this.#unanswered;
    const reply = await this.#fetch("/api/v1/messages", { method: "POST", body, token, key });
    this.#unanswered = null;
    return reply;
  }

  async #fetch(path, { method = "GET", body, token, key } = {}) {
    const headers = {};
    if (key) headers["Idempotency-Key"] = key;
    if (body) headers["Content-Type"] = "application/json";
    if (token) headers.Authorization = `Bearer ${token}`;
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), TIMEOUT_MS);
    try {
      return await fetch(this.base + path, {
        method,
        headers,
        body: body && JSON.stringify(body),
        signal: stop.signal,
        cache: "no-store",
      });
    } catch {
      throw new SendError(0, "Er is geen verbinding.");
    } finally {
      clearTimeout(timer);
    }
  }
}

// crypto.randomUUID is there only on a page with TLS.
function newKey() {
  const parts = [...crypto.getRandomValues(new Uint32Array(4))];
  return parts.map((part) => part.toString(16).padStart(8, "0")).join("");
}

async function read(reply) {
  let body = null;
  try {
    body = await reply.json();
  } catch {
    throw new SendError(0, "Er kwam geen goed antwoord.");
  }
  if (!reply.ok) throw new SendError(reply.status, body?.error?.message ?? "Er ging iets mis.");
  return body;
}

async function events(stream, onmessage) {
  const reader = stream.pipeThrough(new TextDecoderStream()).getReader();
  let buffer = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    buffer += value;
    const parts = buffer.split("\n\n");
    buffer = parts.pop();
    for (const part of parts) {
      const data = part.split("\n").find((line) => line.startsWith("data: "));
      if (data) onmessage(JSON.parse(data.slice(6)));
    }
  }
}

function pause(ms, signal) {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener("abort", () => (clearTimeout(timer), resolve()), { once: true });
  });
}
