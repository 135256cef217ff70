// The waiting room's part of the API; messages go through client.js.

import { SendError } from "../client.js";

/** Call the API; returns its JSON (null for an empty answer) and throws SendError. */
export async function call(path, { method = "POST", body, token, keepalive = false } = {}) {
  const headers = {};
  if (body) headers["Content-Type"] = "application/json";
  if (token) headers.Authorization = `Bearer ${token}`;
  let reply;
  let content = null;
  try {
    reply = await fetch(`/api/v1/${path}`, {
      method,
      headers,
      body: body && JSON.stringify(body),
      keepalive,
      cache: "no-store",
      referrerPolicy: "no-referrer",
    });
    if (reply.status !== 204) content = await reply.json();
  } catch {
    throw new SendError(0, "Er is geen verbinding.");
  }
  if (!reply.ok) throw new SendError(reply.status, content?.error?.message ?? "Er ging iets mis.");
  return content;
}

/** End a session on the server; it works while the page closes, and a failure is the server's to mend. */
export function endSession(token) {
  return call("sessions", { method: "DELETE", token, keepalive: true }).catch(() => null);
}
