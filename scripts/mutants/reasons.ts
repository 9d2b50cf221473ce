// Mutants that no test has to notice, each looked at and with the reason.
import type { Reason } from "./figures";

export const reasons: readonly Reason[] = [
  {
    file: "provider/api/signing.ts",
    original: '"utf8"',
    replacement: '""',
    reason: "UTF-8 is what Node takes a text for where it is told nothing",
  },
];
