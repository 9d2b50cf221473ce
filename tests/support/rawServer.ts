import { type AddressInfo, createServer, type Socket } from "node:net";

/** A server that answers with bytes of the test's choice, HTTP or not. */
export interface RawServer {
  readonly url: string;
  /** Requests whose head has arrived. */
  readonly requests: () => number;
  /** Connections so far. */
  readonly connections: () => number;
  readonly close: () => Promise<void>;
}

/** Listens on a free port of the loopback interface; `answer` gets each request's number, from 1. */
export async function startRawServer(
  answer: (socket: Socket, request: number) => void,
): Promise<RawServer> {
  const sockets = new Set<Socket>();
  let requests = 0;
  let connections = 0;
  const server = createServer((socket) => {
    connections += 1;
    sockets.add(socket);
    let received = "";
    socket.on("data", (bytes) => {
      received += bytes.toString("latin1");
      const length = /\r\ncontent-length: (\d+)\r\n/i.exec(received)?.[1] ?? "0";
      const bodyAt = received.indexOf("\r\n\r\n") + 4;
      if (bodyAt < 4 || received.length < bodyAt + Number(length)) return;
      received = "";
      requests += 1;
      answer(socket, requests);
    });
    // A client that has had enough breaks the connection.
    socket.on("error", () => undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests: () => requests,
    connections: () => connections,
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}
