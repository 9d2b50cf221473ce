import { createHash, randomBytes } from "node:crypto";

/** Draws `byteCount` random bytes as lower-case hex. */
export type RandomHex = (byteCount: number) => string;

/** Randomness of the operating system. */
export const systemRandomHex: RandomHex = (byteCount) => randomBytes(byteCount).toString("hex");

/** Makes a {@link RandomHex} that draws the same every time it is made from the same seed. */
export function createSeededRandomHex(seed: string): RandomHex {
  let draws = 0;
  return (byteCount) => {
    draws += 1;
    const blocks = Array.from({ length: Math.ceil(byteCount / 32) }, (_, block) =>
      createHash("sha256").update(`${seed}|${draws}|${block}`).digest("hex"),
    );
    return blocks.join("").slice(0, byteCount * 2);
  };
}
