// Log lines for the user, through the engine.
import type * as engineClients from "@pulumi/pulumi/proto/engine_grpc_pb";
import type * as engineMessages from "@pulumi/pulumi/proto/engine_pb";
import type * as grpcModule from "@grpc/grpc-js";

import type { Log } from "../api/log";
import { sanitizeOneLine } from "../api/errors/sanitize";

type Severity = "DEBUG" | "INFO" | "WARNING";

/** A log line. */
export interface Words {
  readonly severity: Severity;
  readonly line: string;
  /** The resource it is about; the stack if absent. */
  readonly urn?: string | undefined;
  /** Whether the next line about the resource replaces it. */
  readonly isStatus?: boolean | undefined;
}

/** Sends a line to the engine; `onFailure` is called if it did not arrive. */
export type Speak = (words: Words, onFailure: () => void) => void;

/** The log of a process. */
export interface EngineLog extends Log {
  /** The same log, beside one resource. */
  about(urn: string | undefined): Log;
}

/**
 * A log that an engine shows. Without an engine, as in a program that calls a function, lines go to
 * `fallback`, and debug lines are dropped.
 *
 * @param open connects to the engine. It is called with the first line, because most operations log
 * nothing.
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

/** The modules for a connection to an engine, all from one copy of the Pulumi SDK. */
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
