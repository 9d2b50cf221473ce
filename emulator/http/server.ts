// The HTTP server: turns sockets into exchanges and outcomes into bytes. Knows no route.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Clock } from "../state/clock";
import type { RandomHex } from "../state/randomHex";
import { deliver } from "./deliver";
import type { Exchange, Outcome, Verbatim } from "./exchange";
import { receiveBody } from "./receivedBody";
import { errorReply, jsonAnswer } from "./reply";

/** Serves one exchange. */
export type Handler = (exchange: Exchange) => Promise<Outcome>;

/** A server that listens. */
export interface RunningServer {
  readonly port: number;
  /** Stops listening and ends every connection, also one that waits for an answer. */
  close(): Promise<void>;
}

interface Effects {
  readonly clock: Clock;
  readonly randomHex: RandomHex;
}

/** Listens on the loopback interface; port 0 takes a free one. */
export async function startServer(
  port: number,
  handler: Handler,
  effects: Effects,
): Promise<RunningServer> {
  const server = createServer((request, response) => {
    void serve(request, response, handler, effects);
  });
  await listen(server, port);
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
}

async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  handler: Handler,
  { clock, randomHex }: Effects,
): Promise<void> {
  const outcome = await handler(toExchange(request)).catch((error: unknown): Outcome => ({
    kind: "reply",
    reply: errorReply(error),
  }));
  // Date is the emulated server's time, which need not be this machine's.
  const standard = {
    Date: new Date(clock.now()).toUTCString(),
    "X-Request-Id": `req_${randomHex(8)}`,
  };
  switch (outcome.kind) {
    case "reply":
      send(response, addHeaders(standard, jsonAnswer(outcome.reply)));
      return;
    case "verbatim":
      if (outcome.delivery === undefined) {
        send(response, addHeaders(standard, outcome));
      } else {
        deliver(request.socket, addHeaders(standard, outcome), outcome.delivery, clock);
      }
      return;
    case "reset":
      request.socket.resetAndDestroy();
      return;
    case "close":
      // What is still unread has to go: a socket closed on top of it is reset.
      request.resume();
      request.socket.end();
      return;
    case "hang":
      return;
  }
}

function toExchange(request: IncomingMessage): Exchange {
  const target = request.url ?? "/";
  const mark = target.indexOf("?");
  return {
    method: request.method ?? "GET",
    pathname: mark < 0 ? target : target.slice(0, mark),
    query: mark < 0 ? "" : target.slice(mark + 1),
    headers: request.headers,
    receiveBody: () => receiveBody(request),
  };
}

function addHeaders(standard: Verbatim["headers"], answer: Verbatim): Verbatim {
  return { ...answer, headers: { ...standard, ...answer.headers } };
}

function send(response: ServerResponse, { status, headers, body }: Verbatim): void {
  response.writeHead(status, headers);
  response.end(body);
}
