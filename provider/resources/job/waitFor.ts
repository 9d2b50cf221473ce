// The input `waitFor`: a stage of the job's life, or a probe of a port once the job is ready.
import * as z from "zod";

import type { NodeUrl } from "../../api/endpoints/jobRuns";
import { port } from "../schema/primitives";
import { property } from "../schema/property";
import { stageMeanings, waitStages, type WaitStage } from "./waitStage";

/** A path as in a request line. */
const path = z
  .string("must be a path such as /health")
  .regex(/^\/[\x21-\x7e]*$/, "must begin with / and be written as in a URL, such as /health");

const sentence =
  `must be one of ${waitStages.join(", ")}, or one probe: { port: 8188, tcp: true }, ` +
  '{ port: 8188, http: "/health", status: 200 } or { ssh: true }';

/** Final HTTP statuses: one below 200 only precedes the response. */
const statusError = "must be an HTTP status from 200 to 599";

const probe = z
  .strictObject({
    port: property(port.optional(), {
      description: "Container port to probe. Not allowed with `ssh`.",
    }),
    tcp: property(z.literal(true).optional(), {
      description: "Whether to wait until the port accepts a connection.",
    }),
    http: property(path.optional(), {
      description: "Path that must answer a GET request, such as `/health`.",
    }),
    status: property(z.int(statusError).min(200, statusError).max(599, statusError).optional(), {
      description: "Expected HTTP status. Default: any from 200 to 399.",
    }),
    ssh: property(z.literal(true).optional(), {
      description: "Whether to wait until the SSH server on port 22 sends its version line.",
    }),
  })
  .refine(
    ({ tcp, http, ssh, port: probed, status }) =>
      [tcp, http, ssh].filter((kind) => kind !== undefined).length === 1 &&
      (ssh === true) === (probed === undefined) &&
      (status === undefined || http !== undefined),
    sentence,
  )
  .meta({
    typeName: "WaitProbe",
    description:
      "A probe of a ready job, sent from this machine: `{ port, tcp: true }`, `{ port, http, " +
      "status }` or `{ ssh: true }`.",
  });

const waitStage = z.enum(waitStages).meta({
  typeName: "WaitStage",
  description: "A point in a job's life.",
  meanings: stageMeanings,
});

/** What `waitFor` may be. */
export const waitFor = z.union([waitStage, probe], { error: sentence });

/** A probe as it is written. */
export type ProbeInput = z.infer<typeof probe>;

/** What `waitFor` asks of a port. */
export type Probe =
  | { readonly kind: "tcp"; readonly port: number }
  | {
      readonly kind: "http";
      readonly port: number;
      readonly path: string;
      readonly status?: number;
    }
  | { readonly kind: "ssh"; readonly port: 22 };

/** The stage a value asks for, and the probe on top of it. */
export function parseWaitFor(value: WaitStage | ProbeInput): { stage: WaitStage; probe?: Probe } {
  if (typeof value === "string") return { stage: value };
  const { port: probed = 22, http, status, ssh } = value;
  if (ssh === true) return { stage: "ready", probe: { kind: "ssh", port: 22 } };
  if (http === undefined) return { stage: "ready", probe: { kind: "tcp", port: probed } };
  const wanted = status === undefined ? {} : { status };
  return { stage: "ready", probe: { kind: "http", port: probed, path: http, ...wanted } };
}

/** What is waited for. */
export interface WaitGoal {
  readonly stage: WaitStage;
  /** Ports the user asked for. */
  readonly ports: readonly number[] | undefined;
  /** A probe of the ready job. */
  readonly probe?: Probe | undefined;
  /** Maximum price of the job, in US dollars an hour. */
  readonly maxHourlyUsd?: number | undefined;
}

/** Probes a port; `undefined` when it answers as it should, else a message about what is wrong. */
export type RunProbe = (
  probe: Probe,
  nodeUrls: readonly NodeUrl[],
  signal: AbortSignal,
) => Promise<string | undefined>;
