// A refresh of many resources while the network is bad.
import fc from "fast-check";

import type { FaultAction } from "../../../emulator";
import { openDirectDriver } from "../../support/lifecycle/directDriver";
import { type Kept, OperationFailed } from "../../support/lifecycle/driver";
import { NOT_FOUND } from "../../support/lifecycle/recordRequests";
import { boxInputs } from "../../support/lifecycle/jobInputs";
import { useRig, type Rig } from "../../support/lifecycle/rig";

jest.setTimeout(60_000);

const COUNT = 200;
const ROUTES = ["GET /v1/jobs/{uuid}", "GET /v1/job-runs", "GET /v1/jobs"];

const createAll = ({ driver }: Rig, length = COUNT): Promise<readonly Kept[]> =>
  Promise.all(
    Array.from({ length }, (_, index) =>
      driver.create(
        boxInputs({
          container: { image: "a", ports: [] },
          ...{ waitFor: "running", __context: { name: `box-${index}` } },
        }),
      ),
    ),
  );

describe("a refresh of sixty boxes in a good network", () => {
  // What was seen ahead is used for half a minute, which is short on a scaled clock.
  const rig = useRig(openDirectDriver, { timeScale: 1 });

  test("makes at most twelve requests, eight boxes at a time as the engine reads them", async () => {
    const { driver, emulator } = rig();
    const waiting = [...(await createAll(rig(), 60))];
    const before = emulator.requests().length;
    const readers = Array.from({ length: 8 }, async () => {
      for (let box = waiting.shift(); box !== undefined; box = waiting.shift()) {
        expect((await driver.read(box.id, box.outputs))?.outputs["status"]).toBe("RUNNING");
      }
    });
    await Promise.all(readers);
    expect(emulator.requests().length - before).toBeLessThanOrEqual(12);
  });
});

describe("a refresh of two hundred boxes", () => {
  const rig = useRig(openDirectDriver);

  test("D16: drops none of them when a third of all responses fail", async () => {
    const created = await createAll(rig());
    const fault = fc.constantFrom<readonly FaultAction[]>(
      ...[404, 408, 500, 502, 503, 504].map((status) => [{ action: "status", status } as const]),
      [{ action: "reset" }],
      [{ action: "close" }],
      [{ action: "garbage" }],
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.option(fault, { freq: 2 }), { minLength: COUNT, maxLength: COUNT }),
        fc.nat({ max: 20 }),
        async (plan, lie) => {
          const { driver, emulator } = rig();
          const script = plan.flatMap((each, index) =>
            (each ?? []).flatMap((one) =>
              ROUTES.map((route) => ({ route, ...one, occurrence: index + 1 })),
            ),
          );
          // One lie in the service's own words; told twice of one job it would be the truth.
          emulator.addFaults([
            {
              route: "GET /v1/jobs/{uuid}",
              action: "status",
              status: 404,
              body: NOT_FOUND,
              occurrence: lie + 1,
            },
            ...script,
          ]);
          const results = await Promise.all(
            created.map(({ id, outputs }) =>
              driver.read(id, outputs).then(
                (existing) => (existing === undefined ? "dropped" : "kept"),
                (error: unknown) => (error instanceof OperationFailed ? "kept" : "broken"),
              ),
            ),
          );
          expect(new Set(results)).toEqual(new Set(["kept"]));
        },
      ),
      { numRuns: 5, endOnFailure: true },
    );
  });
});
