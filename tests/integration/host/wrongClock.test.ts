// A service whose clock is not ours, on a real socket.
import { jobProperties, useHost } from "./useHost";

jest.setTimeout(30_000);
const rig = useHost();
const MINUTE_MS = 60_000;

test.each([-10, 10])(
  "a box lives its six minutes where the service's clock is off by %i minutes",
  async (minutes) => {
    const { host, emulator } = rig();
    emulator.changeSettings({ clockOffsetMs: minutes * MINUTE_MS });
    const startMs = Date.now();
    const program = jobProperties({
      task: "PERSISTENT",
      maxTimeoutRunMs: null,
      expiresAfter: "6m",
      __context: { name: `box${minutes}` },
    });
    const { inputs } = await host.check({}, program);
    const { id, properties } = await host.create(inputs);
    const endMs = Date.parse(String(properties["expiresAt"]));
    const { changes } = await host.diff(id, properties, inputs);
    expect([
      changes,
      endMs - startMs >= 6 * MINUTE_MS,
      endMs - Date.now() <= 6 * MINUTE_MS,
    ]).toEqual(["none", true, true]);
  },
);
