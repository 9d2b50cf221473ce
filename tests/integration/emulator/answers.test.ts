// Creates and reads whose answers are legal and unkind.
import type { EmulatorOptions } from "../../../emulator";
import { persistentJob } from "./jobBodies";
import { type Rig, useEmulator } from "./useEmulator";

const start = useEmulator();

describe("a description", () => {
  const description = "  frames\n1 to 9 ";

  /** What create, a read and a list answer of it. */
  async function shownIn({ call, read, list }: Rig): Promise<unknown[]> {
    const { body: created } = await call("POST", "/v1/jobs", persistentJob({ description }));
    const byUuid = await read(`/v1/jobs/${String(created["uuid"])}`);
    const [listed] = await list("/v1/jobs");
    return [created, byUuid, listed ?? {}].map((job) =>
      "description" in job ? job["description"] : "no description",
    );
  }

  test.each<[string, EmulatorOptions, unknown[]]>([
    ["cut in lists alone", { descriptionLimit: { list: 4 } }, [description, description, "  fr"]],
    ["cut everywhere", { descriptionLimit: 4 }, ["  fr", "  fr", "  fr"]],
    ["cut to nothing", { descriptionLimit: 0 }, ["", "", ""]],
    ["not cut to a longer limit", { descriptionLimit: 99 }, Array(3).fill(description)],
    [
      "null in lists and whole by uuid",
      { descriptionForm: { list: "null" } },
      [description, description, null],
    ],
    [
      "missing from create's answer",
      { descriptionForm: { create: "missing" } },
      ["no description", description, description],
    ],
    [
      "trimmed where it is read",
      { descriptionForm: { read: "trimmed" } },
      [description, "frames\n1 to 9", description],
    ],
    [
      "put on one line and then cut",
      { descriptionForm: "one-line", descriptionLimit: 10 },
      [" frames 1 ", " frames 1 ", " frames 1 "],
    ],
  ])("is %s", async (_name, options, expected) => {
    expect(await shownIn(await start(options))).toEqual(expected);
  });

  test("is kept whole in every form", async () => {
    const rig = await start({ descriptionForm: "missing" });
    await shownIn(rig);
    expect(rig.emulator.ledger().jobs).toMatchObject([{ description }]);
  });
});

describe("unique titles", () => {
  test.each([200, 201] as const)("answer a second create %d with the first job", async (status) => {
    const rig = await start({ uniqueTitles: status });
    const uuid = await rig.create(persistentJob({ description: "mine" }));
    const answer = await rig.call("POST", "/v1/jobs", persistentJob({ description: "yours" }));
    expect(answer).toMatchObject({ status, body: { uuid, description: "mine" } });
    expect(rig.emulator.ledger().jobs).toHaveLength(1);
  });

  test("can refuse a second create", async () => {
    const rig = await start({ uniqueTitles: 409 });
    await rig.create();
    const answer = await rig.call("POST", "/v1/jobs", persistentJob());
    expect(answer).toMatchObject({ status: 409, body: { error: { code: "title_taken" } } });
    expect(rig.emulator.ledger().jobs).toHaveLength(1);
  });

  test("hold for cooked jobs", async () => {
    const rig = await start({ uniqueTitles: 409 });
    await rig.create();
    const cook = "/v1/job-recipes/019582a6-2000-7000-8000-000000000001/cook";
    expect((await rig.call("POST", cook, { title: "dev box" })).status).toBe(409);
  });

  test("become free when their job has ended", async () => {
    const rig = await start({ uniqueTitles: 200 });
    const uuid = await rig.create();
    await rig.emulator.endJob(uuid, { status: "CANCELLED" });
    expect(await rig.create()).not.toBe(uuid);
  });

  test("are each account's own", async () => {
    const keys = { publicKey: "pk_other", secretKey: "sk_other" };
    const rig = await start({
      uniqueTitles: 409,
      keys: [{ publicKey: "pk_x", secretKey: "sk_x" }, keys],
    });
    await rig.create();
    const answer = await rig.call("POST", "/v1/jobs", persistentJob(), { keys });
    expect(answer.status).toBe(201);
  });
});
