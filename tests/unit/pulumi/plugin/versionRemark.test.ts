import { versionRemark } from "../../../../provider/pulumi/plugin/versionRemark";

test.each([
  ["an equal version", "1.2.3"],
  ["an equal version with the mark of a build", "1.2.3+dirty"],
  ["no version, as from a program without an SDK", undefined],
  ["a version that is not known yet", "04da6b54-80e4-46f7-96ec-b56ff0331ba9"],
])("says nothing to %s", (_what, sdk) => {
  expect(versionRemark(sdk, "1.2.3")).toBeUndefined();
});

test("names an older SDK, and what to do", () => {
  expect(versionRemark("1.2.2", "1.2.3")).toBe(
    "The SDK of this program is 1.2.2, older than the plugin that runs, which is 1.2.3. Take the SDK of 1.2.3, for " +
      "example with `pulumi package add`.",
  );
});

test.each([
  ["1.2.4", "1.2.3"],
  ["1.10.0", "1.9.0"],
  ["2.0.0", "2.0.0-rc.1"],
  ["2.0.0-rc.10", "2.0.0-rc.9"],
])("names an SDK %s that is newer than the plugin %s, and what to do", (sdk, plugin) => {
  expect(versionRemark(sdk, plugin)).toBe(
    `The SDK of this program is ${sdk}, newer than the plugin that runs, which is ${plugin}: inputs that only the SDK ` +
      `knows are refused. Install the plugin ${sdk}.`,
  );
});
