// What one process shares: connections, limits, the poller and the listing, one set for each
// configuration; and what it knows of jobs, once.
import { homedir } from "node:os";
import path from "node:path";

import { ApiClient } from "../api/client";
import { systemClock } from "../api/clock";
import { resolveConfig } from "../api/config";
import { listJobs } from "../api/endpoints/jobs";
import { getRecipe } from "../api/endpoints/recipes";
import { systemEntropy } from "../api/entropy";
import { createPoller } from "../api/poller";
import { createTransport } from "../api/transport";
import type { ResourceEffects } from "../resources/definition";
import { createJobBoard, MOST_PAGES } from "../resources/jobBoard";
import { createFileJournal } from "../resources/journal";
import { once } from "../resources/once";
import { observeJob, observeJobs } from "../resources/observe";
import { createOwnJobs } from "../resources/ownJobs";
import { runProbe } from "../resources/probes/probe";
import { shortHash } from "../resources/shortHash";
import { createEngineLife } from "./engineLife";
import { createEngineLog } from "./engineLog";

/** What all resources of a configuration share; the rest belongs to the one that is worked on. */
export type Connection = Omit<ResourceEffects, "redact">;

const connections = new Map<string, Connection>();

/** The engine's address is the last argument, as Pulumi starts plugins. */
const engineAddress = process.argv.at(-1)?.match(/^[^\s/]+:\d+$/)?.[0];

/** Words of this process. */
export const processLog = createEngineLog(engineAddress, (line) =>
  process.stderr.write(`${line}\n`),
);

/** The engine that started this process. */
export const engineLife = createEngineLife(process);

/** What this process knows of jobs. */
export const ownJobs = createOwnJobs();

/**
 * Purchases of this machine. The folder of the project and the backend belong to the name: another
 * project of the same names is somebody else.
 */
export const journal = createFileJournal(
  path.join(process.env["PULUMI_HOME"] ?? path.join(homedir(), ".pulumi"), "dispersed"),
  shortHash([process.cwd(), process.env["PULUMI_BACKEND_URL"] ?? ""]),
  processLog,
);

/** Begins to listen to the engine, in a process that it started. */
export function listenToEngine(): void {
  if (engineAddress !== undefined) engineLife.listen(() => journal.settle());
}

/**
 * The effects for a configuration; the same ones for the same configuration.
 *
 * @throws DispersedError of kind `config`, on every call until the configuration is right.
 */
export function connect(get: (key: string) => string | undefined): Connection {
  const config = resolveConfig({ get, env: process.env });
  const name = JSON.stringify(config);
  const known = connections.get(name);
  if (known !== undefined) return known;
  const effects = { clock: systemClock, entropy: systemEntropy };
  const api = new ApiClient(config, {
    ...effects,
    transport: createTransport(config.maxConcurrency),
    log: processLog,
  });
  const connection: Connection = {
    ...effects,
    api,
    log: processLog,
    signal: engineLife.signal,
    ownJobs,
    journal,
    probe: runProbe,
    recipe: once((uuid) => getRecipe(api, uuid)),
    board: createJobBoard({ list: () => listJobs(api, MOST_PAGES), alive: () => ownJobs.alive() }),
    jobs: createPoller({
      ...effects,
      observe: (uuid, signal) => observeJob(api, uuid, signal),
      observeMany: (uuids, signal) => observeJobs(api, uuids, signal),
    }),
  };
  connections.set(name, connection);
  return connection;
}
