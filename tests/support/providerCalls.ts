// One call of a provider at a time, as the engine makes them.
import type { ChildProcessWithoutNullStreams } from "node:child_process";
import {
  ConfigureErrorMissingKeys,
  ErrorResourceInitFailed,
} from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";

import {
  type ClientUnaryCall,
  grpc,
  type Metadata,
  type ServiceError,
  Struct,
  type StructValues,
} from "../integration/host/pulumiSdk";

/** Properties of a resource, as they cross the wire. */
export type Values = Record<string, unknown>;

/** How the engine marks a secret on the wire. */
export const SECRET = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270" };

/** Longest that a call may take, unless a test says otherwise. */
export const CALL_LIMIT_MS = 25_000;

/** A failed call. */
export class HostError extends Error {
  override readonly name = "HostError";

  constructor(
    message: string,
    /** What the engine keeps; `undefined` where it keeps nothing. */
    readonly kept:
      | { id: string; properties: Values; reasons: string[]; refreshBeforeUpdate: boolean }
      | undefined,
    /** The name of the gRPC code, such as `NOT_FOUND`. */
    readonly code = "",
    /** The settings that a configuration lacks. */
    readonly missingKeys: { name: string; description: string }[] = [],
  ) {
    super(message);
  }
}

type Done<Response> = (error: ServiceError | null, response: Response) => void;
type Call<Response> = [metadata: Metadata, options: { deadline: number }, done: Done<Response>];

/** Calls something, and gives its answer. */
export type Ask = <Response>(
  send: (...call: Call<Response>) => ClientUnaryCall,
) => Promise<Response>;

/** Calls with a limit, so that a host which never answers is a failure and not a hang. */
export function askWithin(limitMs: number): Ask {
  return <Response>(send: (...call: Call<Response>) => ClientUnaryCall) =>
    new Promise<Response>((resolve, reject) => {
      const done: Done<Response> = (error, response) => {
        if (error === null) resolve(response);
        else reject(failureOf(error));
      };
      send(new grpc.Metadata(), { deadline: Date.now() + limitMs }, done);
    });
}

/** Calls with the usual limit. */
export const ask = askWithin(CALL_LIMIT_MS);

function failureOf(error: ServiceError): HostError {
  const code = grpc.status[error.code];
  return new HostError(error.details, keptOf(error), code, missingKeysOf(error));
}

/** The resource that a failed create or update leaves behind. */
function keptOf(error: ServiceError): HostError["kept"] {
  const failure = detailOf(error)?.unpack(
    (packed) => ErrorResourceInitFailed.deserializeBinary(packed),
    "pulumirpc.ErrorResourceInitFailed",
  );
  if (!failure) return undefined;
  return {
    id: failure.getId(),
    properties: toValues(failure.getProperties()),
    reasons: failure.getReasonsList(),
    refreshBeforeUpdate: failure.getRefreshBeforeUpdate(),
  };
}

function missingKeysOf(error: ServiceError): HostError["missingKeys"] {
  const missing = detailOf(error)?.unpack(
    (packed) => ConfigureErrorMissingKeys.deserializeBinary(packed),
    "pulumirpc.ConfigureErrorMissingKeys",
  );
  return missing?.toObject().missingkeysList ?? [];
}

/** The structure in the answer's trailer. */
function detailOf({
  metadata,
}: ServiceError): ReturnType<Status["getDetailsList"]>[number] | undefined {
  const [bytes] = metadata.get("grpc-status-details-bin");
  if (!(bytes instanceof Uint8Array)) return undefined;
  return Status.deserializeBinary(bytes).getDetailsList()[0];
}

export function toStruct(values: Values): Struct {
  return Struct.fromJavaScript(values as StructValues);
}

export function toValues(struct: Struct | undefined): Values {
  return struct?.toJavaScript() ?? {};
}

/** As an engine reads the answer of a provider that takes no secrets: it remembers the marks. */
export function plainValues(values: Values): Values {
  return withoutMarks(values) as Values;
}

function withoutMarks(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutMarks);
  if (typeof value !== "object" || value === null) return value;
  const [key = ""] = Object.keys(SECRET);
  if (key in value) return withoutMarks((value as Values)["value"]);
  const members = Object.entries(value).map(([name, member]) => [name, withoutMarks(member)]);
  return Object.fromEntries(members) as Values;
}

export interface Printer {
  /** The first line of standard output: the port. */
  readonly firstLine: Promise<string>;
  readonly all: () => string;
}

export function collect(child: ChildProcessWithoutNullStreams): Printer {
  let stdout = "";
  let stderr = "";
  const firstLine = new Promise<string>((resolve, reject) => {
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
      if (stdout.includes("\n")) resolve(stdout.slice(0, stdout.indexOf("\n")));
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
    child.on("error", reject);
    child.on("close", () => reject(new Error(`The host ended at once.\n${stderr}`)));
  });
  return { firstLine, all: () => stdout.slice(stdout.indexOf("\n") + 1) + stderr };
}

/** Ends a provider's process: `ended` as the engine ends it, else it is killed. */
export async function endProcess(
  process:
    | {
        readonly ended: Promise<unknown>;
        kill(signal: "SIGINT"): void;
        close(): Promise<void>;
      }
    | undefined,
  how: "ended" | "killed",
): Promise<void> {
  if (how === "ended") {
    process?.kill("SIGINT");
    await process?.ended;
  }
  await process?.close();
}
