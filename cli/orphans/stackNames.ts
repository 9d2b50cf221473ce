// Stacks as people name them with `--stack`.
import { isStackName, stackHashOfName } from "../../provider/resources/job/stackName";
import { UsageError } from "../exitCode";

/** @throws UsageError when a name is not whole; it is not repeated, for it may be anything. */
export function requireStackNames(names: readonly string[]): void {
  if (names.every(isStackName)) return;
  throw new UsageError(
    `--stack must be organization/project/stack, such as acme/lab/dev; without Pulumi ` +
      "Cloud the organization is `organization`",
  );
}

/**
 * The hashes that markers have of stacks, `organization/project/stack`.
 *
 * @throws UsageError about a name that is not whole.
 */
export function stackHashes(names: readonly string[], namespace = ""): ReadonlySet<string> {
  requireStackNames(names);
  return new Set(names.map((name) => stackHashOfName(namespace, name)));
}
