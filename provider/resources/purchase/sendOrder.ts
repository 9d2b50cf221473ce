// One request that buys a job: it is announced before it is sent, and what its answer means is noted.
import type { JobDetails } from "../../api/endpoints/jobs";
import { DispersedError } from "../../api/errors/errors";
import type { ResourceEffects } from "../contract/definition";
import { keepBest } from "./cancelDuplicates";
import { keyName } from "../account/confirmGone";
import type { JobSight } from "../job/outputsFromApi";
import { ownerText, withMarker, type Marker } from "../job/marker";
import {
  judgeAnswer,
  judgeError,
  type AnswerFacts,
  type Purchase,
  type PurchaseOutcome,
} from "./order";
import { lookFor, type SoughtPurchase } from "./findLostJob";

/** A job that is this resource's. */
export interface BoughtJob {
  readonly kind: "job";
  readonly uuid: string;
  /** The job as it was last seen. */
  readonly seen: JobSight["job"];
  /** The job's own marker: an adopted job keeps the one that it was bought with. */
  readonly marker: Marker;
  /** When we asked for it, by our clock; `undefined` for a job that was there already. */
  readonly boughtAtMs?: number | undefined;
  /** Ends when nothing more can come of the purchase; never rejects. */
  readonly aftercare: Promise<void>;
}

/** An order that was not taken; `doubtful`: by whoever answered, which need not be all. */
export interface Refused {
  readonly refused: unknown;
  readonly doubtful: boolean;
}

/** What was seen of a job, and the marker it was bought with. */
type Seen = Pick<BoughtJob, "seen" | "marker">;

/** Sends the order. It is written down before, and what is known afterwards too. */
export async function sendPurchase(
  effects: ResourceEffects,
  purchase: Purchase,
  sought: SoughtPurchase,
  isSecond = false,
): Promise<BoughtJob | { readonly lost: unknown } | Refused> {
  const { api, board, clock, journal, ownJobs } = effects;
  const { marker } = sought;
  const { generation, spec } = marker;
  const owner = ownerText(marker);
  const postedAtMs = clock.nowMs();
  const key = keyName(api.config.publicKey.value);
  journal.post(owner, { generation, spec, origin: api.config.origin, postedAtMs, key });
  if (isSecond) journal.sentTwice(owner, generation, true);
  ownJobs.post(generation);
  let isRefusedOnce = false;
  const description = withMarker(purchase.description, marker);
  const outcome = await judged(
    () =>
      purchase.submit(description, {
        mayRespell: async () => {
          isRefusedOnce = true;
          return (await lookFor(effects, sought)).kind === "absent";
        },
        beforeAttempt: () => {
          if (journal.isStillAnnounced(owner, generation)) return;
          throw new DispersedError("notSent", SUSPENDED);
        },
      }),
    () => ({
      description,
      // The answer has told how far the service's clock is behind ours.
      postedAtMs: postedAtMs + Math.min(0, api.clockOffsetMs ?? 0),
      wasListed: (uuid) => (board.firstListedMs(uuid) ?? Infinity) <= postedAtMs,
    }),
  );
  switch (outcome.kind) {
    case "ambiguous":
      return { lost: outcome.error };
    case "refused":
      return { refused: outcome.error, doubtful: isRefusedOnce };
    case "foreign":
      return { refused: foreignError(outcome.job), doubtful: true };
    case "made":
      if (!outcome.isMarked) warnOfLostMarkers(effects);
      return took(effects, marker, { seen: outcome.job, marker });
    case "doubtful": {
      // Something between us and the server may have refused what it had passed on before.
      const look = await lookFor(effects, sought);
      if (look.kind !== "found") return { refused: outcome.error, doubtful: true };
      return took(effects, marker, {
        seen: await keepBest(effects, look.jobs, postedAtMs),
        marker,
      });
    }
  }
}

const SUSPENDED =
  "This process was suspended before the job was requested, and another run has taken over. No job " +
  "was created. Run the command again.";

function foreignError({ uuid }: JobDetails): DispersedError {
  return new DispersedError(
    "rejected",
    `The service answered the create request with job ${uuid}, which existed before and is not this ` +
      "resource's. It was not changed. If the service wants titles to be unique, set another " +
      `\`title\`; if the job is yours, set \`adopt: "${uuid}"\`.`,
  );
}

/** Sends a purchase and says what became of it. Never throws. */
async function judged(
  submit: () => Promise<JobDetails>,
  facts: () => AnswerFacts,
): Promise<PurchaseOutcome> {
  try {
    return judgeAnswer(await submit(), facts());
  } catch (error) {
    return judgeError(error);
  }
}

function warnOfLostMarkers({ log, ownJobs }: ResourceEffects): void {
  if (ownJobs.correlationLost) return;
  ownJobs.correlationLost = true;
  log.warn(
    "The service does not return descriptions whole, so a job whose answer is lost cannot be " +
      "recognised. From now on no create request is sent a second time.",
  );
}

/** Notes that a job is this resource's. */
export function took({ journal, ownJobs }: ResourceEffects, wanted: Marker, seen: Seen): BoughtJob {
  const { uuid } = seen.seen;
  ownJobs.post(wanted.generation).job = { uuid, marker: seen.marker };
  ownJobs.take(uuid, wanted.generation);
  journal.name(ownerText(seen.marker), seen.marker.generation, uuid);
  return { kind: "job", uuid, ...seen, aftercare: Promise.resolve() };
}
