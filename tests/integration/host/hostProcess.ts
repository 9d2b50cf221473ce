// Pulumi's own host of dynamic providers in a process of its own, driven as the engine drives it.
import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { join } from "node:path";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import {
  CheckRequest,
  type CheckResponse,
  ConfigureRequest,
  CreateRequest,
  type CreateResponse,
  DeleteRequest,
  DiffRequest,
  DiffResponse,
  ErrorResourceInitFailed,
  ReadRequest,
  type ReadResponse,
  UpdateRequest,
  type UpdateResponse,
} from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";

import {
  type ClientUnaryCall,
  type Empty,
  grpc,
  type Metadata,
  type ServiceError,
  Struct,
  type StructValues,
} from "./pulumiSdk";

/** Properties of a resource, as they cross the wire. */
export type Values = Record<string, unknown>;

/** The text in every state that leads to this package's code. */
export const PROVIDER_OF_JOB =
  'exports.handler=()=>require("pulumi-dispersed/host").provider("Job")';

const changeWords = {
  [DiffResponse.DiffChanges.DIFF_UNKNOWN]: "unknown",
  [DiffResponse.DiffChanges.DIFF_NONE]: "none",
  [DiffResponse.DiffChanges.DIFF_SOME]: "some",
} as const;

/** The same for any resource of this package. */
export function providerOf(type: string): string {
  return PROVIDER_OF_JOB.replace("Job", type);
}

/** A failed call. */
export class HostError extends Error {
  override readonly name = "HostError";

  constructor(
    message: string,
    /** What the engine keeps; `undefined` where it keeps nothing. */
    readonly kept: { id: string; properties: Values; reasons: string[] } | undefined,
  ) {
    super(message);
  }
}

/** A host process. Methods take and give properties whole, `__provider` included. */
export interface HostProcess {
  check(
    olds: Values,
    news: Values,
  ): Promise<{ inputs: Values; failures: { property: string; reason: string }[] }>;
  diff(
    id: string,
    olds: Values,
    news: Values,
  ): Promise<{
    changes: "unknown" | "none" | "some";
    replaces: string[];
    deleteBeforeReplace: boolean;
  }>;
  create(properties: Values): Promise<{ id: string; properties: Values }>;
  /** An empty id means that the resource is gone. */
  read(
    id: string,
    properties: Values,
  ): Promise<{ id: string; properties: Values; inputs: Values | undefined }>;
  update(id: string, olds: Values, news: Values): Promise<Values>;
  delete(id: string, properties: Values): Promise<void>;
  /** Everything the process has printed, standard error included. */
  printed(): string;
  /** Ends the process as the engine does at the end of a run. */
  end(): Promise<void>;
  /** Kills the process. */
  close(): Promise<void>;
}

export interface HostOptions {
  /** The project's folder. */
  readonly folder: string;
  readonly engineAddress: string;
  /** The stack's configuration; a key that ends in `secretKey` goes as a secret. */
  readonly config: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
}

const CALL_LIMIT_MS = 25_000;
/** How the engine marks a secret on the wire. */
const SECRET = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270" };

/** Starts a host and configures it. Nothing of this process's environment reaches it but PATH. */
export async function startHostProcess(options: HostOptions): Promise<HostProcess> {
  const script = "node_modules/@pulumi/pulumi/cmd/dynamic-provider/index.js";
  const child = spawn(process.execPath, [join(options.folder, script), options.engineAddress], {
    cwd: options.folder,
    env: {
      PATH: process.env["PATH"],
      // A home of its own: what one process bought is no interrupted run of the next.
      PULUMI_HOME: mkdtempSync(join(options.folder, ".pulumi-")),
      ...options.env,
    },
    stdio: "pipe",
  });
  const printer = collect(child);
  const port = await printer.firstLine;
  const client = new ResourceProviderClient(`127.0.0.1:${port}`, grpc.credentials.createInsecure());
  const configuration = new ConfigureRequest().setArgs(toStruct(markSecrets(options.config)));
  await ask((...call) => client.configure(configuration, ...call));
  const stop = async (signal: "SIGINT" | "SIGKILL"): Promise<void> => {
    client.close();
    const ended = new Promise((resolve) => child.once("close", resolve));
    const isRunning = child.exitCode === null && child.signalCode === null;
    if (isRunning && child.kill(signal)) await ended;
  };
  return {
    ...callsOf(client),
    printed: printer.all,
    end: () => stop("SIGINT"),
    close: () => stop("SIGKILL"),
  };
}

function callsOf(client: ResourceProviderClient): Omit<HostProcess, "printed" | "end" | "close"> {
  return {
    async check(olds, news) {
      const request = new CheckRequest().setOlds(toStruct(olds)).setNews(toStruct(news));
      const answer = await ask<CheckResponse>((...call) => client.check(request, ...call));
      const failures = answer
        .getFailuresList()
        .map((failure) => ({ property: failure.getProperty(), reason: failure.getReason() }));
      return { inputs: toValues(answer.getInputs()), failures };
    },
    async diff(id, olds, news) {
      const request = new DiffRequest().setId(id).setOlds(toStruct(olds)).setNews(toStruct(news));
      const answer = await ask<DiffResponse>((...call) => client.diff(request, ...call));
      return {
        changes: changeWords[answer.getChanges()],
        replaces: answer.getReplacesList(),
        deleteBeforeReplace: answer.getDeletebeforereplace(),
      };
    },
    async create(properties) {
      const request = new CreateRequest().setProperties(toStruct(properties));
      const answer = await ask<CreateResponse>((...call) => client.create(request, ...call));
      return { id: answer.getId(), properties: toValues(answer.getProperties()) };
    },
    async read(id, properties) {
      const request = new ReadRequest().setId(id).setProperties(toStruct(properties));
      const answer = await ask<ReadResponse>((...call) => client.read(request, ...call));
      return {
        id: answer.getId(),
        properties: toValues(answer.getProperties()),
        inputs: answer.hasInputs() ? toValues(answer.getInputs()) : undefined,
      };
    },
    async update(id, olds, news) {
      const request = new UpdateRequest().setId(id).setOlds(toStruct(olds)).setNews(toStruct(news));
      const answer = await ask<UpdateResponse>((...call) => client.update(request, ...call));
      return toValues(answer.getProperties());
    },
    async delete(id, properties) {
      const request = new DeleteRequest().setId(id).setProperties(toStruct(properties));
      await ask<Empty>((...call) => client.delete(request, ...call));
    },
  };
}

type Done<Response> = (error: ServiceError | null, response: Response) => void;
type Call<Response> = [metadata: Metadata, options: { deadline: number }, done: Done<Response>];

/** One call with a limit, so that a host which never answers is a failure and not a hang. */
function ask<Response>(send: (...call: Call<Response>) => ClientUnaryCall): Promise<Response> {
  return new Promise((resolve, reject) => {
    const done: Done<Response> = (error, response) => {
      if (error === null) resolve(response);
      else reject(new HostError(error.details, keptOf(error)));
    };
    send(new grpc.Metadata(), { deadline: Date.now() + CALL_LIMIT_MS }, done);
  });
}

/** The resource that a failed create or update leaves behind, from the answer's trailer. */
function keptOf({ metadata }: ServiceError): HostError["kept"] {
  const [bytes] = metadata.get("grpc-status-details-bin");
  if (!(bytes instanceof Uint8Array)) return undefined;
  const [detail] = Status.deserializeBinary(bytes).getDetailsList();
  const failure = detail?.unpack(
    (packed) => ErrorResourceInitFailed.deserializeBinary(packed),
    "pulumirpc.ErrorResourceInitFailed",
  );
  if (!failure) return undefined;
  return {
    id: failure.getId(),
    properties: toValues(failure.getProperties()),
    reasons: failure.getReasonsList(),
  };
}

function markSecrets(config: HostOptions["config"]): Values {
  return Object.fromEntries(
    Object.entries(config).map(([key, value]) => [
      key,
      key.endsWith("secretKey") ? { ...SECRET, value } : value,
    ]),
  );
}

function toStruct(values: Values): Struct {
  return Struct.fromJavaScript(values as StructValues);
}

function toValues(struct: Struct | undefined): Values {
  return struct?.toJavaScript() ?? {};
}

interface Printer {
  /** The first line of standard output: the port. */
  readonly firstLine: Promise<string>;
  readonly all: () => string;
}

function collect(child: ChildProcessWithoutNullStreams): Printer {
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
