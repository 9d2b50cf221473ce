// The client runs in its own process, so that the memory is only its own.
import { execFile } from "node:child_process";
import type { Socket } from "node:net";
import path from "node:path";
import { promisify } from "node:util";
import { gzipSync } from "node:zlib";

import { startRawServer } from "../../support/rawServer";

jest.setTimeout(60_000);
const MEBIBYTE = 1024 * 1024;
const good = '{"uuid":"00000000-0000-4000-8000-000000000000","status":"PENDING"}';
const ok = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";

/** Writes as fast as the client reads, until it leaves or there is nothing more to write. */
function pour(socket: Socket, piece: (written: number) => string | Buffer | undefined): void {
  let written = 0;
  const write = (): void => {
    for (;;) {
      const next = socket.destroyed ? undefined : piece(written);
      if (next === undefined) return;
      written += next.length;
      if (!socket.write(next)) return;
    }
  };
  socket.on("drain", write);
  write();
}

const block = Buffer.alloc(64 * 1024, " ");
const bomb = gzipSync(Buffer.alloc(100 * MEBIBYTE, " "), { level: 9 });

/** What the client makes of a server that answers so, and how much memory that takes. */
async function probe(
  answer: (socket: Socket) => void,
  attemptMs = 1_000,
): Promise<{ kind: string; grownMib: number; requests: number }> {
  const server = await startRawServer((socket, request) => {
    if (request > 1) answer(socket);
    else socket.write(`${ok}Content-Length: ${good.length}\r\n\r\n${good}`);
  });
  const script = path.join(__dirname, "memoryProbe.ts");
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [
      // Releases of Node.js leave garbage lying for longer or shorter; what is asked is what is kept.
      "--max-semi-space-size=16",
      ...["--require", require.resolve("tsx/cjs"), script, server.url, String(attemptMs)],
    ],
    { timeout: 50_000 },
  );
  const requests = server.requests();
  await server.close();
  const seen = JSON.parse(stdout) as { kind: string; grownMib: number };
  return { ...seen, requests };
}

test.each<[string, (socket: Socket) => void]>([
  [
    "a body of 100 MiB in chunks",
    (socket) => {
      socket.write(`${ok}Transfer-Encoding: chunked\r\n\r\n`);
      const chunk = `${block.length.toString(16)}\r\n${block.toString()}\r\n`;
      pour(socket, (written) => (written < 100 * MEBIBYTE ? chunk : undefined));
    },
  ],
  [
    "headers without an end",
    (socket) => {
      socket.write(ok);
      pour(socket, () => "X-More: 1\r\n".repeat(1_000));
    },
  ],
  [
    "a body that gzip would blow up a thousandfold",
    (socket) => {
      socket.write(`${ok}Content-Encoding: gzip\r\nContent-Length: ${bomb.length}\r\n\r\n`);
      socket.write(bomb);
    },
  ],
])("H01: %s leaves a create ambiguous and sent once, in 64 MiB", async (_name, answer) => {
  const { kind, grownMib, requests } = await probe(answer);
  expect([kind, requests]).toEqual(["ambiguous", 2]);
  expect(grownMib).toBeLessThan(64);
});

// Each piece costs a hundred times its one byte until it is decoded.
test("H01: chunks of one byte without an end are read in 64 MiB", async () => {
  const { grownMib } = await probe((socket) => {
    socket.write(`${ok}Transfer-Encoding: chunked\r\n\r\n`);
    pour(socket, () => "1\r\n \r\n".repeat(1_000));
  }, 5_000);
  expect(grownMib).toBeLessThan(64);
});
