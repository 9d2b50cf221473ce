// A state and the stack it belongs to. Which jobs are that stack's is decided by the stack's name of
// today, never by the markers of its jobs: a stack can be renamed, and a resource can move to another.
import { shortHash } from "../../provider/resources/job/shortHash";
import {
  isStackName,
  ownerHashOfName,
  stackHashOfName,
} from "../../provider/resources/job/stackName";
import { UsageError } from "../exitCode";
import type { ParsedState, StackInUrns } from "./parseState";

/** The state of a stack. */
export interface StackState extends ParsedState {
  /** What messages call it. */
  readonly source: string;
  /** The stack's hashes as markers have them; none where the whole name is not known. */
  readonly hashes: ReadonlySet<string>;
  /** The same without a namespace, as the journal has them. */
  readonly ownerHashes: ReadonlySet<string>;
  /** Whether a run is changing the stack now, as far as the backend says. */
  readonly isUpdating: boolean;
  /** Whether it is of another backend than the one that the journal is asked about. */
  readonly isOfOtherBackend: boolean;
}

/** What is known of a state besides its text. */
export interface StateFacts {
  readonly source: string;
  /** The stack's name as the engine lists it. */
  readonly listedName?: string | undefined;
  readonly isUpdating?: boolean;
  /** Whether it is of another backend than the command's own; a file is taken for one of its own. */
  readonly isOfOtherBackend?: boolean;
}

/** What the flags say of stacks. */
export interface NamedStacks {
  /** Whole names given with `--stack`. */
  readonly names: readonly string[];
  /** `--namespace`; without it each state says its own. */
  readonly namespace: string | undefined;
}

/** The organization of every stack outside of Pulumi Cloud, and of all that the plugin makes. */
const ORGANIZATION = "organization";

/**
 * A state under its stack's name.
 *
 * @throws UsageError when the flags contradict each other or an encrypted namespace is needed.
 */
export function nameState(parsed: ParsedState, facts: StateFacts, flags: NamedStacks): StackState {
  const { source, isUpdating = false, isOfOtherBackend = false } = facts;
  const name = wholeName(parsed, facts, flags);
  const names = name === undefined ? [] : [name, ...(parsed.hasPlugin ? [pluginName(name)] : [])];
  const hashes = names.flatMap((each) =>
    namespacesOf(parsed, source, flags).map((namespace) => stackHashOfName(namespace, each)),
  );
  // Of a state without a whole name, what its resources say is all that is known.
  const ownerHashes = name === undefined ? parsed.owners : new Set(names.map(ownerHashOfName));
  const named = { source, name, hashes: new Set(hashes), ownerHashes };
  return { ...parsed, ...named, isUpdating, isOfOtherBackend };
}

/** The name that markers of the plugin have: a plugin does not know its organization. */
export function pluginName(name: string): string {
  return [ORGANIZATION, ...name.split("/").slice(1)].join("/");
}

function wholeName(
  parsed: ParsedState,
  { listedName, source }: StateFacts,
  { names }: NamedStacks,
): string | undefined {
  if (listedName !== undefined && isStackName(listedName)) return listedName;
  if (parsed.name !== undefined) return parsed.name;
  const { stack } = parsed;
  if (stack === undefined) return undefined;
  const given = new Set(names.filter((name) => name.endsWith(`/${shortName(stack)}`)));
  if (given.size > 1) {
    throw new UsageError(`--stack gives ${source} more than one name: ${[...given].join(", ")}`);
  }
  const [only] = given;
  // Pulumi Cloud lists whole names, so what is listed otherwise is outside of it.
  if (listedName !== undefined) return nameWithoutCloud(stack);
  const isConfirmed = parsed.owners.has(shortHash(nameWithoutCloud(stack).split("/")));
  return only ?? (isConfirmed ? nameWithoutCloud(stack) : undefined);
}

/** The name outside of Pulumi Cloud. */
function nameWithoutCloud(stack: StackInUrns): string {
  return `${ORGANIZATION}/${shortName(stack)}`;
}

/** `project/stack` */
export function shortName({ project, stack }: StackInUrns): string {
  return `${project}/${stack}`;
}

function namespacesOf(
  { namespaces }: ParsedState,
  source: string,
  { namespace }: NamedStacks,
): readonly string[] {
  if (namespace !== undefined) return [namespace];
  if (namespaces.size === 0) return [""];
  return [...namespaces].map((each) => {
    if (each !== undefined) return each;
    throw new UsageError(
      `${source} has an encrypted dispersed:namespace; give it with --namespace`,
    );
  });
}
