import { openDirectDriver } from "../../support/lifecycle/directDriver";
import { batchInputs } from "../../support/lifecycle/jobInputs";
import { recordRequests } from "../../support/lifecycle/recordRequests";
import { useRig } from "../../support/lifecycle/rig";
import { alive, makeStranger } from "../../support/lifecycle/strangers";

jest.setTimeout(60_000);

const TIME_SCALE = 50;
const POST = "POST /v1/jobs";

describe("a Job in an account with a thousand others", () => {
  const rig = useRig(openDirectDriver, { timeScale: TIME_SCALE });

  test("B23: is found by its marker in no more than 25 requests for each list, while pages shift", async () => {
    await Promise.all(
      Array.from({ length: 1_000 }, (_, index) => makeStranger(rig(), { title: `job ${index}` })),
    );
    rig().emulator.changeSettings({ pageShift: 1 });
    rig().emulator.failNext({ route: POST, phase: "after", action: "reset" });
    const requests = recordRequests(rig().emulator);
    const { id } = await rig().driver.create(batchInputs({}));
    const lists = requests().filter((request) => request === "GET /v1/jobs").length;
    // Before buying, after the answer was lost, and a last one.
    expect([alive(rig()).length, alive(rig()).includes(id), lists <= 3 * 25]).toEqual([
      1_001,
      true,
      true,
    ]);
  });
});
