// What the program does, on the real engine, against an emulator of the API: npm test
import { deepEqual, equal, match, ok, rejects } from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, test } from "node:test";

import { LocalWorkspace, type Stack } from "@pulumi/pulumi/automation";
import { startEmulator, type Emulator } from "pulumi-dispersed/emulator";

let emulator: Emulator;
let backend: string;
let stack: Stack;

beforeEach(async () => {
  emulator = await startEmulator({ assignAfterMs: 10, startAfterMs: 10, cancelAfterMs: 10 });
  backend = mkdtempSync(join(tmpdir(), "tested-program-"));
  stack = await LocalWorkspace.createStack(
    { stackName: "try", workDir: __dirname },
    {
      envVars: {
        PULUMI_BACKEND_URL: `file://${backend}`,
        PULUMI_CONFIG_PASSPHRASE: "of nothing that is secret",
        DISPERSED_API_BASE_URL: emulator.url,
        DISPERSED_PUBLIC_KEY: emulator.publicKey,
        DISPERSED_SECRET_KEY: emulator.secretKey,
      },
    },
  );
  await stack.setConfig("image", { value: "otoy/dispersed-base" });
});

afterEach(async () => {
  await stack.destroy({ remove: true });
  await emulator.close();
  rmSync(backend, { recursive: true });
});

const statuses = (): string[] => emulator.ledger().jobs.map(({ status }) => status);

test("a preview buys nothing", async () => {
  await stack.preview();
  deepEqual(statuses(), []);
});

test("the box answers, costs less than a dollar an hour, and ends", async () => {
  const { outputs } = await stack.up();
  equal(outputs.status?.value, "RUNNING");
  match(String(outputs.url?.value), /^http:/);
  ok(Number(outputs.hourlyRateUsd?.value) < 1);
  deepEqual(statuses(), ["RUNNING"]);
  await stack.destroy();
  deepEqual(statuses(), ["CANCELLED"]);
});

test("nothing is bought while every GPU costs too much", async () => {
  await stack.setConfig("maxHourlyUsd", { value: "0.01" });
  await rejects(stack.up(), /the cheapest offer that fits costs/);
  deepEqual(statuses(), []);
});

test("an answer that is lost buys no second box", async () => {
  emulator.failNext({ route: "POST /v1/jobs", phase: "after", action: "reset" });
  await stack.up();
  deepEqual(statuses(), ["RUNNING"]);
});

test("a box that died is replaced by the next up that looks", async () => {
  const { outputs } = await stack.up();
  await emulator.killNode(String(outputs.uuid?.value));
  await stack.up({ refresh: true });
  deepEqual(statuses().sort(), ["FAILED", "RUNNING"]);
});
