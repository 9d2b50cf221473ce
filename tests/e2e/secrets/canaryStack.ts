// A stack whose resources have a canary in every secret place, and everything that its runs leave
// behind, by kind.
import { mkdirSync } from "node:fs";
import { basename, dirname, join } from "node:path";

import { canaries, containerWithCanaries, filesIn, shownIn } from "../../support/canaries";
import { createStack, printed, programOf, type TestStack } from "../../support/stack";
import type { Run } from "../../support/engine/project";

/** Keys of three accounts: of the configuration, an explicit provider and the environment. */
export const keys = ["config", "explicit", "environment"].map((source) => ({
  publicKey: `pk_${source}_5ca1`,
  secretKey: `sk_canary_${source}_7e+/41=c09`,
}));

/** What a secret is changed into. */
export const changed = {
  env: "canary-changed-env-90ab/?",
  registry: 'canary-changed-registry "4711"',
  title: "canary-title-that-became-secret-c1",
};

/** Everything that a run leaves behind, a text for each of its kinds. */
export type Artefacts = Map<string, string>;

export interface CanaryStack extends TestStack {
  /** All values that nothing may show; the service's own are added as they are made. */
  readonly secrets: Set<string>;
  readonly artefacts: Artefacts;
  /** The folder of all that belongs to this stack, temporary files included. */
  readonly root: string;
  /** Runs a command, and keeps what it prints under a kind. */
  traced(kind: string, ...command: readonly string[]): Promise<Run>;
  /** Keeps a text under a kind. */
  keep(kind: string, text: string): void;
  /** Keeps every file of this stack under the kind it is of. */
  keepFiles(): void;
}

/** The file with the values of the program; the only place where they may appear. */
const GIVEN = "given.json";

/** What the program is given; it marks what only a program can know to be secret. */
const given = {
  container: containerWithCanaries,
  args: { task: "BATCH", maxTimeoutRunMs: 600_000, waitFor: "running" },
  title: "harmless",
};

/** A job from the configuration's account, one of a recipe, and one of an explicit provider's. */
export const canaryProgram = programOf(`
  const { args, container: { image, sshKey, ...open }, title, explicit, secretTitle } =
    JSON.parse(require("fs").readFileSync(__dirname + "/${GIVEN}", "utf8"));
  const container = { ...open, image: pulumi.secret(image), sshKey: pulumi.secret(sshKey) };
  const titled = { title: secretTitle === undefined ? title : pulumi.secret(secretTitle) };
  const box = new dispersed.Job("box", { ...args, ...titled, container });
  const { image: _, ...overrides } = container;
  new dispersed.JobFromRecipe("cooked", {
    recipeUuid: "019582a6-2000-7000-8000-000000000001", waitFor: "running", container: overrides,
  });
  if (explicit !== undefined) {
    const provider = new dispersed.Provider("other", explicit);
    new dispersed.Job("elsewhere", { ...args, container: { image: "a" } }, { provider });
  }
  module.exports = {
    uuid: box.uuid, reason: box.statusReason, container: box.container,
    tokens: box.containerAccessTokens, tail: box.logsTail,
  };`);

export async function createCanaryStack(): Promise<CanaryStack> {
  const stack = await createStack({ keys });
  const root = dirname(stack.project.folder);
  const temporary = join(root, "temporary");
  mkdirSync(temporary);
  // Of the engine's hidden flags one writes the event log.
  Object.assign(stack.project.env, { TMPDIR: temporary, PULUMI_DEBUG_COMMANDS: "true" });
  stack.project.write({ "index.js": canaryProgram });
  const artefacts: Artefacts = new Map();
  const keep: CanaryStack["keep"] = (kind, text) =>
    void artefacts.set(kind, [artefacts.get(kind) ?? "", text].join("\n"));
  return {
    ...stack,
    root,
    artefacts,
    secrets: new Set([
      ...Object.values(canaries),
      ...Object.values(changed),
      ...keys.map(({ secretKey }) => secretKey),
    ]),
    keep,
    async traced(kind, ...command) {
      const run = await stack.project.pulumi(...command);
      keep(kind, printed(run));
      return run;
    },
    keepFiles() {
      for (const { name, text } of filesIn(root)) {
        if (basename(name) !== GIVEN) keep(kindOf(name), text);
      }
    },
  };
}

/** Gives the program its values. */
export function give({ project }: Pick<TestStack, "project">, values: object = {}): void {
  project.write({ [GIVEN]: JSON.stringify({ ...given, ...values }) });
}

const kinds: readonly (readonly [RegExp, string])[] = [
  [/\/home\/dispersed\//, "journal"],
  [/\/\.pulumi\/(stacks\/.*\.bak|backups\/.*)$/, "backups of the state"],
  [/\/\.pulumi\/stacks\//, "state file"],
  [/\/\.pulumi\/history\//, "history"],
  [/\/temporary\//, "temporary files"],
  [/\/events\.json$/, "event log"],
];

function kindOf(name: string): string {
  return kinds.find(([pattern]) => pattern.test(name))?.[1] ?? "other files";
}

/**
 * What Pulumi itself writes about its messages, for any provider: at -v=9, and in the debug events
 * of an event log, every property of every resource in clear.
 */
export const OF_PULUMI = /arshaling property for RPC|RegisterResource RPC finished/;

/** The secrets that artefacts of these kinds show; none, when all is well. */
export function leaks(
  { artefacts, secrets }: CanaryStack,
  kinds: readonly string[],
): readonly string[] {
  return kinds.flatMap((kind) => {
    const text = artefacts.get(kind);
    if (text === undefined) throw new Error(`nothing of the kind "${kind}" was kept`);
    const own = text.split("\n").filter((line) => !OF_PULUMI.test(line));
    return seenIn(own.join("\n"), [...secrets]).map((secret) => `${kind}: ${secret}`);
  });
}

/** In any spelling, and also where two were applied one after the other. */
function seenIn(text: string, secrets: readonly string[]): readonly string[] {
  const cores = secrets.filter((secret) => coreOf(secret).some((core) => text.includes(core)));
  return [...new Set([...shownIn(text, secrets), ...cores])];
}

/** The parts of a secret that only base64 and hex change, and that appear nowhere else. */
function coreOf(secret: string): readonly string[] {
  const words = secret.match(/[A-Za-z0-9-]{6,}/g) ?? [];
  return words.filter((word) => /\d/.test(word));
}
