// What a person sees, and what they keep, when something is wrong. On the real engine.
import { succeeded } from "../../support/engine/project";
import {
  boxProgram,
  CANCEL,
  CREATE,
  createStack,
  printed,
  writes,
  type TestStack,
  failed,
} from "../../support/stack";

let stack: TestStack;

afterEach(() => stack.close());

test("reports a refused key once, without the key, and buys nothing", async () => {
  stack = await createStack();
  const wrong = "sk_not_the_right_one";
  await stack.project.pulumi("config", "set", "--secret", "dispersed:secretKey", wrong);
  const run = await stack.up(boxProgram());
  expect(failed(run)).toContain("the API answered 401");
  expect(printed(run)).toContain("No job was created.");
  expect(printed(run)).not.toContain(wrong);
  expect(stack.emulator.ledger()).toMatchObject({ requests: 1, jobs: [] });
});

describe("a key that was rotated after the last up", () => {
  test("leaves the state as it was on destroy, with the ways out", async () => {
    stack = await createStack();
    succeeded(await stack.up(boxProgram()));
    const { id, inputs, outputs } = await stack.job();
    const { publicKey } = stack.emulator;
    stack.emulator.rotateKey({ publicKey, secretKey: "sk_rotated" });

    const run = await stack.project.pulumi("destroy", "--yes", "--skip-preview");
    expect(failed(run)).toContain("The state is unchanged.");
    expect(printed(run)).toContain("`pulumi up --refresh --run-program`");
    expect(printed(run)).toContain("DISPERSED_SECRET_KEY");
    // Secrets are encrypted anew each time, so they are compared in clear.
    expect(await stack.job()).toMatchObject({ id, inputs, outputs });
    expect(stack.emulator.ledger().alive).toBe(1);
  });

  test("is read from the configuration by up, and where each up refreshes by --run-program", async () => {
    stack = await createStack();
    const { emulator, project } = stack;
    succeeded(await stack.up(boxProgram()));
    const rotate = async (secretKey: string): Promise<void> => {
      emulator.rotateKey({ publicKey: emulator.publicKey, secretKey });
      await project.pulumi("config", "set", "--secret", "dispersed:secretKey", secretKey);
    };
    await rotate("sk_first");
    succeeded(await stack.up(boxProgram()));
    succeeded(await project.pulumi("refresh", "--yes", "--skip-preview"));

    const refreshing = "name: project\nruntime: nodejs\noptions: { refresh: always }\n";
    project.write({ "Pulumi.yaml": refreshing });
    await rotate("sk_second");
    expect((await stack.up(boxProgram())).code).not.toBe(0);
    succeeded(await stack.up(boxProgram(), "--refresh", "--run-program"));
    succeeded(await stack.up(boxProgram(), "--expect-no-changes"));
    await rotate("sk_third");
    succeeded(await project.pulumi("refresh", "--yes", "--skip-preview", "--run-program"));
    succeeded(await project.pulumi("destroy", "--yes", "--skip-preview", "--run-program"));
    expect(writes(emulator)).toEqual([CREATE, CANCEL]);
  });
});

test("keeps a job that is late, with its id and what to do, and cancels it on destroy", async () => {
  stack = await createStack();
  const container = { image: "a", ports: [22], env: { EMULATOR_ASSIGN: "never" } };
  const late = await stack.up(boxProgram({ container }, '{ customTimeouts: { create: "1s" } }'));
  expect(late.code).not.toBe(0);
  const { id = "", initErrors, outputs } = await stack.job();
  expect(initErrors).toEqual([
    `box: Timed out after 1s waiting for job ${id} to become ready: status is PENDING. The job may ` +
      "still be billed. Run `pulumi up` to keep waiting or `pulumi destroy` to cancel it. The job " +
      "stays in the stack.",
  ]);
  expect(outputs).toMatchObject({ uuid: id, status: "PENDING" });

  succeeded(await stack.destroy());
  expect(stack.emulator.ledger()).toMatchObject({ alive: 0, jobs: [{ status: "CANCELLED" }] });
});
