// A hundred jobs that wait at once: they share their looks, and no single look ends a wait.
import { openDirectDriver } from "../../support/lifecycle/directDriver";
import { type Kept, keptAfter, type Values } from "../../support/lifecycle/driver";
import { batchInputs, unwanted } from "../../support/lifecycle/jobInputs";
import { recordRequests } from "../../support/lifecycle/recordRequests";
import { useRig } from "../../support/lifecycle/rig";
import { until } from "../../support/until";

jest.setTimeout(30_000);

const COUNT = 100;
const numbers = Array.from({ length: COUNT }, (_, index) => index);

/** A resource of its own for each number. */
const named = (number: number): Values => ({
  __context: { name: `render-${number}`, timeouts: { create: "1h" } },
});

describe("a hundred waiting jobs", () => {
  const rig = useRig(openDirectDriver);
  const look = "GET /v1/jobs";
  const alive = (): readonly string[] =>
    rig()
      .emulator.ledger()
      .jobs.filter(({ status }) => status === "PENDING")
      .map(({ uuid }) => uuid);
  const finish = (uuids: readonly string[]): Promise<unknown> =>
    Promise.all(uuids.map((uuid) => rig().emulator.endJob(uuid, { status: "COMPLETED" })));

  /** A hundred creates; `meanwhile` runs when all jobs are there, and has to let them end. */
  const createAll = async (
    meanwhile: (requests: () => string[]) => Promise<unknown>,
  ): Promise<readonly Kept[]> => {
    const { driver, emulator } = rig();
    const before = emulator.ledger().jobs.length;
    const creating = Promise.all(
      numbers.map((number) => driver.create(batchInputs(unwanted, named(number)))),
    );
    await until(() => emulator.ledger().jobs.length === before + COUNT);
    await meanwhile(recordRequests(emulator));
    return creating;
  };

  test("C01, C13: are polled together, fifty in a request, and never alone", async () => {
    let requests: readonly string[] = [];
    const kept = await createAll(async (asked) => {
      // At first each looks when its own job is there.
      await until(() => asked().includes(look));
      const together = recordRequests(rig().emulator);
      await until(() => together().length >= 20);
      requests = together();
      await finish(alive());
    });
    expect([new Set(requests), new Set(kept.map(({ outputs }) => outputs["status"]))]).toEqual([
      new Set([look]),
      new Set(["COMPLETED"]),
    ]);
  });

  test("C13: are looked at alone where the service refuses the filter", async () => {
    const kept = await createAll(async (requests) => {
      const refused = { action: "status", status: 400, body: "{}" } as const;
      rig().emulator.addFaults([{ ...refused, route: look, occurrence: [1, 3] }]);
      await until(() => requests().includes("GET /v1/jobs/{uuid}"));
      await finish(alive());
    });
    expect(new Set(kept.map(({ outputs }) => outputs["status"]))).toEqual(new Set(["COMPLETED"]));
  });
});

describe("a hundred waiting jobs whose key is revoked", () => {
  const rig = useRig(openDirectDriver);

  test("C12: end their waits at once, and stay in the state", async () => {
    const { driver, emulator } = rig();
    const creates = Promise.all(
      numbers.map((number) => keptAfter(driver.create(batchInputs(unwanted, named(number))))),
    );
    await until(() => emulator.ledger().jobs.length === COUNT);
    emulator.rotateKey({ replaces: "pk_own", publicKey: "pk_new", secretKey: "sk_new" });
    const kept = await creates;
    const made = emulator.ledger().jobs.map(({ uuid }) => uuid);
    expect(kept.map(({ id }) => id).sort()).toEqual(made.sort());
    expect(kept.every(({ reasons }) => reasons[0]?.includes("The key was refused."))).toBe(true);
  });
});
