import { boxInputs } from "../../support/lifecycle/jobInputs";
import type { Rig } from "../../support/lifecycle/rig";
import { useStack } from "../../support/lifecycle/useStack";

const box = boxInputs({ title: "first" });
const otherBox = boxInputs({ title: "second" });
const BUY = "POST /v1/jobs";
const CANCEL = "PUT /v1/jobs/{uuid}/cancel";

/** What a run may know of an earlier one's job: from the state, from its machine, or not at all. */
export function describeLookalikes(rig: () => Rig): void {
  const stack = useStack(rig, box);
  const { account, ids } = stack;

  describe("E08: a live job that is exactly like the wanted one is not taken for it", () => {
    const remade = { replace: true, deleteBeforeReplace: false };
    const sameAgain = boxInputs({ title: "first", triggers: { revision: 2 } });

    test("E08: when the new job is to be there first, two are bought in all, and one stays", async () => {
      const [old] = ids();
      await stack.up(box, { ...remade, refresh: true });
      expect([account().purchases(), account().alive()]).toEqual([2, ids()]);
      expect(ids()).not.toContain(old);
    });

    test("E08: without a refresh nothing shows the old one: it is left alone, and the message says what to do", async () => {
      const [old] = ids();
      const failure = await stack.up(box, remade);
      expect(failure?.message).toContain("Run the same command with `--refresh`");
      expect([account().purchases(), account().alive(), ids()]).toEqual([1, [old], [old]]);
    });

    test("E08: nor is another one bought beside it where other inputs replace it", async () => {
      const [old] = ids();
      const failure = await stack.up(sameAgain, remade);
      expect(failure?.message).toContain("Run the same command with `--refresh`");
      expect([account().purchases(), account().alive()]).toEqual([1, [old]]);
    });

    test("E08: nor when the machine has no journal, and only the state has it", async () => {
      const [old] = ids();
      stack.moveTo(await rig().openAs({}));
      await stack.up(sameAgain, { deleteBeforeReplace: false });
      expect([account().purchases(), account().alive()]).toEqual([2, ids()]);
      expect(ids()).not.toContain(old);
    });

    test("E08: where neither has it, nothing is bought and the job is named", async () => {
      const [old] = ids();
      stack.moveTo(await rig().openAs({}));
      const failure = await stack.up(box, remade);
      expect([failure?.message.includes(`Job ${old} `), account().purchases(), ids()]).toEqual([
        true,
        1,
        [old],
      ]);
    });
  });

  test.each(["noted", "unnoted"] as const)(
    "E09: a crash between the two jobs leaves exactly one after the next up, the cancel %s",
    async (crashAfterDelete) => {
      await stack.up(otherBox, { crashAfterDelete });
      expect(account().alive()).toEqual([]);
      await stack.up(otherBox);
      expect([account().deeds(), account().alive()]).toEqual([[BUY, CANCEL, BUY], ids()]);
    },
  );
}
