// The functions against the emulator: their own code here, and the built package in a process of
// its own, as a program has it.
import { spawn } from "node:child_process";

import { type Emulator, startEmulator } from "../../../emulator";
import type { ApiClient } from "../../../provider/api/http/client";
import { createJob } from "../../../provider/api/endpoints/jobs";
import type { Properties } from "../../../provider/resources/schema/types";
import { functions } from "../../../provider/resources/functions/registry";
import { clientFor } from "../../support/clientFor";
import { errorOf } from "../client/errorOf";
import { batchSpec } from "../client/jobSpecs";
import { createTemporaryProject, type TemporaryProject } from "../../support/temporaryProject";
import { recordRequests } from "../../support/lifecycle/recordRequests";

let emulator: Emulator;
let api: ApiClient;

beforeEach(async () => {
  emulator = await startEmulator({
    assignAfterMs: 0,
    startAfterMs: 0,
    cancelAfterMs: 0,
    runForMs: 60_000,
  });
  api = clientFor(emulator);
});
afterEach(() => emulator.close());

function ask(name: string, args: Properties): Promise<Properties> {
  const definition = functions.find((candidate) => candidate.name === name);
  if (definition === undefined) throw new Error(`There is no ${name}.`);
  return definition.ask(api, args);
}

const uuidsOf = (list: unknown): string[] => (list as { uuid: string }[]).map(({ uuid }) => uuid);

test("getJob returns a running job with its addresses", async () => {
  const container = { ...batchSpec.container, ports: [22, 8080] };
  const { uuid } = await createJob(api, { ...batchSpec, container });
  const job = await ask("getJob", { uuid });
  expect(job).toMatchObject({
    ...{ uuid, status: "RUNNING", outcome: "active", title: batchSpec.title, task: "BATCH" },
    endpoints: { "8080": { host: "127.0.0.1" } },
    ssh: { host: "127.0.0.1", user: "duser" },
    apiOrigin: emulator.url,
  });
  expect((job["containerAccessTokens"] as string[]).length).toBe(1);
});

test("getJob of a job that never was says that the service does not know it", async () => {
  const uuid = "00000000-0000-4000-8000-000000000000";
  expect(await errorOf(ask("getJob", { uuid }))).toMatchObject({
    status: 404,
    message: expect.stringContaining(`knows no job ${uuid} for this key. Check the uuid`) as string,
  });
});

test("getJobs reads page after page, no further than its limit", async () => {
  for (let count = 0; count < 101; count += 1) await createJob(api, batchSpec);
  const requests = recordRequests(emulator);
  const { jobs, complete } = await ask("getJobs", { limit: 60 });
  expect([uuidsOf(jobs).length, complete, requests().length]).toEqual([60, false, 2]);
  expect((await ask("getJobs", { limit: 101 }))["complete"]).toBe(true);
});

describe("in a program", () => {
  let project: TemporaryProject;
  beforeAll(() => {
    project = createTemporaryProject();
  });
  afterAll(() => project.remove());

  /** What a program in the project prints as JSON; the emulator in this process answers it. */
  const printed = async (script: string, env: Record<string, string>): Promise<unknown> => {
    const program = spawn(process.execPath, ["-e", script], {
      cwd: project.folder,
      env: { PATH: process.env["PATH"], ...env },
    });
    let output = "";
    program.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
    program.stderr.on("data", (chunk: Buffer) => (output += chunk.toString()));
    await new Promise((resolve) => program.once("close", resolve));
    return JSON.parse(output);
  };

  const keys = (): Record<string, string> => ({
    DISPERSED_API_BASE_URL: emulator.url,
    DISPERSED_PUBLIC_KEY: emulator.publicKey,
    DISPERSED_SECRET_KEY: emulator.secretKey,
  });

  test("both forms give the same, with keys of the environment", async () => {
    const { uuid } = await createJob(api, batchSpec);
    const script = `
      const dispersed = require("pulumi-dispersed");
      const uuid = ${JSON.stringify(uuid)};
      dispersed.getJobOutput({ uuid }).status.apply(async (status) =>
        console.log(JSON.stringify([status, (await dispersed.getJob({ uuid })).status])));`;
    expect(await printed(script, keys())).toEqual(["RUNNING", "RUNNING"]);
  });

  test("a failure is shown without the secret key", async () => {
    const script = `require("pulumi-dispersed").getJobs()
      .catch((error) => console.log(JSON.stringify(String(error) + String(error.cause))));`;
    const shown = await printed(script, { ...keys(), DISPERSED_PUBLIC_KEY: "pk_nobody" });
    expect(shown).toContain("The key was refused");
    expect(shown).not.toContain(emulator.secretKey);
  });
});
