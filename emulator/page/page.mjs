// The page's only script: it polls the emulator and shows what has changed. Texts of jobs are
// untrusted, so they only become text nodes.

const POLL_MS = 500;
const ANSWER_LIMIT_MS = 5000;

/** @param {string} id */
const byId = (id) => document.getElementById(id);

/** Shown jobs by their uuids: the element, its parts by name, and the last shown status. */
const shown = new Map();

/** Writing only what has changed keeps selections, and readers do not hear the same thing again. */
function write(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

function mark(element, status) {
  if (element.dataset.status !== status) element.dataset.status = status;
}

const dollars = (amount) => `$${amount.toFixed(amount < 100 ? 4 : 2)}`;
const perHour = (amount) => `$${amount.toFixed(2)} an hour`;

function duration(ms) {
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`;
  const minutes = Math.floor(ms / 60_000);
  if (minutes < 60) return `${minutes} min ${Math.floor((ms % 60_000) / 1000)} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

const clockTime = (ms) => new Date(ms).toISOString().replace("T", " ").replace(/\..*/, " UTC");

/** Updates the children of a list to match its items, one element each. Elements are reused. */
function fill(list, items, make, update) {
  while (list.children.length > items.length) list.lastElementChild.remove();
  while (list.children.length < items.length) list.append(make());
  items.forEach((item, index) => update(list.children[index], item));
}

function phaseText({ status, fromMs, toMs }, nowMs) {
  const isEnd = toMs === fromMs;
  return isEnd ? status : `${status} ${duration((toMs ?? nowMs) - fromMs)}`;
}

function factsOf({ task, gpu, region, image, uuid, isForgotten }) {
  const facts = [task, gpu ?? "no GPU", region, image, uuid, isForgotten ? "forgotten" : null];
  return facts.filter((fact) => fact !== null).join(" · ");
}

function makeEndpoint() {
  const item = document.createElement("li");
  item.append(document.createElement("span"), document.createElement("a"));
  return item;
}

/** Only what is certain to speak HTTP becomes a link; the addresses are the emulator's own. */
function updateEndpoint(item, { name, hostname, port }) {
  const [text, link] = item.children;
  const address = `${hostname}:${port}`;
  const isHttp = name !== "ssh";
  write(text, isHttp ? `${name} → ` : `ssh → ${address}`);
  write(link, isHttp ? `http://${address}` : "");
  link.hidden = !isHttp;
  if (isHttp) link.href = `http://${address}/`;
}

function createJob() {
  const element = byId("job").content.firstElementChild.cloneNode(true);
  const parts = Object.fromEntries(
    [...element.querySelectorAll("[data-part]")].map((part) => [part.dataset.part, part]),
  );
  return { element, parts, toldStatus: null };
}

function updateJob({ element, parts }, job, nowMs) {
  const isOver = job.endedAtMs !== null;
  element.dataset.uuid = job.uuid;
  element.classList.toggle("is-over", isOver);
  write(parts.title, job.title);
  write(parts.status, job.status);
  mark(parts.status, job.status);
  write(parts.cost, dollars(job.costUsd));
  write(parts.jobRate, job.hourlyRateUsd === null ? "" : `at ${perHour(job.hourlyRateUsd)}`);
  write(parts.facts, factsOf(job));
  write(parts.created, clockTime(job.life[0].fromMs));
  parts.created.dateTime = new Date(job.life[0].fromMs).toISOString();
  write(parts.reason, job.reason ?? "");
  mark(parts.reason, job.status);
  parts.reason.hidden = job.reason === null;
  fill(
    parts.bar,
    job.life,
    () => document.createElement("span"),
    (segment, phase) => {
      mark(segment, phase.status);
      segment.style.flexGrow = String((phase.toMs ?? nowMs) - phase.fromMs);
    },
  );
  fill(
    parts.phases,
    job.life,
    () => document.createElement("li"),
    (item, phase) => {
      mark(item, phase.status);
      write(item, phaseText(phase, nowMs));
    },
  );
  fill(parts.endpoints, job.endpoints, makeEndpoint, updateEndpoint);
  parts.endpoints.hidden = job.endpoints.length === 0;
}

let hasTold = false;

/**
 * What a person who cannot see the page would miss; not the bill, which never rests, and not what
 * was there when the page was opened.
 */
function tell(jobs) {
  const news = [];
  for (const { uuid, title, status } of jobs) {
    const entry = shown.get(uuid);
    if (entry.toldStatus !== status) news.push(`${title}: ${status}`);
    entry.toldStatus = status;
  }
  if (hasTold && news.length > 0) write(byId("news"), news.join(". "));
  hasTold = true;
}

function show({ nowMs, billUsd, rateUsd, alive, ended, requests, jobs }) {
  write(byId("bill"), dollars(billUsd));
  write(byId("rate"), perHour(rateUsd));
  write(byId("alive"), String(alive));
  write(byId("ended"), String(ended));
  write(byId("requests"), String(requests));
  write(byId("now"), clockTime(nowMs));
  byId("now").dateTime = new Date(nowMs).toISOString();

  const list = byId("jobs");
  const uuids = new Set(jobs.map(({ uuid }) => uuid));
  for (const [uuid, { element }] of shown) {
    if (uuids.has(uuid)) continue;
    element.remove();
    shown.delete(uuid);
  }
  jobs.forEach((job, index) => {
    if (!shown.has(job.uuid)) shown.set(job.uuid, createJob());
    const entry = shown.get(job.uuid);
    updateJob(entry, job, nowMs);
    if (list.children[index] !== entry.element) {
      list.insertBefore(entry.element, list.children[index] ?? null);
    }
  });
  const leftOut = alive + ended - jobs.length;
  byId("empty").hidden = jobs.length > 0;
  byId("left-out").hidden = leftOut === 0;
  write(byId("left-out"), `${leftOut} older jobs that have ended are not shown.`);
  tell(jobs);
}

function showConnection(isLive) {
  const connection = byId("connection");
  connection.className = isLive ? "live" : "lost";
  write(connection, isLive ? "Live" : "The emulator does not answer");
}

async function ask() {
  const signal = AbortSignal.timeout(ANSWER_LIMIT_MS);
  const answer = await fetch("/_emulator/overview", { signal });
  if (!answer.ok) throw new Error(`The emulator answered ${answer.status}.`);
  return answer.json();
}

/** A hidden page does not poll. */
async function visible() {
  while (document.hidden) {
    await new Promise((resolve) => {
      document.addEventListener("visibilitychange", resolve, { once: true });
    });
  }
}

for (;;) {
  await visible();
  const overview = await ask().catch(() => null);
  if (overview !== null) show(overview);
  showConnection(overview !== null);
  await new Promise((resolve) => setTimeout(resolve, POLL_MS));
}
