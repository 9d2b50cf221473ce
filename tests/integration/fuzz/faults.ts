// What the network and the service do to the requests of one operation.
import fc from "fast-check";

import type { FaultAction, ScriptedFault, ScriptPhase } from "../../../emulator";

/** A value that is in no place but those that are kept secret. */
export const canary = "canary-lives-7f3a91e4";

const BUY = "POST /v1/jobs";
const LIST = "GET /v1/jobs";
const JOB = "GET /v1/jobs/{uuid}";
const RUNS = "GET /v1/job-runs";
const CANCEL = "PUT /v1/jobs/{uuid}/cancel";

type Strike = FaultAction & { readonly phase?: ScriptPhase };

/** A service that repeats the request in its response. */
const answer = (status: number, phase: ScriptPhase, headers = {}): Strike => ({
  action: "status",
  status,
  phase,
  headers,
  body: JSON.stringify({ error: { code: "oops", message: `cannot take ${canary}` } }),
});
const page = (status: number, phase: ScriptPhase): Strike => ({
  action: "status",
  status,
  phase,
  headers: { "Content-Type": "text/html" },
  body: `<html>${status}</html>`,
});

/** The work is done, and the client does not learn of it. */
const lost: readonly Strike[] = [
  { action: "reset", phase: "before-headers" },
  { action: "close", phase: "before-headers" },
  { action: "reset", phase: "mid-body" },
  { action: "truncate", bytes: 60 },
  { action: "garbage", phase: "before-headers" },
  { action: "hang", phase: "before-headers" },
  { action: "hang", phase: "mid-body" },
  { action: "status", status: 201, body: "", phase: "before-headers" },
  { action: "lie", json: { uuid: null } },
  ...[408, 500, 503].map((status) => answer(status, "before-headers")),
  ...[502, 504].map((status) => page(status, "before-headers")),
];
/** Nothing was done, and the client cannot know. */
const undone: readonly Strike[] = [
  { action: "reset", phase: "before-read" },
  { action: "reset", phase: "before-commit" },
  { action: "close", phase: "before-commit" },
  { action: "hang", phase: "before-commit" },
  ...[500, 503].map((status) => answer(status, "before-commit")),
  ...[502, 504].map((status) => page(status, "before-commit")),
];
const refused: readonly Strike[] = [400, 401, 402, 403, 422].map((status) =>
  answer(status, "before-commit"),
);
const throttled = answer(429, "before-commit", { "Retry-After": "2" });
/** A proxy refuses a request that it has passed on. */
const doubtful = [answer(401, "before-headers"), page(307, "before-headers")];
/**
 * The client has given up by then, looks for the job already, or has bought another. With a list
 * that lags by 25 s the last of them shows before the last look, 90 s after it was sent.
 */
const late = [10_000, 45_000, 62_000].map((ms): Strike => ({
  action: "delay",
  ms,
  phase: "before-commit",
}));

/**
 * Whether a purchase may be made although it is refused. A list that lags does not show it to the
 * one look that follows: the next up takes it over, as that of a killed run.
 */
export const mayDeny = (script: readonly ScriptedFault[]): boolean =>
  script.some(({ route, phase, ...strike }) => {
    const status = strike.action === "status" ? (strike.status ?? 0) : 0;
    return route === BUY && phase === "before-headers" && [307, 401].includes(status);
  });

const fault = (
  route: string,
  strikes: readonly Strike[],
  mostTimes: number,
): fc.Arbitrary<ScriptedFault> =>
  fc
    .record({
      strike: fc.constantFrom(...strikes),
      from: fc.integer({ min: 1, max: 3 }),
      times: fc.integer({ min: 1, max: mostTimes }),
    })
    .map(({ strike, from, times }) => ({ route, occurrence: [from, from + times - 1], ...strike }));

const kinds = [
  { weight: 5, arbitrary: fault(BUY, lost, 2) },
  { weight: 3, arbitrary: fault(BUY, [...undone, throttled], 2) },
  { weight: 1, arbitrary: fault(BUY, [...refused, ...doubtful], 1) },
  { weight: 3, arbitrary: fault(LIST, [...lost, ...undone, throttled, ...refused], 12) },
  {
    weight: 2,
    arbitrary: fault(JOB, [...lost, ...undone, throttled, page(404, "before-commit")], 3),
  },
  { weight: 1, arbitrary: fault(RUNS, [...lost, ...undone, throttled], 3) },
  { weight: 3, arbitrary: fault(CANCEL, [...lost, ...undone, throttled, ...refused], 3) },
] as const;

/** The faults of an operation. */
export const faults: fc.Arbitrary<readonly ScriptedFault[]> = fc.oneof(
  { weight: 3, arbitrary: fc.constant([]) },
  { weight: 4, arbitrary: fc.array(fc.oneof(...kinds), { minLength: 1, maxLength: 3 }) },
);

/** A purchase that arrives late; a request of a killed process is not on its way for so long. */
export const lateFaults: fc.Arbitrary<readonly ScriptedFault[]> = fault(BUY, late, 1).map(
  (each) => [each],
);
