// Port 22 of a container that does not run. It greets like an SSH server, so that a probe finds
// one, and closes the connection of a client that logs in, with a sentence that every SSH client
// shows.
import { createServer, type Server } from "node:net";

/** The message for a client that logs in. */
export const nobodyHome =
  "This is an emulated box: no container runs behind it, so there is nothing to log in to.";

/** Makes a server that plays the SSH port of a container. */
export function createSshPort(): Server {
  return createServer((socket) => {
    // A client that hangs up early is no news.
    socket.on("error", () => undefined);
    socket.write("SSH-2.0-DispersedEmulator_1\r\n");
    // A client sends its own name first; a probe sends none.
    socket.once("data", () => {
      socket.end(disconnectPacket(nobodyHome));
      socket.resume();
    });
  });
}

/** SSH_MSG_DISCONNECT as RFC 4253 has it, in a packet as it is before keys are exchanged. */
function disconnectPacket(sentence: string): Buffer {
  const message = 1;
  const serviceNotAvailable = 7;
  const payload = Buffer.concat([
    Buffer.from([message]),
    uint32(serviceNotAvailable),
    sshString(sentence),
    sshString("en"),
  ]);
  const head = 5;
  const block = 8;
  const leastPadding = 4;
  const filled = (head + payload.length + leastPadding) % block;
  const padding = leastPadding + ((block - filled) % block);
  return Buffer.concat([
    uint32(1 + payload.length + padding),
    Buffer.from([padding]),
    payload,
    Buffer.alloc(padding),
  ]);
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

function sshString(text: string): Buffer {
  const bytes = Buffer.from(text);
  return Buffer.concat([uint32(bytes.length), bytes]);
}
