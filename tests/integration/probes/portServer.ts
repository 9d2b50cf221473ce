// A port of a job that behaves as a test wants: what probes meet on a node.
import { readFileSync } from "node:fs";
import { createServer as createHttpServer, type RequestListener } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { join } from "node:path";

import type { NodeUrl } from "../../../provider/api/endpoints/jobRuns";

/** A listening port, published as a container's. */
export interface PortServer {
  readonly url: NodeUrl;
  /** Connections that were accepted so far. */
  connections(): number;
  close(): Promise<void>;
}

/** The port of the container that the servers play. */
export const CONTAINER_PORT = 8080;

/** A server that treats each connection as `talk` says. */
export const serveTcp = (talk: (socket: Socket) => void): Promise<PortServer> =>
  listen(createServer(talk), false);

/** A server that answers HTTP requests. */
export const serveHttp = (answer: RequestListener): Promise<PortServer> =>
  listen(createHttpServer(answer), false);

/** A server that answers over TLS, with a certificate that no authority knows. */
export const serveHttps = (answer: RequestListener): Promise<PortServer> => {
  const [key, cert] = ["server.key", "selfSigned.pem"].map((name) =>
    readFileSync(join(__dirname, "../../fixtures/tls", name)),
  );
  return listen(createHttpsServer({ key, cert }, answer), true);
};

async function listen(server: Server, tls: boolean): Promise<PortServer> {
  const sockets = new Set<Socket>();
  let count = 0;
  server.on("connection", (socket: Socket) => {
    count += 1;
    sockets.add(socket);
    // A probe that hangs up is no news.
    socket.on("error", () => undefined).on("close", () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: {
      ...{ description: String(CONTAINER_PORT), hostname: "127.0.0.1", port },
      ...{ protocol: "tcp", tls },
    },
    connections: () => count,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}
