import {
  type Driver,
  noChange,
  UNKNOWN,
  type Values,
  visible,
} from "../../support/lifecycle/driver";
import { boxInputs } from "../../support/lifecycle/jobInputs";
import { recordRequests } from "../../support/lifecycle/recordRequests";
import { type Rig, statusOf } from "../../support/lifecycle/rig";

const GET = "GET /v1/jobs/{uuid}";
const RUNS = "GET /v1/job-runs";

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

/** A job from its first check until the service has forgotten it: each test goes on where the last one ended. */
export function describeStory(rig: () => Rig, role: Role): void {
  const { inputs, title, buys, adds = {} } = role;
  const patient = { ...inputs, waitFor: "running" };
  const noRequest: readonly string[] = [];

  /** What an act gives, and what the service was asked for it. */
  const step = async <T>(act: (driver: Driver) => Promise<T>): Promise<[T, readonly string[]]> => {
    const requests = recordRequests(rig().emulator);
    return [await act(rig().driver), requests()];
  };

  describe("from the first check to the end", () => {
    let id: string;
    let outputs: Values;
    const remove = async (driver: Driver): Promise<string | undefined> => {
      await driver.delete(id, outputs);
      return statusOf(rig(), id);
    };

    test("good inputs pass the check", async () => {
      expect(await step((driver) => driver.check(inputs))).toEqual([[], noRequest]);
    });

    test("a preview's check passes, and leaves what is not known yet as it is", async () => {
      const olds = { ...inputs, title: UNKNOWN };
      const [{ inputs: checked, failures }, asked] = await step((it) => it.prepare({}, olds));
      expect([checked["title"], failures, asked]).toEqual([UNKNOWN, [], noRequest]);
    });

    test("create buys one job, and polls it until it is ready", async () => {
      const [kept, asked] = await step((driver) => driver.create(inputs));
      ({ id, outputs } = kept);
      expect(asked).toEqual([...buys, GET, RUNS, "GET /v1/jobs"]);
    });

    test("the outputs are the inputs as given and what the service says of the job of that title", () => {
      const job = rig()
        .emulator.ledger()
        .jobs.find(({ uuid }) => uuid === id);
      expect(job?.title).toBe(title);
      expect(visible(outputs)).toEqual({
        ...visible(inputs),
        ...expectedAddresses(outputs),
        uuid: id,
        status: "RUNNING",
        outcome: "active",
        runUuid: expect.stringMatching(/^[0-9a-f-]{36}$/) as unknown,
        hourlyRateUsd: expect.any(Number) as unknown,
        ...adds,
        createdAt: job?.createdAt,
        startedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/) as unknown,
        containerAccessTokens: [expect.stringMatching(/^[0-9a-f]{32}$/) as unknown],
        apiOrigin: rig().emulator.url,
        marker: expect.stringMatching(/^([a-z2-7]{8}\.){2}[a-z2-7]{10}\.[a-z2-7]{8}$/) as unknown,
      });
    });

    test("E02, E04: the same inputs again are no change, and no request is sent", async () => {
      const diffed = await step((driver) => driver.diff(id, outputs, inputs));
      expect(diffed).toEqual([noChange, noRequest]);
    });

    test("read gives the outputs of create, and inputs as the user wrote them", async () => {
      const [read] = await step((driver) => driver.read(id, outputs));
      expect(read?.outputs).toEqual(outputs);
      expect(read?.inputs ?? inputs).toMatchObject(inputs);
    });

    test("a setting that is never sent is a change without a replacement", async () => {
      const [diffed] = await step((driver) => driver.diff(id, outputs, patient));
      expect(diffed).toEqual({ changed: true, replaces: [] });
    });

    test("update only reads from the service, and gives all outputs, as a read does then", async () => {
      const [updated, asked] = await step((driver) => driver.update(id, outputs, patient));
      expect([updated, asked]).toEqual([{ ...outputs, waitFor: "running" }, [GET, RUNS]]);
      outputs = updated;
      const [read] = await step((driver) => driver.read(id, outputs));
      expect(read?.outputs).toEqual(outputs);
    });

    test("E01: another image replaces the job, for the container alone", async () => {
      const other = { ...inputs, container: { image: "otoy/other", ports: [22, 8080] } };
      const [diffed] = await step((driver) => driver.diff(id, outputs, other));
      expect(diffed).toEqual({ changed: true, replaces: ["container"] });
    });

    test("F01: delete reads, cancels once, and polls until the job has ended", async () => {
      expect(await step(remove)).toEqual(["CANCELLED", [GET, "PUT /v1/jobs/{uuid}/cancel", GET]]);
    });

    test("F02: delete again succeeds, and cancels nothing", async () => {
      expect(await step(remove)).toEqual(["CANCELLED", [GET]]);
    });

    test("read reports a job that the service has forgotten as gone", async () => {
      rig().emulator.forgetJob(id);
      expect((await step((driver) => driver.read(id, outputs)))[0]).toBeUndefined();
    });
  });
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
