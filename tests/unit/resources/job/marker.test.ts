import fc from "fast-check";

import {
  isSameOwner,
  markerOf,
  markerText,
  ownerText,
  parseMarker,
  readMarked,
  withMarker,
} from "../../../../provider/resources/job/marker";
import { markerFor } from "../../../../provider/resources/lifecycle/jobKind";
import { text } from "../../../support/arbitraries";
import { createService, ourMarker, unsentPurchase } from "../../../support/scriptedService";

const spelled = "[pulumi:aaaaaaaa.bbbbbbbb.cccccccccc.dddddddd]";

const hash = (length: number): fc.Arbitrary<string> =>
  fc.string({
    unit: fc.constantFrom(...Array.from("abcdefghijklmnopqrstuvwxyz234567")),
    minLength: length,
    maxLength: length,
  });
const anyMarker = fc.record({
  stack: hash(8),
  resource: hash(8),
  generation: hash(10),
  spec: hash(8),
});
/** Any text, and among them those that look like the end of a marked text. */
const anyDescription = fc.oneof(
  text,
  fc.string(),
  fc.constantFrom(spelled, ` ${spelled}`, " [pulumi:", "]", "[pulumi:a.b"),
  fc.tuple(text, fc.constant(` ${spelled}`), text).map((parts) => parts.join("")),
);

describe("a marked description", () => {
  test("ends in the marker, behind the user's text", () => {
    expect(withMarker("a box", ourMarker)).toBe(`a box ${spelled}`);
  });

  test("gives the text and the marker back, whatever the text is", () => {
    fc.assert(
      fc.property(anyDescription, anyMarker, (words, each) => {
        expect(readMarked(withMarker(words, each))).toEqual({
          text: words === "" ? undefined : words,
          marker: each,
          isCut: false,
        });
      }),
    );
  });

  test("is only the marker where the user wrote nothing, also when the service trims it", () => {
    const marked = withMarker(undefined, ourMarker);
    expect(readMarked(marked)).toEqual({ text: undefined, marker: ourMarker, isCut: false });
    expect(readMarked(marked.trim()).marker).toEqual(ourMarker);
  });
});

describe("text that only looks marked", () => {
  test.each([
    ["in the middle", `see ${spelled} for more`],
    ["before a full stop", `see ${spelled}.`],
    ["glued to a word", `see${spelled}`],
    ["in capitals", `see ${spelled.toUpperCase()}`],
    ["with too long a hash", "see [pulumi:aaaaaaaaa.bbbbbbbb.cccccccccc.dddddddd]"],
    ["with a part too few", "see [pulumi:aaaaaaaa.bbbbbbbb.cccccccccc]"],
    ["with another name", "see [terraform:aaaaaaaa.bbbbbbbb.cccccccccc.dddddddd]"],
  ])("B26: %s is the user's text", (_name, description) => {
    const { text: words, marker: found } = readMarked(description);
    expect([words, found]).toEqual([description, undefined]);
  });
});

describe("a cut marker", () => {
  const whole = withMarker("a box", ourMarker);
  const opening = whole.indexOf("[pulumi:") + "[pulumi:".length;
  const cuts = Array.from({ length: whole.length - opening }, (_, index) => opening + index);

  test.each(["", "…"])(
    "is distinct from no marker wherever it is cut, with %p at its end",
    (end) => {
      const seen = cuts.map((length) => readMarked(whole.slice(0, length) + end));
      expect(seen.map(({ marker: found, isCut }) => [found, isCut])).toEqual(
        cuts.map(() => [undefined, true]),
      );
    },
  );

  test.each([["a box"], ["a box [pulumi:abc and more"], [undefined]])(
    "is not in a text without a marker: %p",
    (text) => {
      expect(readMarked(text)).toEqual({ text, marker: undefined, isCut: false });
    },
  );
});

test("B26: a marker of another stack or another resource is another owner's", () => {
  const others = [{ stack: "zzzzzzzz" }, { resource: "zzzzzzzz" }];
  expect(others.map((other) => isSameOwner(ourMarker, { ...ourMarker, ...other }))).toEqual([
    false,
    false,
  ]);
});

test("markers of one owner are of one owner whatever was ordered when", () => {
  const later = { ...ourMarker, generation: "zzzzzzzzzz", spec: "zzzzzzzz" };
  expect([isSameOwner(ourMarker, later), ownerText(later)]).toEqual([true, "aaaaaaaa.bbbbbbbb"]);
});

test("a state's marker is a text, and nothing that spells like one", () => {
  const spells = markerText(ourMarker);
  expect([spells, [spells]].map((marker) => markerOf({ marker }))).toEqual([ourMarker, undefined]);
});

test("a marker is read from its own text, and from nothing else", () => {
  fc.assert(
    fc.property(anyMarker, anyDescription, (each, words) => {
      expect(parseMarker(markerText(each))).toEqual(each);
      fc.pre(words !== "");
      expect(parseMarker(`${markerText(each)}${words}`)).toBeUndefined();
      expect(parseMarker(`${words}${markerText(each)}`)).toBeUndefined();
    }),
  );
});

test("I14: a marker consists of hashes, whatever its resource's name, secrets and triggers are", () => {
  const { effects } = createService({});
  const grapheme = fc.string({ unit: "grapheme" });
  fc.assert(
    fc.property(grapheme, grapheme, fc.jsonValue(), (name, secret, trigger) => {
      const container = { image: "i", env: { TOKEN: secret }, registry: { secret } };
      const wanted = { task: "BATCH", title: name, container } as const;
      const body = { title: name, parameters: container };
      const purchase = { ...unsentPurchase, body, wanted };
      const inputs = { ...wanted, triggers: { trigger }, __context: { name } };
      const made = markerFor(effects, "Job", inputs, purchase);
      expect(markerText(made)).toMatch(/^[a-z2-7]{8}\.[a-z2-7]{8}\.[a-z2-7]{10}\.[a-z2-7]{8}$/);
      expect(withMarker(undefined, made)).toBe(` [pulumi:${markerText(made)}]`);
    }),
  );
});
