import { styleText } from "node:util";

import { messageOf } from "../runScript";

/** One step of the demo, as it went. */
export interface StepResult {
  readonly name: string;
  readonly ms: number;
  readonly ok: boolean;
}

/** Runs steps one after the other and shows each as it happens. */
export interface Steps {
  /** Runs a step. After a failure every later step is left out, unless it is `always` run: it cleans up. */
  run<T>(name: string, work: () => Promise<T>, always?: "always"): Promise<T | undefined>;
  readonly results: readonly StepResult[];
}

/** Makes a runner that writes to `show`, a line at a time. */
export function createSteps(show: (line: string) => void, isColoured = false): Steps {
  const paint = (style: "bold" | "green" | "red", text: string): string =>
    isColoured ? styleText(style, text, { validateStream: false }) : text;
  const results: StepResult[] = [];
  return {
    results,
    async run(name, work, always) {
      if (always === undefined && results.some(({ ok }) => !ok)) return undefined;
      show(`\n${paint("bold", `▸ ${name}`)}`);
      const startMs = performance.now();
      const [ok, value] = await work().then(
        (result) => [true, result] as const,
        (error: unknown) => {
          show(`  ${messageOf(error)}`);
          return [false, undefined] as const;
        },
      );
      const ms = Math.round(performance.now() - startMs);
      results.push({ name, ms, ok });
      const mark = ok ? paint("green", "✓") : paint("red", "✗");
      show(`  ${mark} ${name}: ${(ms / 1000).toFixed(1)} s`);
      return value;
    },
  };
}

/** Stops a step with what is wrong. */
export function demand(condition: boolean, otherwise: string): asserts condition {
  if (!condition) throw new Error(otherwise);
}
