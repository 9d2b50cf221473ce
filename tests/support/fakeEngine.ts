// The part of the engine that a provider speaks to: it takes words for the person at the terminal.
import { EngineService } from "@pulumi/pulumi/proto/engine_grpc_pb";
import { type LogRequest, LogSeverity } from "@pulumi/pulumi/proto/engine_pb";

import { Empty, grpc, type UnaryHandler } from "../integration/host/pulumiSdk";

/** A line of the engine's log. */
export interface EngineLine {
  readonly severity: "debug" | "info" | "warning" | "error";
  readonly message: string;
  /** The resource it is about, where the provider says so. */
  readonly urn?: string;
  /** Whether the next line takes its place. */
  readonly ephemeral?: true;
}

/** An engine that listens. */
export interface FakeEngine {
  /** Host and port. */
  readonly address: string;
  /** Every line so far. */
  readonly lines: readonly EngineLine[];
  readonly close: () => void;
}

const severities = new Map<number, EngineLine["severity"]>([
  [LogSeverity.DEBUG, "debug"],
  [LogSeverity.INFO, "info"],
  [LogSeverity.WARNING, "warning"],
  [LogSeverity.ERROR, "error"],
]);

/** Starts an engine on the loopback interface. */
export async function startFakeEngine(): Promise<FakeEngine> {
  const lines: EngineLine[] = [];
  const log: UnaryHandler<LogRequest, Empty> = ({ request }, answer) => {
    const severity = severities.get(request.getSeverity()) ?? "error";
    const urn = request.getUrn();
    lines.push({
      severity,
      message: request.getMessage(),
      ...(urn === "" ? {} : { urn }),
      ...(request.getEphemeral() ? { ephemeral: true } : {}),
    });
    answer(null, new Empty());
  };
  const server = new grpc.Server();
  server.addService(EngineService, { log });
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, bound) => {
      if (error === null) resolve(bound);
      else reject(error);
    });
  });
  return { address: `127.0.0.1:${port}`, lines, close: () => server.forceShutdown() };
}
