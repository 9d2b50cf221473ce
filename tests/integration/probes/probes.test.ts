// Probes a port from outside, on real sockets: what counts as an answer, and what is said of none.
import type { RequestListener } from "node:http";
import type { Socket } from "node:net";

import { runProbe } from "../../../provider/resources/wait/probes/runProbe";
import type { Probe } from "../../../provider/resources/job/waitFor";
import { CONTAINER_PORT, type PortServer, serveHttp, serveHttps, serveTcp } from "./portServer";

jest.setTimeout(20_000);

const servers: PortServer[] = [];
afterEach(() => Promise.all(servers.splice(0).map((server) => server.close())));

const tcp: Probe = { kind: "tcp", port: CONTAINER_PORT };
const ssh: Probe = { kind: "ssh", port: 22 };
const http = (path = "/health", status?: number): Probe => ({
  ...{ kind: "http", port: CONTAINER_PORT, path },
  ...(status === undefined ? {} : { status }),
});

const { signal: forever } = new AbortController();

/** Probes a server; `undefined` when it answers as it should. */
async function probe(
  what: Probe,
  starting: Promise<PortServer>,
  signal = forever,
): Promise<string | undefined> {
  const server = await starting;
  servers.push(server);
  const description = what.kind === "ssh" ? "ssh" : server.url.description;
  return runProbe(what, [{ ...server.url, description }], signal);
}

const wrong = (words: string): string => `the probed port is published, but ${words}`;
const silence = wrong("no answer within 5 s");
const says =
  (...parts: readonly string[]) =>
  (socket: Socket): void => {
    const [part, ...rest] = parts;
    if (part === undefined) return;
    // Each part in a packet of its own.
    socket.setNoDelay(true).write(part, () => setImmediate(() => says(...rest)(socket)));
  };
const answers =
  (status: number, headers: Readonly<Record<string, string>> = {}): RequestListener =>
  (_request, response) => {
    response.writeHead(status, headers).end("words");
  };

describe("a TCP probe", () => {
  test("is content with a port that accepts", async () => {
    const accepting = serveTcp(() => undefined);
    expect(await probe(tcp, accepting)).toBeUndefined();
  });

  test("says that the connection is refused", async () => {
    const server = await serveTcp(() => undefined);
    await server.close();
    expect(await runProbe(tcp, [server.url], forever)).toMatch(/ is published, but .*ECONNREFUSED/);
  });
});

describe("an HTTP probe", () => {
  test.each<[number, number | undefined]>([
    [399, undefined],
    [401, 401],
  ])("is content with %i where the status %p is named", async (code, status) => {
    expect(await probe(http("/", status), serveHttp(answers(code)))).toBeUndefined();
  });

  test.each<[number, number | undefined]>([
    [400, undefined],
    [200, 204],
  ])("is not content with %i where the status %p is named", async (code, status) => {
    const asked = probe(http("/", status), serveHttp(answers(code)));
    expect(await asked).toBe(wrong(`its answer is ${code}`));
  });

  test("follows no redirect", async () => {
    const elsewhere = await serveHttp(answers(200));
    servers.push(elsewhere);
    const location = `http://127.0.0.1:${elsewhere.url.port}/`;
    await probe(http(), serveHttp(answers(302, { location })));
    expect(elsewhere.connections()).toBe(0);
  });

  test("asks for the path as it is written, and sends nothing of ours", async () => {
    const seen: unknown[] = [];
    const listener: RequestListener = ({ method, url, headers }, response) => {
      seen.push(method, url, Object.keys(headers).sort());
      response.end();
    };
    await probe(http("/health?deep=1"), serveHttp(listener));
    expect(seen).toEqual(["GET", "/health?deep=1", ["accept", "connection", "host"]]);
  });

  test("is content with a certificate that no authority knows", async () => {
    expect(await probe(http(), serveHttps(answers(200)))).toBeUndefined();
  });

  test("is not content with a connection that breaks", async () => {
    const breaking = serveTcp((socket) => void socket.resetAndDestroy());
    expect(await probe(http(), breaking)).toMatch(/, but .*(ECONNRESET|hang up)/);
  });
});

describe("an SSH probe", () => {
  test.each([
    ["in pieces", ["SS", "H-2.0-Open", "SSH_9.6\r", "\n"]],
    ["after other lines", ["Welcome to this node.\r\n", "SSH-2.0-dropbear\r\n"]],
  ])("is content with a server that says its name %s", async (_name, parts) => {
    expect(await probe(ssh, serveTcp(says(...parts)))).toBeUndefined();
  });

  const stranger = "the probed port is published, but what answers there is no SSH server";
  test.each([
    ["is another service", (socket: Socket) => socket.end("220 mail ESMTP\r\n")],
    ["talks without an end", (socket: Socket) => socket.write("x".repeat(20_000))],
  ])("is not content with a server that %s", async (_name, talk) => {
    expect(await probe(ssh, serveTcp(talk))).toBe(stranger);
  });
});

describe("a probe", () => {
  test("C17: gives up after five seconds without a response, of any kind", async () => {
    const quiet = (): Promise<PortServer> => serveTcp(() => undefined);
    const hanging = serveHttp(() => undefined);
    expect(await Promise.all([probe(http(), hanging), probe(ssh, quiet())])).toEqual([
      silence,
      silence.replace(String(CONTAINER_PORT), "22"),
    ]);
  });

  test.each([
    ["http", http()],
    ["ssh", ssh],
  ] as const)("over %s ends with its reason when nobody waits any more", async (_name, what) => {
    const engine = new AbortController();
    const server = serveTcp(() => engine.abort(new Error("the engine is gone")));
    await expect(probe(what, server, engine.signal)).rejects.toThrow("the engine is gone");
  });
});
