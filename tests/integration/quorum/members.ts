import type { Driver, Kept, Values } from "../../support/lifecycle/driver";
import { batchInputs } from "../../support/lifecycle/jobInputs";
import type { Rig } from "../../support/lifecycle/rig";

/** What becomes of a job that runs as soon as it is bought. */
export const fates = {
  goesOn: { EMULATOR_RUN_FOR_MS: "600000" },
  completes: { EMULATOR_RUN_FOR_MS: "0" },
  /** Ten seconds by a clock that hurries fifty times. */
  completesLate: { EMULATOR_RUN_FOR_MS: "200" },
  fails: { EMULATOR_RUN_FOR_MS: "0", EMULATOR_EXIT_CODE: "3" },
  getsNoNode: { EMULATOR_ASSIGN: "never" },
} as const;

/** One of {@link fates}. */
export type Fate = keyof typeof fates;

/** The jobs of a quorum, `w-0` and so on, as its input has them. */
export type Members = Readonly<Record<string, { readonly uuid: string }>>;

let count = 0;

/** Buys a BATCH job for each fate, by a driver of jobs. */
export async function buyMembers(driver: Driver, ofEach: readonly Fate[]): Promise<Members> {
  const bought = await Promise.all(
    ofEach.map(async (fate, index) => {
      const context = { name: `w-${index} of ${(count += 1)}` };
      const inputs = batchInputs(fates[fate], { waitFor: "created", __context: context });
      const { id } = await driver.create(inputs);
      return [`w-${index}`, { uuid: id }] as const;
    }),
  );
  return Object.fromEntries(bought);
}

/** The inputs of a quorum. */
export const quorumInputs = (jobs: Members, settings: Values = {}): Values => ({
  jobs,
  __context: { name: "fleet", id: "aaaaaaaa.bbbbbbbb.cccccccccc" },
  ...settings,
});

/** How its jobs stand, by name. */
export const member = ({ outputs }: Pick<Kept, "outputs">): Values => {
  const { ready, late, failed, statuses } = outputs;
  return { ready, late, failed, statuses };
};

/** Lets all jobs end that live. */
export async function endAll({ emulator }: Rig, status: "COMPLETED" | "FAILED"): Promise<void> {
  const alive = emulator
    .ledger()
    .jobs.filter((job) => ["PENDING", "ASSIGNED", "RUNNING"].includes(job.status));
  await Promise.all(alive.map(({ uuid }) => emulator.endJob(uuid, { status })));
}
