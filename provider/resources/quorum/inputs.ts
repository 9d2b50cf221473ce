// The inputs of a quorum. None of them reaches the API, and none replaces.
import * as z from "zod";

import { pathText } from "../schema/check";
import type { Finding, Findings, Properties } from "../schema/types";
import { quorumDefaults } from "../job/documentedDefaults";
import { parseDuration } from "../schema/duration";
import { settingInputs } from "../job/inputs";
import { pause, port, uuid, wholeNumber, words } from "../schema/primitives";
import { property } from "../schema/property";
import { readProperties } from "../schema/readProperties";
import { stageMeanings, waitStages } from "../job/waitStage";

const job = z
  .strictObject(
    {
      uuid: property(uuid, {
        description: "UUID of the job.",
        spelling: "caseless",
      }),
      ports: property(z.array(port, "must be a list of port numbers").optional(), {
        description:
          "Container ports that must be published before the job is `ready`, in any order. " +
          "Default: any one port.",
        unordered: true,
      }),
    },
    "must be { uuid } or { uuid, ports }",
  )
  .meta({ typeName: "QuorumJob", description: "A job of a quorum." });

/** All inputs of a JobQuorum. */
export const quorumInputs = z.strictObject({
  jobs: property(z.record(words, job, "must be a map of { uuid }"), {
    description: "The jobs, by the names used for them in outputs and messages.",
  }),
  need: property(wholeNumber(0).optional(), {
    description: "Number of jobs that must reach the stage.",
    defaultsTo: quorumDefaults.need,
  }),
  grace: property(pause.optional(), {
    description: "How much longer to wait for the other jobs once `need` is met, such as `2m`.",
    spelling: "duration",
    defaultsTo: quorumDefaults.grace,
  }),
  waitFor: property(
    z
      .enum(
        waitStages.filter((stage) => stage !== "created"),
        "must be assigned, running, ready or completed",
      )
      .meta({
        typeName: "QuorumStage",
        description: "A point in the life of a quorum's jobs.",
        meanings: stageMeanings,
      })
      .optional(),
    {
      description:
        "Stage that a job must reach: `assigned`, `running`, `ready` (its ports are " +
        "published) or `completed`. A job that COMPLETED has reached every stage. Default: " +
        "`running` for BATCH, `ready` for PERSISTENT.",
    },
  ),
  sshUser: settingInputs.sshUser,
});

/** Checked inputs of a JobQuorum. */
export type QuorumInputs = z.infer<typeof quorumInputs>;

/** The inputs of a JobQuorum in a program or a state, as far as they are known. */
export function readQuorumInputs(properties: Properties): QuorumInputs {
  const { jobs = {}, ...rest } = readProperties(quorumInputs.shape, properties);
  return { ...rest, jobs };
}

/** What is waited for. */
export interface QuorumGoal {
  readonly need: number;
  readonly graceMs: number;
  /** As a Job's own default, by its task, where it is not set. */
  readonly waitFor: QuorumInputs["waitFor"];
}

/** What checked inputs ask for, with the defaults where they are silent. */
export function quorumGoal(inputs: QuorumInputs): QuorumGoal {
  const { grace = quorumDefaults.grace.value, waitFor } = inputs;
  return { need: neededOf(inputs), graceMs: parseDuration(grace) ?? 0, waitFor };
}

/** Number of jobs that must reach the stage. */
export function neededOf({ jobs, need }: Pick<QuorumInputs, "jobs" | "need">): number {
  return need ?? Object.keys(jobs).length;
}

const someRecord = z.record(z.string(), z.unknown());
const withUuid = z.object({ uuid: z.string() });

/** What the inputs must be together, as far as they are known. */
export function quorumRules({ jobs, need }: Properties): Findings {
  const { success, data: known } = someRecord.safeParse(jobs);
  if (!success) return { failures: [], warnings: [] };
  const failures = [...needFailures(Object.keys(known).length, need), ...twins(known)];
  return { failures, warnings: [] };
}

function needFailures(count: number, need: unknown): Finding[] {
  if (typeof need !== "number" || need <= count) return [];
  const reason = `must be at most the number of jobs, which is ${count}`;
  return [{ property: "need", reason }];
}

/** One job under two names would count twice. */
function twins(jobs: Properties): Finding[] {
  const names = new Map<string, string>();
  return Object.entries(jobs).flatMap(([name, value]) => {
    const { success, data } = withUuid.safeParse(value);
    if (!success) return [];
    const { uuid } = data;
    const twin = names.get(uuid.toLowerCase());
    names.set(uuid.toLowerCase(), name);
    if (twin === undefined) return [];
    const property = pathText(["jobs", name, "uuid"]);
    return [{ property, reason: `is the same job as ${pathText([twin])}` }];
  });
}
