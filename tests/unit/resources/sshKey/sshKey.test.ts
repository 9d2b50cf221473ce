import { check } from "../../../../provider/resources/schema/check";
import type { Properties } from "../../../../provider/resources/schema/types";
import { sshKeyDefinition as definition } from "../../../../provider/resources/sshKey/sshKey";
import { secretsIn } from "../../../../provider/resources/schema/secrets";
import { UNKNOWN } from "../../../../provider/resources/schema/unknown";
import { createService } from "../../../support/scriptedService";

const named = { __context: { name: "box" } };

async function create(inputs: Properties): Promise<{ id: string; outputs: Properties }> {
  return definition.create(createService({}).effects, inputs);
}

describe("inputs", () => {
  test.each<[string, Properties]>([
    ["a comment", { comment: "me@work, 2nd" }],
    ["a comment that is not known yet", { comment: UNKNOWN }],
  ])("may be %s", (_name, inputs) => {
    expect(check(definition, inputs).failures).toEqual([]);
  });

  test.each<[string, Properties, string, string]>([
    ["two lines", { comment: "me\nssh-rsa AAAA evil" }, "comment", "must be one line"],
    ["a terminal's command", { comment: "\u001b[2J" }, "comment", "must be one line"],
    ["a comment that is a number", { comment: 1 }, "comment", "must be a string"],
    ["triggers that are a list", { triggers: ["a"] }, "triggers", "must be a map"],
    ["a name that is nearly right", { coment: "me" }, "coment", "did you mean comment?"],
  ])("may not be %s", (_name, inputs, property, reason) => {
    expect(check(definition, inputs).failures).toEqual([
      { property, reason: expect.stringContaining(reason) as string },
    ]);
  });
});

describe("a new key", () => {
  test.each<[string, Properties, string]>([
    ["the logical name", named, "box"],
    ["the comment that was given", { ...named, comment: "me@work" }, "me@work"],
    ["no line break", { __context: { name: "a\nb" } }, "a b"],
  ])("has behind it %s", async (_name, inputs, comment) => {
    const { outputs } = await create(inputs);
    expect(String(outputs["publicKey"]).split(" ").slice(2).join(" ")).toBe(comment);
  });

  test("has its fingerprint for an id, which no message needs to hide", async () => {
    const { id, outputs } = await create(named);
    expect([id, outputs["fingerprint"]]).toEqual([id, id]);
    expect(id).toMatch(/^SHA256:[A-Za-z0-9+/]{43}$/);
  });

  test("hides its private key, and nothing else, in every message about it", async () => {
    const { outputs } = await create(named);
    expect(secretsIn(definition, outputs)).toEqual([outputs["privateKey"]]);
  });
});

test("a key in the state is not looked for again before an update", () => {
  expect(definition.mayChange?.({})).toBe(false);
});
