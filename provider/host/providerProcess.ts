// What one process shares: connections, limits, the poller and the listing, one set for each
// configuration; and what it knows of jobs, once.
import { ApiClient } from "../api/http/client";
import { every, systemClock } from "../api/clock";
import { resolveConfig } from "../api/config/config";
import { systemEntropy } from "../api/entropy";
import { createTransport } from "../api/http/transport";
import type { Log } from "../api/log";
import type { ResourceEffects } from "../resources/contract/effects";
import { aloneInRun, joinEngineRun } from "../resources/account/engineRun";
import { createFileReservations } from "../resources/pricing/fileReservations";
import { createFileJournal } from "../resources/account/fileJournal";
import type { Journal } from "../resources/account/journal";
import { identify, systemProcesses } from "../resources/account/liveness";
import { createProcessJobs, type ProcessJobs } from "../resources/account/processJobs";
import { runProbe } from "../resources/wait/probes/runProbe";
import { journalFolder } from "../resources/account/pulumiHome";
import { createMemoryReservations } from "../resources/pricing/reservations";
import { createAccountServices } from "../resources/contract/accountServices";
import { createEngineLife, type EngineLifetime } from "./engineLifetime";
import { placeOfProcess } from "./backendPlace";

/** What all resources of a configuration share; other effects belong to one resource. */
export type Connection = Omit<ResourceEffects, "redact">;

/** The environment that settings are looked up in where the configuration is silent. */
export const environment: Readonly<Record<string, string | undefined>> = process.env;

/** A process that an engine started, or a program that calls a function. */
export interface ProviderProcess {
  readonly engineLifetime: EngineLifetime;
  /** What this process knows of jobs. */
  readonly processJobs: ProcessJobs;
  /** What this machine knows of purchases. */
  readonly journal: Journal;
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

/** What identifies a process. */
export interface ProcessOptions {
  readonly engineLifetime?: EngineLifetime;
  /** The engine that started it, as `host:port`; absent where none did. */
  readonly engineAddress?: string | undefined;
  /** Whether it knows the organisation of a stack. */
  readonly knowsOrganization?: boolean;
  /** A folder whose backend the journal is asked about; the working folder by default. */
  readonly folder?: string | undefined;
}

/** The backend that the engine uses in a folder, by the journal's name for it. */
export function backendOf(folder: string): string {
  return placeOfProcess(environment, { folder }).id;
}

/** Sets up what a process has once. */
export function openProcess(log: Log, options: ProcessOptions = {}): ProviderProcess {
  const { engineAddress } = options;
  const { engineLifetime = createEngineLife(process) } = options;
  const folder = journalFolder(environment);
  const self = identify(systemProcesses, process.pid, systemEntropy.nonce().slice(0, 16));
  const run =
    engineAddress === undefined
      ? aloneInRun
      : joinEngineRun(folder, engineAddress, self, systemProcesses);
  const place = { ...options, isOfEngine: engineAddress !== undefined };
  const journal = createFileJournal(folder, placeOfProcess(environment, place), {
    log,
    self,
    processes: systemProcesses,
    every,
    isEngineGone: () => engineLifetime.signal.aborted,
  });
  const processJobs = createProcessJobs(run, (uuid, holder) => journal.hold(uuid, holder));
  // The provider may outlive its engine while it waits for the answer to a request.
  engineLifetime.signal.addEventListener("abort", () => journal.abandon(), { once: true });
  const settle = (): void => {
    journal.settle(processJobs.purchasesInState());
    run.end();
  };
  const connections = new Map<string, Connection>();
  const { sharedFile } = run;
  const reservations =
    sharedFile === undefined ? createMemoryReservations() : createFileReservations(sharedFile);
  return {
    engineLifetime,
    processJobs,
    journal,
    listen: () => engineLifetime.listen(settle),
    connect(get, place) {
      const config = resolveConfig({ get, place, env: environment });
      const name = JSON.stringify(config);
      const known = connections.get(name);
      if (known !== undefined) return known;
      const system = { clock: systemClock, entropy: systemEntropy };
      const transport = createTransport(config.maxConcurrency);
      const api = new ApiClient(config, { ...system, transport, log });
      const effects = { ...system, journal, processJobs, signal: engineLifetime.signal };
      const connection: Connection = {
        ...effects,
        ...createAccountServices(api, effects, reservations),
        api,
        log,
        probe: runProbe,
      };
      connections.set(name, connection);
      return connection;
    },
  };
}
