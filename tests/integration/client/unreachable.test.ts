import { startEmulator } from "../../../emulator";
import { createJob } from "../../../provider/api/endpoints/jobs";
import { scaledClock } from "../../support/scaledClock";
import { type Account, clientFor } from "../../support/clientFor";
import { errorOf } from "./errorOf";
import { batchSpec } from "./jobSpecs";

/** An address where nothing listens any more. */
async function abandonedAddress(): Promise<Account> {
  const emulator = await startEmulator();
  const { url, publicKey, secretKey } = emulator;
  await emulator.close();
  return { url, publicKey, secretKey };
}

test("without a listener a create is tried five times, and nothing was sent", async () => {
  const account = await abandonedAddress();
  const { kind, attempts, message } = await errorOf(createJob(clientFor(account), batchSpec));
  expect([kind, attempts, message]).toEqual([
    "notSent",
    5,
    `POST /v1/jobs: ${account.url} cannot be reached after 5 attempts (ECONNREFUSED). ` +
      "Nothing was sent.",
  ]);
});

test("A03: a service that refuses three connections and then comes back gets one create", async () => {
  const account = await abandonedAddress();
  let back: ReturnType<typeof startEmulator> | undefined;
  let pauses = 0;
  const clock = {
    ...scaledClock,
    sleep: async () => {
      pauses += 1;
      if (pauses < 3) return;
      back ??= startEmulator({ port: Number(new URL(account.url).port), keys: [account] });
      await back;
    },
  };
  const { uuid } = await createJob(clientFor(account, { clock }), batchSpec);
  const emulator = await back;
  const ledger = emulator?.ledger();
  await emulator?.close();
  expect([pauses, ledger?.requests, ledger?.jobs.map((job) => job.uuid)]).toEqual([3, 1, [uuid]]);
});
