// Answers and values made to cost time, or to become something else than data.
import fc from "fast-check";

import { getJob } from "../../../../provider/api/endpoints/jobs";
import { listJobRuns } from "../../../../provider/api/endpoints/jobRuns";
import { explain } from "../../../../provider/api/errors/parseErrorBody";
import { sanitizeOneLine } from "../../../../provider/api/errors/sanitize";
import { createRedactor } from "../../../../provider/api/errors/redact";
import { isUuid } from "../../../../provider/api/endpoints/uuid";
import { check } from "../../../../provider/resources/schema/check";
import { parseDuration } from "../../../../provider/resources/schema/duration";
import { jobDefinition } from "../../../../provider/resources/lifecycle/job";
import { text } from "../../../support/arbitraries";
import { createScriptedClient, json, plain } from "../../../support/fakes";

jest.setTimeout(60_000);
const uuid = "3fa85f64-5717-4562-b3fc-2c963f66afa6";
const MEGABYTE = 1_000_000;

/**
 * Whether it takes no longer, at one of three times: a busy machine makes a run slow, never quick.
 * Work that grows with the square of a megabyte takes hours on any machine.
 */
async function takesAtMost(limitMs: number, work: () => unknown): Promise<boolean> {
  for (let turn = 0; turn < 3; turn += 1) {
    const start = performance.now();
    await work();
    if (performance.now() - start <= limitMs * slowness()) return true;
  }
  return false;
}

/** How many times slower than usual this machine counts just now; 1 when it is not. */
function slowness(): number {
  const start = performance.now();
  let sum = 0;
  for (let index = 0; index < 20_000_000; index += 1) sum += index % 7;
  const usualMs = 40;
  return sum > 0 ? Math.max(1, (performance.now() - start) / usualMs) : 1;
}

describe("a hostile answer", () => {
  test.each<[string, () => string]>([
    [
      "10,000 objects in one another in a field that is read",
      () =>
        `{"uuid":"${uuid}","parameters":${'{"parameters":'.repeat(10_000)}0${"}".repeat(10_001)}`,
    ],
    ["a number of 100,000 digits", () => `{"uuid":"${uuid}","cpu_count":${"9".repeat(100_000)}}`],
    ["a status of 8 MB", () => `{"uuid":"${uuid}","status":"${"x".repeat(8 * MEGABYTE)}"}`],
    [
      "200,000 tokens",
      () => `{"uuid":"${uuid}","container_access_tokens":[${'"",'.repeat(200_000)}0]}`,
    ],
  ])("H04: %s is a job or an error of ours within a second", async (_name, make) => {
    const body = make();
    const outcomes = new Set<unknown>();
    const inTime = await takesAtMost(1_000, async () => {
      const { api } = createScriptedClient([plain(200, body)]);
      outcomes.add(
        await getJob(api, uuid).then(
          (job) => job.uuid,
          (error: unknown) => (error as { kind?: unknown }).kind,
        ),
      );
    });
    expect([uuid, "badResponse"]).toContain([...outcomes].join());
    expect(inTime).toBe(true);
  });
});

const made: readonly [string, (length: number) => string][] = [
  ["one letter", (length) => "a".repeat(length)],
  ["digits", (length) => "1".repeat(length)],
  ["hyphens", (length) => `${"a-".repeat(length / 2)}_`],
  ["half a uuid", (length) => "3fa85f64-5717-4562-b3fc-".repeat(length / 24)],
  ["control characters", (length) => "\u001b[".repeat(length / 2)],
  ["line breaks", (length) => "\n".repeat(length)],
  ["equal signs", (length) => `ssh-rsa ${"=".repeat(length)}`],
  ["slashes", (length) => "1/".repeat(length / 2)],
];

const batch = { task: "BATCH", maxTimeoutRunMs: 60_000, container: { image: "a" } };
const secretOf = createRedactor(["aaaaaaaab", "1111"]);
const readers: readonly [string, (hostile: string) => unknown][] = [
  ["uuid", isUuid],
  ["text for a terminal", sanitizeOneLine],
  ["hiding of secrets", secretOf],
  ["error body", explain],
  [
    "inputs of a job",
    (hostile) => {
      const container = { image: hostile, sshKey: hostile, allowedIps: [hostile] };
      check(jobDefinition, {
        ...batch,
        title: hostile,
        gpuRegistryUuid: hostile,
        sshUser: hostile,
        [hostile.slice(0, 20)]: 1,
        container: { ...container, env: { [hostile]: hostile } },
      });
    },
  ],
  [
    "runs of a job",
    async (hostile) => {
      const url = { description: hostile, hostname: hostile, port: 22, protocol: hostile };
      const run = { uuid, job_uuid: uuid, node_urls: [url], hourly_rate_usd: hostile };
      await listJobRuns(createScriptedClient([json(200, { data: [run] })]).api, uuid);
    },
  ],
];

describe.each(readers)("the reader of the %s", (_reader, read) => {
  test.each(made)("H09: reads a megabyte of %s in half a second", async (_name, make) => {
    const hostile = make(MEGABYTE);
    expect(await takesAtMost(500, () => read(hostile))).toBe(true);
  });
});

test("H09: a duration of 1,000 digits is refused in 50 ms", async () => {
  const digits = "1".repeat(1_000);
  expect(await takesAtMost(50, () => parseDuration(digits))).toBe(true);
});

test("H11: whatever a title or a variable says, headers are those of the signature, in ASCII", async () => {
  await fc.assert(
    fc.asyncProperty(text, text, async (title, value) => {
      const { api, requests } = createScriptedClient([json(200, {})]);
      await api.call({
        endpoint: "POST /v1/jobs",
        method: "POST",
        pathname: "/v1/jobs",
        query: [["filter[title]", `${title}\r\nX-Evil: 1`]],
        body: { title: `${title}\r\nX-Evil: 1`, env: { A: value } },
        repeatable: false,
      });
      const [request] = requests;
      expect(Object.keys(request?.headers ?? {}).sort()).toEqual([
        "accept",
        "content-type",
        "x-api-key",
        "x-nonce",
        "x-signature",
        "x-time",
      ]);
      expect(Object.values(request?.headers ?? {}).join("")).toMatch(/^[\x21-\x7e]*$/);
      expect(`${request?.pathname}?${request?.query}`).toMatch(/^[\x21-\x7e]*$/);
    }),
    { numRuns: 500 },
  );
});
