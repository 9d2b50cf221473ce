// The programs of a scenario: one to three resources, one of each kind twice.
import type { Values } from "../../support/lifecycle/driver";
import { canary } from "./faults";
import type { Order } from "./steps";

/** How many resources a program can have. */
export const tasks = ["PERSISTENT", "BATCH", "PERSISTENT"] as const;

const ownerOf = (resource: number): string => `aaaaaaaa.${"bcd".charAt(resource).repeat(8)}`;

/** The title of every job of a resource begins with this. */
export const nameOf = (resource: number): string => `r${resource}`;

/** The title of the job that an order asks for. */
export const titleOf = (resource: number, { variant }: Pick<Order, "variant">): string =>
  `${nameOf(resource)} ${variant}`;

/** What the program says of a resource; `undefined` where it says nothing. */
export function programOf(resource: number, order: Order, adopt?: string): Values | undefined {
  const { variant, logTailLines } = order;
  if (variant === "absent") return undefined;
  const task = tasks[resource];
  const isStuck = variant === "stuck";
  return {
    task,
    title: titleOf(resource, order),
    ...(task === "BATCH" ? { maxTimeoutRunMs: 3 * 3_600_000 } : {}),
    maxRetryCount: 1,
    container: {
      image: "otoy/dispersed-base",
      ports: [],
      env: { TOKEN: canary, ...(isStuck ? { EMULATOR_ASSIGN: "never" } : {}) },
    },
    logTailLines,
    ...(adopt === undefined ? {} : { adopt }),
    __context: {
      name: nameOf(resource),
      id: ownerOf(resource),
      ...(isStuck ? { timeouts: { create: "1m" } } : {}),
    },
  };
}
