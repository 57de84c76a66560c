// Answers on their way, kept in IndexedDB until the server has told what became of them. The page
// and the service worker share this file.
self.outbox = (() => {
  const TIMEOUT = 15000, DELAYED = 60000;
  const REFUSED = [400, 404, 409, 413, 415, 422];

  function open() {
    return new Promise((resolve, refuse) => {
      const asked = indexedDB.open("survey", 1);
      asked.onupgradeneeded = () => {
        asked.result.createObjectStore("waiting", { keyPath: "id" });
        asked.result.createObjectStore("told", { keyPath: "id" });
      };
      asked.onsuccess = () => resolve(asked.result);
      asked.onerror = () => refuse(asked.error);
    });
  }

  async function on(store, mode, act) {
    const base = await open();
    try {
      return await new Promise((resolve, refuse) => {
        const work = base.transaction(store, mode);
        const asked = act(work.objectStore(store));
        work.oncomplete = () => resolve(asked.result);
        work.onabort = work.onerror = () => refuse(work.error);
      });
    } finally {
      base.close();
    }
  }

  const waiting = () => on("waiting", "readonly", (store) => store.getAll());
  const put = (entry) => on("waiting", "readwrite", (store) => store.put(entry));
  const told = (id) => on("told", "readonly", (store) => store.get(id));
  const forgetTold = () => on("told", "readwrite", (store) => store.clear());

  async function forget(id) {
    await on("told", "readwrite", (store) => store.delete(id));
    await on("waiting", "readwrite", (store) => store.delete(id));
  }

  // How many are left. One at a time, in whatever tab: the server counts an answer once anyway.
  function flush() {
    if (!navigator.locks) return sendAll();
    return navigator.locks.request("survey-outbox", sendAll);
  }

  async function sendAll() {
    for (const entry of await waiting()) {
      const outcome = await send(entry);
      if (!outcome) break;
      await on("told", "readwrite", (store) => store.put({ id: entry.id, ...outcome }));
      await on("waiting", "readwrite", (store) => store.delete(entry.id));
    }
    return (await waiting()).length;
  }

  // What became of it, as {status, detail}; nothing: that is not known yet.
  async function send(entry) {
    const late = Date.now() - entry.at > DELAYED && !entry.clockless;
    const body = late ? { ...entry.body, given_at: new Date(entry.at).toISOString() } : entry.body;
    const answer = await post(entry.url, body);
    if (answer === null) return null;
    const { code, told } = answer;
    if (code === 200 && told.status) return { status: told.status, detail: told.detail };
    if (!REFUSED.includes(code) || !told.type) return null; // a fault, or not our server at all
    const clock = (told.errors ?? []).some((one) => one.pointer === "#/given_at");
    if (late && clock) return send({ ...entry, clockless: true }); // this phone's is wrong
    const detail = told.errors?.[0]?.detail ?? told.detail;
    return { status: "refused", detail, correctable: code === 400 || code === 422 };
  }

  async function post(url, body) {
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), TIMEOUT);
    try {
      const response = await fetch(url, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify(body),
        credentials: "omit",
        redirect: "error",
        signal: stop.signal,
      });
      return { code: response.status, told: await response.json() };
    } catch {
      return null;
    } finally {
      clearTimeout(timer);
    }
  }

  return { put, told, waiting, forget, forgetTold, flush, send };
})();
