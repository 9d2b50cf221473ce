// The plugin in a process of its own, driven as the engine drives it.
import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { PluginAttach, type PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import {
  CheckRequest,
  type CheckResponse,
  ConfigureRequest,
  type ConfigureResponse,
  CreateRequest,
  type CreateResponse,
  DeleteRequest,
  DiffRequest,
  type DiffResponse,
  GetMappingsRequest,
  type GetMappingsResponse,
  GetSchemaRequest,
  type GetSchemaResponse,
  InvokeRequest,
  type InvokeResponse,
  ListRequest,
  type ListResponse,
  ProviderHandshakeRequest,
  type ProviderHandshakeResponse,
  ReadRequest,
  type ReadResponse,
  UpdateRequest,
  type UpdateResponse,
} from "@pulumi/pulumi/proto/provider_pb";

import { withTimeScale } from "./hostProcess";
import {
  type Ask,
  askWithin,
  CALL_LIMIT_MS,
  collect,
  toStruct,
  toValues,
  type Values,
} from "./providerCalls";
import { buildIfMissing } from "./temporaryProject";
import { Empty, grpc } from "../integration/host/pulumiSdk";

const repository = dirname(dirname(__dirname));

/** The executable. */
export const executable = join(repository, "bin", "pulumi-resource-dispersed");

const JOB = "dispersed:index:Job";

/** A property's difference. */
export interface Detail {
  readonly kind: number;
  readonly inputDiff: boolean;
}

interface PluginOptions {
  readonly engineAddress: string;
  readonly env?: Readonly<Record<string, string>>;
  /** What it is asked about; a Job when left out. */
  readonly type?: string;
  /** Another copy of the executable. */
  readonly copy?: string;
  /** How much faster than on this machine pauses and deadlines pass. */
  readonly timeScale?: number;
  /** The machine's home, for a process that goes on where another one ended; its caller removes it. */
  readonly home?: string | undefined;
  /** Name of the stack; one of its own when left out. */
  readonly stack?: string | undefined;
}

/** A plugin process. Values go and come as on the wire: secrets in their envelopes. */
export type PluginProcess = Awaited<ReturnType<typeof start>>;

/** Starts the plugin. Nothing of this process's environment reaches it but PATH. */
export function startPluginProcess(options: PluginOptions): Promise<PluginProcess> {
  return start(options);
}

async function start(options: PluginOptions) {
  const { timeScale = 1 } = options;
  buildIfMissing();
  // A home and a stack of its own: what one process bought is no interrupted run of the next.
  const ownHome = options.home === undefined ? createHome() : undefined;
  const home = options.home ?? ownHome ?? "";
  const child = spawn(options.copy ?? executable, [options.engineAddress], {
    cwd: home,
    env: {
      ...{ PATH: process.env["PATH"], PULUMI_HOME: home },
      ...(timeScale === 1 ? {} : withTimeScale(timeScale)),
      ...options.env,
    },
    stdio: "pipe",
  });
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  const printer = collect(child);
  const port = await printer.firstLine;
  const client = new ResourceProviderClient(`127.0.0.1:${port}`, grpc.credentials.createInsecure());
  return {
    ...callsOf(
      client,
      options.engineAddress,
      options.type ?? JOB,
      options.stack ?? createStackName(),
      // The process counts down a call's deadline in its own time.
      askWithin(CALL_LIMIT_MS * timeScale),
    ),
    printed: printer.all,
    kill: (signal: "SIGINT" | "SIGTERM") => void child.kill(signal),
    ended,
    /** Ends the plugin's input, as the death of the engine does. */
    endInput() {
      child.stdin.end();
      return ended;
    },
    async close() {
      client.close();
      if (child.exitCode === null && child.kill("SIGKILL")) await ended;
      if (ownHome !== undefined) rmSync(ownHome, { recursive: true, force: true });
    },
  };
}

/** A machine's home. */
export function createHome(): string {
  return mkdtempSync(join(tmpdir(), "pulumi-dispersed-plugin-"));
}

/** A name that no other stack has. */
export function createStackName(): string {
  return `stack-${randomBytes(4).toString("hex")}`;
}

type ResourceRequest =
  CheckRequest | DiffRequest | CreateRequest | ReadRequest | UpdateRequest | DeleteRequest;

/** How long a create or an update may take, and whether it is previewed. */
interface CallOptions {
  readonly timeout?: number;
  readonly preview?: boolean;
}

function callsOf(
  client: ResourceProviderClient,
  engineAddress: string,
  type: string,
  stack: string,
  ask: Ask,
) {
  const urnOf = (properties?: Values): string =>
    `urn:pulumi:${stack}::project::${type}::${nameIn(properties)}`;
  const about = <R extends ResourceRequest>(request: R, properties?: Values): R => {
    request.setUrn(urnOf(properties));
    request.setName(nameIn(properties));
    request.setType(type);
    return request;
  };
  return {
    /** The resource that is asked about: the name is the one in the hidden property, or `box`. */
    urnOf,
    async handshake() {
      const request = new ProviderHandshakeRequest().setEngineAddress(engineAddress);
      const answer = await ask<ProviderHandshakeResponse>((...call) =>
        client.handshake(request, ...call),
      );
      return answer.toObject();
    },
    async attach(address: string) {
      const request = new PluginAttach().setAddress(address);
      await ask<Empty>((...call) => client.attach(request, ...call));
    },
    async version() {
      const answer = await ask<PluginInfo>((...call) => client.getPluginInfo(new Empty(), ...call));
      return answer.getVersion();
    },
    async schema(version = 0) {
      const request = new GetSchemaRequest().setVersion(version);
      const answer = await ask<GetSchemaResponse>((...call) => client.getSchema(request, ...call));
      return JSON.parse(answer.getSchema()) as Values;
    },
    async checkConfig(news: Values) {
      const request = new CheckRequest().setNews(toStruct(news));
      const answer = await ask<CheckResponse>((...call) => client.checkConfig(request, ...call));
      return answer.toObject().failuresList;
    },
    async diffConfig(olds: Values, news: Values) {
      const request = new DiffRequest().setOlds(toStruct(olds)).setNews(toStruct(news));
      const answer = await ask<DiffResponse>((...call) => client.diffConfig(request, ...call));
      return answer.toObject();
    },
    async configure(args: Values) {
      const request = new ConfigureRequest().setArgs(toStruct(args));
      const answer = await ask<ConfigureResponse>((...call) => client.configure(request, ...call));
      return answer.toObject();
    },
    async check(news: Values, olds: Values = {}, randomSeed: Uint8Array = randomBytes(32)) {
      const request = about(new CheckRequest(), news)
        .setOlds(toStruct(olds))
        .setNews(toStruct(news))
        .setRandomseed(randomSeed);
      const answer = await ask<CheckResponse>((...call) => client.check(request, ...call));
      return { inputs: toValues(answer.getInputs()), failures: answer.toObject().failuresList };
    },
    async diff(id: string, olds: Values, news: Values) {
      const request = about(new DiffRequest(), news);
      request.setId(id).setOlds(toStruct(olds)).setNews(toStruct(news));
      const answer = await ask<DiffResponse>((...call) => client.diff(request, ...call));
      const details: Record<string, Detail> = {};
      answer.getDetaileddiffMap().forEach((detail, path) => {
        details[path] = { kind: detail.getKind(), inputDiff: detail.getInputdiff() };
      });
      return { ...answer.toObject(), details };
    },
    async create(properties: Values, { timeout = 0, preview = false }: CallOptions = {}) {
      const request = about(new CreateRequest(), properties)
        .setProperties(toStruct(properties))
        .setTimeout(timeout)
        .setPreview(preview);
      const answer = await ask<CreateResponse>((...call) => client.create(request, ...call));
      return {
        id: answer.getId(),
        properties: toValues(answer.getProperties()),
        refreshBeforeUpdate: answer.getRefreshBeforeUpdate(),
      };
    },
    /** Without properties it is a look-up by the id alone, as an import is. An empty id means gone. */
    async read(id: string, properties?: Values, inputs?: Values) {
      const request = about(new ReadRequest(), properties).setId(id);
      if (properties !== undefined) request.setProperties(toStruct(properties));
      if (inputs !== undefined) request.setInputs(toStruct(inputs));
      const answer = await ask<ReadResponse>((...call) => client.read(request, ...call));
      return {
        id: answer.getId(),
        properties: toValues(answer.getProperties()),
        inputs: toValues(answer.getInputs()),
        refreshBeforeUpdate: answer.getRefreshBeforeUpdate(),
      };
    },
    async update(id: string, olds: Values, news: Values, options: CallOptions = {}) {
      const request = about(new UpdateRequest(), news).setId(id);
      request.setOlds(toStruct(olds)).setNews(toStruct(news));
      request.setTimeout(options.timeout ?? 0).setPreview(options.preview ?? false);
      const answer = await ask<UpdateResponse>((...call) => client.update(request, ...call));
      return toValues(answer.getProperties());
    },
    async delete(id: string, properties: Values, timeout = 0) {
      const request = about(new DeleteRequest(), properties).setId(id);
      request.setProperties(toStruct(properties)).setTimeout(timeout);
      await ask<Empty>((...call) => client.delete(request, ...call));
    },
    async invoke(token: string, args: Values) {
      const request = new InvokeRequest().setTok(token).setArgs(toStruct(args));
      const answer = await ask<InvokeResponse>((...call) => client.invoke(request, ...call));
      return { result: toValues(answer.getReturn()), failures: answer.toObject().failuresList };
    },
    list: (limit = 0) => collectList(client, new ListRequest().setToken(type).setLimit(limit)),
    async mappings() {
      const request = new GetMappingsRequest().setKey("terraform");
      const answer = await ask<GetMappingsResponse>((...call) =>
        client.getMappings(request, ...call),
      );
      return answer.getProvidersList();
    },
    async cancel() {
      await ask<Empty>((...call) => client.cancel(new Empty(), ...call));
    },
  };
}

function nameIn({ __context: context }: Values = {}): string {
  const { name = "box" } = (context ?? {}) as { name?: string };
  return name;
}

function collectList(
  client: ResourceProviderClient,
  request: ListRequest,
): Promise<{ id: string; name: string }[]> {
  const found: { id: string; name: string }[] = [];
  const stream = client.list(request);
  return new Promise((resolve, reject) => {
    stream.on("data", (answer: ListResponse) => {
      const { id = "", name = "" } = answer.getResult()?.toObject() ?? {};
      found.push({ id, name });
    });
    stream.on("error", reject);
    stream.on("end", () => resolve(found));
  });
}
