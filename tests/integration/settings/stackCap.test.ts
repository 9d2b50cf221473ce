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
