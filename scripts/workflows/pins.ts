// An action is code that runs with the job's rights. A tag of it can be moved, a commit cannot.

/** A finding of a linter; lines count from 1. */
export interface Finding {
  readonly line: number;
  readonly message: string;
}

const PINNED = /^[\w.-]+(\/[\w.-]+)+@[0-9a-f]{40} +# v\d+(\.\d+)+$/;

/** The actions of a workflow that are not pinned to a commit, with the version in a comment. */
export function unpinnedActions(workflow: string): readonly Finding[] {
  return workflow.split("\n").flatMap((text, index) => {
    const used = /^\s*(?:- )?uses:\s*(.*?)\s*$/.exec(text)?.[1];
    if (used === undefined || used.startsWith("./") || PINNED.test(used)) return [];
    const message = `"${used}" is not pinned: write owner/name@<commit> # v<version>`;
    return [{ line: index + 1, message }];
  });
}
