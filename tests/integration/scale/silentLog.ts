import type { Log } from "../../../provider/api/log";

const nothing = (): void => undefined;

/** Keeps no word: what is kept would be taken for a leak. */
export const silentLog: Log = { debug: nothing, info: nothing, warn: nothing, status: nothing };
