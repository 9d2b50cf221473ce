import * as pulumi from "@pulumi/pulumi";

import { withSecrets } from "../../../sdk/runtime/secrets";

/** What the engine is sent for a secret. */
const secret = (value: unknown): object => ({
  "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
  value,
});

const sent = (args: object): Promise<unknown> =>
  pulumi.runtime.serializeProperties("test", withSecrets(args, paths));

beforeAll(() =>
  pulumi.runtime.setMocks({
    newResource: ({ name, inputs }) => ({ id: name, state: inputs as Record<string, unknown> }),
    call: ({ inputs }) => inputs as Record<string, unknown>,
  }),
);

const paths = ["container.env", "container.registry.secret", "container.volumes[].secret"];

describe("withSecrets", () => {
  test.each<[string, object, object]>([
    [
      "a plain value",
      { container: { image: "i", env: { A: "x" } }, title: "t" },
      { container: { image: "i", env: secret({ A: "x" }) }, title: "t" },
    ],
    [
      "an output",
      { container: { env: pulumi.output({ A: "x" }) } },
      { container: { env: secret({ A: "x" }) } },
    ],
    [
      "a promise",
      { container: { env: Promise.resolve({ A: "x" }) } },
      { container: { env: secret({ A: "x" }) } },
    ],
    [
      "a value that is secret already",
      { container: { registry: { secret: pulumi.secret("x"), user: "me" } } },
      { container: { registry: { secret: secret("x"), user: "me" } } },
    ],
    [
      "each element of a list",
      { container: { volumes: [{ secret: "x", mount: "/a" }, { mount: "/b" }] } },
      { container: { volumes: [{ secret: secret("x"), mount: "/a" }, { mount: "/b" }] } },
    ],
    [
      "an empty text, for even that says something",
      { container: { registry: { secret: "" } } },
      { container: { registry: { secret: secret("") } } },
    ],
  ])("marks %s", async (_name, args, expected) => {
    expect(await sent(args)).toEqual(expected);
  });

  test.each<[string, object, object]>([
    [
      "the container is one",
      { container: pulumi.output({ image: "i", env: { A: "x" } }) },
      { container: secret({ image: "i", env: { A: "x" } }) },
    ],
    [
      "the container is a promise",
      { container: Promise.resolve({ env: { A: "x" } }) },
      { container: secret({ env: { A: "x" } }) },
    ],
    [
      "the list is one",
      { container: { volumes: pulumi.output([{ secret: "x" }]) } },
      { container: { volumes: [{ secret: secret("x") }] } },
    ],
    [
      "an element of the list is one",
      { container: { volumes: [pulumi.output({ secret: "x" }), { mount: "/b" }] } },
      { container: { volumes: [{ secret: secret("x") }, { mount: "/b" }] } },
    ],
  ])("marks no less than the secret when %s", async (_name, args, expected) => {
    expect(await sent(args)).toEqual(expected);
  });

  test("does not mark an output in which there is no secret", async () => {
    const args = { container: pulumi.output({ image: "i" }) };

    expect(await sent(args)).toEqual({ container: { image: "i" } });
  });

  test.each([
    ["no container", { title: "t" }],
    ["a container of another kind", { container: "ubuntu" }],
    ["a null on the way", { container: { registry: null, env: null } }],
    ["volumes that are no list", { container: { volumes: { secret: "x" } } }],
    ["nothing", {}],
  ])("leaves what has no such path as it is: %s", (_name, args) => {
    expect(withSecrets(args, paths)).toEqual(args);
  });

  test("does not touch what it is given", () => {
    const args = { container: { env: { A: "x" } } };

    withSecrets(args, paths);

    expect(args).toEqual({ container: { env: { A: "x" } } });
  });
});
