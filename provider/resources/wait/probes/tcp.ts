import { once } from "node:events";
import { connect, isIP, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";

/** Where a port is reached. */
export interface Address {
  readonly host: string;
  readonly port: number;
  readonly tls: boolean;
}

/**
 * Opens a connection, hands it to `talk` and closes it.
 *
 * A probe sends no secret and only learns that the port answers, so it does not verify a node's
 * self-signed certificate.
 */
export async function withConnection<T>(
  { host, port, tls }: Address,
  signal: AbortSignal,
  talk: (socket: Socket) => Promise<T>,
): Promise<T> {
  signal.throwIfAborted();
  const socket = tls
    ? connectTls({ host, port, ...nameOf(host), rejectUnauthorized: false })
    : connect({ host, port });
  const onAbort = (): void => void socket.destroy(signal.reason as Error);
  signal.addEventListener("abort", onAbort, { once: true });
  try {
    await once(socket, tls ? "secureConnect" : "connect");
    return await talk(socket);
  } finally {
    signal.removeEventListener("abort", onAbort);
    // Later data does not matter.
    socket.on("error", () => undefined).destroy();
  }
}

/** What a TLS server is asked for: only names may be. */
function nameOf(host: string): { readonly servername?: string } {
  return isIP(host) === 0 ? { servername: host } : {};
}

/** Succeeds when the port accepts a connection. */
export async function probeTcp(address: Address, signal: AbortSignal): Promise<void> {
  await withConnection(address, signal, () => Promise.resolve());
}
