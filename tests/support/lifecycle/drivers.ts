// What the tables of the life cycle run through. `npm test` calls the core directly, and the two
// processes run the basic sequence; `npm run test:full` runs every table through all of them.
import { sizeOf } from "../tally";
import { openDirectDriver } from "./directDriver";
import type { OpenDriver } from "./driver";
import { openHostDriver } from "./hostDriver";
import { openPluginDriver } from "./pluginDriver";

/** Whether every table runs through the two processes as well. */
export const runsEveryDriver = sizeOf("DRIVERS", 1) > 1;

type NamedDriver = readonly [name: string, open: OpenDriver];
const direct: NamedDriver = ["asked directly", openDirectDriver];
const host: NamedDriver = ["in Pulumi's host of dynamic providers", openHostDriver];
const plugin: NamedDriver = ["in the native plugin", openPluginDriver];

/** The core asked directly, and in a full run the host of dynamic providers. */
export const directAndHost = runsEveryDriver ? [direct, host] : [direct];
/** The core asked directly, and in a full run both processes. */
export const allDrivers = runsEveryDriver ? [direct, host, plugin] : [direct];
