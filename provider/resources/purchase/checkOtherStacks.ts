// Before a job is bought: did a killed run request one for a resource of the same name in another stack?
// Where that stack is this one before it was renamed, another job would be a second one.
import { commands, settingText } from "../schema/hostWords";
import { DispersedError } from "../../api/errors/errors";
import type { ResourceEffects } from "../contract/effects";
import { goesOn } from "../job/status";
import type { MarkedJob } from "../account/sharedJobList";
import { decideOtherStack } from "./decideOtherStack";
import { RECENT_MS } from "./decideExistingJob";
import { settlePurchase } from "./interruptedPurchases";
import { earlierOrder, type Order } from "./order";

/**
 * Looks for the jobs of such purchases, and warns of each.
 *
 * @throws DispersedError where one may be this resource's; nothing was sent.
 */
export async function checkOtherStacks(
  effects: ResourceEffects,
  { marker, purchase }: Pick<Order, "marker" | "purchase">,
): Promise<void> {
  const { api, clock, interruptedJobs, jobList, log, processJobs } = effects;
  const others = interruptedJobs
    .ofOtherStacks(marker)
    .filter(({ entry }) => entry.origin === api.config.origin)
    .map((other) => {
      const isRecent = clock.nowMs() - other.entry.postedAtMs < RECENT_MS;
      const facts = { ...other, isRecent, state: other.entry.state };
      return { ...other, action: decideOtherStack(facts, api.config.onOrphan) };
    });
  if (others.length === 0) return;
  for (const { action, marker: theirs, entry } of others) {
    // Its request may have arrived without being listed yet.
    const isUnseen = entry.uuid === undefined && entry.state === "posted";
    if (action === "stop" && isUnseen) {
      await settlePurchase(effects, theirs, entry, (sent) => earlierOrder(purchase, marker, sent));
    }
  }
  const { jobs } = await jobList.relist(Math.max(...others.map(({ entry }) => entry.postedAtMs)));
  const found = others.flatMap(({ action, marker: { generation } }) =>
    jobs
      .filter((job) => job.marker.generation === generation && goesOn(job.status))
      .filter((job) => interruptedJobs.isUnheld(job))
      .map((job) => ({ action, job })),
  );
  const stopping = found.find(({ action }) => action === "stop");
  if (stopping !== undefined) throw otherStackError(stopping.job);
  for (const { job } of found) {
    if (processJobs.isFirstWarning(job.uuid)) log.warn(otherStackWarning(job));
  }
}

function whatHappened({ uuid, status }: MarkedJob): string {
  return (
    `Job ${uuid} (${status}) was requested by an interrupted run for a resource of this name, in ` +
    "another stack of this project or in this stack before it was renamed. It is still billed."
  );
}

function otherStackError(job: MarkedJob): DispersedError {
  return new DispersedError(
    "validation",
    `${whatHappened(job)} No job was created. If this stack was renamed, set ` +
      `\`adopt: "${job.uuid}"\` to keep the job, or cancel it with ${commands.sweepOldName}. If it ` +
      `belongs to another stack, run ${commands.up} there, which takes the job over. To create another ` +
      `job all the same, run once with ${settingText("onOrphan", "ignore")}.`,
  );
}

function otherStackWarning(job: MarkedJob): string {
  return (
    `${whatHappened(job)} Another job is created now. If this stack was renamed, cancel one of the two. ` +
    `If the job belongs to another stack, run ${commands.up} there, which takes the job over, or cancel ` +
    `it with ${commands.sweep}.`
  );
}
