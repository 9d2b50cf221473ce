// Pulumi's own host of dynamic providers in a process of its own, driven as the engine drives it.
import { spawn } from "node:child_process";
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
  ReadRequest,
  type ReadResponse,
  UpdateRequest,
  type UpdateResponse,
} from "@pulumi/pulumi/proto/provider_pb";

import type { ResourceType } from "./lifecycle/driver";
import {
  askWithin,
  type Ask,
  CALL_LIMIT_MS,
  collect,
  HostError,
  plainValues,
  SECRET,
  toStruct,
  toValues,
  type Values,
} from "./providerCalls";
import { type Empty, grpc, type Struct } from "../integration/host/pulumiSdk";

export { HostError, type Values };

/** The text in every state that leads to this package's code. */
export function providerOf(type: ResourceType): string {
  return `exports.handler=()=>require("pulumi-dispersed/host").provider("${type}")`;
}

export const PROVIDER_OF_JOB = providerOf("Job");

const changeWords = {
  [DiffResponse.DiffChanges.DIFF_UNKNOWN]: "unknown",
  [DiffResponse.DiffChanges.DIFF_NONE]: "none",
  [DiffResponse.DiffChanges.DIFF_SOME]: "some",
} as const;

export interface HostOptions {
  /** The project's folder. */
  readonly folder: string;
  readonly engineAddress: string;
  /** The stack's configuration; a key that ends in `secretKey` goes as a secret. */
  readonly config: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  /** How much faster than on this machine pauses and deadlines pass. */
  readonly timeScale?: number;
}

/** A host process. Methods take and give properties whole, `__provider` included. */
export type HostProcess = Awaited<ReturnType<typeof start>>;

/** Starts a host and configures it. Nothing of this process's environment reaches it but PATH. */
export function startHostProcess(options: HostOptions): Promise<HostProcess> {
  return start(options);
}

async function start(options: HostOptions) {
  const { timeScale = 1 } = options;
  const script = "node_modules/@pulumi/pulumi/cmd/dynamic-provider/index.js";
  const child = spawn(process.execPath, [join(options.folder, script), options.engineAddress], {
    cwd: options.folder,
    env: {
      PATH: process.env["PATH"],
      // A home of its own: what one process bought is no interrupted run of the next.
      PULUMI_HOME: mkdtempSync(join(options.folder, ".pulumi-")),
      ...(timeScale === 1 ? {} : withTimeScale(timeScale)),
      ...options.env,
    },
    stdio: "pipe",
  });
  const ended = new Promise((resolve) => child.once("close", resolve));
  const printer = collect(child);
  const port = await printer.firstLine;
  const client = new ResourceProviderClient(`127.0.0.1:${port}`, grpc.credentials.createInsecure());
  const configuration = new ConfigureRequest().setArgs(toStruct(markSecrets(options.config)));
  // The host keeps the caller's limit too, by its own clock.
  const ask = askWithin(CALL_LIMIT_MS * timeScale);
  await ask((...call) => client.configure(configuration, ...call));
  return {
    ...callsOf(client, ask),
    /** Everything the process has printed, standard error included. */
    printed: printer.all,
    /** Resolves when the process has ended, by itself or not. */
    ended,
    /** Ends standard input: that is how a host learns that its engine was killed. */
    endInput: () => void child.stdin.end(),
    kill: (signal: "SIGINT" | "SIGTERM" | "SIGKILL" | "SIGUSR2") => void child.kill(signal),
    async close() {
      client.close();
      if (child.exitCode === null) child.kill("SIGKILL");
      await ended;
    },
  };
}

/** The environment of a process for which time passes faster. */
export function withTimeScale(times: number): Record<string, string> {
  return {
    NODE_OPTIONS: `--require "${join(__dirname, "scaleTime.cjs")}"`,
    TIME_SCALE: String(times),
  };
}

function callsOf(client: ResourceProviderClient, ask: Ask) {
  let last: readonly Values[] = [];
  const plain = (...answers: readonly (Struct | undefined)[]): Values => {
    last = answers.map(toValues);
    return plainValues(last[0] ?? {});
  };
  /** The same for what a failed call keeps. */
  const keeping: Ask = async (send) => {
    try {
      return await ask(send);
    } catch (error) {
      if (!(error instanceof HostError) || error.kept === undefined) throw error;
      const { kept, message, code } = error;
      last = [kept.properties];
      throw new HostError(message, { ...kept, properties: plainValues(kept.properties) }, code);
    }
  };
  return {
    /** What the last check, create, read or update answered, the marks of secrets with it. */
    answered: () => last,
    async check(olds: Values, news: Values) {
      const request = new CheckRequest().setOlds(toStruct(olds)).setNews(toStruct(news));
      const answer = await ask<CheckResponse>((...call) => client.check(request, ...call));
      const failures = answer
        .getFailuresList()
        .map((failure) => ({ property: failure.getProperty(), reason: failure.getReason() }));
      return { inputs: plain(answer.getInputs()), failures };
    },
    async diff(id: string, olds: Values, news: Values) {
      const request = new DiffRequest().setId(id).setOlds(toStruct(olds)).setNews(toStruct(news));
      const answer = await ask<DiffResponse>((...call) => client.diff(request, ...call));
      return {
        changes: changeWords[answer.getChanges()],
        replaces: answer.getReplacesList(),
        deleteBeforeReplace: answer.getDeletebeforereplace(),
      };
    },
    async create(properties: Values) {
      const request = new CreateRequest().setProperties(toStruct(properties));
      const answer = await keeping<CreateResponse>((...call) => client.create(request, ...call));
      return { id: answer.getId(), properties: plain(answer.getProperties()) };
    },
    /** An empty id means that the resource is gone. */
    async read(id: string, properties: Values) {
      const request = new ReadRequest().setId(id).setProperties(toStruct(properties));
      const answer = await ask<ReadResponse>((...call) => client.read(request, ...call));
      return {
        id: answer.getId(),
        properties: plain(answer.getProperties(), answer.getInputs()),
        inputs: answer.hasInputs() ? plainValues(toValues(answer.getInputs())) : undefined,
      };
    },
    async update(id: string, olds: Values, news: Values) {
      const request = new UpdateRequest().setId(id).setOlds(toStruct(olds)).setNews(toStruct(news));
      const answer = await keeping<UpdateResponse>((...call) => client.update(request, ...call));
      return plain(answer.getProperties());
    },
    async delete(id: string, properties: Values) {
      const request = new DeleteRequest().setId(id).setProperties(toStruct(properties));
      await ask<Empty>((...call) => client.delete(request, ...call));
    },
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
