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

import { ask, collect, HostError, SECRET, toStruct, toValues, type Values } from "./providerCalls";
import { type Empty, grpc } from "./pulumiSdk";

export { HostError, type Values };

/** The text in every state that leads to this package's code. */
export const PROVIDER_OF_JOB =
  'exports.handler=()=>require("pulumi-dispersed/host").provider("Job")';

const changeWords = {
  [DiffResponse.DiffChanges.DIFF_UNKNOWN]: "unknown",
  [DiffResponse.DiffChanges.DIFF_NONE]: "none",
  [DiffResponse.DiffChanges.DIFF_SOME]: "some",
} as const;

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
  return {
    ...callsOf(client),
    printed: printer.all,
    async close() {
      client.close();
      const ended = new Promise((resolve) => child.once("close", resolve));
      if (child.exitCode === null && child.kill("SIGKILL")) await ended;
    },
  };
}

function callsOf(client: ResourceProviderClient): Omit<HostProcess, "printed" | "close"> {
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

function markSecrets(config: HostOptions["config"]): Values {
  return Object.fromEntries(
    Object.entries(config).map(([key, value]) => [
      key,
      key.endsWith("secretKey") ? { ...SECRET, value } : value,
    ]),
  );
}
