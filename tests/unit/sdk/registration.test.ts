import { runtime, type CustomResourceOptions } from "@pulumi/pulumi";

import { registration } from "../../../sdk/runtime/registration";
import type { Registration } from "../../../sdk/runtime/resourceShape";

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
  test("keeps the published address of its code, and not a byte more, in every state", () => {
    const address = register().properties["__provider"] as string;
    expect(address).toBe('exports.handler=()=>require("pulumi-dispersed/host").provider("Job")');
    expect(Buffer.byteLength(address)).toBe(68);
  });

  test("lets no argument take the place of the code or the context", () => {
    const { properties } = registration(shape, "box", { __provider: "evil", __context: "evil" });
    expect(properties).toMatchObject({
      __provider: register().properties["__provider"],
      __context: { name: "box", id, stack },
    });
  });

  test("has in a preview the mark of one", () => {
    const isDryRun = jest.spyOn(runtime, "isDryRun").mockReturnValue(true);
    const { properties } = register();
    isDryRun.mockRestore();
    expect(properties["__context"]).toEqual({ name: "box", id, stack, preview: true });
  });

  test("passes the name and the customTimeouts on, which the engine keeps to itself", () => {
    const timeouts = { create: "5m", delete: "1m" };
    const { properties } = register({ customTimeouts: timeouts });
    expect(properties["__context"]).toEqual({ name: "box", id, stack, timeouts });
  });

  test.each([
    [undefined, true],
    [false, false],
  ])("has deleteBeforeReplace %p end up %p", (deleteBeforeReplace, expected) => {
    const opts = deleteBeforeReplace === undefined ? {} : { deleteBeforeReplace };
    expect(register(opts).options.deleteBeforeReplace).toBe(expected);
  });

  test("I03: encrypts secret outputs beside those that the user names, whose list stays", () => {
    const opts = { additionalSecretOutputs: ["uuid"] };
    const { options } = register(opts);
    expect([...(options.additionalSecretOutputs ?? [])].sort()).toEqual(["token", "uuid"]);
    expect(register().options.additionalSecretOutputs).toEqual(["token"]);
    expect(opts).toEqual({ additionalSecretOutputs: ["uuid"] });
  });
});
