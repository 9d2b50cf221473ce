// What may be written as `waitFor`, and that anything else is named.
import { check } from "../../../../provider/resources/schema/check";
import { jobDefinition } from "../../../../provider/resources/lifecycle/job";
import { parseWaitFor } from "../../../../provider/resources/job/waitFor";
import { waitStages } from "../../../../provider/resources/job/waitStage";

const box = { task: "PERSISTENT", container: { image: "ubuntu" } };
const failuresFor = (waitFor: unknown): readonly unknown[] =>
  check(jobDefinition, { ...box, waitFor }).failures;

test.each(waitStages.filter((stage) => stage !== "completed"))("%s is a stage", (stage) => {
  expect([failuresFor(stage), parseWaitFor(stage)]).toEqual([[], { stage }]);
});

test.each([
  [
    { port: 8188, tcp: true },
    { kind: "tcp", port: 8188 },
  ],
  [
    { port: 8188, http: "/health" },
    { kind: "http", port: 8188, path: "/health" },
  ],
  [
    { port: 8188, http: "/a?b=1&c=%20", status: 204 },
    { kind: "http", port: 8188, path: "/a?b=1&c=%20", status: 204 },
  ],
  [{ ssh: true }, { kind: "ssh", port: 22 }],
] as const)("%j is a probe of a ready job", (waitFor, probe) => {
  expect([failuresFor(waitFor), parseWaitFor(waitFor)]).toEqual([[], { stage: "ready", probe }]);
});

const sentence =
  "must be one of created, assigned, running, ready, completed, or one probe: " +
  '{ port: 8188, tcp: true }, { port: 8188, http: "/health", status: 200 } or { ssh: true }';

test.each([
  ["an unknown stage", "done"],
  ["an empty probe", {}],
  ["a probe of nothing", { port: 80 }],
  ["a page without a port", { http: "/" }],
  ["SSH with a port", { ssh: true, port: 22 }],
  ["a probe that is not wanted", { port: 80, tcp: false }],
  ["a port as text", { port: "80", tcp: true }],
  ["a status without a page", { port: 80, tcp: true, status: 200 }],
])("%s is refused with all that is accepted", (_name, waitFor) => {
  expect(failuresFor(waitFor)).toEqual([{ property: "waitFor", reason: sentence }]);
});

const portReason = "must be a whole number from 1 to 65535";
const pathReason = "must begin with / and be written as in a URL, such as /health";
const statusReason = "must be an HTTP status from 200 to 599";

test.each([
  ["port", { port: 0, tcp: true }, portReason],
  ["http", { port: 80, http: "health" }, pathReason],
  ["http", { port: 80, http: "/\r\nHost: elsewhere" }, pathReason],
  ["http", { port: 80, http: "/€" }, pathReason],
  ["status", { port: 80, http: "/", status: 101 }, statusReason],
  ["status", { port: 80, http: "/", status: 600 }, statusReason],
])("a wrong %s is refused by its name in %j", (name, waitFor, reason) => {
  expect(failuresFor(waitFor)).toEqual([{ property: `waitFor.${name}`, reason }]);
});
