// One request in twenty fails, in every way in which it can without taking long: refused, lost on the
// way there, lost on the way back, broken off.
import type { ScriptedFault } from "../../../emulator";

/** On every route each request of such a number fails. */
const ONE_IN = 20;

type WithoutPlace<Fault> = Fault extends unknown ? Omit<Fault, "route" | "occurrence"> : never;
type Ways = readonly WithoutPlace<ScriptedFault>[];

/** Groups A and B: what can happen to a request that buys something, and to one that ends it. */
const writing: Ways = [
  { phase: "before-headers", action: "reset" },
  { phase: "before-commit", action: "status", status: 429, headers: { "Retry-After": "1" } },
  { phase: "before-headers", action: "status", status: 500 },
  { phase: "before-commit", action: "status", status: 403, body: '{"message":"not now"}' },
  { phase: "before-commit", action: "status", status: 503 },
  { phase: "before-headers", action: "close" },
  { phase: "before-headers", action: "truncate", bytes: 40 },
  { phase: "before-read", action: "reset" },
  { phase: "before-headers", action: "status", status: 504, body: "<html>gateway</html>" },
  { phase: "before-headers", action: "garbage" },
];

/** Group C: what can happen to a look. */
const reading: Ways = [
  { phase: "before-commit", action: "status", status: 503 },
  { phase: "before-commit", action: "reset" },
  { phase: "before-commit", action: "status", status: 429, headers: { "Retry-After": "1" } },
  { phase: "mid-body", action: "close" },
  { phase: "before-commit", action: "status", status: 502, body: "<html>gateway</html>" },
  { phase: "before-headers", action: "delay", ms: 200 },
];

const routes: readonly (readonly [string, Ways])[] = [
  ["POST /v1/jobs", writing],
  ["PUT /v1/jobs/{uuid}/cancel", writing],
  ["GET /v1/jobs", reading],
  ["GET /v1/jobs/{uuid}", reading],
  ["GET /v1/job-runs", reading],
];

/** Faults for one in twenty of the next `requests` on each route. */
export function oneInTwenty(requests: number): readonly ScriptedFault[] {
  return routes.flatMap(([route, ways]) =>
    Array.from({ length: Math.floor(requests / ONE_IN) }, (_, index) => {
      const way = ways[index % ways.length];
      if (way === undefined) throw new Error("There is no way to fail.");
      return { ...way, route, occurrence: (index + 1) * ONE_IN };
    }),
  );
}
