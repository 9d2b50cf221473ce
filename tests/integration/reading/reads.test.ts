// Refreshes with both adapters: what the service says, what it gets wrong, and what the state
// keeps.
import { directAndHost } from "../../support/lifecycle/drivers";
import { failureOf, type Kept, noChange, type Values } from "../../support/lifecycle/driver";
import { boxInputs } from "../../support/lifecycle/jobInputs";
import { recordRequests } from "../../support/lifecycle/recordRequests";
import { useRig } from "../../support/lifecycle/rig";

jest.setTimeout(30_000);

const GET = "GET /v1/jobs/{uuid}";
const owner = "aaaaaaaa.bbbbbbbb";
const secret = "registry-password-of-the-user";
const registry = { host: "ghcr.io", user: "me", secret };
const inputs = boxInputs({
  container: { image: "otoy/dispersed-base", tag: "1.0", ports: [8080, 22], registry },
  cpuCount: 2,
  title: "my box",
  description: "a box",
  allowedRegionCodes: ["us-east-1", "eu-west-1"],
  __context: { name: "box", id: `${owner}.cccccccccc` },
});

describe.each(directAndHost)("a read, %s", (_name, open) => {
  const rig = useRig(open);
  let created: Kept;
  beforeAll(async () => {
    created = await rig().driver.create(inputs);
  });
  const read = (outputs = created.outputs, id = created.id): ReturnType<typeof rigRead> =>
    rigRead(id, outputs);
  const rigRead = (id: string, outputs: Values) => rig().driver.read(id, outputs);
  const lie = (json: Values): void =>
    rig().emulator.addFaults([{ route: GET, action: "lie", json }]);

  test("D01: of a service that only breaks connections leaves the state as it was", async () => {
    rig().emulator.addFaults([{ route: GET, action: "reset", occurrence: [1, 5] }]);
    expect((await failureOf(read())).message).toMatch(
      /no complete answer from .* after 5 attempts .* The state is unchanged\.$/,
    );
  });

  test("D10: of a service that fills, orders and spells fields in its own way is no change", async () => {
    lie({
      ...{ cpu_count: "2", min_ram_gb: 0, gpu_count: null, gpu_name: null, min_vram_gb: "0.0" },
      allowed_region_codes: ["eu-west-1", "us-east-1"],
      max_timeout_run_ms: 0,
      something_new: { deep: [1] },
    });
    const existing = await read();
    const { id, outputs = {} } = existing ?? {};
    expect(await rig().driver.diff(id ?? "", outputs, inputs)).toEqual(noChange);
  });

  test("D11: of a service that masks it keeps the user's secret", async () => {
    lie({ registry: { secret: "***" }, parameters: { parameters: { secret: "***" } } });
    const existing = await read();
    expect(existing?.outputs["container"]).toEqual(inputs["container"]);
    // Where a read gives none, the engine keeps those it has.
    expect((existing?.inputs ?? inputs)["container"]).toEqual(inputs["container"]);
    expect(await rig().driver.diff(created.id, existing?.outputs ?? {}, inputs)).toEqual(noChange);
  });

  test("D12: of a title that was changed at the service keeps the user's own", async () => {
    lie({ title: "renamed in the console", description: "something else" });
    const existing = await read();
    expect([existing?.outputs["title"], existing?.outputs["description"]]).toEqual([
      "my box",
      "a box",
    ]);
    expect(await rig().driver.diff(created.id, existing?.outputs ?? {}, inputs)).toEqual(noChange);
  });

  test("D13: of an unconfirmed purchase finds its job, and takes its uuid as the id", async () => {
    const { uuid, marker, apiOrigin } = created.outputs;
    const intent = {
      ...inputs,
      ...withoutInputs(created.outputs),
      ...{ status: "UNCONFIRMED", outcome: "active", apiOrigin, marker },
    };
    const found = await read(intent, `unconfirmed:${String(marker)}`);
    expect([found?.id, found?.outputs["uuid"], found?.outputs["status"]]).toEqual([
      uuid,
      uuid,
      "RUNNING",
    ]);
  });

  test.each([
    [
      "keeps the intent while it may still arrive",
      60_000,
      /^box: whether there is a job is still not known: .*, but for another \d+m.* unchanged\.$/,
    ],
    ["says gone after ten minutes", 601_000, "gone"],
  ] as const)("D13: of a purchase of which nothing is seen %s", async (_what, agoMs, ending) => {
    const { apiOrigin } = created.outputs;
    const marker = `${owner}.dddddddddd.eeeeeeee`;
    const __context = { name: "box", postedAtMs: Date.now() - agoMs };
    const provider = withoutInputs(created.outputs);
    const intent = { ...inputs, ...provider, status: "UNCONFIRMED", apiOrigin, marker, __context };
    const reading = read(intent, `unconfirmed:${marker}`);
    if (ending === "gone") expect(await reading).toBeUndefined();
    else expect((await failureOf(reading)).message).toMatch(ending);
  });

  test.each(["../jobs", "unconfirmed:x"])(
    "D15: of the id %j asks nothing, and says what is wrong",
    async (id) => {
      const requests = recordRequests(rig().emulator);
      const { message } = await failureOf(rig().driver.get(id));
      expect([requests(), message]).toEqual([[], expect.stringMatching(/must be a uuid|uuid/)]);
    },
  );

  test("D17: of an answer about another job leaves the state as it was", async () => {
    lie({ uuid: "99999999-9999-4999-8999-999999999999" });
    expect((await failureOf(read())).message).toMatch(
      /the answer is about another job\. The state is unchanged\.$/,
    );
  });
});

/** What is left of a state when nobody wrote inputs: the provider's address. */
function withoutInputs({ __provider }: Values): Values {
  return __provider === undefined ? {} : { __provider };
}
