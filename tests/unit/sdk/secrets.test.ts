import * as pulumi from "@pulumi/pulumi";

import { withSecrets } from "../../../sdk/runtime/secrets";
import { SECRET } from "../../support/providerCalls";
import { useMocks } from "./components/mocks";

/** What the engine is sent for a secret. */
const secret = (value: unknown): object => ({ ...SECRET, value });

const sent = (args: object): Promise<unknown> =>
  pulumi.runtime.serializeProperties("test", withSecrets(args, paths));

useMocks(() => ({}));

const paths = ["container.env", "container.registry.secret", "container.volumes[].secret"];

const withEnv = (env: unknown, more: object = {}): object => ({ container: { ...more, env } });
const withVolumes = (...volumes: unknown[]): object => ({ container: { volumes } });
const env = { A: "x" };

describe("withSecrets", () => {
  test.each<[string, object, object]>([
    ["a plain value", withEnv(env, { image: "i" }), withEnv(secret(env), { image: "i" })],
    ["an output", withEnv(pulumi.output(env)), withEnv(secret(env))],
    ["a promise", withEnv(Promise.resolve(env)), withEnv(secret(env))],
    [
      "a value that is secret already",
      { container: { registry: { secret: pulumi.secret("x"), user: "me" } } },
      { container: { registry: { secret: secret("x"), user: "me" } } },
    ],
    [
      "each element of a list",
      withVolumes({ secret: "x", mount: "/a" }, { mount: "/b" }),
      withVolumes({ secret: secret("x"), mount: "/a" }, { mount: "/b" }),
    ],
    [
      "an empty text, for even that is information",
      { container: { registry: { secret: "" } } },
      { container: { registry: { secret: secret("") } } },
    ],
    [
      "all of a container that is an output",
      { container: pulumi.output({ image: "i", env }) },
      { container: secret({ image: "i", env }) },
    ],
    [
      "the elements of a list that is an output",
      { container: { volumes: pulumi.output([{ secret: "x" }]) } },
      withVolumes({ secret: secret("x") }),
    ],
    [
      "no output without a secret",
      { container: pulumi.output({ image: "i" }) },
      { container: { image: "i" } },
    ],
  ])("marks %s", async (_name, args, expected) => {
    expect(await sent(args)).toEqual(expected);
  });

  test.each([
    ["a container of another kind", { container: "ubuntu" }],
    ["a null on the way", { container: { registry: null, env: null } }],
    ["volumes that are no list", { container: { volumes: { secret: "x" } } }],
  ])("leaves inputs without such a path as they are: %s", (_name, args) => {
    expect(withSecrets(args, paths)).toEqual(args);
  });
});
