// A host that receives SIGTERM while it works, as from a service manager.
import { until } from "../../support/until";
import { HostError, type HostProcess } from "../../support/hostProcess";
import { configFor, jobProperties, useHost } from "./useHost";

jest.setTimeout(60_000);
const rig = useHost();
const neverAssigned = { image: "otoy/x", ports: [], env: { EMULATOR_ASSIGN: "never" } };
let count = 0;

/** A host of its own that creates a job; `failed` gives what the engine hears and keeps. */
async function startCreate(): Promise<{
  readonly host: HostProcess;
  readonly failed: Promise<HostError>;
  readonly jobs: () => readonly { readonly uuid: string }[];
}> {
  const { emulator, start } = rig();
  count += 1;
  const title = `terminated-${count}`;
  const host = await start({ config: configFor(emulator) });
  const program = jobProperties({ container: neverAssigned, title, __context: { name: title } });
  const { inputs } = await host.check({}, program);
  const failed = host.create(inputs).then(
    () => Promise.reject(new Error("The create succeeded.")),
    (error: unknown) => (error instanceof HostError ? error : Promise.reject(error as Error)),
  );
  const jobs = (): readonly { readonly uuid: string }[] =>
    emulator.ledger().jobs.filter((job) => job.title === title);
  return { host, failed, jobs };
}

const polls = (): number =>
  rig()
    .emulator.requests()
    .filter(({ path }) => path === "/v1/jobs/{uuid}").length;

test("a wait ends with everything the engine keeps, and then the process ends by itself", async () => {
  const before = polls();
  const { host, failed, jobs } = await startCreate();
  await until(() => polls() > before);
  host.kill("SIGTERM");
  const { kept } = await failed;
  expect(kept).toMatchObject({
    id: jobs()[0]?.uuid,
    properties: { status: "PENDING", uuid: jobs()[0]?.uuid },
    reasons: [expect.stringContaining("was cut short: this process received SIGTERM")],
  });
  const startMs = performance.now();
  await host.ended;
  expect(performance.now() - startMs).toBeLessThan(10_000);
});

test("nothing is bought any more", async () => {
  const { emulator } = rig();
  emulator.addFaults([{ route: "GET /v1/jobs", action: "delay", ms: 500 }]);
  const before = emulator.ledger().requests;
  const { host, failed, jobs } = await startCreate();
  await until(() => emulator.ledger().requests > before);
  host.kill("SIGTERM");
  expect([(await failed).kept, jobs()]).toEqual([undefined, []]);
});
