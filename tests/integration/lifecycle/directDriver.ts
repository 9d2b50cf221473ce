import { setMaxListeners } from "node:events";

import { observeJob, observeJobs } from "../../../provider/resources/observe";
import { check } from "../../../provider/resources/check";
import type { ResourceEffects } from "../../../provider/resources/definition";
import { diff } from "../../../provider/resources/diff";
import { definitionOf } from "../../../provider/resources/registry";
import { isPartialFailure } from "../../../provider/resources/partialFailure";
import { systemEntropy } from "../../../provider/api/entropy";
import { messageOf } from "../../../provider/api/errors";
import { listJobs } from "../../../provider/api/endpoints/jobs";
import { getRecipe } from "../../../provider/api/endpoints/recipes";
import { createJobBoard, MOST_PAGES } from "../../../provider/resources/jobBoard";
import { createOwnJobs } from "../../../provider/resources/ownJobs";
import { runProbe } from "../../../provider/resources/probes/probe";
import { createPaperJournal } from "../../unit/resources/paperJournal";
import { createPoller } from "../../../provider/api/poller";
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
  if (definition === undefined) throw new Error(`There is no ${type}.`);
  const lines: Line[] = [];
  const effects = effectsFor(settings, options, lines);
  const driver: Driver = {
    check(inputs, oldInputs = {}) {
      definition.notice(effects.ownJobs, oldInputs);
      return Promise.resolve([...check(definition, visible(inputs)).failures]);
    },
    diff(_id, outputs, inputs) {
      definition.notice(effects.ownJobs, outputs);
      const changes = diff(definition, outputs, inputs, Date.now());
      const replacing = changes.filter(({ replaces }) => replaces);
      const replaces = replacing.map(({ path }) => path.split(/[.[]/)[0] ?? path);
      return Promise.resolve({ changed: changes.length > 0, replaces: [...new Set(replaces)] });
    },
    create: (inputs) => translated(async () => stored(await definition.create(effects, inputs))),
    read: (id, outputs) =>
      translated(async () => {
        definition.notice(effects.ownJobs, outputs);
        const existing = await definition.read(effects, id, outputs);
        return existing && stored(existing);
      }),
    get: (id) => driver.read(id, {}),
    update: (id, outputs, inputs) =>
      translated(async () => {
        definition.notice(effects.ownJobs, outputs);
        return stored(await definition.update(effects, id, outputs, inputs));
      }),
    delete: (id, outputs) =>
      translated(async () => {
        definition.notice(effects.ownJobs, outputs);
        await definition.delete(effects, id, outputs);
      }),
    words: () => lines,
    close: () => Promise.resolve(),
  };
  return Promise.resolve(driver);
};

function effectsFor(
  { baseUrl, ...keys }: Settings,
  { hurry, attemptMs, laterMs = 0 }: DriverOptions,
  lines: Line[],
): ResourceEffects {
  const ofService = createHurriedClock(hurry);
  const clock = { ...ofService, nowMs: () => ofService.nowMs() + laterMs };
  const api = clientFor(
    { url: baseUrl, ...keys },
    { clock: ofService, ...(attemptMs === undefined ? {} : { attemptMs }) },
  );
  const effects = { clock, entropy: systemEntropy };
  const ownJobs = createOwnJobs();
  const { signal } = new AbortController();
  setMaxListeners(0, signal);
  return {
    ...effects,
    api,
    redact: (text) => text,
    log: {
      debug: (message) => lines.push({ severity: "debug", message }),
      info: (message) => lines.push({ severity: "info", message }),
      warn: (message) => lines.push({ severity: "warning", message }),
      status: (message) => lines.push({ severity: "info", message, ephemeral: true }),
    },
    signal,
    ownJobs,
    journal: createPaperJournal(),
    board: createJobBoard({ list: () => listJobs(api, MOST_PAGES), alive: () => ownJobs.alive() }),
    probe: runProbe,
    recipe: (uuid) => getRecipe(api, uuid),
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
