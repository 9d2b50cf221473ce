import { createManualClock, startEmulator } from "../../../emulator";
import { batchJob } from "./jobBodies";
import { createCaller } from "./signedRequest";

/** The keys, and what the API returns after one job has ended. */
async function play(seed: string, polls: number): Promise<unknown> {
  const clock = createManualClock();
  const emulator = await startEmulator({ clock, seed });
  const call = createCaller(emulator, () => clock.now());
  const created = await call("POST", "/v1/jobs", batchJob());
  for (let poll = 0; poll < polls; poll += 1) {
    await call("GET", "/v1/jobs");
  }
  clock.advance(60_000);
  const runs = await call("GET", "/v1/job-runs");
  const transactions = await call("GET", "/v1/compute/ledger/transactions");
  await emulator.close();
  return [emulator.publicKey, emulator.secretKey, created.body, runs.body, transactions.body];
}

test("the same seed makes the same run, however often a program polls", async () => {
  expect(await play("a", 0)).toEqual(await play("a", 3));
});

test("another seed makes another run", async () => {
  expect(await play("a", 0)).not.toEqual(await play("b", 0));
});
