// Emulators that are alike: one that goes on with the jobs of an earlier one, and two of one seed.
import { createManualClock, type Snapshot } from "../../../emulator";
import { batchJob, container, persistentJob } from "./jobBodies";
import { type Rig, useEmulator } from "./useEmulator";

const start = useEmulator();
const lists = async ({ list }: Rig): Promise<unknown> => [
  await list("/v1/jobs"),
  await list("/v1/job-runs"),
];

/** A job that runs and one that waits, and an emulator that goes on with them ten years later. */
async function continued(): Promise<{ rig: Rig; uuids: readonly string[]; before: unknown }> {
  const keys = [{ publicKey: "pk_x", secretKey: "sk_x" }];
  const first = await start({ keys });
  const uuids = [
    await first.create(persistentJob({ parameters: container({ ports: [22, 80] }) })),
    await first.create(
      persistentJob({ parameters: container({ env: { EMULATOR_ASSIGN: "never" } }) }),
    ),
  ];
  first.clock.advance(60_000);
  const answer = await fetch(`${first.emulator.url}/_emulator/snapshot`);
  const snapshot = (await answer.json()) as Snapshot;
  const clock = createManualClock(Date.UTC(2036, 0, 1));
  return { rig: await start({ keys, snapshot }, clock), uuids, before: await lists(first) };
}

test("a snapshot shows the jobs and runs as they were, years later", async () => {
  const { rig, before } = await continued();
  expect(await lists(rig)).toEqual(before);
});

test("the same seed makes the same run, however often a program polls; another seed another", async () => {
  const play = async (seed: string, polls: number): Promise<unknown> => {
    const rig = await start({ seed });
    await rig.create(batchJob());
    for (let poll = 0; poll < polls; poll += 1) await rig.read("/v1/jobs");
    rig.clock.advance(60_000);
    const { publicKey, secretKey } = rig.emulator;
    const charges = await rig.list("/v1/compute/ledger/transactions");
    return [publicKey, secretKey, await lists(rig), charges];
  };
  const first = await play("a", 0);
  expect(await play("a", 3)).toEqual(first);
  expect(await play("b", 0)).not.toEqual(first);
});
