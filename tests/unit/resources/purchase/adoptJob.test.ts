// The input `adopt`: what a job must be to become this resource's.
import { adoptJob } from "../../../../provider/resources/purchase/adoptJob";
import { markerText, type Marker } from "../../../../provider/resources/job/marker";
import type { Properties } from "../../../../provider/resources/schema/types";
import { json, rejection, type Answer } from "../../../support/fakes";
import {
  createService,
  job,
  liveRun,
  noRuns,
  notFound,
  uuid,
  ourMarker as ours,
} from "../../../support/scriptedService";

/** A job with all fields that it was ordered with. */
const told = {
  task: "PERSISTENT",
  source_recipe_uuid: "019582A6-2000-7000-8000-000000000001",
  cpu_count: 2,
  gpu_registry_uuid: "019582A6-3000-7000-8000-000000000001",
  allowed_region_codes: ["us-west", "de-north"],
  parameters: { type: "docker", parameters: { image: "ubuntu", tag: "24.04" } },
};
const recipeUuid = told.source_recipe_uuid.toLowerCase();
const same = {
  task: "PERSISTENT",
  container: { image: "ubuntu", tag: "24.04" },
  cpuCount: 2,
  gpuRegistryUuid: told.gpu_registry_uuid.toLowerCase(),
  allowedRegionCodes: ["de-north", "us-west"],
} as const;

const adopt = async (
  wanted: Parameters<typeof adoptJob>[2]["wanted"],
  fields: object = told,
  { status = "RUNNING", recipe = recipeUuid }: { status?: string; recipe?: string } = {},
): ReturnType<typeof adoptJob> => {
  const { effects } = createService({ get: [job(status, fields)] });
  return adoptJob(effects, uuid, { wanted, recipeUuid: recipe }, ours, {});
};
/** What a refusal lists. */
const contradictions = async (...args: Parameters<typeof adopt>): Promise<string | undefined> =>
  /cannot be adopted: (.*?)\. (?:Make the inputs|Remove)/.exec(
    String(await rejection(adopt(...args))),
  )?.[1];

test("a job that agrees in everything is adopted", async () => {
  expect(await adopt(same)).toMatchObject({ job: { uuid }, marker: undefined });
});

test.each([
  ["container.image", { container: { image: "debian" } }, "its container.image is ubuntu"],
  ["cpuCount", { cpuCount: 4 }, "its cpuCount is 2"],
  [
    "gpuRegistryUuid",
    { gpuRegistryUuid: recipeUuid.toUpperCase() },
    `its gpuRegistryUuid is ${told.gpu_registry_uuid}`,
  ],
  [
    "allowedRegionCodes",
    { allowedRegionCodes: ["us-west"] },
    "its allowedRegionCodes is de-north, us-west",
  ],
] as const)("a job that differs in %s is not adopted", async (_name, wanted, contradiction) => {
  expect(await contradictions({ ...same, ...wanted })).toBe(contradiction);
});

const tooDear = "it costs $0.50 an hour, which is more than maxHourlyUsd";
const preferring = (limit: object): Properties => ({
  gpuPreferences: [{ gpuRegistryUuid: told.gpu_registry_uuid, ...limit }],
});

test.each<[string, Properties, Answer, string]>([
  ["costs more than maxHourlyUsd", { maxHourlyUsd: 0.4 }, liveRun, tooDear],
  ["costs as much as maxHourlyUsd", { maxHourlyUsd: 0.5 }, liveRun, "adopted"],
  ["has no price yet", { maxHourlyUsd: 0.1 }, noRuns, "adopted"],
  ["costs more than a preference allows", preferring({ maxHourlyUsd: 0.4 }), liveRun, tooDear],
  ["costs what a preference allows", preferring({ maxHourlyUsd: 0.5 }), liveRun, "adopted"],
])("a job that %s: %#", async (_name, inputs, runs, contradiction) => {
  const { effects } = createService({ get: [job("RUNNING", told)], runs: [runs] });
  const wanted = { wanted: same, recipeUuid };
  const refusal = await adoptJob(effects, uuid, wanted, ours, inputs).then(
    () => "adopted",
    (error: unknown) => /cannot be adopted: (.*?)\. Make the inputs/.exec(String(error))?.[1],
  );
  expect(refusal).toBe(contradiction);
});

test("a job of another recipe is not adopted", async () => {
  const adopting = (): Promise<unknown> => adopt(same, told, { recipe: "other" });
  expect(await rejection(adopting())).toMatchObject({
    kind: "validation",
    message: expect.stringContaining(`: its recipeUuid is ${recipeUuid}. Make`) as string,
  });
});

test("a job for all regions is told as such, and is not one for some", async () => {
  const wanted = { allowedRegionCodes: ["de-north"] } as const;
  expect(await contradictions(wanted, { ...told, allowed_region_codes: [] })).toBe(
    "its allowedRegionCodes is any",
  );
});

test.each([
  { name: "inputs that are left out", wanted: {}, fields: told },
  { name: "values that the service does not return", wanted: same, fields: {} },
  {
    name: "other words for the console",
    wanted: { ...same, title: "mine", description: "mine" },
    fields: { ...told, title: "its", description: "its" },
  },
])("a job is adopted in spite of $name", async ({ wanted, fields }) => {
  expect(await adopt(wanted, fields)).toMatchObject({ job: { uuid } });
});

test.each(["COMPLETED", "CANCELLING"])("a job that is %s is not adopted", async (status) => {
  expect(await contradictions(same, told, { status })).toBe(`it is ${status}`);
});

describe("a job with a marker", () => {
  const marked = (marker: Marker): object => ({
    ...told,
    description: `mine [pulumi:${markerText(marker)}]`,
  });

  test("that has ended is not adopted by any setting, and the message names none", async () => {
    const fields = marked({ ...ours, resource: "zzzzzzzz" });
    const message = String(await rejection(adopt(same, fields, { status: "FAILED" })));
    expect(message).toMatch(
      /it is FAILED\. Remove `adopt` to buy another: only a job that is alive can be adopted\.$/,
    );
  });

  test("of another resource is not adopted, and everything against it is listed", async () => {
    const fields = marked({ ...ours, resource: "zzzzzzzz" });
    expect(await contradictions({ ...same, cpuCount: 4 }, fields, { status: "FAILED" })).toBe(
      "it carries the marker of another resource of this stack; it is FAILED; its cpuCount is 2",
    );
  });
});

test("a job that is not there is not adopted, and its uuid is named", async () => {
  const { effects } = createService({ get: [notFound] });
  expect(await rejection(adoptJob(effects, uuid, { wanted: {} }, ours, {}))).toMatchObject({
    status: 404,
    message: expect.stringContaining(`knows no job ${uuid} for this key. Check the uuid`) as string,
  });
});

test("a job that only a second read finds is adopted", async () => {
  const { effects } = createService({ get: [notFound, job("RUNNING", told)] });
  const adopting = adoptJob(effects, uuid, { wanted: same, recipeUuid }, ours, {});
  expect(await adopting).toMatchObject({ job: { uuid, status: "RUNNING" } });
});

test("a job that may not be read is not searched for elsewhere", async () => {
  const { effects, asked } = createService({ get: [json(403, { message: "no" })] });
  const adopting = adoptJob(effects, uuid, { wanted: {} }, ours, {});
  expect(await rejection(adopting)).toMatchObject({ status: 403 });
  expect(asked).toEqual(["get"]);
});
