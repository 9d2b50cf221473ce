// A process of its own: how much memory a client takes that is answered with too much. Its arguments
// are the server's address and how long an attempt may take; it prints {"kind": …, "grownMib": n}.
import { createJob, getJob } from "../../../provider/api/endpoints/jobs";
import { errorMessage } from "../../../provider/api/errors/errors";
import { clientFor } from "../../support/clientFor";
import { batchSpec } from "./jobSpecs";

const uuid = "00000000-0000-4000-8000-000000000000";

async function main(url: string, attemptMs: number): Promise<void> {
  const account = { url, publicKey: "pk_test", secretKey: "sk_test_0123456789" };
  const api = clientFor(account, { attemptMs });
  // The first answer is a good one: what any request needs is there from then on.
  await getJob(api, uuid);
  const beforeBytes = process.memoryUsage.rss();
  let mostBytes = beforeBytes;
  const measure = (): void => {
    mostBytes = Math.max(mostBytes, process.memoryUsage.rss());
  };
  const measuring = setInterval(measure, 1);
  const kind = await createJob(api, batchSpec).then(
    () => "created",
    (error: unknown) => (error as { kind?: unknown }).kind ?? errorMessage(error),
  );
  measure();
  clearInterval(measuring);
  const grownMib = Math.round((mostBytes - beforeBytes) / 1024 ** 2);
  console.log(JSON.stringify({ kind, grownMib }));
}

void main(process.argv[2] ?? "", Number(process.argv[3])).then(() => process.exit());
