import { delimiter } from "node:path";
import { createEngine, type Surroundings } from "../../../scripts/engine/engine";

const cli = { pulumi: "/cache/bin/pulumi", version: "3.259.0", source: "cache" } as const;
const surroundings: Surroundings = {
  before: ["/cache/bin"],
  after: ["/hosts"],
  variables: { PULUMI_LANGUAGE_NODEJS_SDK: "/repository" },
};

describe("the environment of an engine", () => {
  test("has the engine first and its hosts last on PATH, and keeps everything else", () => {
    const { env } = createEngine(cli, surroundings);

    expect(env({ PATH: "/usr/bin", PULUMI_CONFIG_PASSPHRASE: "x" })).toEqual({
      PATH: ["/cache/bin", "/usr/bin", "/hosts"].join(delimiter),
      PULUMI_CONFIG_PASSPHRASE: "x",
      PULUMI_LANGUAGE_NODEJS_SDK: "/repository",
    });
  });

  test("does not override a variable of the caller", () => {
    const { env } = createEngine(cli, surroundings);

    expect(env({ PULUMI_LANGUAGE_NODEJS_SDK: "/mine" })["PULUMI_LANGUAGE_NODEJS_SDK"]).toBe(
      "/mine",
    );
  });

  test("extends the variable under the name it has, as Windows spells it", () => {
    const { env } = createEngine(cli, { before: ["/cache/bin"], after: [], variables: {} });

    expect(env({ Path: "/usr/bin" })).toEqual({ Path: ["/cache/bin", "/usr/bin"].join(delimiter) });
  });
});
