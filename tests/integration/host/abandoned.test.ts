// The engine dies while a job is waited for: no state would hold what the process does then.
import { keptAfterHost } from "./keptAfterHost";
import { until } from "../../support/until";
import { configFor, jobProperties, useHost } from "./useHost";

jest.setTimeout(30_000);

const rig = useHost();

test("C23: the process ends when its engine does, and asks no more", async () => {
  const { emulator } = rig();
  const host = await rig().start({ config: configFor(emulator) });
  const container = { image: "a", ports: [], env: { EMULATOR_ASSIGN: "never" } };
  const before = emulator.requests().length;
  const creating = keptAfterHost(host.create(jobProperties({ container }))).catch(() => undefined);
  const looks = (): number =>
    emulator
      .requests()
      .slice(before)
      .filter(({ path }) => path === "/v1/jobs/{uuid}").length;
  await until(() => looks() > 0);
  host.endInput();
  await host.ended;
  const asked = emulator.requests().length;
  await creating;
  expect([emulator.requests().length - asked, emulator.ledger().jobs.at(-1)?.status]).toEqual([
    0,
    "PENDING",
  ]);
});
