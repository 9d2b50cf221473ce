import { createHash } from "node:crypto";

import type { Entropy } from "../../../provider/api/entropy";

/** Randomness that is the same in every run with the same seed. */
export function createChance(seed: number): Entropy {
  let drawn = 0;
  const draw = (): string => {
    drawn += 1;
    return createHash("sha256").update(`${seed}|${drawn}`).digest("hex").slice(0, 32);
  };
  return {
    nonce: draw,
    bytes: (count) =>
      Buffer.from(Array.from({ length: Math.ceil(count / 16) }, draw).join(""), "hex").subarray(
        0,
        count,
      ),
    fraction: () => parseInt(draw().slice(0, 8), 16) / 2 ** 32,
  };
}
