// The service worker of the tablet: keeps the page and its files, so that a short failure of the
// network still shows a screen. It never touches the API, so no conversation reaches a cache.

const CACHE = "rugwijzer-tablet";
const SHELL = "/tablet";
const FILES = "/web/";

self.addEventListener("install", (event) => {
  self.skipWaiting();
  event.waitUntil(caches.open(CACHE).then((cache) => cache.add(SHELL)));
});

self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const { pathname, origin } = new URL(event.request.url);
  const ours = origin === self.location.origin && (pathname === SHELL || pathname.startsWith(FILES));
  if (event.request.method === "GET" && ours) event.respondWith(newest(event.request, pathname));
});

async function newest(request, pathname) {
  const cache = await caches.open(CACHE);
  try {
    const reply = await fetch(request);
    // Kept under the bare path: the tablet's name in the address stays out of the cache.
    if (reply.ok) await cache.put(pathname, reply.clone());
    return reply;
  } catch (error) {
    const kept = await cache.match(pathname);
    if (kept) return kept;
    throw error;
  }
}
