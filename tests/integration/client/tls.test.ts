// TLS as it goes wrong. The certificates are fixtures; the sockets and the handshakes are real.
import { readFileSync } from "node:fs";
import http from "node:http";
import https, { type ServerOptions } from "node:https";
import type { AddressInfo, Server } from "node:net";
import path from "node:path";
import tls from "node:tls";

import { type Emulator, startEmulator } from "../../../emulator";
import { createJob } from "../../../provider/api/endpoints/jobs";
import { type Account, clientFor } from "../../support/clientFor";
import { errorOf } from "./errorOf";
import { batchSpec } from "./jobSpecs";

const fixture = (name: string): Buffer =>
  readFileSync(path.join(__dirname, "..", "..", "fixtures", "tls", name));
const key = fixture("server.key");
const trusted = { key, cert: fixture("localhost.pem") };

let emulator: Emulator;
let server: Server | undefined;
let requests: number;
const { connect } = tls;

beforeAll(async () => {
  emulator = await startEmulator();
  // This machine trusts the fixtures' authority, as another may trust a company's.
  const trusting = (options: tls.ConnectionOptions, listener?: () => void): tls.TLSSocket =>
    connect({ ...options, ca: fixture("authority.pem") }, listener);
  tls.connect = trusting as typeof tls.connect;
});
afterAll(async () => {
  tls.connect = connect;
  await emulator.close();
});
beforeEach(() => {
  requests = 0;
});
afterEach(() => new Promise((resolve) => server?.close(resolve)));

/** Passes every request on to the emulator: what a load balancer that ends TLS does. */
const passOn: http.RequestListener = (request, response) => {
  requests += 1;
  const { method, headers } = request;
  const onward = http.request(`${emulator.url}${request.url ?? ""}`, { method, headers });
  onward.on("response", (answer) => {
    response.writeHead(answer.statusCode ?? 500, { ...answer.headers, connection: "close" });
    answer.pipe(response);
  });
  request.pipe(onward);
};

async function listen(started: Server): Promise<Account> {
  server = started;
  await new Promise<void>((resolve) => started.listen(0, "127.0.0.1", resolve));
  const { port } = started.address() as AddressInfo;
  const { publicKey, secretKey } = emulator;
  return { url: `https://localhost:${port}`, publicKey, secretKey };
}

const oldest: ServerOptions = {
  ...trusted,
  minVersion: "TLSv1.1",
  maxVersion: "TLSv1.1",
  ciphers: "DEFAULT@SECLEVEL=0",
};

const secure = (options: ServerOptions) => (): Server => https.createServer(options, passOn);
const withCertificate = (name: string): (() => Server) => secure({ key, cert: fixture(name) });

test.each<[string, string, () => Server]>([
  ["a self-signed certificate", "DEPTH_ZERO_SELF_SIGNED_CERT", withCertificate("selfSigned.pem")],
  ["an expired certificate", "CERT_HAS_EXPIRED", withCertificate("expired.pem")],
  ["another host's certificate", "ERR_TLS_CERT_ALTNAME_INVALID", withCertificate("otherHost.pem")],
  ["a server with TLS 1.1 alone", "ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION", secure(oldest)],
  ["a plain HTTP server", "ERR_SSL_WRONG_VERSION_NUMBER", () => http.createServer(passOn)],
])("A05: %s is refused at once by name, and nothing is sent", async (_name, code, start) => {
  let connections = 0;
  const account = await listen(start().on("connection", () => (connections += 1)));
  const { kind, message } = await errorOf(createJob(clientFor(account), batchSpec));
  expect([kind, message]).toEqual([
    "notSent",
    `POST /v1/jobs: ${account.url} cannot be reached (${code}). Nothing was sent.`,
  ]);
  expect([connections, requests]).toEqual([1, 0]);
});

test("A06: a connection that breaks in the TLS handshake is made again, and buys one job", async () => {
  let connections = 0;
  const started: Server = https.createServer(trusted, passOn);
  started.prependListener("connection", (socket) => {
    connections += 1;
    if (connections === 1) socket.resetAndDestroy();
  });
  const before = emulator.ledger().jobs.length;
  await createJob(clientFor(await listen(started)), batchSpec);
  expect([connections, requests, emulator.ledger().jobs.length - before]).toEqual([2, 1, 1]);
});
