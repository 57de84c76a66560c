// What this phone keeps: the half-filled form, and the page for when there is no net.
import "./outbox.js";

const CACHE = "survey", PREFIX = "survey:";

export const kiosk = new URLSearchParams(location.search).has("kiosk");
export const place = location.pathname.replace(/\/data$/, "");
const START = place.replace(/[^/]*$/, "");

export function load() {
  try {
    return JSON.parse(localStorage.getItem(PREFIX + place)) ?? {};
  } catch {
    return {};
  }
}

export function keep(state) {
  try {
    localStorage.setItem(PREFIX + place, JSON.stringify(state));
  } catch {
    // full, or forbidden: then a reload begins anew
  }
}

// The page and its files, as they came.
export async function keepPage() {
  if (!("caches" in self)) return;
  const files = new URL(".", import.meta.url).href;
  const loaded = performance.getEntriesByType("resource").map((one) => one.name);
  const cache = await caches.open(CACHE);
  if (!(await cache.match(place))) await cache.add(place);
  await cache.addAll(loaded.filter((name) => name.startsWith(files)));
}

export async function forget() {
  localStorage.removeItem(PREFIX + place);
  if ("caches" in self) await (await caches.open(CACHE)).delete(place);
}

// Of everybody who sat at this device; only what waits to be sent stays.
export async function forgetAll() {
  const keys = Object.keys(localStorage).filter((key) => key.startsWith(PREFIX));
  for (const key of keys) localStorage.removeItem(key);
  await outbox.forgetTold().catch(() => {});
  if (!("caches" in self)) return;
  const cache = await caches.open(CACHE);
  for (const { url } of await cache.keys()) {
    const path = new URL(url).pathname;
    if (path.startsWith(START) && path !== START) await cache.delete(url);
  }
}

// Back to where the next person begins, with nothing to come back to.
export async function nextPerson() {
  await forgetAll().catch(() => {});
  location.replace(`${START}?kiosk=1`);
}

// Sends what waits, again and again until nothing does; `after` is told how many are left.
export function delivery(after) {
  let pause = 2000, timer = null;
  async function run() {
    clearTimeout(timer);
    const left = await outbox.flush().catch(() => 0);
    await after(left);
    if (!left) return;
    timer = setTimeout(run, pause * (0.5 + Math.random()));
    pause = Math.min(2 * pause, 60000);
  }
  self.addEventListener("online", run);
  document.addEventListener("visibilitychange", () => document.hidden || run());
  return run;
}

export async function register(address) {
  try {
    await navigator.serviceWorker.register(address);
    return await navigator.serviceWorker.ready;
  } catch {
    return null; // no service workers here: the page sends as long as it is open
  }
}
