import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { createManualClock, type Emulator, startEmulator } from "../../../emulator";
import { batchJob, container, persistentJob } from "./jobBodies";
import { type Caller, createCaller } from "./signedRequest";

interface NodeUrl {
  readonly description: string;
  readonly hostname: string;
  readonly port: number;
}

let clock = createManualClock();
let emulator: Emulator;
let call: Caller;

beforeEach(async () => {
  clock = createManualClock();
  emulator = await startEmulator({ clock });
  call = createCaller(emulator, () => clock.now());
});
afterEach(() => emulator.close());

async function create(body: Record<string, unknown>): Promise<string> {
  return String((await call("POST", "/v1/jobs", body)).body["uuid"]);
}

async function nodeUrls(): Promise<NodeUrl[]> {
  const { body } = await call("GET", "/v1/job-runs");
  return (body["data"] as { node_urls: NodeUrl[] }[]).flatMap((run) => run.node_urls);
}

async function onlyUrl(): Promise<NodeUrl> {
  const [url] = await nodeUrls();
  if (url === undefined) {
    throw new Error("the run shows no node_urls");
  }
  return url;
}

async function greetedSocket({ hostname, port }: NodeUrl): Promise<[Socket, string]> {
  const socket = connect(port, hostname);
  const [greeting] = (await once(socket, "data")) as [Buffer];
  return [socket, greeting.toString()];
}

async function connectionError({ hostname, port }: NodeUrl): Promise<unknown> {
  const socket = connect(port, hostname);
  const [error] = (await once(socket, "error")) as [NodeJS.ErrnoException];
  return error.code;
}

const publishing = (...ports: number[]): Record<string, unknown> =>
  persistentJob({ parameters: container({ ports }) });

test("a run has no node_urls before it runs", async () => {
  await create(publishing(22));
  clock.advance(799);
  expect(await nodeUrls()).toEqual([]);
});

test("a job that names no ports publishes SSH alone", async () => {
  const parameters = { type: "docker", parameters: { image: "a" } };
  await create(persistentJob({ parameters }));
  clock.advance(800);
  expect((await nodeUrls()).map(({ description }) => description)).toEqual(["ssh"]);
});

test("a list of ports replaces the default one", async () => {
  await create(publishing(8080, 9090));
  clock.advance(800);
  expect((await nodeUrls()).map(({ description }) => description)).toEqual(["8080", "9090"]);
});

test("an empty list publishes nothing", async () => {
  await create(publishing());
  clock.advance(800);
  expect(await nodeUrls()).toEqual([]);
});

test("an entry says where the port is reached from outside", async () => {
  await create(publishing(8080));
  clock.advance(800);
  expect(await onlyUrl()).toEqual({
    description: "8080",
    hostname: "127.0.0.1",
    port: expect.any(Number) as number,
    protocol: "tcp",
    tls: false,
  });
});

test("the SSH port greets like an SSH server", async () => {
  await create(publishing(22));
  clock.advance(800);
  const [socket, greeting] = await greetedSocket(await onlyUrl());
  socket.destroy();
  expect(greeting).toBe("SSH-2.0-DispersedEmulator_1\r\n");
});

test("another port answers HTTP with the job's title and the port", async () => {
  await create(publishing(8080));
  clock.advance(800);
  const { port } = await onlyUrl();
  const response = await fetch(`http://127.0.0.1:${port}/any/path`);
  expect([response.status, await response.text()]).toEqual([
    200,
    'Emulated container of the job "dev box", port 8080.\n',
  ]);
});

test("the ports stay the same while the job runs", async () => {
  await create(publishing(22, 8080));
  clock.advance(800);
  const before = await nodeUrls();
  clock.advance(60_000);
  expect(await nodeUrls()).toEqual(before);
});

test("requests at the same moment see the same ports", async () => {
  await create(publishing(22, 8080));
  clock.advance(800);
  const [first, second] = await Promise.all([nodeUrls(), nodeUrls()]);
  expect(first).toEqual(second);
});

test("connections close when a batch job completes, without a request to the API", async () => {
  await create(batchJob({ parameters: container({ ports: [22] }) }));
  clock.advance(800);
  const [socket] = await greetedSocket(await onlyUrl());
  const closed = once(socket, "close");
  clock.advance(2000);
  await closed;
  expect(socket.destroyed).toBe(true);
});

test("connections close when a cancelled job has come to its end", async () => {
  const uuid = await create(publishing(22));
  clock.advance(800);
  const [socket] = await greetedSocket(await onlyUrl());
  const closed = once(socket, "close");
  await call("PUT", `/v1/jobs/${uuid}/cancel`, {});
  clock.advance(300);
  await closed;
  expect(socket.destroyed).toBe(true);
});

test("a port is still reachable while its job is CANCELLING", async () => {
  const uuid = await create(publishing(22));
  clock.advance(800);
  const url = await onlyUrl();
  await call("PUT", `/v1/jobs/${uuid}/cancel`, {});
  const [socket, greeting] = await greetedSocket(url);
  socket.destroy();
  expect(greeting).toMatch(/^SSH-2\.0-/);
});

test("a port refuses connections once its job was ended", async () => {
  const uuid = await create(publishing(22));
  clock.advance(800);
  const url = await onlyUrl();
  await emulator.endJob(uuid, { status: "FAILED" });
  expect(await connectionError(url)).toBe("ECONNREFUSED");
});

test("an ended run shows no node_urls", async () => {
  const uuid = await create(publishing(22));
  clock.advance(800);
  await onlyUrl();
  await emulator.endJob(uuid, { status: "FAILED" });
  expect(await nodeUrls()).toEqual([]);
});

test("a port refuses connections once the emulator has stopped", async () => {
  const other = await startEmulator({ clock });
  const callOther = createCaller(other, () => clock.now());
  await callOther("POST", "/v1/jobs", publishing(22));
  clock.advance(800);
  const { body } = await callOther("GET", "/v1/job-runs");
  const [run] = body["data"] as { node_urls: [NodeUrl] }[];
  await other.close();
  expect(run && (await connectionError(run.node_urls[0]))).toBe("ECONNREFUSED");
});
