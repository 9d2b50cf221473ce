import { createServer } from "node:http";
import type { AddressInfo, Server, Socket } from "node:net";
import { createSshPort } from "./sshPort";

/** Where a container's port is reached. */
export interface PublishedPort {
  readonly containerPort: number;
  readonly externalPort: number;
}

/** A real socket on the loopback interface that plays one published container port. */
export interface PortListener extends PublishedPort {
  /** Ends the listener and every connection to it. */
  close(): Promise<void>;
}

/** Listens for one container port: 22 plays an SSH server, the others speak HTTP. */
export async function listenForPort(
  containerPort: number,
  jobTitle: string,
): Promise<PortListener> {
  const server = containerPort === 22 ? createSshPort() : httpServer(containerPort, jobTitle);
  const sockets = new Set<Socket>();
  server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
  return {
    containerPort,
    externalPort: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) {
          socket.destroy();
        }
      }),
  };
}

function httpServer(containerPort: number, jobTitle: string): Server {
  return createServer((_request, response) => {
    response.setHeader("Content-Type", "text/plain; charset=utf-8");
    response.end(`Emulated container of the job "${jobTitle}", port ${containerPort}.\n`);
  });
}
