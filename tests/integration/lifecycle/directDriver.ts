import { setMaxListeners } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { listJobs } from "../../../provider/api/endpoints/jobs";
import { getRecipe } from "../../../provider/api/endpoints/recipes";
import { systemEntropy } from "../../../provider/api/entropy";
import { messageOf } from "../../../provider/api/errors";
import { createPoller } from "../../../provider/api/poller";
import { createRedactor } from "../../../provider/api/redact";
import { decodeObject, encodeObject } from "../../../provider/pulumi/values";
import { check } from "../../../provider/resources/check";
import { withGeneration } from "../../../provider/resources/context";
import type { ResourceEffects } from "../../../provider/resources/definition";
import { diff } from "../../../provider/resources/diff";
import { createJobBoard, MOST_PAGES } from "../../../provider/resources/jobBoard";
import { drawGeneration } from "../../../provider/resources/jobKind";
import { createFileJournal, type Journal } from "../../../provider/resources/journal";
import { observeJob, observeJobs } from "../../../provider/resources/observe";
import { once } from "../../../provider/resources/once";
import { createOwnJobs } from "../../../provider/resources/ownJobs";
import { isPartialFailure } from "../../../provider/resources/partialFailure";
import { runProbe } from "../../../provider/resources/probes/probe";
import { definitionOf } from "../../../provider/resources/registry";
import { secretsIn } from "../../../provider/resources/secretValues";
import { clientFor } from "../client/clientFor";
import {
  type Driver,
  type DriverOptions,
  type Line,
  OperationFailed,
  type OpenDriver,
  type Settings,
  type Values,
  visible,
} from "./driver";
import { createHurriedClock } from "./hurriedClock";

/** Drives the definition itself, with short pauses. */
export const openDirectDriver: OpenDriver = (settings, options = {}) => {
  const { type = "Job" } = options;
  const definition = definitionOf(type);
  if (definition === undefined) throw new Error(`There is no resource ${type}.`);
  const lines: Line[] = [];
  const home = mkdtempSync(join(tmpdir(), "pulumi-dispersed-direct-"));
  let effects = effectsFor(settings, options, home, lines);
  const effectsWith = (properties: Values): ResourceEffects => {
    definition.notice(effects.ownJobs, properties);
    return { ...effects, redact: createRedactor(secretsIn(definition, properties)) };
  };
  const driver: Driver = {
    check: async (inputs, oldInputs = {}) => (await driver.prepare(oldInputs, inputs)).failures,
    prepare(oldInputs, inputs) {
      definition.notice(effects.ownJobs, oldInputs);
      const draw = (): string => drawGeneration(systemEntropy);
      const prepared = withGeneration(decodeObject(inputs), oldInputs, draw);
      const { failures } = check(definition, visible(prepared));
      return Promise.resolve({ inputs: encodeObject(prepared), failures });
    },
    diff(_id, outputs, inputs) {
      definition.notice(effects.ownJobs, outputs);
      const changes = diff(definition, outputs, decodeObject(inputs), Date.now());
      const replacing = changes.filter(({ replaces }) => replaces);
      const replaces = replacing.map(({ path }) => path.split(/[.[]/)[0] ?? path);
      return Promise.resolve({ changed: changes.length > 0, replaces: [...new Set(replaces)] });
    },
    create: (inputs) =>
      translated(async () => {
        const redact = createRedactor(secretsIn(definition, inputs));
        return stored(await definition.create({ ...effects, redact }, inputs));
      }),
    read: (id, outputs) =>
      translated(async () => {
        const existing = await definition.read(effectsWith(outputs), id, outputs);
        return existing && stored(existing);
      }),
    get: (id) => driver.read(id, {}),
    update: (id, outputs, inputs) =>
      translated(async () =>
        stored(await definition.update(effectsWith(outputs), id, outputs, inputs)),
      ),
    delete: (id, outputs) => translated(() => definition.delete(effectsWith(outputs), id, outputs)),
    words: () => lines,
    restart(how) {
      if (how === "ended") effects.journal.settle();
      effects = effectsFor(settings, options, home, lines);
      return Promise.resolve();
    },
    close() {
      rmSync(home, { recursive: true, force: true });
      return Promise.resolve();
    },
  };
  return Promise.resolve(driver);
};

/** What a new process would have: the machine's journal, and no memory of its own. */
function effectsFor(
  { baseUrl, ...keys }: Settings,
  {
    hurry,
    attemptMs,
    laterMs = 0,
    clock: ofService = createHurriedClock(hurry),
    ...own
  }: DriverOptions,
  home: string,
  lines: Line[],
): ResourceEffects {
  const clock = { ...ofService, nowMs: () => ofService.nowMs() + laterMs };
  const api = clientFor(
    { url: baseUrl, ...keys },
    { clock: ofService, ...(attemptMs === undefined ? {} : { attemptMs }) },
  );
  const effects = { clock, entropy: systemEntropy };
  const ownJobs = createOwnJobs();
  const { signal } = new AbortController();
  setMaxListeners(0, signal);
  const log: ResourceEffects["log"] = own.log ?? {
    debug: (message) => lines.push({ severity: "debug", message }),
    info: (message) => lines.push({ severity: "info", message }),
    warn: (message) => lines.push({ severity: "warning", message }),
    status: (message) => lines.push({ severity: "info", message, ephemeral: true }),
  };
  const journal: Journal = createFileJournal(home, "direct", log);
  return {
    ...effects,
    api,
    redact: (text) => text,
    log,
    signal,
    ownJobs,
    journal,
    board: createJobBoard({ list: () => listJobs(api, MOST_PAGES), alive: () => ownJobs.alive() }),
    probe: runProbe,
    recipe: once((uuid) => getRecipe(api, uuid)),
    jobs: createPoller({
      ...effects,
      observe: (uuid, signal) => observeJob(api, uuid, signal),
      observeMany: (uuids, signal) => observeJobs(api, uuids, signal),
    }),
  };
}

async function translated<T>(operation: () => Promise<T>): Promise<T> {
  try {
    return await operation();
  } catch (thrown) {
    if (!isPartialFailure(thrown)) throw new OperationFailed(messageOf(thrown), undefined);
    const { id, outputs, reasons, message } = thrown;
    throw new OperationFailed(message, { id, outputs: stored(outputs), reasons });
  }
}

/** What is left of values in a state: plain JSON. */
function stored<T extends Values | object>(values: T): T {
  return JSON.parse(JSON.stringify(values)) as T;
}
