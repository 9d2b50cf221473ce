import * as clients from "@pulumi/pulumi/proto/engine_grpc_pb";
import * as messages from "@pulumi/pulumi/proto/engine_pb";
import { credentials } from "@grpc/grpc-js";

import { DispersedError } from "../../api/errors/errors";
import { resolveDefaults, type JobDefaults } from "../../resources/job/defaults";
import {
  environment,
  openProcess,
  type Connection,
  type ProviderProcess,
} from "../../host/providerProcess";
import type { EngineLifetime } from "../../host/engineLifetime";
import { createEngineLog, speakTo, type EngineLog } from "../engineLog";

/** What the calls of one engine share: its log, the configuration, and the signal to stop. */
export class PluginSession {
  readonly process: ProviderProcess;
  #log: EngineLog;
  #stop = new AbortController();
  #settings: ((key: string) => string | undefined) | undefined;

  /** @param engineAddress receives the log; `undefined` until {@link attach} gives one. */
  constructor(engineLifetime: EngineLifetime, engineAddress: string | undefined) {
    this.#log = logTo(engineAddress);
    // Through the session, so that an engine that attaches later receives the lines.
    const log = {
      debug: (line: string) => this.#log.debug(line),
      info: (line: string) => this.#log.info(line),
      warn: (line: string) => this.#log.warn(line),
      status: (line: string) => this.#log.status(line),
    };
    this.process = openProcess(log, { engineLifetime, engineAddress, knowsOrganization: false });
    // A proper end writes to the journal, which exists from now on.
    if (engineLifetime.isListening()) this.process.listen();
  }

  get log(): EngineLog {
    return this.#log;
  }

  /** Aborts when the engine wants to stop, or is gone. */
  get signal(): AbortSignal {
    return AbortSignal.any([this.#stop.signal, this.process.engineLifetime.signal]);
  }

  /** An engine comes, perhaps after another one that has gone. */
  attach(engineAddress: string): void {
    this.#log = logTo(engineAddress);
    if (this.#stop.signal.aborted) this.#stop = new AbortController();
  }

  /** Takes the configuration; `get` is asked for names such as `dispersed:publicKey`. */
  configure(get: (key: string) => string | undefined): void {
    this.#settings = get;
    this.connection();
  }

  /**
   * What all operations share.
   *
   * @throws DispersedError of kind `config`, on every call until the configuration is right.
   */
  connection(): Connection {
    const connection = this.process.connect((key) => this.#settings?.(key));
    return { ...connection, signal: this.signal };
  }

  /**
   * What resources inherit.
   *
   * @throws DispersedError of kind `config`, on every call until the configuration is right.
   */
  defaults(): JobDefaults {
    return resolveDefaults({ get: (key) => this.#settings?.(key), env: environment });
  }

  /** The stack's price cap; `undefined` where there is none, or the configuration is not right yet. */
  stackCapUsd(): number | undefined {
    try {
      return this.connection().api.config.maxStackHourlyUsd;
    } catch {
      return undefined;
    }
  }

  /** Ends every wait at once. An operation that waited for a job says so, and keeps the job. */
  cancel(): void {
    this.#stop.abort(new DispersedError("aborted", "Pulumi was interrupted"));
  }
}

function logTo(engineAddress: string | undefined): EngineLog {
  return createEngineLog(
    engineAddress === undefined
      ? undefined
      : () => speakTo(engineAddress, { credentials, clients, messages }),
    (line) => process.stderr.write(`${line}\n`),
  );
}
