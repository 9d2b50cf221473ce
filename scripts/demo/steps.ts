import { styleText } from "node:util";

/** One step of the demo, as it went. */
export interface StepResult {
  readonly name: string;
  readonly ms: number;
  readonly ok: boolean;
}

/** Runs steps one after the other and shows each as it happens. */
export interface Steps {
  /** Runs a step. After a failure every later step is left out, but for those that must be run. */
  run<T>(name: string, work: () => Promise<T>): Promise<T | undefined>;
  /** Runs a step even after a failure: what cleans up. */
  runAlways<T>(name: string, work: () => Promise<T>): Promise<T | undefined>;
  readonly results: readonly StepResult[];
}

/** Makes a runner that writes to `show`, a line at a time. */
export function createSteps(show: (line: string) => void, isColoured = false): Steps {
  const paint = (style: "bold" | "green" | "red", text: string): string =>
    isColoured ? styleText(style, text, { validateStream: false }) : text;
  const results: StepResult[] = [];
  const runAlways: Steps["runAlways"] = async (name, work) => {
    show(`\n${paint("bold", `▸ ${name}`)}`);
    const startMs = performance.now();
    const end = (ok: boolean): void => {
      const ms = Math.round(performance.now() - startMs);
      results.push({ name, ms, ok });
      show(
        `  ${ok ? paint("green", "✓") : paint("red", "✗")} ${name}: ${(ms / 1000).toFixed(1)} s`,
      );
    };
    try {
      const value = await work();
      end(true);
      return value;
    } catch (error) {
      show(`  ${error instanceof Error ? error.message : String(error)}`);
      end(false);
      return undefined;
    }
  };
  return {
    results,
    runAlways,
    run: async (name, work) => (results.every(({ ok }) => ok) ? runAlways(name, work) : undefined),
  };
}

/** Stops a step with what is wrong. */
export function demand(condition: boolean, otherwise: string): asserts condition {
  if (!condition) throw new Error(otherwise);
}
