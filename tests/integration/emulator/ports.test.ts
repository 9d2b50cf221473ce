import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { container, persistentJob } from "./jobBodies";
import { useRig } from "./useEmulator";

interface NodeUrl {
  readonly description: string;
  readonly hostname: string;
  readonly port: number;
}

const rig = useRig();
const { call, create, list } = rig;

async function nodeUrls(): Promise<NodeUrl[]> {
  return (await list("/v1/job-runs")).flatMap((run) => run["node_urls"] as NodeUrl[]);
}

const publishing = (...ports: number[]): Record<string, unknown> =>
  persistentJob({ parameters: container({ ports }) });

/** A job that runs, and the first port that it publishes. */
async function running(body: Record<string, unknown>): Promise<[string, NodeUrl]> {
  const uuid = await create(body);
  rig.clock.advance(800);
  const [url] = await nodeUrls();
  if (url === undefined) throw new Error("the run shows no node_urls");
  return [uuid, url];
}

async function greetedSocket({ hostname, port }: NodeUrl): Promise<[Socket, string]> {
  const socket = connect(port, hostname);
  const [greeting] = (await once(socket, "data")) as [Buffer];
  return [socket, greeting.toString()];
}

test.each<[string, Record<string, unknown>, number, string[]]>([
  [
    "that names no ports publishes SSH alone",
    persistentJob({ parameters: { type: "docker", parameters: { image: "a" } } }),
    800,
    ["ssh"],
  ],
  ["with a list of ports publishes these alone", publishing(8080, 9090), 800, ["8080", "9090"]],
  ["with an empty list publishes nothing", publishing(), 800, []],
])("a job %s", async (_name, body, ms, expected) => {
  await create(body);
  rig.clock.advance(ms);
  expect((await nodeUrls()).map(({ description }) => description)).toEqual(expected);
});

test("an entry says where the port is reached, which answers HTTP with the job's title", async () => {
  const [, url] = await running(publishing(8080));
  const { port } = url;
  const open = { description: "8080", hostname: "127.0.0.1", protocol: "tcp", tls: false };
  expect(url).toEqual({ ...open, port });
  const response = await fetch(`http://127.0.0.1:${port}/any/path`);
  expect([response.status, await response.text()]).toEqual([
    200,
    'Emulated container of the job "dev box", port 8080.\n',
  ]);
});

test("a port is reachable while its job is CANCELLING, and closes when that has ended", async () => {
  const [uuid, url] = await running(publishing(22));
  await call("PUT", `/v1/jobs/${uuid}/cancel`, {});
  const [socket, greeting] = await greetedSocket(url);
  const closed = once(socket, "close");
  rig.clock.advance(300);
  await closed;
  expect(greeting).toBe("SSH-2.0-DispersedEmulator_1\r\n");
});
