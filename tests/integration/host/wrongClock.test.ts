// A service whose clock is not ours, on a real socket.
import { configFor, jobProperties, useHost } from "./useHost";

jest.setTimeout(30_000);
const rig = useHost();
const MINUTE_MS = 60_000;

test("a box lives its six minutes where the service's clock is ten minutes behind", async () => {
  const { emulator, start } = rig();
  emulator.changeSettings({ clockOffsetMs: -10 * MINUTE_MS });
  // A process that knew another offset would have its create refused first, and list twice for it.
  const host = await start({ config: configFor(emulator) });
  const startMs = Date.now();
  const program = jobProperties({
    task: "PERSISTENT",
    maxTimeoutRunMs: null,
    expiresAfter: "6m",
    __context: { name: "box" },
  });
  const { inputs } = await host.check({}, program);
  const { id, properties } = await host.create(inputs);
  const endMs = Date.parse(String(properties["expiresAt"]));
  const { changes } = await host.diff(id, properties, inputs);
  expect([changes, endMs - startMs >= 6 * MINUTE_MS, endMs - Date.now() <= 6 * MINUTE_MS]).toEqual([
    "none",
    true,
    true,
  ]);
});
