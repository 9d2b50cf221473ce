// The life of a Job on the real engine, one stack a test.
import { succeeded } from "../../support/engine/project";
import {
  boxProgram,
  CANCEL,
  CREATE,
  createStack,
  printed,
  programOf,
  writes,
  type TestStack,
} from "../../support/stack";

let stack: TestStack;

afterEach(() => stack.close());

test("buys one job, shows its outputs, and cancels it on destroy", async () => {
  stack = await createStack();
  succeeded(await stack.up(boxProgram()));
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

  succeeded(await stack.project.pulumi("destroy", "--yes", "--skip-preview"));
  expect(stack.emulator.ledger()).toMatchObject({ alive: 0, jobs: [{ status: "CANCELLED" }] });
});

test("makes no request in a preview of unchanged jobs", async () => {
  stack = await createStack();
  const program = programOf(
    `for (let i = 0; i < 5; i += 1)
       new dispersed.Job("box" + i, { task: "PERSISTENT", container: { image: "a" }, gpuCount: 1 });`,
  );
  succeeded(await stack.up(program));
  const { requests } = stack.emulator.ledger();
  const preview = await stack.project.pulumi("preview", "--expect-no-changes");
  expect(preview.code).toBe(0);
  expect(stack.emulator.ledger().requests).toBe(requests);
});

test("updates a setting in place, without writing to the API", async () => {
  stack = await createStack();
  succeeded(await stack.up(boxProgram()));
  const before = stack.emulator.requests().length;
  const run = succeeded(await stack.up(boxProgram({ sshUser: "root", waitFor: "running" })));
  expect(run.stdout).toContain("1 updated");
  expect(writes(stack.emulator, before)).toEqual([]);
  expect((await stack.job()).outputs).toMatchObject({ ssh: { user: "root" } });
});

test("replaces for a change of the container, the old job cancelled first", async () => {
  stack = await createStack();
  succeeded(await stack.up(boxProgram()));
  const changed = { container: { image: "otoy/dispersed-base", tag: "2", ports: [22, 8080] } };
  const run = succeeded(await stack.up(boxProgram(changed)));
  expect(run.stdout).toContain("1 replaced");
  expect(writes(stack.emulator)).toEqual([CREATE, CANCEL, CREATE]);
  expect(stack.emulator.ledger().alive).toBe(1);
});

test.each([
  ["a change", { gpuCount: 2 }, []],
  ["a change after a refresh", { gpuCount: 2 }, ["--refresh"]],
  ["an update in place after a refresh", { sshUser: "root" }, ["--refresh"]],
])("shows what changed, and nothing hidden: %s", async (_name, change, flags) => {
  stack = await createStack();
  succeeded(await stack.up(boxProgram()));
  const before = (await stack.job()).inputs;
  stack.project.write({ "index.js": boxProgram(change) });
  const preview = succeeded(await stack.project.pulumi("preview", ...flags));
  expect(printed(preview)).toContain(Object.keys(change)[0]);
  const run = succeeded(await stack.up(boxProgram(change), ...flags));
  expect(printed(preview) + printed(run)).not.toContain("__context");
  expect(Object.keys((await stack.job()).inputs ?? {}).sort()).toEqual(
    [...new Set([...Object.keys(before ?? {}), ...Object.keys(change)])].sort(),
  );
});

test("cancels first also when the user asks for a replacement with --replace", async () => {
  stack = await createStack();
  succeeded(await stack.up(boxProgram()));
  const { urn } = await stack.job();
  succeeded(await stack.up(boxProgram(), "--replace", urn));
  expect(writes(stack.emulator)).toEqual([CREATE, CANCEL, CREATE]);
});

test("takes ports in another order for no change", async () => {
  stack = await createStack();
  succeeded(await stack.up(boxProgram()));
  const reordered = { container: { ports: [8080, 22], image: "otoy/dispersed-base" } };
  const run = await stack.up(boxProgram(reordered), "--expect-no-changes");
  expect(run.code).toBe(0);
});

test("notices on refresh that a box was cancelled elsewhere, and says why it buys a new one", async () => {
  stack = await createStack();
  succeeded(await stack.up(boxProgram()));
  const { id = "" } = await stack.job();
  await stack.emulator.endJob(id, { status: "CANCELLED", reason: "by hand" });
  succeeded(await stack.project.pulumi("refresh", "--yes", "--skip-preview"));
  expect((await stack.job()).outputs).toMatchObject({ status: "CANCELLED", nodeUrls: [] });
  const run = succeeded(await stack.up(boxProgram()));
  expect(printed(run)).toContain(
    `box: the job ${id} ended CANCELLED (by hand), and replaceOn lists that status, so it is replaced`,
  );
  expect(writes(stack.emulator)).toEqual([CREATE, CREATE]);
});

test("drops a job from the state only when the API itself no longer knows it", async () => {
  stack = await createStack();
  succeeded(await stack.up(boxProgram()));
  const { id = "" } = await stack.job();
  stack.emulator.forgetJob(id, { force: true });
  const refresh = succeeded(await stack.project.pulumi("refresh", "--yes", "--skip-preview"));
  expect(printed(refresh)).toContain(`box: the job ${id} is gone`);
  await expect(stack.job()).rejects.toThrow("there is no Job box");
});

test("previews a job whose inputs are not known yet, and asks nothing", async () => {
  stack = await createStack();
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
