import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";

/** A server of the test's own, for answers that no emulator gives. */
export interface OwnServer {
  readonly url: string;
  /** Requests so far. */
  readonly requests: () => number;
  /** Calls back at every connection, also one that never asks for anything. */
  readonly onConnection: (listener: () => void) => void;
  readonly close: () => Promise<void>;
}

/** Serves every request with `answer`, on a free port of the loopback interface. */
export async function startOwnServer(answer: RequestListener): Promise<OwnServer> {
  let requests = 0;
  const server = createServer((request, response) => {
    requests += 1;
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests: () => requests,
    onConnection: (listener) => server.on("connection", listener),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
