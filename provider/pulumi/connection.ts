// What one process shares: connections, limits, the poller and the listing, one set for each
// configuration; and what it knows of jobs, once.
import { ApiClient } from "../api/client";
import { systemClock } from "../api/clock";
import { resolveConfig } from "../api/config";
import { systemEntropy } from "../api/entropy";
import { createTransport } from "../api/transport";
import type { Log } from "../api/log";
import type { ResourceEffects } from "../resources/definition";
import { createFileJournal, journalFolder } from "../resources/journal";
import { createOwnJobs, type OwnJobs } from "../resources/ownJobs";
import { runProbe } from "../resources/probes/probe";
import { createMemoryReservations } from "../resources/reservations";
import { createSharedLooks } from "../resources/sharedLooks";
import { shortHash } from "../resources/shortHash";
import { createEngineLife, type EngineLife } from "./engineLife";

/** What all resources of a configuration share; the rest belongs to the one that is worked on. */
export type Connection = Omit<ResourceEffects, "redact">;

/** The environment that settings are looked up in where the configuration is silent. */
export const environment: Readonly<Record<string, string | undefined>> = process.env;

/** A process that an engine started, or a program that asks a function. */
export interface ProviderProcess {
  readonly engineLife: EngineLife;
  /** What this process knows of jobs. */
  readonly ownJobs: OwnJobs;
  /** Begins to listen to the engine. Only in a process that an engine started. */
  listen(): void;
  /**
   * The effects for a configuration; the same ones for the same configuration.
   *
   * @param place what messages call the configuration.
   * @throws DispersedError of kind `config`, on every call until the configuration is right.
   */
  connect(get: (key: string) => string | undefined, place?: string): Connection;
}

/** Sets up what a process has once. */
export function openProcess(log: Log, engineLife = createEngineLife(process)): ProviderProcess {
  const ownJobs = createOwnJobs();
  // Purchases of this machine. The folder of the project and the backend belong to the name:
  // another project of the same names is somebody else.
  const journal = createFileJournal(
    journalFolder(environment),
    shortHash([process.cwd(), environment["PULUMI_BACKEND_URL"] ?? ""]),
    log,
  );
  const connections = new Map<string, Connection>();
  const reservations = createMemoryReservations();
  return {
    engineLife,
    ownJobs,
    listen: () => engineLife.listen(() => journal.settle(ownJobs.shown())),
    connect(get, place) {
      const config = resolveConfig({ get, place, env: environment });
      const name = JSON.stringify(config);
      const known = connections.get(name);
      if (known !== undefined) return known;
      const system = { clock: systemClock, entropy: systemEntropy };
      const transport = createTransport(config.maxConcurrency);
      const api = new ApiClient(config, { ...system, transport, log });
      const effects = { ...system, ownJobs, signal: engineLife.signal };
      const connection: Connection = {
        ...effects,
        ...createSharedLooks(api, effects, reservations),
        api,
        log,
        journal,
        probe: runProbe,
      };
      connections.set(name, connection);
      return connection;
    },
  };
}
