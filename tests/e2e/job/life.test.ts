// The life of a Job on the real engine: one box from create to destroy, and lives of their own.
import { succeeded } from "../../support/engine/project";
import {
  boxProgram,
  CANCEL,
  CREATE,
  createStack,
  useStack,
  printed,
  programOf,
  writes,
  type TestStack,
} from "../../support/stack";

/** What the engine wrote to the API since, while the box of a test changes. */
const writesSince = ({ emulator }: TestStack, before: number): readonly string[] =>
  writes(emulator, before);

describe("a box", () => {
  let stack: TestStack;
  let before: number;
  let changed: object = {};
  /** The program with all changes so far. */
  const up = (change: object, ...flags: readonly string[]): ReturnType<TestStack["up"]> => {
    changed = { ...changed, ...change };
    return stack.up(boxProgram(changed), ...flags);
  };

  beforeAll(async () => {
    stack = await createStack();
  });
  beforeEach(() => {
    before = stack.emulator.requests().length;
  });
  afterAll(() => stack.close());

  test("is bought once, and shows its outputs", async () => {
    succeeded(await up({}));
    const { id, outputs } = await stack.job();
    expect(stack.emulator.ledger().jobs).toEqual([
      expect.objectContaining({ uuid: id, status: "RUNNING", title: "box" }),
    ]);
    expect(outputs).toMatchObject({
      uuid: id,
      status: "RUNNING",
      outcome: "active",
      nodeUrls: [
        { description: "ssh", hostname: "127.0.0.1" },
        { description: "8080", hostname: "127.0.0.1" },
      ],
      endpoints: { "8080": { host: "127.0.0.1" } },
      ssh: { user: "duser", host: "127.0.0.1" },
    });
  });

  test("is previewed unchanged without a request", async () => {
    const preview = await stack.project.pulumi("preview", "--expect-no-changes");
    expect([preview.code, stack.emulator.requests().length]).toEqual([0, before]);
  });

  test("is updated in place for a setting, without a write to the API", async () => {
    const run = succeeded(await up({ sshUser: "root", waitFor: "running" }));
    expect(run.stdout).toContain("1 updated");
    expect(writesSince(stack, before)).toEqual([]);
    expect((await stack.job()).outputs).toMatchObject({ ssh: { user: "root" } });
  });

  test.each([
    ["a change after a refresh", { gpuCount: 3 }, ["--refresh"]],
    ["an update in place after a refresh", { sshUser: "duser" }, ["--refresh"]],
  ])("shows what changed, and nothing hidden: %s", async (_name, change, flags) => {
    const inputs = Object.keys((await stack.job()).inputs ?? {});
    stack.project.write({ "index.js": boxProgram({ ...changed, ...change }) });
    const preview = succeeded(await stack.project.pulumi("preview", ...flags));
    expect(printed(preview)).toContain(Object.keys(change)[0]);
    const run = succeeded(await up(change, ...flags));
    expect(printed(preview) + printed(run)).not.toContain("__context");
    expect(Object.keys((await stack.job()).inputs ?? {}).sort()).toEqual(
      [...new Set([...inputs, ...Object.keys(change)])].sort(),
    );
  });

  test("is replaced for a change of the container, the old job cancelled first", async () => {
    const container = { image: "otoy/dispersed-base", tag: "2", ports: [22, 8080] };
    const run = succeeded(await up({ container }));
    expect(run.stdout).toContain("1 replaced");
    expect([writesSince(stack, before), stack.emulator.ledger().alive]).toEqual([
      [CANCEL, CREATE],
      1,
    ]);
  });

  test("is cancelled first also when the user asks for a replacement with --replace", async () => {
    const { urn } = await stack.job();
    succeeded(await up({}, "--replace", urn));
    expect(writesSince(stack, before)).toEqual([CANCEL, CREATE]);
  });

  test("that was cancelled elsewhere is noticed on refresh, and the next up says why it buys a new one", async () => {
    const { id = "" } = await stack.job();
    await stack.emulator.endJob(id, { status: "CANCELLED", reason: "by hand" });
    await stack.refresh();
    expect((await stack.job()).outputs).toMatchObject({ status: "CANCELLED", nodeUrls: [] });
    const run = succeeded(await up({}));
    expect(printed(run)).toContain(
      `box: the job ${id} ended CANCELLED (by hand), and replaceOn lists that status, so it is replaced`,
    );
    expect(writesSince(stack, before)).toEqual([CREATE]);
  });

  test("is cancelled by a destroy", async () => {
    const { id } = await stack.job();
    succeeded(await stack.destroy());
    expect([writesSince(stack, before), stack.emulator.ledger().alive]).toEqual([[CANCEL], 0]);
    const job = stack.emulator.ledger().jobs.find(({ uuid }) => uuid === id);
    expect(job).toMatchObject({ status: "CANCELLED" });
  });
});

describe("a stack", () => {
  const stack = useStack();

  test("drops a job from the state only when the API itself no longer knows it", async () => {
    succeeded(await stack.up(boxProgram()));
    const { id = "" } = await stack.job();
    stack.emulator.forgetJob(id, { force: true });
    const refresh = await stack.refresh();
    expect(printed(refresh)).toContain(`box: the job ${id} is gone`);
    await expect(stack.job()).rejects.toThrow("there is no Job box");
  });

  test("previews a job whose inputs are not known yet, and asks nothing", async () => {
    stack.project.write({
      "index.js": programOf(
        `const first = new dispersed.Job("first", { task: "PERSISTENT", container: { image: "a" }, gpuCount: 1 });
         new dispersed.Job("second", {
           task: "PERSISTENT", gpuCount: 1, title: first.uuid,
           container: { image: "a", env: { FIRST: first.uuid }, ports: first.nodeUrls.apply((urls) => urls.map((url) => url.port)) },
         });`,
      ),
    });
    const preview = await stack.project.pulumi("preview");
    expect(succeeded(preview).stdout).toContain("3 to create");
    expect(stack.emulator.ledger().requests).toBe(0);
  });
});
