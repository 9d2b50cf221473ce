import { jobDefinition } from "../../../../provider/resources/lifecycle/job";
import { secretsIn } from "../../../../provider/resources/schema/secrets";
import { UNKNOWN } from "../../../../provider/resources/schema/unknown";

describe("secretsIn", () => {
  test("finds every text that a schema marks as secret, and no other", () => {
    const properties = {
      title: "plain",
      container: {
        image: "plain",
        env: { A: "one", B: "two" },
        registry: { user: "plain", secret: "three" },
        volumes: [{ mount: "plain", secret: "four" }, { secret: "five" }],
      },
      containerAccessTokens: ["six", "seven"],
      logsTail: "no text to hide in the next tail",
    };

    expect(secretsIn(jobDefinition, properties)).toEqual([
      "one",
      "two",
      "three",
      "four",
      "five",
      "six",
      "seven",
    ]);
  });

  test.each([
    ["me:hunter22@registry.example.com/team/image", ["hunter22"]],
    ["registry.example.com:5000/team/image", []],
    ["registry.example.com/image@sha256:0123abcd", []],
  ])("I08: finds the password in the image %p", (image, found) => {
    const volumes = [{ image }];
    expect(secretsIn(jobDefinition, { container: { image } })).toEqual(found);
    expect(secretsIn(jobDefinition, { container: { image: "a", volumes } })).toEqual(found);
  });

  test.each([
    [
      "ssh-ed25519 AAAA me@laptop of mine ",
      ["ssh-ed25519 AAAA me@laptop of mine", "me@laptop of mine"],
    ],
    ["ssh-ed25519 AAAA root", []],
    ["ssh-ed25519 AAAA", []],
  ])("I08: finds the comment of the key %p", (sshKey, found) => {
    expect(secretsIn(jobDefinition, { container: { image: "a", sshKey } })).toEqual(found);
  });

  test.each<[string, Record<string, unknown>]>([
    ["the end of a log, whose words occur in any other text", { logsTail: "FAILED" }],
    ["a container of another kind", { container: "ubuntu" }],
    ["variables that are not known yet", { container: { env: UNKNOWN } }],
    ["values of other kinds", { container: { env: [1, null], registry: null, volumes: {} } }],
  ])("finds none in %s", (_name, properties) => {
    expect(secretsIn(jobDefinition, properties)).toEqual([]);
  });
});
