import type { Held, Orphan } from "../../../cli/orphans/decideOrphans";
import { dryRunWords, orphanSummary } from "../../../cli/orphans/summaries";

const orphansOf = (...held: readonly (Held | undefined)[]): readonly Orphan[] =>
  held.map((each, index) => ({ job: { uuid: String(index) }, held: each }) as Orphan);

const HOW = "`dispersed sweep --project . --cancel`";

test.each<[string, readonly Orphan[], boolean, string]>([
  [
    "free to cancel",
    orphansOf(undefined),
    true,
    "1 orphan. To cancel, run `dispersed sweep --project . --cancel`.",
  ],
  [
    "partly held back",
    orphansOf(undefined, "beingCreated", undefined),
    true,
    "3 orphans. 2 can be cancelled with --yes. To cancel, run `dispersed sweep --project . " +
      "--cancel`.",
  ],
  [
    "all held back",
    orphansOf("heldElsewhere"),
    true,
    "1 orphan. None can be cancelled with --yes.",
  ],
  [
    "listed without a state",
    orphansOf("unknownStack", "unknownStack"),
    false,
    "2 live jobs with a marker; whether a state has them is not known.",
  ],
])("the summary of orphans that are %s", (_what, orphans, readsStates, words) => {
  expect(orphanSummary(orphans, readsStates, HOW)).toBe(words);
});

test.each<[string, readonly Orphan[], boolean, string]>([
  [
    "another backend's",
    orphansOf("heldElsewhere").map((orphan) => ({ ...orphan, isOfOtherBackend: true })),
    true,
    "With --cancel --yes 0 would be cancelled, 1 would be left: requested or held by a stack of " +
      "another backend. Nothing was cancelled.",
  ],
  [
    "held back for several reasons",
    orphansOf(undefined, "unknownStack", "heldElsewhere", "unknownStack"),
    true,
    "With --cancel --yes 1 would be cancelled, 3 would be left: 1 held by a resource of a stack that " +
      "was not read, 2 of a stack whose state was not read. Nothing was cancelled.",
  ],
])("a dry run over orphans that are %s", (_what, orphans, readsStates, words) => {
  expect(dryRunWords(orphans, readsStates)).toBe(words);
});
