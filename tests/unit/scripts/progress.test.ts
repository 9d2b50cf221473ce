import {
  createProgress,
  formatElapsed,
  type ProgressStream,
} from "../../../scripts/engine/progress";

function recorder(isTTY: boolean): ProgressStream & { readonly written: string[] } {
  const written: string[] = [];
  const write = (text: string | Uint8Array): boolean => written.push(String(text)) > 0;
  return { written, write, isTTY, columns: 80 };
}

/** Runs a step of `ms` on fake time. */
async function step(stream: ProgressStream, ms: number, error?: Error): Promise<unknown> {
  const running = createProgress(stream)
    .during("Building", async (show) => {
      show("package net");
      await new Promise((resolve) => setTimeout(resolve, ms));
      if (error !== undefined) throw error;
      return "engine";
    })
    .catch((failure: unknown) => failure);
  await jest.advanceTimersByTimeAsync(ms);
  return running;
}

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

describe("progress", () => {
  test("writes a line at the start, every 15 seconds and at the end where nobody watches", async () => {
    const stream = recorder(false);

    expect(await step(stream, 40_000)).toBe("engine");

    expect(stream.written).toEqual([
      "Building ...\n",
      "Building  15 s\n",
      "Building  30 s\n",
      "Building: done in 40 s\n",
    ]);
  });

  test("rewrites one line every second on a terminal", async () => {
    const stream = recorder(true);

    await step(stream, 2_500);

    expect(stream.written).toEqual([
      "Building ...\n",
      "\r\u001b[KBuilding  1 s  package net",
      "\r\u001b[KBuilding  2 s  package net",
      "\r\u001b[K",
      "Building: done in 3 s\n",
    ]);
  });

  test("says in one line why a step failed, and passes the failure on", async () => {
    const stream = recorder(false);
    const error = new Error("no network");

    expect(await step(stream, 1_000, error)).toBe(error);

    expect(stream.written).toEqual(["Building ...\n", "Building: failed after 1 s. no network\n"]);
  });
});

test.each([
  [400, "0 s"],
  [59_000, "59 s"],
  [60_000, "1 min 0 s"],
  [186_000, "3 min 6 s"],
])("%j ms read as %s", (ms, text) => {
  expect(formatElapsed(ms)).toBe(text);
});
