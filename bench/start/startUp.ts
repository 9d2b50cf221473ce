// How long a plugin takes from its start to its first answer, and how much memory it has then.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { credentials, Metadata } from "@grpc/grpc-js";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";

/** One start. */
export interface Start {
  readonly ms: number;
  /** Processor time of the process, which a busy machine changes less. */
  readonly cpuMs: number;
  /** Resident memory. */
  readonly mib: number;
  /** The most that it was until then. */
  readonly peakMib: number;
}

/** Nobody listens there: a plugin speaks to its engine only when it has something to say. */
const NO_ENGINE = "127.0.0.1:1";
const LIMIT_MS = 60_000;
/** What Linux counts processor time in. */
const TICK_MS = 10;

/** Starts a plugin, asks it who it is, and ends it. Reads Linux's /proc. */
export async function startOnce(command: readonly [string, ...string[]]): Promise<Start> {
  const [program, ...args] = command;
  const startedAt = performance.now();
  const child = spawn(program, [...args, NO_ENGINE], { stdio: ["pipe", "pipe", "inherit"] });
  const ended = once(child, "close");
  try {
    const [port] = (await once(createInterface(child.stdout), "line")) as [string];
    const client = new ResourceProviderClient(`127.0.0.1:${port}`, credentials.createInsecure());
    await askForInfo(client);
    const ms = performance.now() - startedAt;
    client.close();
    return { ms, ...usageOf(child) };
  } finally {
    child.kill("SIGKILL");
    await ended;
  }
}

function askForInfo(client: ResourceProviderClient): Promise<void> {
  return new Promise((resolve, reject) => {
    client.getPluginInfo(
      new Empty(),
      new Metadata(),
      { deadline: Date.now() + LIMIT_MS },
      (error) => {
        if (error === null) resolve();
        else reject(error);
      },
    );
  });
}

function usageOf({ pid }: ChildProcess): Pick<Start, "cpuMs" | "mib" | "peakMib"> {
  const of = (file: string): string => readFileSync(`/proc/${String(pid)}/${file}`, "utf8");
  const status = of("status");
  const mib = (name: string): number =>
    Number(new RegExp(`^${name}:\\s+(\\d+)`, "m").exec(status)?.[1]) / 1024;
  // After the name, which may hold anything: fields 14 and 15 are the time in the program and for it.
  const [user, system] = (of("stat").split(") ").at(-1) ?? "").split(" ").slice(11, 13).map(Number);
  const cpuMs = ((user ?? NaN) + (system ?? NaN)) * TICK_MS;
  return { cpuMs, mib: mib("VmRSS"), peakMib: mib("VmHWM") };
}
