// Words for the person at the terminal, by way of the engine. The modules this takes are loaded
// when the first word is said: most operations have nothing to say.
import { createRequire } from "node:module";

import type * as engineMessages from "@pulumi/pulumi/proto/engine_pb";

import { printable } from "../api/printable";
import type { Log } from "../api/log";

/** The part of the engine's client that is used. */
interface EngineClient {
  log(request: unknown, done: (error: Error | null) => void): void;
}

/**
 * A log that the engine at `address` shows. Without an engine, as in a program that asks a function,
 * it goes to `fallback`; what only the engine's debug mode would show then goes nowhere.
 */
export function createEngineLog(
  address: string | undefined,
  fallback: (line: string) => void,
): Log {
  const otherwise: Send = (severity, line, isEphemeral) => {
    if (severity !== "DEBUG" && !isEphemeral) fallback(`${severity.toLowerCase()}: ${line}`);
  };
  let send: Send | undefined;
  const say = (severity: Severity, message: string, isEphemeral = false): void => {
    const line = printable(message);
    try {
      send ??= address === undefined ? undefined : connectTo(address, otherwise);
    } catch {
      // Words must not cost a job: whatever is wrong with the engine, go on.
    }
    (send ?? otherwise)(severity, line, isEphemeral);
  };
  return {
    debug: (message) => say("DEBUG", message),
    info: (message) => say("INFO", message),
    warn: (message) => say("WARNING", message),
    status: (message) => say("INFO", message, true),
  };
}

type Severity = "DEBUG" | "INFO" | "WARNING";
type Send = (severity: Severity, line: string, isEphemeral: boolean) => void;

function connectTo(address: string, otherwise: Send): Send {
  // The SDK's own copy of gRPC: credentials of another copy would be refused.
  const sdk = createRequire(require.resolve("@pulumi/pulumi/package.json"));
  const grpc = sdk("@grpc/grpc-js") as { credentials: { createInsecure(): unknown } };
  const { EngineClient } = sdk("./proto/engine_grpc_pb") as {
    EngineClient: new (address: string, credentials: unknown) => EngineClient;
  };
  const { LogRequest, LogSeverity } = sdk("./proto/engine_pb") as typeof engineMessages;
  const client = new EngineClient(address, grpc.credentials.createInsecure());
  return (severity, line, isEphemeral) => {
    const request = new LogRequest();
    request.setSeverity(LogSeverity[severity]);
    request.setMessage(line);
    request.setEphemeral(isEphemeral);
    client.log(request, (error) => {
      if (error !== null) otherwise(severity, line, isEphemeral);
    });
  };
}
