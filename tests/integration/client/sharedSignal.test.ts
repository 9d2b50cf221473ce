// All requests of a process share the signal that says that the engine is gone.
import { getEventListeners } from "node:events";

import { createTransport, type TransportResponse } from "../../../provider/api/http/transport";
import { type OwnServer, startOwnServer } from "../../support/ownServer";

let server: OwnServer;

beforeAll(async () => {
  server = await startOwnServer((_request, response) => response.end("{}"));
});
afterAll(() => server.close());

/** What a signal refers to: listeners, and the hidden collections of Node.js. */
function hangingOn(signal: AbortSignal): number {
  const hidden = Object.getOwnPropertySymbols(signal).map(
    (name) => (signal as unknown as Record<symbol, { size?: unknown } | null | undefined>)[name],
  );
  const sizes = hidden.map((value) => (typeof value?.size === "number" ? value.size : 0));
  return sizes.reduce((sum, size) => sum + size, getEventListeners(signal, "abort").length);
}

test("K03: requests leave nothing on the signal that they share", async () => {
  const send = createTransport(16);
  const { signal } = new AbortController();
  const before = hangingOn(signal);
  const ask = (): Promise<TransportResponse> =>
    send({
      ...{ method: "GET", origin: server.url, pathname: "/", query: "", headers: {} },
      ...{ body: undefined, timeoutMs: 10_000, signal },
    });
  await Promise.all(Array.from({ length: 40 }, ask));
  expect(hangingOn(signal)).toBe(before);
});
