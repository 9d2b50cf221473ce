import type { Driver, Kept, Values } from "../../support/lifecycle/driver";
import { UNKNOWN, visible } from "../../support/lifecycle/driver";
import { boxInputs } from "../../support/lifecycle/jobInputs";
import { recordRequests } from "../../support/lifecycle/recordRequests";
import type { Rig } from "../../support/lifecycle/rig";

/** What a resource is in its story. */
export interface Role {
  readonly inputs: Values;
  /** The request that buys the job, and the one that it takes to know what to buy. */
  readonly buys: readonly string[];
  /** What the console calls the job. */
  readonly title: string;
  /** Outputs that say more than the inputs do. */
  readonly adds?: Values;
}

/** A Job, described whole. */
export const describedBox: Role = {
  inputs: boxInputs(),
  buys: ["GET /v1/jobs", "POST /v1/jobs"],
  title: "box",
};

/** The emulator's recipe of a PERSISTENT machine with one GPU. */
const DEV_BOX = "019582a6-2000-7000-8000-000000000001";

/** A job from a recipe, with nothing but the recipe. */
export const cookedBox: Role = {
  inputs: { recipeUuid: DEV_BOX, __context: { name: "box" } },
  buys: ["GET /v1/job-recipes/{uuid}", "GET /v1/jobs", "POST /v1/job-recipes/{uuid}/cook"],
  title: "GPU dev box",
  adds: { sourceRecipeUuid: DEV_BOX },
};

type Diff = Awaited<ReturnType<Driver["diff"]>>;
type Read = Awaited<ReturnType<Driver["read"]>>;

/** A step's result, and what the service was asked for it. */
interface Step<T> {
  readonly result: T;
  readonly requests: readonly string[];
}

interface Story {
  readonly check: Step<unknown>;
  readonly preview: Step<unknown>;
  readonly create: Step<Kept>;
  readonly sameDiff: Step<Diff>;
  readonly read: Step<Read>;
  readonly get: Step<Kept | undefined>;
  readonly settingDiff: Step<Diff>;
  readonly update: Step<Values>;
  readonly readAgain: Step<Read>;
  readonly replaceDiff: Step<Diff>;
  readonly remove: Step<string | undefined>;
  readonly removeAgain: Step<string | undefined>;
  readonly readGone: Step<Read>;
}

/** A job from its first check until the service has forgotten it. */
export function describeStory(rig: () => Rig, role: Role): void {
  const { inputs, title, buys, adds = {} } = role;
  describe("from the first check to the end", () => {
    let story: Story;
    let id: string;
    let outputs: Values;
    beforeAll(async () => {
      story = await live(rig(), inputs);
      ({ id, outputs } = story.create.result);
    });

    test("good inputs pass the check", () => {
      expect(story.check).toEqual({ result: [], requests: [] });
    });

    test("a preview's check passes, and leaves what is not known yet as it is", () => {
      expect(story.preview).toEqual({
        result: { title: UNKNOWN, failures: [] },
        requests: [],
      });
    });

    test("create buys one job, and polls it until it is ready", () => {
      expect(story.create.requests).toEqual([
        ...buys,
        "GET /v1/jobs/{uuid}",
        "GET /v1/job-runs",
        "GET /v1/jobs",
      ]);
    });

    test("the id is the job's uuid, and the title what it is called", () => {
      expect(rig().emulator.ledger().jobs).toContainEqual(
        expect.objectContaining({ uuid: id, title }),
      );
    });

    test("the outputs are the inputs as given and what the service says", () => {
      expect(visible(outputs)).toEqual({
        ...visible(inputs),
        ...expectedAddresses(outputs),
        uuid: id,
        status: "RUNNING",
        outcome: "active",
        runUuid: expect.stringMatching(/^[0-9a-f-]{36}$/) as unknown,
        hourlyRateUsd: expect.any(Number) as unknown,
        ...adds,
        createdAt: rig()
          .emulator.ledger()
          .jobs.find(({ uuid }) => uuid === id)?.createdAt,
        startedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/) as unknown,
        containerAccessTokens: [expect.stringMatching(/^[0-9a-f]{32}$/) as unknown],
        apiOrigin: rig().emulator.url,
        marker: expect.stringMatching(/^([a-z2-7]{8}\.){2}[a-z2-7]{10}\.[a-z2-7]{8}$/) as unknown,
      });
    });

    test("E02, E04: the same inputs again are no change, and no request is sent", () => {
      expect(story.sameDiff).toEqual({ result: { changed: false, replaces: [] }, requests: [] });
    });

    test("read gives the outputs of create", () => {
      expect(story.read.result?.outputs).toEqual(outputs);
    });

    test("read gives no inputs but as the user wrote them", () => {
      expect(story.read.result?.inputs ?? inputs).toMatchObject(inputs);
    });

    test("read by the id alone gives what the service says", () => {
      const { uuid, status, nodeUrls, endpoints } = outputs;
      expect(story.get.result).toMatchObject({
        id,
        outputs: { uuid, status, nodeUrls, endpoints },
      });
    });

    test("a setting that is never sent is a change without a replacement", () => {
      expect(story.settingDiff.result).toEqual({ changed: true, replaces: [] });
    });

    test("update only reads from the service", () => {
      expect(story.update.requests).toEqual(["GET /v1/jobs/{uuid}", "GET /v1/job-runs"]);
    });

    test("update gives all outputs, with the new setting", () => {
      expect(story.update.result).toEqual({ ...outputs, waitFor: "running" });
    });

    test("read gives the outputs of update", () => {
      expect(story.readAgain.result?.outputs).toEqual(story.update.result);
    });

    test("E01: another image replaces the job, for the container alone", () => {
      expect(story.replaceDiff.result).toEqual({ changed: true, replaces: ["container"] });
    });

    test("F01: delete reads, cancels once, and polls until the job has ended", () => {
      expect(story.remove.requests).toEqual([
        "GET /v1/jobs/{uuid}",
        "PUT /v1/jobs/{uuid}/cancel",
        "GET /v1/jobs/{uuid}",
      ]);
    });

    test("after delete the job is cancelled", () => {
      expect(story.remove.result).toBe("CANCELLED");
    });

    test("F02: delete again succeeds, and cancels nothing", () => {
      expect(story.removeAgain.requests).toEqual(["GET /v1/jobs/{uuid}"]);
    });

    test("read reports a job that the service has forgotten as gone", () => {
      expect(story.readGone.result).toBeUndefined();
    });
  });
}

async function live({ driver, emulator }: Rig, inputs: Values): Promise<Story> {
  const patient = { ...inputs, waitFor: "running" };
  const otherImage = { ...inputs, container: { image: "otoy/other", ports: [22, 8080] } };
  const step = async <T>(act: () => Promise<T>): Promise<Step<T>> => {
    const requests = recordRequests(emulator);
    const result = await act();
    return { result, requests: requests() };
  };
  const check = await step(() => driver.check(inputs));
  const preview = await step(async () => {
    const { inputs: checked, failures } = await driver.prepare({}, { ...inputs, title: UNKNOWN });
    return { title: checked["title"], failures };
  });
  const create = await step(() => driver.create(inputs));
  const { id, outputs } = create.result;
  const statusAfter = (act: Promise<void>): Promise<string | undefined> =>
    act.then(() => emulator.ledger().jobs.find(({ uuid }) => uuid === id)?.status);
  const sameDiff = await step(() => driver.diff(id, outputs, inputs));
  const read = await step(() => driver.read(id, outputs));
  const get = await step(() => driver.get(id));
  const settingDiff = await step(() => driver.diff(id, outputs, patient));
  const update = await step(() => driver.update(id, outputs, patient));
  const readAgain = await step(() => driver.read(id, update.result));
  const replaceDiff = await step(() => driver.diff(id, update.result, otherImage));
  const remove = await step(() => statusAfter(driver.delete(id, update.result)));
  const removeAgain = await step(() => statusAfter(driver.delete(id, update.result)));
  emulator.forgetJob(id);
  const readGone = await step(() => driver.read(id, update.result));
  return {
    ...{ check, preview, create, sameDiff, read, get, settingDiff, update, readAgain, replaceDiff },
    ...{ remove, removeAgain, readGone },
  };
}

/** The ports outside are the node's choice; everything else about them is known. */
function expectedAddresses({ nodeUrls }: Values): Values {
  const [ssh, web] = nodeUrls as { port: number }[];
  const [sshPort, webPort] = [ssh?.port ?? 0, web?.port ?? 0];
  const open = { hostname: "127.0.0.1", protocol: "tcp", tls: false };
  return {
    nodeUrls: [
      { ...open, description: "ssh", port: sshPort },
      { ...open, description: "8080", port: webPort },
    ],
    endpoints: {
      "8080": { host: "127.0.0.1", port: webPort, url: `http://127.0.0.1:${webPort}` },
    },
    ssh: {
      host: "127.0.0.1",
      port: sshPort,
      user: "duser",
      command: `ssh -p ${sshPort} duser@127.0.0.1`,
    },
  };
}
