import { describeFailure } from "../../../scripts/engine/ensureEngine";
import { type Outcome, tryWays, type Way } from "../../../scripts/engine/tryWays";

/** Ways that note in `asked` that they were taken. */
function waysOf(outcomes: Record<string, Outcome<string> | Error>): {
  ways: readonly Way<string>[];
  asked: string[];
} {
  const asked: string[] = [];
  const ways = Object.entries(outcomes).map(([name, outcome]) => ({
    name,
    find: () => {
      asked.push(name);
      return outcome instanceof Error ? Promise.reject(outcome) : Promise.resolve(outcome);
    },
  }));
  return { ways, asked };
}

describe("tryWays", () => {
  test("takes the first way that leads somewhere and asks no later one", async () => {
    const { ways, asked } = waysOf({
      path: { reason: "there is none" },
      cache: { found: "cached engine" },
      official: { found: "installed engine" },
    });

    expect(await tryWays(ways)).toEqual({
      found: "cached engine",
      failures: ["path: there is none"],
    });
    expect(asked).toEqual(["path", "cache"]);
  });

  test("goes on after a way that throws and keeps its reason", async () => {
    const { ways } = waysOf({
      official: new Error("no network"),
      built: { found: "built engine" },
    });

    expect(await tryWays(ways)).toEqual({
      found: "built engine",
      failures: ["official: no network"],
    });
  });

  test("finds nothing when every way fails, with the reasons in order", async () => {
    const { ways } = waysOf({ path: { reason: "too old" }, built: new Error("no go") });

    expect(await tryWays(ways)).toEqual({ failures: ["path: too old", "built: no go"] });
  });
});

test("the error for a machine without an engine names each way and why it failed", () => {
  expect(describeFailure(["pulumi on PATH: there is none", "official installer: no network"])).toBe(
    [
      "No Pulumi engine could be found or obtained. These ways were tried:",
      "  1. pulumi on PATH: there is none",
      "  2. official installer: no network",
      "Install the Pulumi CLI (https://www.pulumi.com/docs/install/) or Go 1.25, then run this again.",
    ].join("\n"),
  );
});
