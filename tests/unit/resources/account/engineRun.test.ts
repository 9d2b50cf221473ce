import { appendFileSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import { joinEngineRun, type EngineRun } from "../../../../provider/resources/account/engineRun";
import { createProcessJobs } from "../../../../provider/resources/account/processJobs";
import { identityOf, processTable } from "../../../support/journals";
import { ourMarker as marker } from "../../../support/scriptedService";

let folder: string;
let running: Set<string>;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "dispersed-run-"));
  running = new Set(["first", "second"]);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const join = (key: string, address = "127.0.0.1:4000"): EngineRun =>
  joinEngineRun(
    folder,
    address,
    identityOf(key),
    processTable(() => running),
  );
const uuid = "3fa85f64-5717-4562-b3fc-2c963f66afa6";
const shown = { kind: "shown", uuid, generation: marker.generation } as const;

describe("the processes of one command", () => {
  test("know also what comes later, but not their own notes", () => {
    const [first, second] = [join("first"), join("second")];
    first.note(shown);
    second.others();
    first.note({ kind: "gone", uuid });
    expect(second.others()).toEqual([shown, { kind: "gone", uuid }]);
    expect(first.others()).toEqual([]);
  });

  test("know nothing of another command", () => {
    join("first", "127.0.0.1:5000").note(shown);
    expect(join("second").others()).toEqual([]);
  });

  test("forget one that ended: what a preview showed does not count for the update", () => {
    const preview = join("first");
    preview.note(shown);
    preview.end();
    expect(join("second").others()).toEqual([]);
  });

  test("forget one that was killed, and remove its file", () => {
    join("first").note(shown);
    running.delete("first");
    expect(join("second").others()).toEqual([]);
    expect(readdirSync(path.join(folder, "runs"))).toEqual([]);
  });

  test("leave out a line that is half written, and a note of a later version", () => {
    join("first").note(shown);
    const [file = ""] = readdirSync(path.join(folder, "runs"));
    appendFileSync(path.join(folder, "runs", file), '{"kind":"unheard"}\n{"kind":"sho');
    expect(join("second").others()).toEqual([shown]);
  });
});

describe("what another process of the command knows counts", () => {
  const both = (): readonly [
    ReturnType<typeof createProcessJobs>,
    ReturnType<typeof createProcessJobs>,
  ] => [createProcessJobs(join("first")), createProcessJobs(join("second"))];

  test("a job that its state has shown is the state's", () => {
    const [first, second] = both();
    first.recordStateResource({ generation: undefined, uuid, marker });
    expect(second.isTracked({ uuid: "another job of its purchase", marker })).toBe(true);
    expect(second.isAccountedFor(uuid)).toBe(true);
  });

  test("a job that it adopted is taken", () => {
    const [first, second] = both();
    first.claim(uuid, "eeeeeeeeee");
    expect(second.claimedBy(uuid)).toBe("eeeeeeeeee");
  });

  test("a job that it adopted is free again when the create failed", () => {
    const [first, second] = both();
    first.claim(uuid, "eeeeeeeeee");
    first.releaseJob(uuid, "eeeeeeeeee");
    expect(second.claimedBy(uuid)).toBeUndefined();
  });

  test.each<[string, (first: ReturnType<typeof createProcessJobs>) => void, boolean]>([
    ["until it leaves the job", () => undefined, true],
    ["not after it left the job", (first) => first.releaseJob(uuid, "eeeeeeeeee"), false],
    ["not after the job is proven gone", (first) => first.markLost(uuid), false],
  ])("a resource that its state has shown holds its job, %s", (_name, end, isHeld) => {
    const [first, second] = both();
    first.recordInState(marker, uuid, "eeeeeeeeee");
    end(first);
    expect(second.isHeldInOtherProcess(uuid, "eeeeeeeeee")).toBe(isHeld);
    expect(second.isHeldInOtherProcess(uuid, "ffffffffff")).toBe(false);
    const shared = ["eeeeeeeeee", "ffffffffff"].map((each) => second.isSharedInRun(uuid, each));
    expect(shared).toEqual([false, isHeld]);
  });

  test("a job that it proved gone is no longer the state's", () => {
    const [first, second] = both();
    first.recordStateResource({ generation: undefined, uuid, marker });
    first.markLost(uuid);
    expect(second.isTracked({ uuid, marker })).toBe(false);
  });
});
