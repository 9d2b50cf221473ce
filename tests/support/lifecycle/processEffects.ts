import { setMaxListeners } from "node:events";

import type { ApiClient } from "../../../provider/api/http/client";
import type { Clock } from "../../../provider/api/clock";
import type { Entropy } from "../../../provider/api/entropy";
import type { Log } from "../../../provider/api/log";
import type { ResourceEffects } from "../../../provider/resources/contract/effects";
import type { Journal } from "../../../provider/resources/account/journal";
import { createProcessJobs } from "../../../provider/resources/account/processJobs";
import { runProbe } from "../../../provider/resources/wait/probes/runProbe";
import { createAccountServices } from "../../../provider/resources/contract/accountServices";
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
  /** Where its words go, unless `log` takes them. */
  readonly lines: Line[];
  readonly log?: Log | undefined;
}

/** What a new process works with: it has no memory of its own yet. */
export function processEffects(means: ProcessMeans): ResourceEffects {
  const { api, clock, entropy, signal, lines } = means;
  setMaxListeners(0, signal);
  const log: Log = means.log ?? {
    debug: (message) => lines.push({ severity: "debug", message }),
    info: (message) => lines.push({ severity: "info", message }),
    warn: (message) => lines.push({ severity: "warning", message }),
    status: (message) => lines.push({ severity: "info", message, ephemeral: true }),
  };
  const journal = means.journal(log);
  const shared = { clock, entropy, journal, signal, processJobs: createProcessJobs() };
  return {
    ...shared,
    ...createAccountServices(api, shared),
    api,
    redact: (text) => text,
    log,
    probe: runProbe,
  };
}
