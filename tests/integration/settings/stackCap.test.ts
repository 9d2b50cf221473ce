// `dispersed:maxStackHourlyUsd` in Pulumi's host of dynamic providers, against the emulator.
import { HostError, type HostProcess, type Values } from "../../support/hostProcess";
import { configFor, jobProperties, useHost } from "../host/useHost";

jest.setTimeout(60_000);

const rig = useHost();
const letters = "abcdefghijklmnopqrstuvwxyz";
let stacks = 0;
/** A stack that no other test has. */
const newStack = (): string => (letters[(stacks += 1)] ?? "z").repeat(8);

const gpu = { gpuName: "RTX 4090", gpuCount: 1 };
const boxOf = (stack: string, name: string, more: Values = {}): Values =>
  jobProperties({ ...gpu, __context: { name, id: `${stack}.${name.repeat(8)}` }, ...more });

const capped = (capUsd: number): Promise<HostProcess> =>
  rig().start({
    config: { ...configFor(rig().emulator), "dispersed:maxStackHourlyUsd": String(capUsd) },
  });

/** `bought`, or why not. */
async function buy(host: HostProcess, properties: Values): Promise<string> {
  try {
    await host.create(properties);
    return "bought";
  } catch (error) {
    if (error instanceof HostError && error.kept === undefined) return error.message;
    throw error;
  }
}

const jobs = (): number => rig().emulator.ledger().jobs.length;

test("creates of one process that run at the same time stay within it together", async () => {
  const [host, stack, before] = [await capped(0.8), newStack(), jobs()];
  const verdicts = await Promise.all(
    ["a", "b", "c", "d"].map((name) => buy(host, boxOf(stack, name, { maxHourlyUsd: 0.35 }))),
  );
  expect(verdicts.filter((verdict) => verdict === "bought")).toHaveLength(2);
  expect(verdicts.filter((verdict) => verdict.includes("together $1.05"))).toHaveLength(2);
  expect(jobs() - before).toBe(2);
});

test("a later process counts what lives, and another stack does not", async () => {
  const [stack, other] = [newStack(), newStack()];
  expect(await buy(await capped(0.5), boxOf(stack, "a"))).toBe("bought");
  const later = await capped(0.5);
  expect(await buy(later, boxOf(stack, "b"))).toContain("the stack's 1 live job $0.35 an hour");
  expect(await buy(later, boxOf(other, "b"))).toBe("bought");
});

test("a job that answers 404 while the list shows it counts, and no second one is bought", async () => {
  const [stack, before] = [newStack(), jobs()];
  expect(await buy(await capped(0.5), boxOf(stack, "a"))).toBe("bought");
  const body = '{"error":{"code":"not_found","message":"There is no such job."}}';
  const fault = { route: "GET /v1/jobs/{uuid}", action: "status", status: 404, body } as const;
  const later = await capped(0.5);
  rig().emulator.addFaults([{ ...fault, occurrence: [1, 3] }]);
  expect(await buy(later, boxOf(stack, "b"))).toContain("the stack's 1 live job $0.35 an hour");
  expect(jobs() - before).toBe(1);
});

test("a job of the state counts after the stack was renamed", async () => {
  const [stack, renamed] = [newStack(), newStack()];
  const first = await capped(0.5);
  const properties = boxOf(stack, "a");
  const { id, properties: outputs } = await first.create(properties);
  const later = await capped(0.5);
  await later.diff(id, outputs, properties);
  expect(await buy(later, boxOf(renamed, "b"))).toContain("the stack's 1 live job $0.35 an hour");
});

test("a job without a cap of its own counts with the most expensive offer that fits", async () => {
  const host = await capped(1);
  const anyGpu = jobProperties({ gpuCount: 1, __context: { name: "a" } });
  expect(await buy(host, anyGpu)).toMatch(
    /^a: dispersed:maxStackHourlyUsd is \$1\.00, and it would be exceeded: this job up to \$4\.14 an hour, .* No job was created\.$/,
  );
});

describe("a cap that cannot be held buys nothing", () => {
  test.each<[string, string, Values, string]>([
    ["offers cannot be listed", "GET /v1/compute/offers", {}, "the API answered 403"],
    ["jobs cannot be listed", "GET /v1/jobs", { maxHourlyUsd: 0.35 }, "the API answered 403"],
    ["no offer fits", "", { minRamGb: 100_000 }, "no offer shows what this job may cost"],
  ])("because %s", async (_name, route, more, words) => {
    const [host, before] = [await capped(1), jobs()];
    if (route !== "") {
      rig().emulator.addFaults([{ route, action: "status", status: 403, body: "{}" }]);
    }
    expect(await buy(host, boxOf(newStack(), "a", more))).toContain(words);
    expect(jobs()).toBe(before);
  });
});
