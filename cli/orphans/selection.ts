// Which marked jobs are meant, and which states are read for it: the flags that `orphans` and `sweep`
// share.
import { existsSync, readFileSync } from "node:fs";

import { projectHashesIn } from "../../provider/resources/account/projectFile";
import { findProject } from "../engine/findProject";
import { listAllStacks } from "../engine/stacks";
import { UsageError } from "../exitCode";
import { systemWords } from "../systemWords";
import type { KnownStacks, RemovedStack } from "./decideOrphans";
import { parseState } from "./parseState";
import { exportStacks, listProjects, projectFolder, stacksBeside } from "./projectStacks";
import { confirmRemoved } from "./removedStacks";
import { requireStackNames } from "./stackNames";
import { nameState, shortName, type NamedStacks, type StackState } from "./stackState";

/** The flags as they were given. */
export interface SelectionFlags {
  readonly project?: readonly string[] | undefined;
  readonly state?: readonly string[] | undefined;
  readonly stack?: readonly string[] | undefined;
  readonly all?: boolean | undefined;
  readonly namespace?: string | undefined;
}

/** Which jobs are meant. */
export interface Selection {
  /** The project whose configuration the keys may come from; the current folder's when left out. */
  readonly folder: string | undefined;
  /** The one stack of that project that is meant; `undefined` for any. */
  readonly stack: string | undefined;
  /** Whether any state is read. */
  readonly readsStates: boolean;
  /** What a person should know about the stacks. */
  readonly notes: readonly string[];
  /**
   * Reads the states, anew each time: a run may have changed them. Call it after the jobs were listed,
   * so that a job which a run has just bought is in its state, or is being created there.
   *
   * @throws UsageError or EngineError when one cannot be read.
   */
  readStacks(): Promise<KnownStacks>;
  /**
   * Reads the states of all other stacks in the backends of the projects: a job may have been adopted or
   * moved into any of them. None where the engine is not asked, because only files of states are named.
   *
   * @throws EngineError when one cannot be read.
   */
  readOtherStacks(): Promise<readonly StackState[]>;
}

/** Whether the flags say which jobs are meant. */
export function isExplicit({ project, state, stack, all }: SelectionFlags): boolean {
  return project !== undefined || state !== undefined || stack !== undefined || all === true;
}

/**
 * Reads the flags, and finds what they name.
 *
 * @throws UsageError when they contradict each other, or a file is no state; EngineError when the
 * engine does not list the stacks.
 */
export async function selectionOf(flags: SelectionFlags): Promise<Selection> {
  const { all = false, namespace, state: files = [] } = flags;
  if (all && flags.stack !== undefined) {
    throw new UsageError("--all and --stack exclude each other: give one of them");
  }
  const names = flags.stack ?? [];
  requireStackNames(names);
  const folders = projectFolders(flags);
  const named: NamedStacks = { names, namespace };
  // Before anything is sent: what is wrong with a file or a folder is wrong now.
  const fromFiles = readFiles(files, named);
  const projectsHere = folders.map(projectFolder);
  const listed = await listProjects(projectsHere);
  const [folder] = folders;
  const own = projectFolder(folder ?? ".");
  const missing = names.filter(
    (name) =>
      ![...fromFiles, ...listed.map(({ stack }) => stack)].some((each) => each.name === name),
  );
  const { removed, others, notes } = await confirmRemoved(missing, own, namespace);
  const stacks = [...listed, ...stacksBeside(others, listed)];
  if (!all && names.length === 0) fromFiles.forEach(requireName);
  const [only] = listed.filter(({ stack }) => names.length === 1 && names.includes(stack.name));
  const wholeProjects = names.length === 0 ? folders : [];
  const projects = new Set(
    wholeProjects
      .map(projectHashesIn)
      .flatMap(({ name, folder: itsFolder }) => [
        ...(name === undefined ? [] : [name]),
        ...(itsFolder === undefined ? [] : [itsFolder]),
      ]),
  );
  return {
    folder: only?.folder ?? folder,
    stack: only?.stack.name,
    readsStates: files.length + folders.length + missing.length > 0,
    notes,
    async readStacks() {
      const exported = await exportStacks(stacks, own.backend, named);
      const states = [...readFiles(files, named), ...exported];
      const scope = all ? undefined : scopeOf(states, removed, names);
      return { states, removed, scope, projects };
    },
    async readOtherStacks() {
      const oneOfEach = projectsHere.filter(
        ({ backend }, at) => projectsHere.findIndex((each) => each.backend === backend) === at,
      );
      const all = await Promise.all(
        oneOfEach.map(async (project) =>
          (await listAllStacks(project.folder)).map((stack) => ({ ...project, stack })),
        ),
      );
      const unread = stacksBeside(all.flat(), stacks);
      return exportStacks(unread, own.backend, { names: [], namespace });
    },
  };
}

/** The projects that are named; without any other flag the one of the current folder. */
function projectFolders(flags: SelectionFlags): readonly string[] {
  const { project } = flags;
  if (project === undefined && isExplicit(flags)) return [];
  if (project === undefined) {
    const here = findProject(".");
    if (here !== undefined) return [here];
    throw new UsageError(
      "there is no Pulumi project here: name one with --project, or give --state, --stack or --all",
    );
  }
  return [...new Set(project.map(requireProject))];
}

function requireProject(folder: string): string {
  // A misspelt folder in a project must not lead to the project around it. What is no folder is not
  // repeated, for it may be anything.
  if (!existsSync(folder)) throw new UsageError("--project: there is no such folder");
  const found = findProject(folder);
  if (found !== undefined) return found;
  throw new UsageError(`--project ${folder}: there is no Pulumi.yaml in this folder or above it`);
}

function readFiles(files: readonly string[], named: NamedStacks): readonly StackState[] {
  return files.map((source) => nameState(parseState(readText(source), source), { source }, named));
}

/** A file's text. PowerShell writes UTF-16 where output is redirected. */
function readText(file: string): string {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    throw new UsageError(`cannot read the state: ${systemWords(error)}`);
  }
  const isUtf16 = bytes[0] === 0xff && bytes[1] === 0xfe;
  return bytes.toString(isUtf16 ? "utf16le" : "utf8").replace(/^\ufeff/, "");
}

/** Without its name it is unknown which jobs are a stack's. */
function requireName({ name, stack, source }: StackState): void {
  if (name !== undefined) return;
  if (stack === undefined) {
    throw new UsageError(
      `${source} has no resources, so it does not name its stack; use --project, which asks the ` +
        "engine for the names",
    );
  }
  throw new UsageError(
    `${source} does not name the organization of its stack ${shortName(stack)}; add --stack ` +
      `<organization>/${shortName(stack)}, or use --project. Without Pulumi Cloud the organization ` +
      "is `organization`",
  );
}

function scopeOf(
  states: readonly StackState[],
  removed: readonly RemovedStack[],
  names: readonly string[],
): ReadonlySet<string> {
  const meant =
    names.length === 0 ? states : states.filter(({ name = "" }) => names.includes(name));
  return new Set([...meant, ...removed].flatMap(({ hashes }) => [...hashes]));
}
