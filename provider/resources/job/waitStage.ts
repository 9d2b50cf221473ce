// How far a job has come. Create uses it to stop waiting, and diff to decide whether to continue.

import { settingDefaults } from "./documentedDefaults";

/** How far `create` can wait, in the order of a job's life. */
export const waitStages = ["created", "assigned", "running", "ready", "completed"] as const;

/** A point in a job's life that can be waited for. */
export type WaitStage = (typeof waitStages)[number];

/** What each stage means. */
export const stageMeanings: Readonly<Record<WaitStage, string>> = {
  created: "The service has accepted the job.",
  assigned: "The job has a node.",
  running: "The container runs.",
  ready: "The container runs, and every requested port is published.",
  completed: "The job ran to its end.",
};

/** What the decision depends on. */
export interface Progress {
  readonly status: string;
  /** Ports the user asked for; `undefined` when the service chooses. */
  readonly ports: readonly number[] | undefined;
  /** Descriptions of the published ports: `ssh` or the port as text. */
  readonly published: readonly string[];
}

/** Where `create` stops when the user does not say. A job is BATCH where its task is not known. */
export function defaultWaitStage(task: string | undefined): WaitStage {
  const { BATCH, PERSISTENT } = settingDefaults.waitFor;
  return task === "PERSISTENT" ? PERSISTENT : BATCH;
}

/** Whether a job has reached a stage. A COMPLETED job has passed all of them. */
export function hasReached(stage: WaitStage, progress: Progress): boolean {
  const { status } = progress;
  if (status === "COMPLETED") return true;
  switch (stage) {
    case "created":
      return true;
    case "assigned":
      return status === "ASSIGNED" || status === "PREPARING" || status === "RUNNING";
    case "running":
      return status === "RUNNING";
    case "ready":
      return status === "RUNNING" && isPublished(progress);
    case "completed":
      return false;
  }
}

function isPublished({ ports, published }: Progress): boolean {
  if (ports === undefined) return published.length > 0;
  return ports.every((port) => published.some((name) => containerPort(name) === port));
}

/** The container's port that a `node_urls` entry is about: its description is text. */
export function containerPort(description: string): number | undefined {
  if (description.toLowerCase() === "ssh") return 22;
  return /^\d{1,5}$/.test(description) ? Number(description) : undefined;
}
