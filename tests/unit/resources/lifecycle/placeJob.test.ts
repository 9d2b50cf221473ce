// Which purchases are made for several preferences, and which job is kept. What a purchase is, and how it
// finds the job of an earlier run, is purchaseJob's.
import type { Bought } from "../../../../provider/resources/purchase/purchaseJob";
import type { JobKind } from "../../../../provider/resources/lifecycle/jobKind";
import { ownerText } from "../../../../provider/resources/job/marker";
import {
  placeJob,
  wantedOfAny,
  type Obtain,
  type Placed,
} from "../../../../provider/resources/lifecycle/placeJob";
import type { GpuPreference } from "../../../../provider/resources/job/gpuPreferences";
import { attemptGeneration } from "../../../../provider/resources/job/preferences";
import { readSettings } from "../../../../provider/resources/job/settings";
import type { Purchase } from "../../../../provider/resources/purchase/order";
import type { PurchasedJob } from "../../../../provider/resources/purchase/sendOrder";
import { DispersedError } from "../../../../provider/api/errors/errors";
import { json, rejection } from "../../../support/fakes";
import {
  createService,
  job,
  offersAt,
  otherUuid,
  running,
  runs,
  uuid,
  type Answers,
  type Service,
} from "../../../support/scriptedService";

const [A, B, C] = ["NVIDIA A100", "NVIDIA H100", "NVIDIA L4"] as const;
const MINUTE_MS = 60_000;

/** What was asked for, in a word for each purchase. */
interface Attempt {
  readonly gpu: unknown;
  readonly generation: string;
  readonly wanted: Purchase["wanted"];
}

interface Tried {
  readonly service: Service;
  readonly attempts: readonly Attempt[];
  readonly placed: Promise<Placed>;
}

interface Story {
  readonly preferences: readonly GpuPreference[];
  readonly answers?: Answers;
  /** What each purchase comes to; a job of the GPU that was asked for, by default. */
  readonly bought?: (job: PurchasedJob) => Bought;
  readonly budgetMs?: number;
  readonly adopt?: string;
}

const uuids = [uuid, otherUuid];

function place({ preferences, answers = {}, bought, budgetMs, adopt }: Story): Tried {
  const service = createService(answers);
  // No process begins with a purchase.
  service.clock.advance(MINUTE_MS);
  const attempts: Attempt[] = [];
  const kind: JobKind = {
    type: "Job",
    inputNames: ["gpuName"],
    order: (_effects, inputs) =>
      Promise.resolve({
        body: {},
        description: undefined,
        wanted: { ...inputs },
        hardware: readSettings(inputs),
        submit: () => Promise.reject(new Error("nothing is sent here")),
      }),
  };
  const obtain: Obtain = (settings, purchase, marker) => {
    const { gpuName } = settings as GpuPreference;
    attempts.push({ gpu: gpuName, generation: marker.generation, wanted: purchase.wanted });
    const jobUuid = uuids[attempts.length - 1] ?? "";
    const { origin } = service.effects.api.config;
    service.effects.journal.post(ownerText(marker), { ...marker, origin, postedAtMs: 0 });
    const made: PurchasedJob = {
      kind: "job",
      uuid: jobUuid,
      marker,
      followUp: Promise.resolve(),
      seen: { uuid: jobUuid, status: "PENDING", gpuName },
    };
    return Promise.resolve(bought?.(made) ?? made);
  };
  const inputs = {
    gpuPreferences: preferences,
    adopt,
    maxTimeoutAssignMs: 5 * MINUTE_MS,
    __context: { name: "box", owner: "stack.resource", generation: "aaaaaaaaaa" },
  };
  const placed = placeJob(service.effects, kind, inputs, obtain, budgetMs);
  return { service, attempts, placed };
}

/** The first job ends before it gets a node. */
const untaken = { get: [job("FAILED")] };
const gpusOf = (attempts: readonly Attempt[]): unknown[] => attempts.map(({ gpu }) => gpu);

const two = [{ gpuName: A }, { gpuName: B }];

test("the first preference that gets a node is kept, and nothing else is bought", async () => {
  const { placed, attempts, service } = place({ preferences: two, answers: running });
  expect(await placed).toMatchObject({
    bought: { uuid },
    placement: { gpu: A, attempts: [{ gpu: A, outcome: "placed", uuid }] },
    settings: { gpuName: A },
    spentMs: 0,
  });
  expect(gpusOf(attempts)).toEqual([A]);
  expect([service.asked.includes("cancel"), service.said]).toEqual([false, []]);
});

test("a job that the user names is kept, though it has no node", async () => {
  const preferences = [{ gpuName: A }, { gpuName: B }];
  const { placed, service } = place({ preferences, answers: untaken, adopt: uuid.toUpperCase() });
  expect(await placed).toMatchObject({ bought: { uuid }, placement: { gpu: A } });
  expect(service.asked).toEqual([]);
});

test("a job that no node took is forgotten, and the next preference is a new purchase", async () => {
  const { placed, attempts, service } = place({ preferences: two, answers: untaken });
  expect(await placed).toMatchObject({ bought: { uuid: otherUuid }, settings: { gpuName: B } });
  expect((await placed).placement).toStrictEqual({
    gpu: B,
    attempts: [
      { gpu: A, outcome: "noNode", uuid },
      { gpu: B, outcome: "placed", uuid: otherUuid },
    ],
  });
  const generations = attempts.map(({ generation }) => generation);
  expect(generations).toEqual([0, 1].map((index) => attemptGeneration("aaaaaaaaaa", index)));
  const { marker } = (await placed).bought;
  const kept = service.effects.journal.entriesOf(ownerText(marker));
  expect(kept.map(({ generation }) => generation)).toEqual([generations[1]]);
  expect(service.said).toContain(
    `info: gpuPreferences[0]: no node took the job ${uuid} within 7m; gpuPreferences[1] is tried next`,
  );
});

test("a preference that no offer is cheap enough for buys nothing, unless it is the last", async () => {
  const preferences = [A, B, C].map((gpuName) => ({ gpuName, maxHourlyUsd: 0.5 }));
  const answers = { offers: [offersAt(0.51)] };
  const { placed, attempts, service } = place({ preferences, answers });
  expect((await placed).placement?.attempts).toEqual([
    { gpu: A, outcome: "noOffer" },
    { gpu: B, outcome: "noOffer" },
    { gpu: C, outcome: "placed", uuid },
  ]);
  expect(gpusOf(attempts)).toEqual([C]);
  expect(service.said).toEqual([
    `info: gpuPreferences[0]: no offer is cheap enough; gpuPreferences[1] is tried next`,
    `info: gpuPreferences[1]: no offer is cheap enough; gpuPreferences[2] is tried next`,
  ]);
  expect(service.asked).not.toContain("gpus");
});

test("a preference without an offer is said to be of no GPU where the registry has none of its name", async () => {
  const preferences = [{ gpuName: "A100", maxHourlyUsd: 0.5 }, { gpuName: B }];
  const gpus = [json(200, { data: [{ uuid, name: B }], total: 1 })];
  const { placed, service } = place({ preferences, answers: { offers: [offersAt()], gpus } });
  expect((await placed).placement?.gpu).toBe(B);
  expect(service.said).toEqual([
    expect.stringMatching(/^info: gpuPreferences\[0\]: the service has no GPU of this gpuName/),
  ]);
});

test("a node that costs more than the preference's cap, which an offer reached, is given back", async () => {
  const preferences = [{ gpuName: A, maxHourlyUsd: 0.5 }, { gpuName: B }];
  const answers = {
    offers: [offersAt(0.5)],
    get: [job("RUNNING"), job("RUNNING"), job("CANCELLED")],
    runs: [runs({ status: "RUNNING", hourly_rate_usd: 0.6, node_urls: [] })],
    cancel: [job("CANCELLED")],
  };
  const { placed, service } = place({ preferences, answers });
  expect((await placed).placement?.attempts[0]).toEqual({
    gpu: A,
    outcome: "overPriced",
    uuid,
    hourlyRateUsd: 0.6,
  });
  expect(service.asked).toContain("cancel");
  expect(service.said).toContain(
    `info: gpuPreferences[0]: the job ${uuid} got a node for $0.60 an hour, which is too much; gpuPreferences[1] is tried next`,
  );
});

test("nothing more is bought while a job cannot be cancelled, and a warning says so", async () => {
  const answers = { get: [job("PENDING")], cancel: [json(403, { message: "no" })] };
  const { placed, attempts, service } = place({ preferences: two, answers });
  expect(await placed).toMatchObject({ bought: { uuid }, placement: { gpu: A } });
  expect(gpusOf(attempts)).toEqual([A]);
  expect(service.said).toContainEqual(
    expect.stringMatching(
      `^warn: the job ${uuid} could not be cancelled, and may still be billed: `,
    ),
  );
});

test("nothing more is bought while a job may exist", async () => {
  const error = new DispersedError("ambiguous", "lost");
  const { placed, attempts, service } = place({
    preferences: two,
    bought: ({ marker }) => ({ kind: "unconfirmed", marker, error }),
  });
  const polled: string[] = [];
  Object.defineProperty(service.effects, "jobPoller", { get: () => polled.push("polled") });
  expect((await placed).placement).toStrictEqual({
    gpu: A,
    attempts: [{ gpu: A, outcome: "placed" }],
  });
  expect([gpusOf(attempts), polled]).toEqual([[A], []]);
});

test("a job that the user names and that matches no preference is refused; one that was requested is kept", async () => {
  const found = (gpuName: string | undefined, adopt?: string): Tried =>
    place({
      ...(adopt === undefined ? {} : { adopt }),
      preferences: two,
      answers: running,
      bought: (made) => ({ ...made, seen: { uuid, status: "RUNNING", gpuName } }),
    });
  expect((await found(C).placed).placement?.gpu).toBe(A);
  expect(await rejection(found(C, uuid).placed)).toMatchObject({
    kind: "validation",
    message:
      `the job ${uuid} has the GPU ${C}, which is not in gpuPreferences. Add it to the list, or ` +
      "remove `adopt` to buy another.",
  });
  expect((await found(undefined, uuid).placed).placement?.gpu).toBe(A);
  expect((await found(B, uuid).placed).placement?.gpu).toBe(B);
});

test("a job that an attempt bought is held to its own cap, whatever regions the service repeats", async () => {
  const { placed, service } = place({
    preferences: [
      { gpuName: A, allowedRegionCodes: ["eu-1"], maxHourlyUsd: 0.01 },
      { gpuName: A, allowedRegionCodes: ["us-1"], maxHourlyUsd: 3 },
    ],
    answers: {
      ...running,
      offers: [offersAt(0.35)],
      runs: [runs({ status: "RUNNING", hourly_rate_usd: 0.35 })],
    },
  });
  expect((await placed).placement).toMatchObject({ gpu: A, allowedRegionCodes: ["us-1"] });
  expect(service.asked).not.toContain("cancel");
});

test("a job of an earlier attempt whose GPU is spelled otherwise is held to the highest cap", async () => {
  const { placed, service } = place({
    preferences: [
      { gpuName: A, maxHourlyUsd: 0.5 },
      { gpuName: B, maxHourlyUsd: 3 },
      { gpuName: C, maxHourlyUsd: 1 },
    ],
    answers: {
      ...running,
      offers: [offersAt(0.1)],
      runs: [runs({ status: "RUNNING", hourly_rate_usd: 2 })],
    },
    bought: (made) => ({
      ...made,
      marker: { ...made.marker, generation: "killedrun0" },
      seen: { uuid, status: "RUNNING", gpuName: "H100 (SXM)" },
    }),
  });
  expect((await placed).placement).toMatchObject({ gpu: B });
  expect(service.asked).not.toContain("cancel");
});

test("an adopted job may be in any region and have any window, for the preferences differ in them", async () => {
  const preferences = [{ gpuName: A, allowedRegionCodes: ["us-east-1"] }];
  const { placed, attempts } = place({ preferences });
  await placed;
  expect(attempts[0]?.wanted).toMatchObject({
    allowedRegionCodes: undefined,
    maxTimeoutAssignMs: undefined,
  });
  const wanted = { allowedRegionCodes: ["us-east-1"] };
  expect(wantedOfAny({}, wanted)).toBe(wanted);
});

test("attempts wait no longer than the time for all of them, and say how much is spent", async () => {
  let [status, statusOfOther] = ["PENDING", "PENDING"];
  const { placed, service } = place({
    preferences: [{ gpuName: A }, { gpuName: B }, { gpuName: C }],
    answers: {
      get get() {
        return [job(status)];
      },
      get getOther() {
        return [json(200, { uuid: otherUuid, status: statusOfOther })];
      },
      get cancel() {
        status = "CANCELLED";
        return [job("CANCELLING")];
      },
      get cancelOther() {
        statusOfOther = "CANCELLED";
        return [json(200, { uuid: otherUuid, status: "CANCELLING" })];
      },
    },
    budgetMs: 10 * MINUTE_MS,
  });
  const { placement, spentMs } = await placed;
  expect(placement?.gpu).toBe(C);
  // Its own window ends the first wait, what is left for all of them the second.
  const minutes = (["cancel", "cancelOther"] as const).map((route) =>
    Math.floor(((service.times[service.asked.indexOf(route)] ?? NaN) - MINUTE_MS) / MINUTE_MS),
  );
  expect(minutes).toEqual([7, 10]);
  expect(spentMs).toBeGreaterThanOrEqual(10 * MINUTE_MS);
  expect(spentMs).toBeLessThan(11 * MINUTE_MS);
});
