// A 404 after the first minute of a wait, on the real engine: patience counts from when the job was last
// seen.
import { succeeded } from "../../support/engine/project";
import { boxProgram, CREATE, createStack, writes } from "../../support/stack";

jest.setTimeout(300_000);

const notFound = '{"error":{"code":"not_found","message":"There is no such job."}}';

test("a healthy job that answers 404 once, 70 s after it was bought, is not cancelled", async () => {
  const stack = await createStack({ assignAfterMs: 85_000, commandLimitMs: 280_000 });
  const { emulator, project } = stack;
  try {
    project.write({ "index.js": boxProgram({ onCreateFailure: "cancel" }) });
    const run = project.start("up", "--yes", "--skip-preview");
    await new Promise((resolve) => setTimeout(resolve, 75_000));
    const [job] = emulator.ledger().jobs;
    expect(job?.status).toBe("PENDING");
    emulator.failNext({ route: "GET /v1/jobs/{uuid}", status: 404, body: notFound });
    emulator.changeSettings({ hiddenFromLists: { newest: 1, forMs: 3_000 } });
    succeeded(await run.ended);
    expect((await stack.job()).outputs).toMatchObject({ uuid: job?.uuid, status: "RUNNING" });
    expect(writes(emulator)).toEqual([CREATE]);
  } finally {
    await stack.close();
  }
});
