// What a program's jobs would cost, printed once at the end of a preview. Only if the configuration
// asks for it, because such a preview sends requests and needs keys.
import * as pulumi from "@pulumi/pulumi";

import { allAnswered, isMocked, knownSettings, settingOf, settingsFor } from "./invocation";
import type { ProviderSettings } from "./settings";

const SETTING = "dispersed:estimate";

/** Inputs that have no price: they may be large, or secret. */
const PRICELESS: readonly string[] = ["container", "triggers"];

/** A resource that a program declared. */
interface Noted {
  readonly type: string;
  readonly name: string;
  readonly args: object;
  readonly opts: pulumi.InvokeOptions;
}

/** One run of a program. */
interface Run {
  readonly noted: Noted[];
  isTold: boolean;
}

/** The runs of this process, by their stacks: an inline program may run several times. */
const runs = new WeakMap<object, Run>();

/** The part of `pulumi-dispersed/host` that is used. */
interface Host {
  estimate(
    jobs: readonly { readonly type: string; readonly name: string; readonly inputs: object }[],
    get: (key: string) => string | undefined,
  ): Promise<{ readonly message: string; readonly warning?: string } | undefined>;
}

/** Notes a resource for the estimate, where the configuration asks for one. */
export function noteForEstimate(
  type: string,
  name: string,
  args: object,
  { id, parent, provider }: pulumi.CustomResourceOptions,
): void {
  const isAsked = pulumi.runtime.getConfig(SETTING) === "true" && pulumi.runtime.isDryRun();
  const stack = pulumi.runtime.getStackResource();
  // A resource that is only looked up by its id is not bought.
  if (!isAsked || isMocked() || stack === undefined || id !== undefined) return;
  const opts = { ...(parent && { parent }), ...(provider && { provider }) };
  const noted = { type, name, args, opts };
  const run = runs.get(stack);
  if (run?.isTold === true) {
    void pulumi.log.info(`${name} came after the estimate, which does not have it.`);
  } else if (run !== undefined) run.noted.push(noted);
  else {
    const begun = { noted: [noted], isTold: false };
    runs.set(stack, begun);
    void tellAtTheEnd(stack.outputs, begun);
  }
}

async function tellAtTheEnd(outputs: pulumi.Output<unknown>, run: Run): Promise<void> {
  // The program must not end before this does.
  const done = pulumi.runtime.rpcKeepAlive();
  try {
    if (!(await hasEnded(outputs))) return;
    await untilAllNoted(run);
    run.isTold = true;
    await tell(run.noted);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    void pulumi.log.warn(`There is no estimate of what the jobs would cost: ${why}`);
  } finally {
    done();
  }
}

/** Whether the program came to its end; one that failed has other news. */
async function hasEnded(outputs: pulumi.Output<unknown>): Promise<boolean> {
  // Known or not: the outputs of a preview are often not.
  const { isKnown } = outputs as unknown as { readonly isKnown: Promise<boolean> };
  return isKnown.then(
    () => true,
    () => false,
  );
}

/** A program may declare jobs after a promise has resolved, and so after its last line. */
async function untilAllNoted({ noted }: Run): Promise<void> {
  let before: number;
  do {
    before = noted.length;
    await allAnswered();
    await Promise.all(noted.map(inputsOf));
    await new Promise((resolve) => setImmediate(resolve));
  } while (noted.length !== before);
}

/** The inputs as the engine would be sent them. */
async function inputsOf({ name, args }: Noted): Promise<Record<string, unknown>> {
  const priced = Object.entries(args).filter(([key]) => !PRICELESS.includes(key));
  const known = priced.map(async ([key, value]) => {
    const input: unknown = await pulumi.runtime.serializeProperty(`${name}.${key}`, value);
    return [key, input] as const;
  });
  return Object.fromEntries((await Promise.all(known)).filter(([, value]) => value !== undefined));
}

/** Asks for each account by itself, and says what came of it. */
async function tell(noted: readonly Noted[]): Promise<void> {
  const accounts = new Map<string, { settings: ProviderSettings | undefined; jobs: Noted[] }>();
  for (const job of noted) {
    const settings = await settingsOf(job);
    const account = JSON.stringify(settings ?? null);
    const { jobs } = accounts.get(account) ?? { jobs: [] };
    accounts.set(account, { settings, jobs: [...jobs, job] });
  }
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- as for a function: only who asks pays for the core
  const host = require("pulumi-dispersed/host") as Host;
  for (const { settings, jobs } of accounts.values()) {
    const declared = jobs.map(async (job) => ({ ...job, inputs: await inputsOf(job) }));
    const told = await host.estimate(await Promise.all(declared), settingOf(settings));
    if (told === undefined) continue;
    void pulumi.log.info(told.message);
    if (told.warning !== undefined) void pulumi.log.warn(told.warning);
  }
}

/** The settings of a resource's explicit provider; `undefined` for the stack's. */
async function settingsOf({ type, opts }: Noted): Promise<ProviderSettings | undefined> {
  const settings = settingsFor(type, opts);
  return settings && (await knownSettings(type, settings));
}
