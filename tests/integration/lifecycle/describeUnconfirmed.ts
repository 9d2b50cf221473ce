import { createJob } from "../../../provider/api/endpoints/jobs";
import { clientFor } from "../../support/clientFor";
import { failureOf, type Values } from "../../support/lifecycle/driver";
import { boxInputs } from "../../support/lifecycle/jobInputs";
import { ledgerOf } from "../../support/lifecycle/ledgerOf";
import type { Rig } from "../../support/lifecycle/rig";

/** A generation that no other test has. */
let count = 0;
const ALPHABET = "abcdefghij";

/** Deletes of a resource whose existence is unknown. */
export function describeUnconfirmed(rig: () => Rig): void {
  /** What the state holds after a create whose answer was lost while nothing could be listed. */
  const intent = async (agoMs: number): Promise<{ id: string; outputs: Values }> => {
    const generation = `unconfirm${ALPHABET[(count += 1) % 10] ?? "z"}`;
    const marker = `aaaaaaaa.bbbbbbbb.${generation}.cccccccc`;
    const postedAtMs = Date.now() - agoMs;
    const __context = { name: "box", id: `aaaaaaaa.bbbbbbbb.${generation}`, postedAtMs };
    const { inputs } = await rig().driver.prepare({}, boxInputs());
    const apiOrigin = rig().emulator.url;
    const known = { status: "UNCONFIRMED", outcome: "active", apiOrigin, marker, __context };
    return { id: `unconfirmed:${marker}`, outputs: { ...inputs, ...known } };
  };

  test("F11: the delete of an unconfirmed job that is there cancels it", async () => {
    const { driver, emulator } = rig();
    const { id, outputs } = await intent(0);
    const ledger = ledgerOf(emulator);
    const spec = { task: "PERSISTENT", title: "box", container: { image: "a" } } as const;
    const description = `mine [pulumi:${String(outputs["marker"])}]`;
    await createJob(clientFor(emulator), { ...spec, description });
    await driver.delete(id, outputs);
    expect([ledger.cancels(), ledger.alive()]).toEqual([1, []]);
  });

  test("F11: the delete of one that is proven never to have been made succeeds, and says so", async () => {
    const { driver, emulator } = rig();
    const { id, outputs } = await intent(11 * 60_000);
    const ledger = ledgerOf(emulator);
    await driver.delete(id, outputs);
    const words = driver.words().map(({ message }) => message);
    expect([ledger.cancels(), words.join()]).toEqual([
      0,
      expect.stringContaining("no job was ever made"),
    ]);
  });

  test("F11: the delete of one that may still appear fails, and the state keeps the intent", async () => {
    const { id, outputs } = await intent(60_000);
    const { message } = await failureOf(rig().driver.delete(id, outputs));
    expect(message).toMatch(/still not known: .* The state is unchanged\.$/);
  });

  test("F11: the delete of one fails while the jobs cannot be listed", async () => {
    const { id, outputs } = await intent(11 * 60_000);
    rig().emulator.failNext({ route: "GET /v1/jobs", status: 403, body: "{}", count: 3 });
    const { message } = await failureOf(rig().driver.delete(id, outputs));
    expect(message).toContain("The key needs the permission to list jobs.");
  });
}
