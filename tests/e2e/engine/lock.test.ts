import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { withLock } from "../../../scripts/lock.cjs";
import { useTemporaryFolder } from "./temporaryFolder";

const folder = useTemporaryFolder();
const file = (): string => join(folder(), "locks", "lock");

/** The id of a process that has ended. */
const deadProcess = (): number => spawnSync(process.execPath, ["-e", ""]).pid;

describe("withLock", () => {
  test("lets the second one start when the first one has ended", async () => {
    const events: string[] = [];
    let finishFirst = (): void => undefined;
    const first = withLock(file(), async () => {
      events.push("first starts");
      await new Promise<void>((resolve) => (finishFirst = resolve));
      events.push("first ends");
    });
    const second = withLock(
      file(),
      () => Promise.resolve(events.push("second starts")),
      (holder) => {
        events.push(`second waits for ${holder}`);
        finishFirst();
      },
    );

    await Promise.all([first, second]);

    expect(events).toEqual([
      "first starts",
      `second waits for ${process.pid}`,
      "first ends",
      "second starts",
    ]);
  });

  test("takes over from a process that has died", async () => {
    await withLock(file(), () => Promise.resolve());
    writeFileSync(file(), String(deadProcess()));

    expect(await withLock(file(), () => Promise.resolve("done"))).toBe("done");
  });
});
