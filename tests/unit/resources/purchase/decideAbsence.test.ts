import type { JobDetails } from "../../../../provider/api/endpoints/jobs";
import type { JobListSnapshot } from "../../../../provider/resources/account/sharedJobList";
import { withMarker } from "../../../../provider/resources/job/marker";
import {
  decidePurchaseAbsence,
  type AbsenceQuestion,
} from "../../../../provider/resources/purchase/decideAbsence";
import { START_OF_TIME } from "../../../support/fakes";
import { ourMarker as marker } from "../../../support/scriptedService";

const postedAtMs = START_OF_TIME;
const at = (afterMs: number): string => new Date(postedAtMs + afterMs).toISOString();
const SECOND = 1_000;
const MINUTE = 60_000;

const description = withMarker("a box", marker);
const sent = { title: "box", hardware: { gpuCount: 1, gpuName: "RTX 4090" }, description };

const job = (uuid: string, fields: Partial<JobDetails> = {}): JobDetails =>
  ({ uuid, status: "RUNNING", createdAt: at(-MINUTE), ...fields }) as JobDetails;
const look = (
  listed: readonly JobDetails[],
  fields: Partial<JobListSnapshot> = {},
): JobListSnapshot => ({
  jobs: [],
  listed,
  isCovering: true,
  isWhole: true,
  hasAllLive: true,
  ...fields,
});
const question = (fields: Partial<AbsenceQuestion> = {}): AbsenceQuestion => ({
  sent,
  postedAtMs,
  posted: { fromMs: postedAtMs, untilMs: postedAtMs },
  elapsedMs: 30 * SECOND,
  alive: [],
  hasListedJobs: false,
  firstListedMs: () => undefined,
  isAccountedFor: () => false,
  ...fields,
});
/** A stranger's job that looks like nothing of ours. */
const unlike = { title: "theirs", description: "theirs" };
const decide = (shown: JobListSnapshot, fields?: Partial<AbsenceQuestion>): string => {
  const absence = decidePurchaseAbsence(shown, question(fields));
  return absence.kind === "absent" ? "absent" : absence.why;
};

describe("a listing without the job", () => {
  test("that is empty from the start proves its absence, 30 s after the answer was lost", () => {
    expect(decide(look([]))).toBe("absent");
  });

  test("that is empty proves nothing earlier: it may lag behind", () => {
    expect(decide(look([]), { elapsedMs: 29_999 })).toBe("the list of jobs may still lag behind");
  });

  test("is believed at once where a refusal only asks for one look", () => {
    expect(decide(look([]), { elapsedMs: undefined })).toBe("absent");
  });

  test("that is empty and was not before proves nothing", () => {
    expect(decide(look([]), { hasListedJobs: true })).toBe(
      "the list of jobs is empty, and was not before",
    );
  });
});

describe("a service whose clock is an hour behind ours", () => {
  const clockOffsetMs = -60 * MINUTE;
  const posted = { fromMs: postedAtMs + clockOffsetMs, untilMs: postedAtMs };

  test("tells a job of the request as an hour older, and it counts as one that may be it", () => {
    const listed = [job("new", { title: "box", gpuCount: 1, createdAt: at(clockOffsetMs) })];
    expect(decide(look(listed), { posted })).toContain("may be it");
    expect(decide(look(listed))).toBe("absent");
  });
});

describe("a service whose clock is an hour ahead of ours", () => {
  test("tells jobs of before as younger than the request, and they prove nothing", () => {
    const listed = [job("old", { ...unlike, createdAt: at(50 * MINUTE) })];
    const posted = { fromMs: postedAtMs, untilMs: postedAtMs + 60 * MINUTE };
    const fields = { posted, elapsedMs: SECOND };
    expect(decide(look(listed), fields)).toBe("the list of jobs may still lag behind");
  });
});

describe("a job that was created after the request", () => {
  const newer = job("newer", { ...unlike, createdAt: at(SECOND) });

  test("makes the listing a proof at once", () => {
    const firstListedMs = (): number => postedAtMs + 2 * SECOND;
    expect(decide(look([newer]), { elapsedMs: 0, firstListedMs })).toBe("absent");
  });

  test("and was listed before it has a wrong clock: it proves nothing early", () => {
    const firstListedMs = (): number => postedAtMs - SECOND;
    expect(decide(look([newer]), { elapsedMs: 0, firstListedMs })).toContain("lag behind");
  });
});

describe("a job that lives", () => {
  const alive = (uuid: string, ageMs: number): { uuid: string; createdAt: string } => ({
    uuid,
    createdAt: at(-ageMs),
  });

  test("and is not listed at all keeps the listing from proving anything", () => {
    expect(decide(look([]), { alive: [alive("known", MINUTE)] })).toBe(
      "the list of jobs does not show job known, which is alive",
    );
  });

  test("and is younger than what is listed may be missed: the list may lag for it alone", () => {
    const shown = look([job("older", unlike)]);
    const known = [alive("older", 2 * MINUTE), alive("younger", MINUTE)];
    expect(decide(shown, { alive: known })).toBe("absent");
  });

  test("and is older than the listing reaches need not be on it", () => {
    const shown = look([job("recent", unlike)], { isWhole: false });
    const known = [alive("recent", MINUTE), alive("old", 3 * 24 * 60 * MINUTE)];
    expect(decide(shown, { alive: known })).toBe("absent");
  });

  test("and does not say when it was created has to be listed", () => {
    const shown = look([job("other", unlike)]);
    const known = [alive("other", MINUTE), { uuid: "undated" }];
    expect(decide(shown, { alive: known })).toContain("does not show job undated");
  });
});

describe("a live job without a marker that could be it", () => {
  const alike = (fields: Partial<JobDetails> = {}): JobDetails =>
    job("alike", { title: "box", gpuCount: 1, createdAt: at(SECOND), ...fields });
  const isFound = (fields: Partial<JobDetails>, more?: Partial<AbsenceQuestion>): boolean =>
    decide(look([alike(fields)]), more).includes("alike");

  test("keeps the listing from proving anything, and the message says how to take it", () => {
    expect(decide(look([alike()]))).toBe(
      "the list of jobs shows alike without a marker, which may be it: if so, set " +
        '`adopt: "alike"`',
    );
  });

  test.each<[string, Partial<JobDetails>]>([
    ["with a description that was cut", { description: description.slice(0, 20) }],
    ["with a description that was cut and closed", { description: `${description.slice(0, 20)}…` }],
    ["whose title is not told", { title: undefined }],
    ["of four minutes earlier by the service's clock", { createdAt: at(-4 * MINUTE) }],
    ["of ten minutes later", { createdAt: at(10 * MINUTE) }],
    ["whose description got something more", { description: `${description}!` }],
    ["whose description was escaped", { description: description.replace("[", "&#91;") }],
    ["of a day", { createdAt: at(0).slice(0, 10) }],
    ["in an unknown status", { status: "WARMING" }],
    ["whose title has another case", { title: " Box" }],
    ["whose GPU has a longer name", { gpuName: "NVIDIA RTX 4090" }],
    ["whose GPU has a name of another maker's style", { gpuName: "GeForce-RTX-4090" }],
  ])("%s", (_name, fields) => {
    expect(isFound(fields)).toBe(true);
  });

  test.each<[string, object, Partial<JobDetails>, boolean]>([
    [
      "is one where a minimum was rounded up",
      { hardware: { minRamGb: 10 } },
      { minRamGb: 16 },
      true,
    ],
    ["is none with less than the minimum", { hardware: { minRamGb: 10 } }, { minRamGb: 8 }, false],
    ["is one where the title lost its letters", { title: "büro" }, { title: "b?ro" }, true],
  ])("%s", (_name, asked, fields, expected) => {
    expect(isFound(fields, { sent: { ...sent, ...asked } })).toBe(expected);
  });

  test.each<[string, Partial<JobDetails>]>([
    ["has ended", { status: "CANCELLED" }],
    ["has other hardware", { gpuCount: 2 }],
    ["has another GPU", { gpuName: "NVIDIA A100" }],
    ["has another title", { title: "theirs" }],
    ["has another description", { description: "somebody else's" }],
    ["was created six minutes earlier", { createdAt: at(-6 * MINUTE) }],
    ["was created eleven minutes later", { createdAt: at(11 * MINUTE) }],
  ])("is none when it %s", (_name, fields) => {
    expect(isFound(fields)).toBe(false);
  });

  test("is none when it is known whose it is", () => {
    expect(isFound({}, { isAccountedFor: () => true })).toBe(false);
  });

  test("is none when a job of ours came back with its marker in as long a description", () => {
    const ours = job("ours", { description });
    const isAccountedFor = (uuid: string): boolean => uuid === "ours";
    expect(decide(look([alike(), ours]), { isAccountedFor })).toBe("absent");
  });
});
