// Words for the person at the terminal, by way of the engine.
import type * as engineClients from "@pulumi/pulumi/proto/engine_grpc_pb";
import type * as engineMessages from "@pulumi/pulumi/proto/engine_pb";
import type * as grpcModule from "@grpc/grpc-js";

import type { Log } from "../api/log";
import { sanitizeOneLine } from "../api/errors/sanitize";

type Severity = "DEBUG" | "INFO" | "WARNING";

/** Something to say. */
export interface Words {
  readonly severity: Severity;
  readonly line: string;
  /** The resource it is about; the stack where it is left out. */
  readonly urn?: string | undefined;
  /** Whether the next words about the resource take its place. */
  readonly isStatus?: boolean | undefined;
}

/** Says words to the engine; `onFailure` hears when they did not get there. */
export type Speak = (words: Words, onFailure: () => void) => void;

/** The log of a process. */
export interface EngineLog extends Log {
  /** The same log, beside one resource. */
  about(urn: string | undefined): Log;
}

/**
 * A log that an engine shows. Without an engine, as in a program that asks a function, it goes to
 * `fallback`; what only the engine's debug mode would show then goes nowhere.
 *
 * @param open connects to the engine, and is called when the first word is said: most operations
 * have nothing to say.
 */
export function createEngineLog(
  open: (() => Speak) | undefined,
  fallback: (line: string) => void,
): EngineLog {
  const otherwise = ({ severity, line, isStatus }: Words): void => {
    if (severity !== "DEBUG" && isStatus !== true) fallback(`${severity.toLowerCase()}: ${line}`);
  };
  let speak: Speak | undefined;
  const say = (words: Words): void => {
    const clean = { ...words, line: sanitizeOneLine(words.line) };
    try {
      speak ??= open?.();
    } catch {
      // A log line must never cost a job: go on, whatever is wrong with the engine.
    }
    if (speak === undefined) otherwise(clean);
    else speak(clean, () => otherwise(clean));
  };
  const about = (urn: string | undefined): Log => ({
    debug: (line) => say({ severity: "DEBUG", line, urn }),
    info: (line) => say({ severity: "INFO", line, urn }),
    warn: (line) => say({ severity: "WARNING", line, urn }),
    status: (line) => say({ severity: "INFO", line, urn, isStatus: true }),
  });
  return { ...about(undefined), about };
}

/** The modules that speaking to an engine takes, all of one copy of the Pulumi SDK. */
export interface EngineModules {
  readonly credentials: Pick<typeof grpcModule.credentials, "createInsecure">;
  readonly clients: Pick<typeof engineClients, "EngineClient">;
  readonly messages: Pick<typeof engineMessages, "LogRequest" | "LogSeverity">;
}

/** Connects to the engine at `address`. */
export function speakTo(address: string, modules: EngineModules): Speak {
  const { LogRequest, LogSeverity } = modules.messages;
  const client = new modules.clients.EngineClient(address, modules.credentials.createInsecure());
  return ({ severity, line, urn = "", isStatus = false }, onFailure) => {
    const request = new LogRequest()
      .setSeverity(LogSeverity[severity])
      .setMessage(line)
      .setUrn(urn)
      .setEphemeral(isStatus);
    client.log(request, (error) => {
      if (error !== null) onFailure();
    });
  };
}
