// What a person is asked before jobs are cancelled, and what the answers cover.
import type { Held, Orphan } from "../../../cli/orphans/decideOrphans";
import { isAgreed } from "../../../cli/orphans/consent";
import { askConsent } from "../../../cli/sweep/askConsent";

interface Asked {
  readonly questions: readonly string[];
  /** The kinds of orphans that are cancelled. */
  readonly cancelled: readonly string[];
}

async function ask(
  held: readonly (Held | undefined)[],
  answers: readonly boolean[],
  areUnreadMeant = false,
): Promise<Asked> {
  const orphans = held.map((each) => ({ held: each }) as Orphan);
  const questions: string[] = [];
  const confirm = (question: string): Promise<boolean> => {
    questions.push(question);
    return Promise.resolve(answers[questions.length - 1] ?? false);
  };
  const consent = await askConsent({ confirm }, orphans, areUnreadMeant);
  const isCancelled = (each: Held | undefined): boolean =>
    consent !== undefined && isAgreed(each, consent);
  return { questions, cancelled: held.filter(isCancelled).map((each) => each ?? "free") };
}

const ALL = [undefined, "beingCreated", "heldElsewhere", "unknownStack"] as const;

test("one yes covers what is free or being created, and nothing of another stack", async () => {
  expect(await ask(ALL, [true])).toEqual({
    questions: ["Cancel 2 orphans, 1 of them possibly being created by a run right now?"],
    cancelled: ["free", "beingCreated"],
  });
});

test("nothing is asked where every job is another stack's", async () => {
  expect(await ask(["heldElsewhere", "unknownStack"], [true])).toEqual({
    questions: [],
    cancelled: [],
  });
});

test("a no covers nothing", async () => {
  expect(await ask([undefined], [false])).toEqual({
    questions: ["Cancel 1 orphan?"],
    cancelled: [],
  });
});

test("with --all, jobs of stacks that were not read get a question of their own", async () => {
  const own = "Cancel 1 live job of a stack whose state was not read? A resource may hold it.";
  expect(await ask(ALL, [true, true], true)).toMatchObject({
    questions: [expect.stringMatching(/^Cancel 2 orphans/), own],
    cancelled: ["free", "beingCreated", "unknownStack"],
  });
  expect((await ask(ALL, [true, false], true)).cancelled).toEqual(["free", "beingCreated"]);
  expect((await ask(ALL, [false, true], true)).questions).toHaveLength(1);
  expect(await ask(["unknownStack"], [true], true)).toEqual({
    questions: [own],
    cancelled: ["unknownStack"],
  });
});
