// How a function of this package is asked. It runs in the program's own process, by way of the
// host, which is loaded at the first question; under Pulumi's mocks the mocks are asked instead.
import * as pulumi from "@pulumi/pulumi";

import { stackName } from "./identity";
import type { ProviderSettings } from "./settings";

/** What the generated code of a function knows about itself. */
export interface FunctionShape {
  /** Such as `dispersed:index:getJob`. */
  readonly token: string;
  /** Results that are secrets. */
  readonly secretResults: readonly string[];
  /** Arguments that mean the program's own stack where they are left out. */
  readonly stackArguments?: readonly string[];
}

type Plain = Record<string, unknown>;

/** The part of `pulumi-dispersed/host` that is used. */
interface Host {
  invoke(token: string, args: Plain, get: (key: string) => string | undefined): Promise<Plain>;
}

/** The questions that wait for their answers. */
const open = new Set<Promise<Plain>>();

/** Ends when no question of this process is open. */
export async function allAnswered(): Promise<void> {
  while (open.size > 0) await Promise.allSettled(open);
}

/** Asks, and promises the answer. */
export async function ask(
  shape: FunctionShape,
  given: object,
  opts: pulumi.InvokeOptions = {},
): Promise<unknown> {
  const { token } = shape;
  const args = withStack(shape, given);
  if (isMocked()) return pulumi.runtime.invoke(token, { ...args }, opts);
  const settings = settingsFor(token, opts);
  return askHost(token, { ...args }, settings && (await knownSettings(token, settings)));
}

/**
 * Asks as soon as everything is known, and never before; what is unknown in a preview leaves the
 * answer unknown. The answer is a secret when something in it is one, or in what was asked.
 */
export function askOutput(
  shape: FunctionShape,
  given: object,
  opts: pulumi.InvokeOutputOptions = {},
): pulumi.Output<unknown> {
  const { token, secretResults } = shape;
  const args = withStack(shape, given);
  const said: pulumi.Output<Plain> = isMocked()
    ? pulumi.runtime.invokeOutput<Plain>(token, { ...args }, opts)
    : askWhenKnown(token, args, opts);
  return said.apply((answer) =>
    secretResults.some((name) => answer[name] !== undefined)
      ? pulumi.secret(answer)
      : pulumi.output(answer),
  );
}

/** The arguments with the program's own stack where none is named. */
function withStack({ stackArguments = [] }: FunctionShape, given: object): object {
  const own = stackArguments.map((name) => [name, stackName()] as const);
  const named = Object.entries(given).filter(([, value]) => value !== undefined);
  return { ...Object.fromEntries(own), ...Object.fromEntries(named) };
}

function askWhenKnown(
  token: string,
  args: object,
  opts: pulumi.InvokeOutputOptions,
): pulumi.Output<Plain> {
  const settings = settingsFor(token, opts);
  return pulumi
    .all([
      pulumi.output<unknown>({ ...args }),
      // The keys are secret. A result is not secret because it was requested with them.
      settings === undefined ? undefined : pulumi.unsecret(settings),
      existing(opts.dependsOn),
    ])
    .apply(([known, keys]) => askHost(token, known as Plain, keys));
}

/**
 * Whether the program runs under `pulumi.runtime.setMocks`. It is recognised by a member that
 * Pulumi's mock of the engine has and its client does not: a test may have loaded another copy of
 * the Pulumi SDK, with other classes.
 */
export function isMocked(): boolean {
  const monitor: unknown = pulumi.runtime.getMonitor();
  return typeof monitor === "object" && monitor !== null && "mocks" in monitor;
}

/** The settings of the provider in the options, or of the parent's; `undefined` for the stack's. */
export function settingsFor(
  token: string,
  { provider, parent }: pulumi.InvokeOptions,
): pulumi.Output<ProviderSettings> | undefined {
  // As a resource of this package would find it: they belong to Pulumi's host of dynamic providers.
  const chosen = provider ?? parent?.getProvider("pulumi-nodejs:dynamic:dispersed");
  if (chosen === undefined) return undefined;
  const { __settings: settings } = chosen as { __settings?: pulumi.Output<ProviderSettings> };
  if (settings !== undefined) return settings;
  throw failure(
    token,
    "the provider is no dispersed.Provider, so its keys are not known here. Nothing was sent.",
  );
}

/** The values of settings for a question that cannot wait. */
export async function knownSettings(
  token: string,
  settings: pulumi.Output<ProviderSettings>,
): Promise<ProviderSettings> {
  const found: unknown = await pulumi.runtime.serializeProperty(token, settings);
  if (found !== pulumi.runtime.unknownValue) {
    return pulumi.runtime.unwrapRpcSecret(found) as ProviderSettings;
  }
  throw failure(
    token,
    "the provider's keys are not known yet; the form that gives an output waits for them. " +
      "Nothing was sent.",
  );
}

/**
 * Known when the resources exist: what is not made yet has no id in a preview. Of a component its
 * own registration counts, not its children's.
 */
function existing(dependsOn: pulumi.InvokeOutputOptions["dependsOn"]): pulumi.Output<unknown> {
  return (pulumi.output<unknown>(dependsOn) as pulumi.Output<unknown>).apply((resources) => {
    const all = (Array.isArray(resources) ? resources : [resources]) as unknown[];
    return pulumi.all(
      all.map((one) => {
        if (pulumi.CustomResource.isInstance(one)) return one.id;
        return pulumi.Resource.isInstance(one) ? one.urn : undefined;
      }),
    );
  });
}

async function askHost(
  token: string,
  args: Plain,
  settings: ProviderSettings | undefined,
): Promise<Plain> {
  // The program must not end while a call is open.
  const done = pulumi.runtime.rpcKeepAlive();
  let answer: Promise<Plain> | undefined;
  try {
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- the core costs 150 ms that a program without questions need not pay; the package's own name is right wherever it is installed
    const host = require("pulumi-dispersed/host") as Host;
    answer = host.invoke(token, args, settingOf(settings));
    open.add(answer);
    return await answer;
  } catch (error) {
    throw failure(token, error instanceof Error ? error.message : String(error), error);
  } finally {
    if (answer !== undefined) open.delete(answer);
    done();
  }
}

/** Looks settings up: an explicit provider's, else the stack's. */
export function settingOf(
  settings: ProviderSettings | undefined,
): (key: string) => string | undefined {
  return (key) => (settings === undefined ? pulumi.runtime.getConfig(key) : settings[key]);
}

/** An error that Pulumi shows without a stack, for the words say it all. */
function failure(token: string, message: string, cause?: unknown): Error {
  const name = token.replace(/^.*:/, "");
  return Object.assign(new pulumi.RunError(`${name}: ${message}`), { cause });
}
