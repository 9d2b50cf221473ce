// What a client finds that logs in to an emulated box.
import { connect } from "node:net";
import { buffer } from "node:stream/consumers";
import { container, persistentJob } from "./jobBodies";
import { useEmulator } from "./useEmulator";

const start = useEmulator();
const sentence = /This is an emulated box: no container runs behind it/;

async function sshPort(): Promise<number> {
  const rig = await start();
  await rig.create(persistentJob({ parameters: container({ ports: [22] }) }));
  rig.clock.advance(800);
  const [run] = await rig.list("/v1/job-runs");
  const [url] = run?.["node_urls"] as [{ port: number }];
  return url.port;
}

test("a client that sends its name gets a message that nothing runs here, and is disconnected", async () => {
  const socket = connect(await sshPort(), "127.0.0.1");
  socket.write("SSH-2.0-Test_1\r\n");
  const received = await buffer(socket);
  const greeting = "SSH-2.0-DispersedEmulator_1\r\n";
  const packet = received.subarray(greeting.length);
  expect(received.subarray(0, greeting.length).toString()).toBe(greeting);
  // Of RFC 4253: the length of what follows, a whole number of blocks, a padding, message 1.
  expect(packet.readUInt32BE(0)).toBe(packet.length - 4);
  expect(packet.length % 8).toBe(0);
  expect(packet[4]).toBeGreaterThanOrEqual(4);
  expect(packet[5]).toBe(1);
  expect(packet.subarray(14, 14 + packet.readUInt32BE(10)).toString()).toMatch(sentence);
});
