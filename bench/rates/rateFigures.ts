// What signing, checking and comparing cost of the processor: operations a second.
import { createHash, createHmac } from "node:crypto";

import { canonicalJson } from "../../provider/api/signing/canonical";
import { systemEntropy } from "../../provider/api/entropy";
import { sign } from "../../provider/api/signing/signing";
import { check } from "../../provider/resources/schema/check";
import { diff } from "../../provider/resources/schema/diff";
import { jobDefinition } from "../../provider/resources/lifecycle/job";
import { figureOf, type Figure, type Samples } from "../figures";
import { signedHeaders, sorted } from "../programs/handWrittenProvider";
import { renderJob } from "../programs/renderJob";

const credentials = { publicKey: "pk_bench", secretKey: "sk_bench" };
const order = {
  title: renderJob.title,
  task: renderJob.task,
  gpu_count: renderJob.gpuCount,
  min_vram_gb: renderJob.minVramGb,
  max_timeout_run_ms: renderJob.maxTimeoutRunMs,
  parameters: {
    type: "docker",
    parameters: { ...renderJob.container, ports: [...renderJob.container.ports] },
  },
};
const text = JSON.stringify(order);
const toSign = ["pk_bench", "1700000000000", "0".repeat(32), "POST", "/v1/jobs", "", ""].join("|");
const inputs = { ...renderJob, __context: { name: "render" } };
const outputs = { ...inputs, status: "RUNNING" };

/** What is done over and over. */
const operations = {
  signing: {
    // The two hashes that nobody can do without.
    baseline: () => {
      createHash("sha256").update(text).digest("hex");
      createHmac("sha256", credentials.secretKey).update(toSign).digest("hex");
    },
    handWritten: () => void signedHeaders("POST", "/v1/jobs", "", JSON.stringify(sorted(order))),
    dynamic: () =>
      void sign(credentials, {
        timestampMs: Date.now(),
        nonce: systemEntropy.nonce(),
        method: "POST",
        pathname: "/v1/jobs",
        query: "",
        body: canonicalJson(order, "escaped"),
      }),
  },
  checking: { dynamic: () => void check(jobDefinition, inputs) },
  comparing: { dynamic: () => void diff(jobDefinition, outputs, inputs, 0) },
} as const;

/** Measures each operation so many times. */
export async function rateFigures(repetitions: number): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const [name, ways] of Object.entries(operations)) {
    const samples: Record<string, number[]> = {};
    for (let round = 0; round < repetitions; round += 1) {
      for (const [variant, operation] of Object.entries<() => void>(ways)) {
        (samples[variant] ??= []).push(await perSecond(operation));
      }
    }
    // Both adapters share one core.
    const both: Samples = { ...samples, native: samples["dynamic"] ?? [] };
    figures.push(figureOf(`${name} an order`, "a second", both));
  }
  return figures;
}

async function perSecond(operation: () => void): Promise<number> {
  const { Bench } = await import("tinybench");
  const bench = new Bench({ time: 200, warmupTime: 50 });
  bench.add("operation", operation);
  const [task] = await bench.run();
  if (task?.result.state !== "completed") throw new Error("an operation could not be measured");
  return 1_000 / task.result.latency.p50;
}
