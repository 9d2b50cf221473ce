// Sends an answer in a way that node:http would not: it writes to the socket itself.
import { STATUS_CODES } from "node:http";
import type { Socket } from "node:net";
import type { Clock } from "../state/clock";
import type { Delivery, Rest, Verbatim } from "./exchange";

/** Sends an answer as its delivery says; the connection ends with it, or never. */
export function deliver(
  socket: Socket,
  { status, headers, body }: Omit<Verbatim, "delivery">,
  { from, rest }: Delivery,
  clock: Clock,
): void {
  const bytes = Buffer.from(body);
  const head = Buffer.from(headOf(status, { ...headers, "Content-Length": String(bytes.length) }));
  const answer = Buffer.concat([head, bytes]);
  const cut = from === "head" ? 0 : head.length + Math.floor(bytes.length / 2);
  // A client that hangs up early is no news.
  socket.on("error", () => undefined);
  socket.write(answer.subarray(0, cut), () => {
    // Only now, since a reset throws away what has not left yet.
    if (rest === "reset") {
      socket.resetAndDestroy();
    }
  });
  send(socket, answer.subarray(cut), rest, clock);
}

function send(socket: Socket, bytes: Buffer, rest: Rest, clock: Clock): void {
  if (rest === "reset" || rest === "hang") {
    return;
  }
  if (rest === "close") {
    socket.end();
  } else if ("afterMs" in rest) {
    clock.after(rest.afterMs, () => socket.end(bytes));
  } else {
    drip(socket, bytes, rest.bytesPerSecond, clock);
  }
}

/** Ten pieces a second, or one byte at a time where that is less. */
function drip(socket: Socket, bytes: Buffer, bytesPerSecond: number, clock: Clock): void {
  if (socket.destroyed) {
    return;
  }
  if (bytes.length === 0) {
    socket.end();
    return;
  }
  const pieceLength = Math.max(1, Math.floor(bytesPerSecond / 10));
  socket.write(bytes.subarray(0, pieceLength));
  clock.after((pieceLength / bytesPerSecond) * 1000, () =>
    drip(socket, bytes.subarray(pieceLength), bytesPerSecond, clock),
  );
}

function headOf(status: number, headers: Readonly<Record<string, string>>): string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  const statusLine = `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ""}`;
  return [statusLine, ...lines, "Connection: close", "", ""].join("\r\n");
}
