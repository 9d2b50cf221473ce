import { runtime, type CustomResourceOptions } from "@pulumi/pulumi";

import { registration, type Registration } from "../../../sdk/runtime/registration";

const shape = {
  type: "Job",
  inputs: ["task", "title"],
  outputs: ["uuid", "token"],
  secretInputs: [],
  secretOutputs: ["token"],
  repeatedInputs: ["title"],
};

/** Two hashes: of the stack and of the resource. */
const id = expect.stringMatching(/^[a-z2-7]{8}\.[a-z2-7]{8}$/) as string;

/** The stack as messages name it; check takes it out, so no state has it. */
const stack = "project/stack";

const register = (opts?: CustomResourceOptions): Registration =>
  registration(shape, "box", { task: "BATCH" }, opts);

describe("a registration", () => {
  test("is of a type of Pulumi's host of dynamic providers", () => {
    expect(register().type).toBe("pulumi-nodejs:dynamic/dispersed:Job");
  });

  test("declares every input and output, so that each becomes an output of the object", () => {
    expect(Object.keys(register().properties)).toEqual([
      "task",
      "title",
      "uuid",
      "token",
      "__provider",
      "__context",
    ]);
  });

  test("keeps the address of its code, and not a byte more, in every state", () => {
    const { properties } = register();

    expect(properties["__provider"]).toBe(
      'exports.handler=()=>require("pulumi-dispersed/host").provider("Job")',
    );
    expect(Buffer.byteLength(properties["__provider"] as string)).toBe(68);
  });

  test("lets no argument take the place of the code or the context", () => {
    const { properties } = registration(shape, "box", { __provider: "evil", __context: "evil" });

    expect([properties["__provider"], properties["__context"]]).toEqual([
      'exports.handler=()=>require("pulumi-dispersed/host").provider("Job")',
      { name: "box", id, stack },
    ]);
  });

  test("passes the name on", () => {
    expect(register().properties["__context"]).toEqual({ name: "box", id, stack });
  });

  test("says that it is only previewed, where it is", () => {
    const isDryRun = jest.spyOn(runtime, "isDryRun").mockReturnValue(true);
    const { properties } = register();
    isDryRun.mockRestore();
    expect(properties["__context"]).toEqual({ name: "box", id, stack, preview: true });
  });

  test("passes the customTimeouts on, which the engine keeps to itself", () => {
    const customTimeouts = { create: "5m", delete: "1m" };

    expect(register({ customTimeouts }).properties["__context"]).toEqual({
      name: "box",
      id,
      stack,
      timeouts: { create: "5m", delete: "1m" },
    });
  });

  test.each([
    [undefined, true],
    [true, true],
    [false, false],
  ])("has deleteBeforeReplace %p end up %p", (deleteBeforeReplace, expected) => {
    const opts = deleteBeforeReplace === undefined ? {} : { deleteBeforeReplace };

    expect(register(opts).options.deleteBeforeReplace).toBe(expected);
  });

  test("I03: encrypts the outputs that are secrets beside those that the user names", () => {
    const { options } = register({ additionalSecretOutputs: ["uuid"] });

    expect([...(options.additionalSecretOutputs ?? [])].sort()).toEqual(["token", "uuid"]);
  });

  test("I03: encrypts the outputs that are secrets without being asked", () => {
    expect(register().options.additionalSecretOutputs).toEqual(["token"]);
  });

  test("keeps the user's other options", () => {
    expect(register({ protect: true, ignoreChanges: ["title"] }).options).toMatchObject({
      protect: true,
      ignoreChanges: ["title"],
    });
  });

  test("does not touch the user's options", () => {
    const opts = { additionalSecretOutputs: ["uuid"] };

    register(opts);

    expect(opts).toEqual({ additionalSecretOutputs: ["uuid"] });
  });
});
