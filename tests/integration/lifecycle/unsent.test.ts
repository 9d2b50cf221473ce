import { directAndHost } from "../../support/lifecycle/drivers";
import { failureOf } from "../../support/lifecycle/driver";
import { boxInputs } from "../../support/lifecycle/jobInputs";
import { useRig } from "../../support/lifecycle/rig";

jest.setTimeout(60_000);

describe.each(directAndHost)("a Job, %s", (_name, open) => {
  const rig = useRig(open);

  test("A02: a create that cannot connect leaves nothing in the state, and says so", async () => {
    // Nothing listens on this port, on any machine.
    const driver = await rig().openAs({ baseUrl: "http://127.0.0.1:1" });
    const { kept, message } = await failureOf(driver.create(boxInputs()));
    expect([kept, message]).toEqual([
      undefined,
      expect.stringMatching(
        /^box: GET \/v1\/jobs: http:\/\/127\.0\.0\.1:1 cannot be reached after 5 attempts \(ECONNREFUSED\)\. Nothing was sent\./,
      ),
    ]);
  });
});
