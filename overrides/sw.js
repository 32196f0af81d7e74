// @ts-check
/// <reference lib="webworker" />
// The service worker: what it keeps is read when there is no network, or when it takes too long.
// galley/offline.py writes the digest KEPT into its first line: that of kept.json, the list of addresses and digests.
// The network comes first, so a new build is seen at once; the next visit replaces what is kept.

const worker = /** @type {ServiceWorkerGlobalScope & {KEPT: string}} */ (/** @type {unknown} */ (self));
const { scope } = worker.registration;
const store = () => caches.open(`galley ${scope}`); // other sites may share the host
const PATIENCE = 4000; // milliseconds for the network, before what is kept is shown
const DIGEST = "galley-digest";
const LIST = "kept.json";

/** Keep an answer; one without a digest (its address is not listed) is kept anew at every visit.
 * @param {Response} answer @param {string} digest */
async function keep(answer, digest) {
  if (answer.status !== 200 || answer.redirected) return;
  const headers = new Headers(answer.headers);
  headers.set(DIGEST, digest);
  const address = answer.url.replace(/[?#].*/, "");
  const cache = await store();
  await cache.put(address, new Response(await answer.blob(), { headers }));
}

/** Fetch what is not kept yet, or has changed. @param {Record<string, string>} files */
async function fetchAll(files) {
  const cache = await store();
  for (const [path, digest] of Object.entries(files)) {
    const address = new URL(path, scope).href;
    const old = await cache.match(address);
    if (old?.headers.get(DIGEST) !== digest) await keep(await fetch(address, { cache: "no-cache" }), digest);
  }
}

/**
 * The list, which is kept too: this may be started anew without a network.
 * @returns {Promise<{shell: Record<string, string>, rest: Record<string, string>, whole: boolean}>}
 */
async function list() {
  await fetchAll({ [LIST]: worker.KEPT });
  return (await (await store()).match(new URL(LIST, scope).href))?.json();
}

/** After a new build: fetch again what is kept and has changed, take away what the site no longer has. */
async function renew() {
  const cache = await store();
  const { shell, rest, whole } = await list();
  /** @type {Record<string, string>} */
  const all = { ...shell, ...rest, [LIST]: worker.KEPT };
  /** @type {Record<string, string>} */
  const kept = {};
  for (const { url } of await cache.keys()) {
    const path = decodeURI(url.slice(scope.length));
    if (path in all) kept[path] = all[path];
    else if (whole || (await cache.match(url))?.headers.get(DIGEST)) await cache.delete(url); // it was listed
  }
  await fetchAll(kept);
}

/** @param {Request} request */
async function answer(request) {
  const cache = await store();
  const old = await cache.match(request, { ignoreSearch: true });
  const anew = request.mode === "navigate"; // else the browser's own cache may answer with the last build
  const fresh = fetch(request, anew ? { cache: "no-cache" } : undefined).then((found) => {
    if (!old?.headers.get(DIGEST)) keep(found.clone(), "").catch(() => {}); // no room: not kept
    return found;
  });
  if (old) return Promise.race([fresh.catch(() => old), new Promise((done) => setTimeout(done, PATIENCE, old))]);
  return fresh.catch((error) => {
    if (anew) return Response.redirect(new URL("offline.html", scope).href);
    throw error;
  });
}

worker.addEventListener("install", (event) => event.waitUntil(list().then(({ shell }) => fetchAll(shell)).then(() => worker.skipWaiting())));
worker.addEventListener("activate", (event) => event.waitUntil(worker.clients.claim().then(renew)));
/** @typedef {object} Asked @property {string} page @property {boolean} more */
// A page that has loaded asks for itself and for the rest of a small site.
worker.addEventListener("message", (event) => {
  /** @type {Asked} */
  const { page, more } = event.data;
  event.waitUntil(list().then(({ shell, rest }) => fetchAll({ [page]: rest[page] ?? shell[page] ?? "", ...(more && rest) })));
});
worker.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method === "GET" && request.url.startsWith(scope)) event.respondWith(answer(request));
});
