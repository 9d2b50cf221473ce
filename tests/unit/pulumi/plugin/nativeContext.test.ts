import * as pulumi from "@pulumi/pulumi";

import { contextOf } from "../../../../provider/resources/schema/hiddenContext";
import { withNativeContext, withTimeout } from "../../../../provider/pulumi/plugin/nativeContext";
import { ownerOf } from "../../../../sdk/runtime/identity";

const about = (urn: string): Parameters<typeof withNativeContext>[1] => ({
  name: "box",
  urn,
  olds: {},
  randomSeed: new Uint8Array([1, 2, 3]),
});

describe("the owner of a resource is the same in both adapters", () => {
  beforeAll(() =>
    pulumi.runtime.setMocks(
      { newResource: ({ name }) => ({ id: name, state: {} }), call: () => ({}) },
      "project",
      "stack",
      false,
      "organization",
    ),
  );

  test.each([
    ["Job", "dispersed:index:Job"],
    ["JobFromRecipe", "dispersed:index:JobFromRecipe"],
  ])("of a %s", (type, token) => {
    const inputs = withNativeContext({}, about(`urn:pulumi:stack::project::${token}::box`));
    expect(contextOf(inputs).owner).toBe(ownerOf(type, "box", undefined));
  });

  test("of a Job in a component", () => {
    const group = new pulumi.ComponentResource("my:index:Group", "group");
    const urn = "urn:pulumi:stack::project::my:index:Group$dispersed:index:Job::box";
    expect(contextOf(withNativeContext({}, about(urn))).owner).toBe(ownerOf("Job", "box", group));
  });
});

test("the generation of the old inputs is carried over", () => {
  const urn = "urn:pulumi:stack::project::dispersed:index:Job::box";
  const olds = withNativeContext({}, about(urn));
  const news = withNativeContext({}, { ...about(urn), olds, randomSeed: new Uint8Array([9]) });
  expect(contextOf(news)).toEqual(contextOf(olds));
});

test("a deadline takes the place of every other one", () => {
  const properties = { __context: { name: "box", timeouts: { create: "1h", delete: "2h" } } };
  expect(contextOf(withTimeout(properties, "update", 90)).timeouts).toEqual({ update: "90s" });
  expect(contextOf(withTimeout(properties, "update", 0)).timeouts).toBeUndefined();
});
