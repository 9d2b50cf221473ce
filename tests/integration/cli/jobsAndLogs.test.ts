import { once } from "node:events";
import { text } from "node:stream/consumers";

import { createJob } from "../../../provider/api/endpoints/jobs";
import type { JobSpec } from "../../../provider/api/endpoints/jobSpec";
import { clientFor } from "../../support/clientFor";
import { markerOfStack, plant } from "./account";
import { startDispersed } from "./runDispersed";
import { useCli } from "./useCli";

const cli = useCli();
const { run } = cli;

async function makeJob(env: Readonly<Record<string, string>> = {}): Promise<string> {
  const spec: JobSpec = {
    task: "PERSISTENT",
    title: "box",
    container: { image: "a", ports: [], env },
  };
  return (await createJob(clientFor(cli.emulator), spec)).uuid;
}

test("jobs lists the jobs of a status, and takes the marker off their text", async () => {
  const { job, marker } = await plant(cli.emulator, markerOfStack("acme/lab/dev", "box"), "mine");
  await cli.emulator.endJob(await makeJob(), { status: "FAILED" });
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

test("logs prints what the container printed, without what a terminal would obey", async () => {
  const uuid = await makeJob({ EMULATOR_LOGS: "one\n    two\u001b[2J\nthree" });
  const { out, code } = await run("logs", uuid);
  expect([code, out]).toEqual([0, "one\n    two [2J\nthree\n"]);
  const [first = ""] = (await run("logs", uuid, "--json")).out.split("\n");
  expect(JSON.parse(first)).toMatchObject({ line: "one" });
});

test("logs of an unknown job says that the service knows no such job", async () => {
  const { code, err } = await run("logs", "00000000-0000-4000-8000-000000000000");
  expect([code, err]).toEqual([1, expect.stringContaining("knows no job 00000000-")]);
});

test("logs --follow ends cleanly after Ctrl-C, and the job keeps running", async () => {
  const uuid = await makeJob({ EMULATOR_LOGS: "working\n" });
  const { place, emulator } = cli;
  const child = startDispersed(place, place.env(emulator), "logs", uuid, "--follow");
  const err = text(child.stderr);
  const exit = once(child, "exit");
  await once(child.stdout, "data");
  child.kill("SIGINT");
  expect(await exit).toEqual([0, null]);
  expect([await err, emulator.ledger().alive]).toEqual([expect.stringContaining("Stopped"), 1]);
});
