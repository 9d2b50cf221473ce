// Before a job is bought: did a killed run request one for a resource of the same name in another stack?
// Where that stack is this one before it was renamed, another job would be a second one.
import { commands, settingText, sweepOldStack } from "../../api/config/hostWords";
import { DispersedError } from "../../api/errors/errors";
import type { ResourceEffects } from "../contract/effects";
import { goesOn } from "../job/status";
import type { MarkedJob } from "../account/sharedJobList";
import { isOtherKey } from "../account/confirmGone";
import { readClocks, requestAgeMs } from "../account/requestTime";
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
  const { api, interruptedJobs, jobList, log, processJobs } = effects;
  const others = interruptedJobs
    .ofOtherStacks(marker)
    .filter(({ entry }) => entry.origin === api.config.origin)
    .map((other) => {
      const isRecent = requestAgeMs(other.entry, readClocks(effects)) < RECENT_MS;
      const facts = { ...other, isRecent, state: other.entry.state };
      return { ...other, action: decideOtherStack(facts, api.config.onOrphan) };
    });
  if (others.length === 0) return;
  for (const { action, marker: theirs, entry } of others) {
    // Its request may have arrived without being listed yet.
    const isUnseen =
      entry.state === "posted" && (entry.uuid === undefined || isOtherKey(api, entry.key));
    if (action === "stop" && isUnseen) {
      await settlePurchase(effects, theirs, entry, (sent) => earlierOrder(purchase, marker, sent));
    }
  }
  const { jobs } = await jobList.relist(Math.max(...others.map(({ entry }) => entry.postedAtMs)));
  const found = others.flatMap(({ action, marker: { generation }, entry }) =>
    jobs
      .filter((job) => job.marker.generation === generation && goesOn(job.status))
      .filter((job) => interruptedJobs.isUnheld(job))
      .map((job) => ({ action, job, stack: entry.stack })),
  );
  const stopping = found.find(({ action }) => action === "stop");
  if (stopping !== undefined) throw otherStackError(stopping);
  for (const each of found) {
    if (processJobs.isFirstWarning(each.job.uuid)) log.warn(otherStackWarning(each));
  }
}

/** A live job of such a purchase, and the stack that it was for, where the journal knows its name. */
interface FoundJob {
  readonly job: MarkedJob;
  readonly stack: string | undefined;
}

function whatHappened({ job: { uuid, status }, stack }: FoundJob): string {
  const where =
    stack === undefined
      ? "another stack of this project or in this stack before it or its project was renamed"
      : `stack ${stack}`;
  return (
    `Job ${uuid} (${status}) was requested by an interrupted run for a resource of this name, in ` +
    `${where}. It is still billed.`
  );
}

function otherStackError(found: FoundJob): DispersedError {
  const { job, stack } = found;
  return new DispersedError(
    "validation",
    `${whatHappened(found)} No job was created. If that is the old name of this stack or its project, set ` +
      `\`adopt: "${job.uuid}"\` to keep the job, or cancel it with ${sweepOldStack(stack)}. If it ` +
      `belongs to another stack, run ${commands.up} there, which takes the job over. To create another ` +
      `job all the same, run once with ${settingText("onOrphan", "ignore")}.`,
  );
}

function otherStackWarning(found: FoundJob): string {
  return (
    `${whatHappened(found)} Another job is created now. If this stack or its project was renamed, cancel one of the two. ` +
    `If the job belongs to another stack, run ${commands.up} there, which takes the job over, or cancel ` +
    `it with ${commands.sweep}.`
  );
}
