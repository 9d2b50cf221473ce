// Whether a delete ends its job, leaves it to another resource, or has to ask.
import {
  decideHolder,
  type HolderFacts,
} from "../../../../provider/resources/lifecycle/otherHolder";

const [ours, other] = ["cccccccccc", "eeeeeeeeee"];
const alone: HolderFacts = {
  generation: ours,
  claimedBy: undefined,
  isShared: false,
  lastHolder: undefined,
  isLastHolderSeen: false,
};

test.each<[string, Partial<HolderFacts>, ReturnType<typeof decideHolder>]>([
  ["ends where no other is known", {}, "end"],
  ["ends where this resource was the last holder", { lastHolder: ours }, "end"],
  ["ends where this run took it for this resource", { claimedBy: ours }, "end"],
  ["is left to the resource that took it in this run", { claimedBy: other }, "leave"],
  [
    "is left to the resource that took it in this run, where this one's generation is not known",
    { generation: undefined, claimedBy: other },
    "leave",
  ],
  ["is left to one that the state shows with it", { isShared: true }, "leave"],
  [
    "is left to one of the state although this one was the last holder",
    { isShared: true, lastHolder: ours },
    "leave",
  ],
  [
    "is left to the last holder where another process was shown it",
    { lastHolder: other, isLastHolderSeen: true },
    "leave",
  ],
  [
    "is nobody's to decide where only an earlier run saw the holder",
    { lastHolder: other },
    "unseen",
  ],
  [
    "is nobody's to decide where this one's generation is not known either",
    { generation: undefined, lastHolder: other },
    "unseen",
  ],
])("a job %s", (_name, facts, expected) => {
  expect(decideHolder({ ...alone, ...facts })).toBe(expected);
});
