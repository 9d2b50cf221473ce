import { randomBytes } from "node:crypto";

/** Draws `byteCount` random bytes as lower-case hex. */
export type RandomHex = (byteCount: number) => string;

/** Randomness of the operating system. */
export const systemRandomHex: RandomHex = (byteCount) => randomBytes(byteCount).toString("hex");
