import { once } from "node:events";
import { text } from "node:stream/consumers";

import { type Emulator, startEmulator } from "../../../emulator";
import { createJob } from "../../../provider/api/endpoints/jobs";
import type { JobSpec } from "../../../provider/api/endpoints/jobSpec";
import { clientFor } from "../../support/clientFor";
import { markerOfStack, plant } from "./account";
import {
  createPlace,
  type Finished,
  type Place,
  runDispersed,
  startDispersed,
} from "./runDispersed";

jest.setTimeout(60_000);

let emulator: Emulator;
let place: Place;

beforeEach(async () => {
  emulator = await startEmulator({ assignAfterMs: 0, startAfterMs: 0, cancelAfterMs: 0 });
  place = createPlace();
});
afterEach(async () => {
  place.close();
  await emulator.close();
});

const run = (...args: readonly string[]): Promise<Finished> =>
  runDispersed(place, place.env(emulator), ...args);

async function makeJob(env: Readonly<Record<string, string>> = {}): Promise<string> {
  const spec: JobSpec = {
    task: "PERSISTENT",
    title: "box",
    container: { image: "a", ports: [], env },
  };
  return (await createJob(clientFor(emulator), spec)).uuid;
}

test("jobs lists the jobs of a status, and takes the marker off their text", async () => {
  const { job, marker } = await plant(emulator, markerOfStack("acme/lab/dev", "box"), "mine");
  await emulator.endJob(await makeJob(), { status: "FAILED" });
  const { out, code } = await run("jobs", "--status", "running", "--json");
  expect(code).toBe(0);
  expect(JSON.parse(out)).toMatchObject({
    jobs: [{ uuid: job.uuid, description: "mine", marker: Object.values(marker).join(".") }],
    complete: true,
  });
  const table = (await run("jobs")).out;
  expect(table).toContain("FAILED");
  expect(table).toContain(job.uuid);
});

test("jobs refuses a limit that is no number", async () => {
  expect(await run("jobs", "--limit", "many")).toMatchObject({ code: 2 });
});

test("jobs refuses a status that no job can have, and names those it knows", async () => {
  const before = emulator.requests().length;
  const { code, err } = await run("jobs", "--status", "running,foo");
  expect([code, emulator.requests().length]).toEqual([2, before]);
  expect(err).toContain("--status: unknown status; known statuses: PENDING, ASSIGNED,");
});

test("logs prints what the container printed, without what a terminal would obey", async () => {
  const uuid = await makeJob({ EMULATOR_LOGS: "one\n    two\u001b[2J\nthree" });
  const { out, code } = await run("logs", uuid);
  expect([code, out]).toEqual([0, "one\n    two [2J\nthree\n"]);
  const [first = ""] = (await run("logs", uuid, "--json")).out.split("\n");
  expect(JSON.parse(first)).toMatchObject({ line: "one" });
});

test("logs of what is no uuid is wrong usage, of an unknown job a failure", async () => {
  expect(await run("logs", "box")).toMatchObject({ code: 2, out: "" });
  const unknown = await run("logs", "00000000-0000-4000-8000-000000000000");
  expect(unknown.code).toBe(1);
  expect(unknown.err).toContain("404");
});

test("logs --follow ends with the job", async () => {
  const uuid = await makeJob({ EMULATOR_LOGS: "working\n" });
  const child = startDispersed(place, place.env(emulator), "logs", uuid, "--follow");
  const err = text(child.stderr);
  const exit = once(child, "exit");
  await once(child.stdout, "data");
  await emulator.endJob(uuid, { status: "COMPLETED" });
  expect(await exit).toEqual([0, null]);
  expect(await err).toContain("The job is COMPLETED.");
});

test("Ctrl-C ends logs --follow cleanly", async () => {
  const uuid = await makeJob({ EMULATOR_LOGS: "working\n" });
  const child = startDispersed(place, place.env(emulator), "logs", uuid, "--follow");
  const err = text(child.stderr);
  const exit = once(child, "exit");
  await once(child.stdout, "data");
  child.kill("SIGINT");
  expect(await exit).toEqual([0, null]);
  expect((await err).split("\n").slice(1)).toEqual([
    "Stopped following; the job keeps running.",
    "",
  ]);
});
