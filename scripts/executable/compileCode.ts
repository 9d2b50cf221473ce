// Lets V8 compile what an engine's first calls need.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { credentials, type ServiceError } from "@grpc/grpc-js";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { Struct, type JavaScriptValue } from "google-protobuf/google/protobuf/struct_pb";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import {
  CheckRequest,
  ConfigureRequest,
  DiffRequest,
  GetSchemaRequest,
  ProviderHandshakeRequest,
} from "@pulumi/pulumi/proto/provider_pb";

/** Nobody listens there: the plugin speaks to its engine only when it has something to say. */
const NO_ENGINE = "127.0.0.1:1";
const URN = "urn:pulumi:stack::project::dispersed:index:Job::box";

/**
 * Starts the plugin's source and asks it what an engine asks first. What is compiled by then is written to `code`.
 *
 * @param command the Node.js of the executable, and what runs it where it is one of another processor.
 */
export async function compileCode(
  command: readonly [string, ...string[]],
  source: string,
  code: string,
): Promise<void> {
  const [program, ...first] = command;
  const args = [...first, join(__dirname, "keepCode.cjs"), source, code, NO_ENGINE];
  const child = spawn(program, args, { stdio: ["pipe", "pipe", "inherit"] });
  const ended = once(child, "close") as Promise<[number | null]>;
  const firstLine = once(createInterface(child.stdout), "line") as Promise<[string]>;
  const [port] = await Promise.race([firstLine, ended.then(([exitCode]) => refuse(exitCode))]);
  const client = new ResourceProviderClient(`127.0.0.1:${port}`, credentials.createInsecure());
  await askFirstQuestions(client);
  client.close();
  // The plugin ends with its engine, whose end is that of this pipe.
  child.stdin.end();
  const [exitCode] = await ended;
  if (exitCode !== 0) refuse(exitCode);
}

function refuse(exitCode: number | null): never {
  throw new Error(`the plugin ended with the exit code ${String(exitCode)}`);
}

async function askFirstQuestions(client: ResourceProviderClient): Promise<void> {
  const settings = struct({ publicKey: "pk_x", secretKey: "sk_x" });
  const job = struct({ task: "PERSISTENT", container: { image: "x" }, gpuCount: 1 });
  await asked((done) => client.getPluginInfo(new Empty(), done));
  const handshake = new ProviderHandshakeRequest().setEngineAddress(NO_ENGINE);
  await asked((done) => client.handshake(handshake, done));
  await asked((done) => client.getSchema(new GetSchemaRequest(), done));
  const provider = new CheckRequest().setUrn(URN).setNews(settings);
  await asked((done) => client.checkConfig(provider, done));
  await asked((done) => client.configure(new ConfigureRequest().setArgs(settings), done));
  const check = new CheckRequest().setUrn(URN).setNews(job).setOlds(new Struct());
  await asked((done) => client.check(check, done));
  const diff = new DiffRequest().setUrn(URN).setId("x").setNews(job).setOlds(job).setOldInputs(job);
  await asked((done) => client.diff(diff, done));
}

function struct(values: Readonly<Record<string, JavaScriptValue>>): Struct {
  return Struct.fromJavaScript(values);
}

/** A refusal will do as well: its code is compiled too. The exit code tells a plugin that has died. */
function asked(call: (done: (error: ServiceError | null) => void) => unknown): Promise<void> {
  return new Promise((resolve) => {
    call(() => resolve());
  });
}
