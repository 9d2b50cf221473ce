// The stack's cap counts every live job of the stack, also after faults of the service or a rename.
import { createJob } from "../../../provider/api/endpoints/jobs";
import { clientFor } from "../../support/clientFor";
import { NOT_FOUND } from "../../support/lifecycle/recordRequests";
import { succeeded, type Run } from "../../support/engine/project";
import { boxArgs, CREATE, useStack, programOf, writes, failed } from "../../support/stack";

jest.setTimeout(120_000);

const stack = useStack();
beforeEach(() => configure("maxStackHourlyUsd", "0.5"));

async function configure(key: string, value: string): Promise<void> {
  succeeded(await stack.project.pulumi("config", "set", `dispersed:${key}`, value));
}

/** A box of $0.35 an hour: one fits under the cap, two do not. */
const args = { ...boxArgs, gpuName: "RTX 4090" };
const job = (name: string, more: object = {}, opts = "{}"): string =>
  `const ${name} = new dispersed.Job("${name}", ${JSON.stringify({ ...args, ...more })}, ${opts});\n`;
const both = programOf(job("a") + job("b", {}, "{ dependsOn: a }"));

function expectRefused(run: Run, before: number): void {
  expect(failed(run)).toContain("dispersed:maxStackHourlyUsd is $0.50, and it would be exceeded");
  expect(writes(stack.emulator, before)).toEqual([]);
  expect(stack.emulator.ledger().alive).toBe(1);
}

/** One job in the state. */
async function one(): Promise<number> {
  succeeded(await stack.up(programOf(job("a"))));
  return stack.emulator.requests().length;
}

test("a job whose reads answer 404 while lists show it counts", async () => {
  const before = await one();
  const fault = { route: "GET /v1/jobs/{uuid}", status: 404, body: NOT_FOUND, count: 1_000 };
  stack.emulator.failNext(fault);
  expectRefused(await stack.up(both), before);
});

test("a job counts after its stack was renamed", async () => {
  const before = await one();
  succeeded(await stack.project.pulumi("stack", "rename", "prod"));
  expectRefused(await stack.up(both), before);
});

test("a job counts after its stack was given a namespace", async () => {
  const before = await one();
  await configure("namespace", "ours");
  expectRefused(await stack.up(both), before);
});

test("an adopted job without a marker counts", async () => {
  const { emulator } = stack;
  const spec = { ...args, task: "PERSISTENT" as const, title: "made in the console" };
  const { uuid } = await createJob(clientFor(emulator), spec);
  const before = emulator.requests().length;
  const adopting = job("a", { adopt: uuid }) + job("b", {}, "{ dependsOn: a }");
  expectRefused(await stack.up(programOf(adopting)), before);
});

test("a replacement that can never be bought is refused by the preview, and the old job goes on", async () => {
  const before = await one();
  // In a replacement, `adopt` does not count.
  const adopt = (await stack.job("a")).id;
  const edited = programOf(job("a", { gpuCount: 2, maxHourlyUsd: 2, adopt }));
  const refused = "maxHourlyUsd must be at most $0.50, the value of dispersed:maxStackHourlyUsd";
  expect(failed(await stack.up(edited))).toContain(refused);
  expect(failed(await stack.project.pulumi("preview"))).toContain(refused);
  expect(writes(stack.emulator, before)).toEqual([]);
  expect(stack.emulator.ledger().alive).toBe(1);
});

test("two explicit providers share the cap", async () => {
  const { url, publicKey, secretKey } = stack.emulator;
  const settings = JSON.stringify({ publicKey, secretKey, baseUrl: url, maxStackHourlyUsd: 0.5 });
  const provider = (name: string): string =>
    `const ${name} = new dispersed.Provider("${name}", ${settings});\n`;
  const program = programOf(
    provider("first") +
      provider("second") +
      job("a", {}, "{ provider: first }") +
      job("b", {}, "{ provider: second }"),
  );
  const run = await stack.up(program);
  expect(failed(run)).toContain("dispersed:maxStackHourlyUsd is $0.50, and it would be exceeded");
  expect(writes(stack.emulator)).toEqual([CREATE]);
});

test("a misspelt cap fails the program before anything is sent, and says which setting was meant", async () => {
  await configure("maxStackHourlyUSD", "0.5");
  const run = await stack.up(programOf(job("a")));
  expect(failed(run)).toContain("Did you mean dispersed:maxStackHourlyUsd?");
  expect(stack.emulator.requests()).toEqual([]);
});
