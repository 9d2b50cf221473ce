// Faults for the next requests of a route: a front of the fault script.
import type { Fault } from "../../../emulator";
import { persistentJob } from "./jobBodies";
import { type Answer, control, refusal } from "./signedRequest";
import { useRig } from "./useEmulator";

const route = "POST /v1/jobs";
const rig = useRig();
const { call } = rig;
const create = (): Promise<Answer> => call("POST", "/v1/jobs", persistentJob());

test("a fault answers with the status, headers and body that were ordered", async () => {
  const headers = { "Retry-After": "7" };
  await control(rig.emulator, "next", { route, status: 429, headers, body: '{"slow":"down"}' });
  const answer = await create();
  expect([answer.status, answer.headers.get("retry-after"), answer.body]).toEqual([
    429,
    "7",
    { slow: "down" },
  ]);
});

test.each<[string, Fault[], number[], number]>([
  ["before the handler leaves nothing behind", [{ route, body: "{}" }], [503], 0],
  [
    "after the handler leaves its work behind",
    [{ route, phase: "after", status: 504, body: "{}" }],
    [504],
    1,
  ],
  ["strikes as often as was ordered", [{ route, count: 2, body: "{}" }], [503, 503, 201], 1],
  [
    "strikes in the order that it was given in",
    [
      { route, status: 500, body: "{}" },
      { route, status: 502, body: "{}" },
    ],
    [500, 502],
    0,
  ],
])("a fault %s", async (_name, orders, expected, jobs) => {
  for (const order of orders) rig.emulator.failNext(order);
  const statuses: number[] = [];
  while (statuses.length < expected.length) statuses.push((await create()).status);
  expect([statuses, rig.emulator.ledger().jobs.length]).toEqual([expected, jobs]);
});

test("a fault uses up the nonce of its request", async () => {
  const nonce = "5".repeat(32);
  rig.emulator.failNext({ route: "GET /v1/jobs", body: "{}" });
  await call("GET", "/v1/jobs", undefined, { nonce });
  const answer = await call("GET", "/v1/jobs", undefined, { nonce });
  expect(answer).toMatchObject(refusal(401, "nonce_reused"));
});

test.each([
  ["before", 0],
  ["after", 1],
] as const)(
  "a reset %s the handler breaks the connection, leaves %d jobs and no status in the log",
  async (phase, jobs) => {
    rig.emulator.failNext({ route, action: "reset", phase });
    await expect(create()).rejects.toMatchObject({ cause: { code: "ECONNRESET" } });
    expect(rig.emulator.requests()).toMatchObject([{ status: null }]);
    expect(rig.emulator.ledger().jobs).toHaveLength(jobs);
  },
);

test("a hanging request ends only with the emulator", async () => {
  rig.emulator.failNext({ route, action: "hang", phase: "after" });
  const failure = expect(create()).rejects.toThrow();
  // The ledger is asked over HTTP until the hanging request has arrived and committed.
  while (rig.emulator.ledger().jobs.length === 0) {
    await fetch(`${rig.emulator.url}/_emulator/ledger`);
  }
  await rig.emulator.close();
  await failure;
});

test("a fault for a route that does not exist is refused", async () => {
  const answer = await control(rig.emulator, "next", { route: "PATCH /v1/jobs" });
  expect(answer).toMatchObject(refusal(422, "validation_failed"));
});
