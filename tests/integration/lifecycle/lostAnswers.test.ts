// The job is made, and its answer gets lost on the way: it is found by its marker and taken.
import { directAndHost } from "../../support/lifecycle/drivers";
import { batchInputs } from "../../support/lifecycle/jobInputs";
import { adopted, type Fault, loseAnswer } from "../../support/lifecycle/loseAnswer";
import { useRig } from "../../support/lifecycle/rig";

jest.setTimeout(60_000);

const TIME_SCALE = 50;
/** Eight seconds by the scaled clock. */
const LAG_MS = 8_000 / TIME_SCALE;

const answer = (
  status: number,
  body = "",
  headers: Readonly<Record<string, string>> = {},
): Fault => ({ action: "status", status, body, headers });
const page = "<html><body><h1>502 Bad Gateway</h1></body></html>";

const faults: readonly (readonly [id: string, what: string, fault: Fault])[] = [
  ["B01", "is a reset connection", { action: "reset" }],
  ["B02", "is a closed connection", { action: "close" }],
  ["B04", "is a 500", answer(500, '{"message":"oops"}')],
  ["B05", "is a 502 with a web page", answer(502, page, { "Content-Type": "text/html" })],
  ["B06", "is a 503 that asks for a second try", answer(503, "", { "Retry-After": "1" })],
  ["B07", "is a 504", answer(504, "gateway timeout")],
  ["B08", "is a 408", answer(408)],
  ["B08", "is a 520", answer(520)],
  ["B08", "is a 522", answer(522)],
  ["B08", "is a 524", answer(524)],
  ["B10", "is half a body", { action: "truncate", bytes: 60 }],
  ["B10", "is reset in the middle of its body", { phase: "mid-body", action: "reset" }],
  ["B10", "ends in the middle of its body", { phase: "mid-body", action: "close" }],
  ["B11", "is empty", answer(201)],
  ["B11", "is null", answer(201, "null")],
  ["B11", "is a list", answer(201, "[]")],
  ["B11", "is a text", answer(201, '"ok"')],
  ["B11", "is an empty object", answer(201, "{}")],
  ["B12", "has no uuid", answer(201, '{"status":"PENDING"}')],
  ["B12", "has null for a uuid", { action: "lie", json: { uuid: null } }],
  ["B12", "has a number for a uuid", { action: "lie", json: { uuid: 7 } }],
  ["B12", "has an empty uuid", { action: "lie", json: { uuid: "" } }],
  ["B12", "has a word for a uuid", { action: "lie", json: { uuid: "job-1" } }],
  ["B12", "has 5 kB for a uuid", { action: "lie", json: { uuid: "a".repeat(5_000) } }],
  ["B12", "has a path for a uuid", { action: "lie", json: { uuid: "../x" } }],
  ["B13", "is a 204", answer(204)],
  ["B14", "is bytes that mean nothing", { action: "garbage" }],
  ["B14", "is spoilt in its second half", { phase: "mid-body", action: "garbage" }],
  ["B14", "is nested without an end", answer(201, "[".repeat(100_000))],
];

/** Losses that differ in how they are noticed; through the host the others are no different. */
const kinds = faults.filter(([id]) => ["B02", "B07", "B10", "B11"].includes(id));

const drivers = directAndHost.map(
  ([name, open], index) => [name, open, index === 0 ? faults : kinds] as const,
);

describe.each(drivers)("a Job, %s, whose answer", (_name, open, lagging) => {
  const rig = useRig(open, { timeScale: TIME_SCALE });

  test.each(faults)("%s: %s is bought once and kept", async (_id, _what, fault) => {
    expect(await loseAnswer(rig(), batchInputs({}), fault)).toEqual(adopted);
  });

  test.each(lagging)("%s: %s is kept although lists lag by 8 s", async (_id, _what, fault) => {
    const lag = { lagMs: LAG_MS };
    expect(await loseAnswer(rig(), batchInputs({}), fault, lag)).toEqual(adopted);
  });
});

describe.each(drivers)("a JobFromRecipe, %s, whose answer", (_name, open, lost) => {
  const rig = useRig(open, { timeScale: TIME_SCALE, type: "JobFromRecipe" });
  const cook = { route: "POST /v1/job-recipes/{uuid}/cook" } as const;
  /** The recipe of a finite job without a GPU. */
  const inputs = {
    recipeUuid: "019582a6-2000-7000-8000-000000000003",
    __context: { name: "worker" },
  };

  test.each(lost)("B37: like %s, %s is bought once and kept", async (_id, _what, fault) => {
    expect(await loseAnswer(rig(), inputs, fault, cook)).toEqual(adopted);
  });

  test("B37: is lost while lists lag by 8 s is kept", async () => {
    const lag = { ...cook, lagMs: LAG_MS };
    expect(await loseAnswer(rig(), inputs, { action: "reset" }, lag)).toEqual(adopted);
  });
});
