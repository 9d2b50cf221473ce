// The inputs of a quorum. None of them reaches the API, and none replaces.
import * as z from "zod";

import { pathText } from "../schema/check";
import type { Finding, Findings, Properties } from "../schema/types";
import { quorumDefaults } from "../job/documentedDefaults";
import { parseDuration } from "../schema/duration";
import { settingInputs } from "../job/inputs";
import { pause, port, uuid, wholeNumber, words } from "../schema/primitives";
import { property } from "../schema/property";
import { waitStages } from "../job/waitStage";

const job = z
  .strictObject(
    {
      uuid: property(uuid, {
        description: "The job's uuid.",
        spelling: "caseless",
      }),
      ports: property(z.array(port, "must be a list of port numbers").optional(), {
        description:
          "The container's ports that must be published before the job is `ready`; order carries " +
          "no meaning. Default: any one.",
        unordered: true,
      }),
    },
    "must be { uuid } or { uuid, ports }",
  )
  .meta({ typeName: "QuorumJob", description: "A job that counts." });

/** All inputs of a JobQuorum. */
export const quorumInputs = z.strictObject({
  jobs: property(z.record(words, job, "must be a map of { uuid }"), {
    description: "The jobs that count, by the names they are told by.",
  }),
  need: property(wholeNumber(0).optional(), {
    description: "How many of the jobs suffice.",
    defaultsTo: quorumDefaults.need,
  }),
  grace: property(pause.optional(), {
    description:
      "How long the others have, once so many are there, to be counted as well; such as `2m`.",
    spelling: "duration",
    defaultsTo: quorumDefaults.grace,
  }),
  waitFor: property(
    z
      .enum(
        waitStages.filter((stage) => stage !== "created"),
        "must be assigned, running, ready or completed",
      )
      .optional(),
    {
      description:
        "How far a job must have come: `assigned`, `running`, `ready` (its ports are published) or " +
        "`completed`. A job that COMPLETED has been everywhere. Default: `running` for BATCH, " +
        "`ready` for PERSISTENT.",
    },
  ),
  sshUser: settingInputs.sshUser,
});

/** Checked inputs of a JobQuorum. */
export type QuorumInputs = z.infer<typeof quorumInputs>;

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

/** How many of the jobs suffice. */
export function neededOf({ jobs, need }: Pick<QuorumInputs, "jobs" | "need">): number {
  return need ?? Object.keys(jobs).length;
}

/** What the inputs must be together, as far as they are known. */
export function quorumRules({ jobs, need }: Properties): Findings {
  if (typeof jobs !== "object" || jobs === null) return { failures: [], warnings: [] };
  const failures = [...needFailures(Object.keys(jobs).length, need), ...twins(jobs as Properties)];
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
    const { uuid } = (value ?? {}) as { uuid?: unknown };
    if (typeof uuid !== "string") return [];
    const twin = names.get(uuid.toLowerCase());
    names.set(uuid.toLowerCase(), name);
    if (twin === undefined) return [];
    const property = pathText(["jobs", name, "uuid"]);
    return [{ property, reason: `is the same job as ${pathText([twin])}` }];
  });
}
