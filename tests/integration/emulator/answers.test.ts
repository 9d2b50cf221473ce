// Creates and reads whose answers are legal and unkind.
import type { EmulatorOptions } from "../../../emulator";
import { persistentJob } from "./jobBodies";
import { useEmulator } from "./useEmulator";

const start = useEmulator();
const description = "  frames\n1 to 9 ";

test.each<[string, EmulatorOptions, unknown[]]>([
  ["cut in lists alone", { descriptionLimit: { list: 4 } }, [description, description, "  fr"]],
  ["cut to nothing", { descriptionLimit: 0 }, ["", "", ""]],
  ["not cut to a longer limit", { descriptionLimit: 99 }, Array(3).fill(description)],
  ["null in lists", { descriptionForm: { list: "null" } }, [description, description, null]],
  [
    "missing from create",
    { descriptionForm: { create: "missing" } },
    ["-", description, description],
  ],
  ["trimmed", { descriptionForm: "trimmed" }, Array(3).fill("frames\n1 to 9")],
  [
    "put on one line and then cut",
    { descriptionForm: "one-line", descriptionLimit: 10 },
    Array(3).fill(" frames 1 "),
  ],
])("a description is %s, and is kept whole", async (_name, options, expected) => {
  const { call, emulator, read, list } = await start(options);
  const { body: created } = await call("POST", "/v1/jobs", persistentJob({ description }));
  const byUuid = await read(`/v1/jobs/${String(created["uuid"])}`);
  const [listed = {}] = await list("/v1/jobs");
  const shown = [created, byUuid, listed].map((job) =>
    "description" in job ? job["description"] : "-",
  );
  expect(shown).toEqual(expected);
  expect(emulator.ledger().jobs).toMatchObject([{ description }]);
});

describe("unique titles", () => {
  test.each([200, 201] as const)("answer a second create %d with the first job", async (status) => {
    const rig = await start({ uniqueTitles: status });
    const uuid = await rig.create(persistentJob({ description: "mine" }));
    const answer = await rig.call("POST", "/v1/jobs", persistentJob({ description: "yours" }));
    expect(answer).toMatchObject({ status, body: { uuid, description: "mine" } });
    expect(rig.emulator.ledger().jobs).toHaveLength(1);
  });

  test("can refuse a second create or cook of the account, until the first job has ended", async () => {
    const others = { publicKey: "pk_other", secretKey: "sk_other" };
    const keys = [{ publicKey: "pk_x", secretKey: "sk_x" }, others] as const;
    const rig = await start({ uniqueTitles: 409, keys: [...keys] });
    const uuid = await rig.create();
    const again = await rig.call("POST", "/v1/jobs", persistentJob());
    const cook = "/v1/job-recipes/019582a6-2000-7000-8000-000000000001/cook";
    const cooked = await rig.call("POST", cook, { title: "dev box" });
    const another = await rig.call("POST", "/v1/jobs", persistentJob(), { keys: others });
    expect(again).toMatchObject({ status: 409, body: { error: { code: "title_taken" } } });
    expect([cooked.status, another.status]).toEqual([409, 201]);
    await rig.emulator.endJob(uuid, { status: "CANCELLED" });
    expect((await rig.call("POST", "/v1/jobs", persistentJob())).status).toBe(201);
  });
});
