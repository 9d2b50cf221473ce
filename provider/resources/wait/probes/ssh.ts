import { withConnection, type Address } from "./tcp";

/** Longest greeting that is read before SSH must have said its name (RFC 4253, 4.2). */
const MAX_GREETING_BYTES = 8_192;

/** The line with which an SSH server begins; others may come before it. */
const NAME = /^SSH-[^\n]*\n/m;

/** Succeeds when an SSH server says its name. */
export async function probeSsh(address: Address, signal: AbortSignal): Promise<void> {
  const greeting = await withConnection(
    address,
    signal,
    (socket) =>
      new Promise<string>((resolve, reject) => {
        let text = "";
        socket.setEncoding("latin1");
        socket.on("data", (part: string) => {
          text += part;
          if (NAME.test(text) || text.length > MAX_GREETING_BYTES) resolve(text);
        });
        socket.once("end", () => resolve(text));
        socket.once("error", reject);
      }),
  );
  if (!NAME.test(greeting)) throw new Error("what answers there is no SSH server");
}
