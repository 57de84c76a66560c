{% load static %}// Serves the survey where there is no net, and sends what waits as soon as there is one.
importScripts("{% static 'survey/outbox.js' %}");

const CACHE = "survey", PATIENCE = 4000;
const PAGES = "{% url 'survey-start' 'CODE' %}".replace("CODE/", "");
const FILES = "{% static 'survey/' %}";
const away = (again) => `<!doctype html><html lang="en"><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>No connection</title>
<h1>No connection</h1><p>Please open this page again when there is one. What you have sent is kept
on this device until then.</p><p><a href="${again}">Try again</a></p>`;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("sync", (event) => event.waitUntil(outbox.flush().then((left) => {
  if (left) throw new Error("no connection yet"); // the browser tries again
})));

self.addEventListener("fetch", (event) => {
  const { request } = event, address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== self.location.origin) return;
  if (request.mode === "navigate" && address.pathname.startsWith(PAGES))
    event.respondWith(fresh(request, away(again(address.search))));
  else if (address.pathname.startsWith(FILES)) event.respondWith(fresh(request));
});

// On a device that many share, begin anew.
function again(search) {
  return new URLSearchParams(search).has("kiosk") ? "./?kiosk=1" : "";
}

// What the server says; what is kept, where it says nothing or is out of order.
async function fresh(request, otherwise) {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(request, { ignoreSearch: true, ignoreVary: true });
  try {
    const asked = fetch(request);
    const response = await (kept ? Promise.race([asked, late()]) : asked);
    if (response.status < 500 && response.status !== 429) return response;
    return kept ?? response;
  } catch (fault) {
    if (kept) return kept;
    if (!otherwise) throw fault;
    return new Response(otherwise, { status: 503, headers: { "Content-Type": "text/html" } });
  }
}

function late() {
  return new Promise((_, refuse) => setTimeout(() => refuse(new Error("late")), PATIENCE));
}
