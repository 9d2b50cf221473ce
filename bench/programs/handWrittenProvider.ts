// What a person writes who has Pulumi's page on dynamic providers, Dispersed's on authentication and
// on jobs, and an afternoon: closures, `fetch`, and a read of the job every five seconds.
import { createHash, createHmac, randomBytes } from "node:crypto";

import type * as pulumi from "@pulumi/pulumi";

/** Of Dispersed's many, those that this program needs. */
export interface JobInputs {
  readonly title: string;
  readonly task: string;
  readonly gpuCount: number;
  readonly minVramGb: number;
  readonly maxTimeoutRunMs: number;
  readonly container: {
    readonly image: string;
    readonly tag: string;
    readonly ports: readonly number[];
  };
}

interface JobAnswer {
  readonly uuid: string;
  readonly status: string;
}

interface RunsAnswer {
  readonly data: readonly { readonly node_urls?: readonly string[] | null }[];
}

const POLL_EVERY_MS = 5_000;

/** Sorts the keys of objects, also of those inside: the service signs what it reads so. */
export function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([key, inner]) => [key, sorted(inner)] as const);
  return Object.fromEntries(entries.sort(([one], [other]) => (one < other ? -1 : 1)));
}

/** The headers of a request. */
export function signedHeaders(
  method: string,
  pathname: string,
  query: string,
  body: string,
): Record<string, string> {
  const publicKey = process.env["DISPERSED_PUBLIC_KEY"] ?? "";
  const secretKey = process.env["DISPERSED_SECRET_KEY"] ?? "";
  const time = String(Date.now());
  const nonce = randomBytes(16).toString("hex");
  const bodyHash = createHash("sha256").update(body).digest("hex");
  const toSign = [publicKey, time, nonce, method, pathname, query, bodyHash].join("|");
  return {
    "Content-Type": "application/json",
    "X-API-Key": publicKey,
    "X-Time": time,
    "X-Nonce": nonce,
    "X-Signature": createHmac("sha256", secretKey).update(toSign).digest("hex"),
  };
}

async function call(method: string, pathname: string, body?: object, query = ""): Promise<unknown> {
  const text = body === undefined ? "" : JSON.stringify(sorted(body));
  const base = process.env["DISPERSED_API_BASE_URL"] ?? "https://api.dispersed.com";
  const answer = await fetch(base + pathname + (query === "" ? "" : `?${query}`), {
    method,
    headers: signedHeaders(method, pathname, query, text),
    ...(body === undefined ? {} : { body: text }),
  });
  if (!answer.ok) throw new Error(`${method} ${pathname}: ${answer.status} ${await answer.text()}`);
  return answer.json();
}

async function nodeUrlsOf(uuid: string): Promise<readonly string[]> {
  const query = `filter%5Bjob_uuid%5D=${uuid}`;
  const runs = (await call("GET", "/v1/job-runs", undefined, query)) as RunsAnswer;
  return runs.data[0]?.node_urls ?? [];
}

/** What Pulumi calls. */
export const provider: pulumi.dynamic.ResourceProvider = {
  async create(inputs: JobInputs) {
    let job = (await call("POST", "/v1/jobs", {
      title: inputs.title,
      task: inputs.task,
      gpu_count: inputs.gpuCount,
      min_vram_gb: inputs.minVramGb,
      max_timeout_run_ms: inputs.maxTimeoutRunMs,
      parameters: { type: "docker", parameters: inputs.container },
    })) as JobAnswer;
    while (job.status !== "RUNNING") {
      if (job.status === "FAILED" || job.status === "CANCELLED") throw new Error(job.status);
      await new Promise((resolve) => setTimeout(resolve, POLL_EVERY_MS));
      job = (await call("GET", `/v1/jobs/${job.uuid}`)) as JobAnswer;
    }
    const nodeUrls = await nodeUrlsOf(job.uuid);
    return { id: job.uuid, outs: { ...inputs, uuid: job.uuid, status: job.status, nodeUrls } };
  },

  async read(id: string, props: JobInputs) {
    const job = (await call("GET", `/v1/jobs/${id}`)) as JobAnswer;
    const nodeUrls = await nodeUrlsOf(id);
    return { id, props: { ...props, uuid: id, status: job.status, nodeUrls } };
  },

  async diff(_id: string, olds: JobInputs, news: JobInputs) {
    const names = Object.keys(news).filter((name) => !name.startsWith("__")) as (keyof JobInputs)[];
    const replaces = names.filter(
      (name) => JSON.stringify(olds[name]) !== JSON.stringify(news[name]),
    );
    return Promise.resolve({ changes: replaces.length > 0, replaces, deleteBeforeReplace: true });
  },

  async delete(id: string) {
    await call("PUT", `/v1/jobs/${id}/cancel`, { reason: "destroyed" });
  },
};
