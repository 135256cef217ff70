// What this tab remembers. sessionStorage only; a browser that refuses it gets the memory of the page.

const memory = new Map();

/** The value kept under a key, or null. */
export function recall(key) {
  try {
    return JSON.parse(sessionStorage.getItem(key)) ?? memory.get(key) ?? null;
  } catch {
    return memory.get(key) ?? null;
  }
}

/** Keep a value (anything JSON can hold) until the tab closes. */
export function keep(key, value) {
  try {
    sessionStorage.setItem(key, JSON.stringify(value));
    memory.delete(key);
  } catch {
    memory.set(key, value);
  }
}

/** Forget the value of a key. */
export function forget(key) {
  memory.delete(key);
  try {
    sessionStorage.removeItem(key);
  } catch {
    // Storage is refused, so nothing is in it.
  }
}
