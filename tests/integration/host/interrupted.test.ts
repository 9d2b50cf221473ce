// A run that was interrupted, and the next one: two host processes, one after the other.
import { mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { until } from "../../support/until";
import {
  HostError,
  type HostOptions,
  type HostProcess,
  type Values,
} from "../../support/hostProcess";
import { configFor, jobProperties, useHost } from "./useHost";

jest.setTimeout(60_000);

const rig = useHost();
const stack = "aaaaaaaa";
let count = 0;

/** A container that runs for longer than any test, on the slowest machine. */
const containerOf = (image: string): Values => ({
  image,
  ports: [],
  env: { EMULATOR_RUN_FOR_MS: "600000" },
});

/** What happens to one resource of a stack of its own. */
interface Scene {
  /** The resource as the program has it; `overrides` replace top-level properties. */
  readonly inputs: (overrides?: Values) => Values;
  /** Starts a run on the same machine, with configuration and home of one's own where needed. */
  readonly run: (
    options?: Partial<Pick<HostOptions, "env" | "config" | "timeScale">>,
  ) => Promise<HostProcess>;
  /** Kills a run after its purchase was committed, and before its response. */
  readonly interrupt: (inputs: Values) => Promise<void>;
  /** Jobs of this resource, oldest first, with their status. */
  readonly jobs: () => readonly { readonly uuid: string; readonly status: string }[];
  readonly home: string;
}

function openScene(): Scene {
  const { emulator, project, start } = rig();
  const home = mkdtempSync(join(project.folder, ".home-"));
  count += 1;
  const name = `box-${count}`;
  const resource = "bcdefghijklmnopqrstuvwxyz"[count]?.repeat(8) ?? "bbbbbbbb";
  const run: Scene["run"] = ({ config = {}, env = {}, ...options } = {}) =>
    start({
      ...options,
      config: { ...configFor(emulator), ...config },
      env: { PULUMI_HOME: home, ...env },
    });
  const jobs: Scene["jobs"] = () => emulator.ledger().jobs.filter(({ title }) => title === name);
  return {
    home,
    run,
    jobs,
    inputs: (overrides = {}) =>
      jobProperties({
        title: name,
        container: containerOf("otoy/dispersed-base"),
        __context: { name, id: `${stack}.${resource}` },
        ...overrides,
      }),
    async interrupt(inputs) {
      const host = await run();
      const { inputs: checked } = await host.check({}, inputs);
      emulator.failNext({ route: "POST /v1/jobs", phase: "after", action: "hang" });
      const before = jobs().length;
      const lost = host.create(checked).catch((error: unknown) => error);
      await until(() => jobs().length > before);
      host.kill("SIGKILL");
      await Promise.all([lost, host.ended]);
    },
  };
}

/** Creates a resource as a new run does: check without old inputs, then create. */
async function up(host: HostProcess, inputs: Values): Promise<{ id: string; properties: Values }> {
  return host.create((await host.check({}, inputs)).inputs);
}

/** What the runs of a scene wrote down. */
function journalOf({ home }: Scene): string[] {
  const folder = join(home, "dispersed");
  const files = readdirSync(folder).filter((name) => /^[a-z2-7]{8}\.[a-z2-7]{8}\./.test(name));
  return files.map((name) => readFileSync(join(folder, name), "utf8"));
}

const purchases = (): number =>
  rig()
    .emulator.requests()
    .filter(({ method, path }) => `${method} ${path}` === "POST /v1/jobs").length;

/** The failure of a create, and how often it was sent for. */
async function refusal(host: HostProcess, inputs: Values): Promise<[string, unknown, number]> {
  const before = purchases();
  const error: unknown = await up(host, inputs).catch((thrown: unknown) => thrown);
  if (!(error instanceof HostError)) throw new Error("The create succeeded.");
  return [error.message, error.kept, purchases() - before];
}

const edit = { container: containerOf("otoy/other") };
const written = { cpuCount: 0, maxNodeCount: 1, allowedRegionCodes: [], triggers: {} };

describe("B27: a run that is killed after its job was made", () => {
  test.each<[string, Values, string[]]>([
    ["B27: the next run adopts the job, and buys nothing", {}, ["RUNNING"]],
    ["B27: a program that only writes defaults out adopts it too", written, ["RUNNING"]],
    ["B27: for an edited program the job is cancelled first", edit, ["CANCELLED", "RUNNING"]],
  ])("%s", async (_name, overrides, statuses) => {
    const scene = openScene();
    await scene.interrupt(scene.inputs());
    const { id } = await up(await scene.run(), scene.inputs(overrides));
    const jobs = scene.jobs();
    expect([jobs.map(({ status }) => status), jobs.at(-1)?.uuid]).toEqual([statuses, id]);
  });

  test("I14: what it leaves in the home holds no secret", async () => {
    const scene = openScene();
    const container = { image: "otoy/x", ports: [], env: { TOKEN: "canary-5f1d8c" } };
    await scene.interrupt(scene.inputs({ container }));
    const files = journalOf(scene);
    const { publicKey, secretKey } = rig().emulator;
    const text = files.join("\n");
    expect([
      files.length,
      ...[publicKey, secretKey, "canary"].map((s) => text.includes(s)),
    ]).toEqual([1, false, false, false]);
  });
});

describe("a job of a run elsewhere", () => {
  /** A scene with such a job, and a run on another machine. */
  async function runElsewhere(
    config: Record<string, string> = {},
  ): Promise<{ scene: Scene; uuid: string; host: HostProcess }> {
    const scene = openScene();
    await scene.interrupt(scene.inputs());
    const home = mkdtempSync(join(rig().project.folder, ".elsewhere-"));
    const host = await scene.run({ env: { PULUMI_HOME: home }, config });
    return { scene, host, uuid: scene.jobs()[0]?.uuid ?? "" };
  }

  test("B27: stops the create before anything is sent, and names the ways out", async () => {
    const { scene, host, uuid } = await runElsewhere();
    const [message, kept, sent] = await refusal(host, scene.inputs());
    const words = [uuid, "adopt", "namespace", "--refresh", "onOrphan", "sweep"];
    expect([kept, sent, words.filter((word) => !message.includes(word))]).toEqual([
      undefined,
      0,
      [],
    ]);
  });

  test("B27: is adopted where onOrphan says so", async () => {
    const { scene, host, uuid } = await runElsewhere({ "dispersed:onOrphan": "adopt" });
    const { id } = await up(host, scene.inputs());
    expect([id, scene.jobs().length]).toEqual([uuid, 1]);
  });
});

describe("an engine that is killed", () => {
  /** Creates until `isTime`, when the engine goes; returns when the process has ended. */
  async function abandon(host: HostProcess, inputs: Values, isTime: () => boolean): Promise<void> {
    const creating = up(host, inputs).catch((error: unknown) => error);
    await until(isTime);
    host.endInput();
    await Promise.all([creating, host.ended]);
  }

  test("B29: before the request leaves a process that buys nothing", async () => {
    const scene = openScene();
    const host = await scene.run();
    rig().emulator.addFaults([{ route: "GET /v1/jobs", action: "delay", ms: 300 }]);
    const [before, purchasesBefore] = [rig().emulator.ledger().requests, purchases()];
    await abandon(host, scene.inputs(), () => rig().emulator.ledger().requests > before);
    expect([scene.jobs(), purchases() - purchasesBefore]).toEqual([[], 0]);
  });

  test("B28: while the request is out leaves a job that the next run adopts", async () => {
    const scene = openScene();
    const delay = { action: "delay", phase: "before-headers", ms: 300 } as const;
    rig().emulator.addFaults([{ route: "POST /v1/jobs", ...delay }]);
    await abandon(await scene.run(), scene.inputs(), () => scene.jobs().length === 1);
    const { id } = await up(await scene.run(), scene.inputs());
    expect(scene.jobs().map(({ uuid }) => uuid)).toEqual([id]);
  });

  test("C23: while a create waits leaves a process that ends soon, asks no more, and its job to the next run", async () => {
    const scene = openScene();
    const container = { image: "otoy/x", ports: [], env: { EMULATOR_ASSIGN: "never" } };
    const inputs = scene.inputs({ container, waitFor: "created" });
    const polls = (): number =>
      rig()
        .emulator.requests()
        .filter(({ path }) => path === "/v1/jobs/{uuid}").length;
    const before = polls();
    const startMs = performance.now();
    const waiting = { ...inputs, waitFor: "running" };
    await abandon(await scene.run(), waiting, () => polls() > before);
    expect(performance.now() - startMs).toBeLessThan(10_000);
    expect(scene.jobs().map(({ status }) => status)).toEqual(["PENDING"]);
    const { id } = await up(await scene.run(), inputs);
    expect(scene.jobs().map(({ uuid }) => uuid)).toEqual([id]);
  });
});

describe("a run that ends properly", () => {
  test("B35: leaves a job that the next run asks about, for the engine's state may lack it", async () => {
    const scene = openScene();
    const host = await scene.run();
    const { id } = await up(host, scene.inputs());
    host.kill("SIGINT");
    await host.ended;
    const next = await scene.run();
    const [message] = await refusal(next, scene.inputs());
    expect(message).toContain(`set \`adopt: "${id}"\` to keep it`);
    const adopted = await up(next, scene.inputs({ adopt: id }));
    expect([adopted.id, scene.jobs().map(({ uuid }) => uuid)]).toEqual([id, [id]]);
  });
});

test("B33: a create is answered although other promises of the process fail", async () => {
  const scene = openScene();
  const env = { NODE_OPTIONS: `--require "${join(__dirname, "stray.cjs")}"` };
  const { id } = await up(await scene.run({ env }), scene.inputs());
  expect(scene.jobs()).toEqual([expect.objectContaining({ uuid: id, status: "RUNNING" })]);
});

test("a job that a replacement has ended has no holder after the run, and the new one has", async () => {
  const scene = openScene();
  const first = await scene.run();
  const { inputs: olds } = await first.check({}, scene.inputs());
  const { id, properties } = await first.create(olds);
  first.kill("SIGINT");
  await first.ended;
  const second = await scene.run();
  const { inputs: news } = await second.check(olds, scene.inputs(edit));
  await second.diff(id, properties, news);
  const replaced = await up(second, scene.inputs(edit));
  await second.delete(id, properties);
  second.kill("SIGINT");
  await second.ended;
  const folder = join(scene.home, "dispersed");
  const held = readdirSync(folder)
    .filter((name) => /^holders\.[^.]+\.json$/.test(name))
    .flatMap((name) => Object.keys(JSON.parse(readFileSync(join(folder, name), "utf8")) as object));
  expect(held).toEqual([replaced.id]);
});
