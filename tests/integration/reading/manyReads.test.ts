// A refresh of many resources while the network is bad.
import fc from "fast-check";

import type { FaultAction } from "../../../emulator";
import { openDirectDriver } from "../lifecycle/directDriver";
import { type Kept, OperationFailed } from "../lifecycle/driver";
import { boxInputs } from "../lifecycle/jobInputs";
import { useRig } from "../lifecycle/rig";

jest.setTimeout(60_000);

const COUNT = 200;
const ROUTES = ["GET /v1/jobs/{uuid}", "GET /v1/job-runs", "GET /v1/jobs"];

describe("a refresh of two hundred boxes", () => {
  const rig = useRig(openDirectDriver);

  test("D16: drops none of them, whatever a third of all answers comes to", async () => {
    const created: Kept[] = await Promise.all(
      Array.from({ length: COUNT }, (_, index) =>
        rig().driver.create(
          boxInputs({
            container: { image: "a", ports: [] },
            ...{ waitFor: "created", __context: { name: `box-${index}` } },
          }),
        ),
      ),
    );
    const notFound = '{"error":{"code":"not_found","message":"There is no such job."}}';
    const fault = fc.constantFrom<readonly FaultAction[]>(
      ...[404, 408, 500, 502, 503, 504].map((status) => [{ action: "status", status } as const]),
      [{ action: "status", status: 404, body: notFound }],
      [{ action: "reset" }],
      [{ action: "close" }],
      [{ action: "garbage" }],
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.option(fault, { freq: 2 }), { minLength: COUNT, maxLength: COUNT }),
        async (plan) => {
          const { driver, emulator } = rig();
          const script = plan.flatMap((each, index) =>
            (each ?? []).flatMap((one) =>
              ROUTES.map((route) => ({ route, ...one, occurrence: index + 1 })),
            ),
          );
          emulator.addFaults(script);
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
