// What one process shares: connections, limits and the poller, one set for each configuration.
import { ApiClient } from "../api/client";
import { systemClock } from "../api/clock";
import { resolveConfig } from "../api/config";
import { systemEntropy } from "../api/entropy";
import { createPoller } from "../api/poller";
import { createTransport } from "../api/transport";
import type { ResourceEffects } from "../resources/definition";
import { observeJob } from "../resources/jobLife";
import { createEngineLog } from "./engineLog";

/** What all resources of a configuration share; the rest belongs to the one that is worked on. */
export type Connection = Omit<ResourceEffects, "redact">;

const connections = new Map<string, Connection>();

/** Words of this process; the engine's address is its last argument, as Pulumi starts plugins. */
export const processLog = createEngineLog(
  process.argv.at(-1)?.match(/^[^\s/]+:\d+$/)?.[0],
  (line) => process.stderr.write(`${line}\n`),
);

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
    signal: new AbortController().signal,
    jobs: createPoller({ ...effects, observe: (uuid, signal) => observeJob(api, uuid, signal) }),
  };
  connections.set(name, connection);
  return connection;
}
