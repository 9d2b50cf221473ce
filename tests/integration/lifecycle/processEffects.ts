import { setMaxListeners } from "node:events";

import type { ApiClient } from "../../../provider/api/client";
import type { Clock } from "../../../provider/api/clock";
import { listJobs } from "../../../provider/api/endpoints/jobs";
import { getRecipe } from "../../../provider/api/endpoints/recipes";
import type { Entropy } from "../../../provider/api/entropy";
import { createPoller } from "../../../provider/api/poller";
import type { ResourceEffects } from "../../../provider/resources/definition";
import { createJobBoard, MOST_PAGES } from "../../../provider/resources/jobBoard";
import type { Journal } from "../../../provider/resources/journal";
import { observeJob, observeJobs } from "../../../provider/resources/observe";
import { once } from "../../../provider/resources/once";
import { createOwnJobs } from "../../../provider/resources/ownJobs";
import { runProbe } from "../../../provider/resources/probes/probe";
import type { Line } from "./driver";

/** What a process finds when it starts. */
export interface ProcessMeans {
  readonly api: ApiClient;
  readonly clock: Clock;
  readonly entropy: Entropy;
  /** Aborts when the engine is gone. */
  readonly signal: AbortSignal;
  /** The machine's. */
  readonly journal: (log: ResourceEffects["log"]) => Journal;
  /** Where its words go. */
  readonly lines: Line[];
}

/** What a new process works with: it has no memory of its own yet. */
export function processEffects(means: ProcessMeans): ResourceEffects {
  const { api, clock, entropy, signal, lines } = means;
  const ownJobs = createOwnJobs();
  setMaxListeners(0, signal);
  const log: ResourceEffects["log"] = {
    debug: (message) => lines.push({ severity: "debug", message }),
    info: (message) => lines.push({ severity: "info", message }),
    warn: (message) => lines.push({ severity: "warning", message }),
    status: (message) => lines.push({ severity: "info", message, ephemeral: true }),
  };
  return {
    api,
    clock,
    entropy,
    redact: (text) => text,
    log,
    signal,
    ownJobs,
    journal: means.journal(log),
    board: createJobBoard({ list: () => listJobs(api, MOST_PAGES), alive: () => ownJobs.alive() }),
    probe: runProbe,
    recipe: once((uuid) => getRecipe(api, uuid)),
    jobs: createPoller({
      clock,
      entropy,
      observe: (uuid, cut) => observeJob(api, uuid, cut),
      observeMany: (uuids, cut) => observeJobs(api, uuids, cut),
    }),
  };
}
