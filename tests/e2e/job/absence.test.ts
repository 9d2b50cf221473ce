// A live job whose reads answer 404 while lists show it, on the real engine and through both
// adapters: it stays in the state, is not bought again, and is cancelled when it is destroyed.
import { succeeded, type Project } from "../../support/engine/project";
import type { Emulator } from "../../../emulator";
import { createPluginStack, yamlBox } from "../../support/pluginStack";
import { boxProgram, CANCEL, CREATE, createStack, writes } from "../../support/stack";

const notFound = '{"error":{"code":"not_found","message":"There is no such job."}}';

/** From now on reads by an id are answered 404, while lists are as they were. */
const hideFromReads = (emulator: Emulator): void =>
  emulator.failNext({ route: "GET /v1/jobs/{uuid}", status: 404, body: notFound, count: 1_000 });

/** What the user would lose: jobs of the account that live, and what was bought and cancelled. */
const lives = (emulator: Emulator): unknown => [emulator.ledger().alive, writes(emulator)];

async function refreshAndDestroy(
  { emulator, project }: { readonly emulator: Emulator; readonly project: Project },
  up: () => Promise<unknown>,
): Promise<void> {
  const before = emulator.ledger().jobs[0]?.uuid;
  hideFromReads(emulator);
  await up();
  expect(lives(emulator)).toEqual([1, [CREATE]]);
  expect(JSON.stringify(await project.exportState())).toContain(before);

  succeeded(await project.pulumi("destroy", "--yes", "--skip-preview"));
  expect(lives(emulator)).toEqual([0, [CREATE, CANCEL]]);
}

test("`up --refresh` of the dynamic provider keeps such a job, and `destroy` ends it", async () => {
  const stack = await createStack();
  try {
    succeeded(await stack.up(boxProgram()));
    await refreshAndDestroy(stack, async () => {
      succeeded(await stack.up(boxProgram(), "--refresh"));
    });
  } finally {
    await stack.close();
  }
});

test("a plain `up` of the native plugin keeps such a job, and `destroy` ends it", async () => {
  const stack = await createPluginStack(yamlBox());
  const up = async (): Promise<void> => {
    succeeded(await stack.project.pulumi("up", "--yes", "--skip-preview"));
  };
  try {
    await up();
    await refreshAndDestroy(stack, up);
  } finally {
    await stack.close();
  }
});
