// Creates and reads whose answers are legal and unkind.
import type { EmulatorOptions } from "../../../emulator";
import { persistentJob } from "./jobBodies";
import { useEmulator } from "./useEmulator";

const start = useEmulator();
const description = "  frames\n1 to 9 ";

test.each<[string, EmulatorOptions, unknown[]]>([
  ["cut in lists alone", { descriptionLimit: { list: 4 } }, [description, description, "  fr"]],
  [
    "missing from create",
    { descriptionForm: { create: "missing" } },
    ["-", description, description],
  ],
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
  test("answer a second create with the first job", async () => {
    const rig = await start({ uniqueTitles: 200 });
    const uuid = await rig.create(persistentJob({ description: "mine" }));
    const answer = await rig.call("POST", "/v1/jobs", persistentJob({ description: "yours" }));
    expect(answer).toMatchObject({ status: 200, body: { uuid, description: "mine" } });
    expect(rig.emulator.ledger().jobs).toHaveLength(1);
  });

  test("can refuse a second create until the first job has ended", async () => {
    const rig = await start({ uniqueTitles: 409 });
    const uuid = await rig.create();
    const again = await rig.call("POST", "/v1/jobs", persistentJob());
    expect(again).toMatchObject({ status: 409, body: { error: { code: "title_taken" } } });
    await rig.emulator.endJob(uuid, { status: "CANCELLED" });
    expect((await rig.call("POST", "/v1/jobs", persistentJob())).status).toBe(201);
  });
});
