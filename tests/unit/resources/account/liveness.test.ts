import { mkdtempSync, rmSync, utimesSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import {
  createHeartbeat,
  decideLiveness,
  DEAD_AFTER_MS,
  identify,
  findProcess,
  SUSPENDED_AFTER_MS,
  systemProcesses,
  type ProcessTable,
} from "../../../../provider/resources/account/liveness";
import { identityOf, processTable } from "../../../support/journals";

describe("a process that announced a purchase", () => {
  test.each([
    ["same", DEAD_AFTER_MS * 10, "alive"],
    ["none", 0, "dead"],
    ["elsewhere", undefined, "dead"],
    ["elsewhere", DEAD_AFTER_MS + 1, "dead"],
    ["elsewhere", DEAD_AFTER_MS, "unknown"],
    ["reused", DEAD_AFTER_MS + 1, "dead"],
    ["reused", 0, "unknown"],
  ] as const)("found %s and untouched for %p ms is %s", (found, untouchedMs, liveness) => {
    expect(decideLiveness({ found, untouchedMs })).toBe(liveness);
  });
});

describe("the process table", () => {
  const me = identify(systemProcesses, process.pid, "me");
  const ask = (more: Partial<typeof me>, table: ProcessTable = systemProcesses): string =>
    findProcess(table, { ...me, ...more });

  test("finds this very process", () => {
    expect(ask({})).toBe("same");
  });

  test("distinguishes a later process with the same pid, and knows when there is none", () => {
    expect(ask({ startedAt: "1" })).toBe("none");
    expect(ask({ pid: 2 ** 22 + 1 })).toBe("none");
  });

  test.each([
    ["another boot", { boot: "another" }],
    ["another pid namespace", { namespace: "pid:[1]" }],
  ])("knows nothing of a process of %s", (_name, more) => {
    expect(ask(more)).toBe("elsewhere");
  });

  test("cannot distinguish processes where the system has no start times", () => {
    expect(ask({ startedAt: undefined })).toBe("reused");
  });
});

describe("a heartbeat", () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(path.join(tmpdir(), "dispersed-heartbeat-"))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const foreign = { ...identityOf("foreign"), boot: "another" };
  const open = (
    every: (intervalMs: number, call: () => void) => () => void = () => () => undefined,
  ): ReturnType<typeof createHeartbeat> =>
    createHeartbeat(folder, {
      self: identityOf("self"),
      processes: processTable(() => new Set(["self"])),
      every,
    });
  const age = (key: string, byMs: number): void => {
    const then = new Date(Date.now() - byMs);
    utimesSync(path.join(folder, "processes", key), then, then);
  };

  test("makes a process of another machine count as alive while it touches its file", () => {
    createHeartbeat(folder, {
      self: foreign,
      processes: processTable(() => new Set()),
      every: () => () => undefined,
    }).keepAlive();
    expect(open().livenessOf(foreign, "")).toBe("unknown");
    age("foreign", DEAD_AFTER_MS + 5_000);
    expect(open().livenessOf(foreign, "")).toBe("dead");
  });

  test("goes on until the last create has ended", () => {
    const stopped = jest.fn();
    const every = jest.fn(() => stopped);
    const heartbeat = open(every);
    const [first, second] = [heartbeat.keepAlive(), heartbeat.keepAlive()];
    first();
    first();
    expect([every.mock.calls.length, stopped.mock.calls.length]).toEqual([1, 0]);
    second();
    expect(stopped).toHaveBeenCalledTimes(1);
  });

  test("shows a process that it was suspended, once", () => {
    const heartbeat = open();
    heartbeat.keepAlive();
    expect(heartbeat.wasSuspended()).toBe(false);
    age("self", SUSPENDED_AFTER_MS + 5_000);
    expect([heartbeat.wasSuspended(), heartbeat.wasSuspended()]).toEqual([true, false]);
  });
});
