import { whyNotRemoved } from "../../../cli/orphans/removedStacks";
import { parseState } from "../../../cli/orphans/parseState";
import { nameState, type NamedStacks } from "../../../cli/orphans/stackState";
import { shortHash } from "../../../provider/resources/job/shortHash";
import { stackHashOfName } from "../../../provider/resources/job/stackName";

const noFlags: NamedStacks = { names: [], namespace: undefined };
const type = "dispersed:index:Job";

/** An export of the stack dev of the project lab, with a job bought under this name. */
function exportWith(boughtAs: string, namespace?: unknown): string {
  const provider = "pulumi:providers:pulumi-nodejs";
  const resources = [
    {
      type: provider,
      urn: `urn:pulumi:dev::lab::${provider}::default`,
      inputs: namespace === undefined ? {} : { "dispersed:namespace": namespace },
    },
    {
      type: "pulumi-nodejs:dynamic/dispersed:Job",
      urn: `urn:pulumi:dev::lab::${type}::box`,
      id: "3fa85f64-5717-4562-b3fc-2c963f66afa6",
      inputs: { __context: { id: `${shortHash(boughtAs.split("/"))}.aaaaaaaa.aaaaaaaaaa` } },
    },
  ];
  return JSON.stringify({ version: 3, deployment: { resources } });
}

const nameOf = (text: string, flags = noFlags, listedName?: string): string | undefined =>
  nameState(parseState(text, "dev.json"), { source: "dev.json", listedName }, flags).name;

describe("the name of a state", () => {
  test("is what the engine lists, whatever its resources say", () => {
    const listed = "acme/lab/renamed";
    expect(nameOf(exportWith("acme/lab/dev"), noFlags, listed)).toBe(listed);
  });

  test("is without Pulumi Cloud what its resources confirm", () => {
    expect(nameOf(exportWith("organization/lab/dev"))).toBe("organization/lab/dev");
  });

  test("is outside of Pulumi Cloud where the engine lists a part of it", () => {
    expect(nameOf(exportWith("organization/lab/old"), noFlags, "dev")).toBe("organization/lab/dev");
  });

  test("is not guessed where its resources were made under another one", () => {
    expect(nameOf(exportWith("acme/lab/dev"))).toBeUndefined();
    expect(nameOf(exportWith("organization/lab/old"))).toBeUndefined();
  });

  test("is what --stack says, where project and stack agree", () => {
    const names = ["acme/lab/dev", "acme/lab/prod"];
    expect(nameOf(exportWith("acme/lab/dev"), { ...noFlags, names })).toBe("acme/lab/dev");
  });
});

describe("the namespace of a state", () => {
  const hashes = (text: string, flags = noFlags): readonly string[] => [
    ...nameState(parseState(text, "dev.json"), { source: "dev.json" }, flags).hashes,
  ];
  const dev = "organization/lab/dev";

  test("is its provider's", () => {
    expect(hashes(exportWith(dev, "mine"))).toEqual([stackHashOfName("mine", dev)]);
  });

  test("is that of --namespace where it is given", () => {
    const flags = { ...noFlags, namespace: "yours" };
    expect(hashes(exportWith(dev, "mine"), flags)).toEqual([stackHashOfName("yours", dev)]);
  });

  test("has to be given where it is encrypted", () => {
    expect(() => hashes(exportWith(dev, { ciphertext: "v1" }))).toThrow("give it with --namespace");
  });
});

describe("a removed stack", () => {
  const cloud = { url: "https://me:pw@app.pulumi.com", user: "me", organizations: ["acme"] };
  const files = { url: "file:///state", user: "me" };
  const listed = (name: string): { name: string; isUpdating: boolean } => ({
    name,
    isUpdating: false,
  });

  test.each([
    ["is in no list", "acme/lab/old", cloud, ["acme/lab/dev"], undefined],
    ["is the user's own", "me/lab/old", cloud, [], undefined],
    ["is in the list", "acme/lab/dev", cloud, ["acme/lab/dev"], "this stack has a state"],
    ["is another organization's", "other/lab/old", cloud, [], "is not in the organization other"],
    ["is of Pulumi Cloud", "acme/lab/old", files, [], "is not in the organization acme"],
    ["is in files", "organization/lab/old", files, ["organization/lab/dev"], undefined],
    ["is an old name", "organization/lab/dev", files, ["dev"], "this stack has a state"],
    ["may be the plugin's", "organization/lab/dev", cloud, ["acme/lab/dev"], "has a state"],
  ])("that %s", (_what, name, backend, stacks, reason) => {
    const found = whyNotRemoved(name, backend, stacks.map(listed));
    if (reason === undefined) expect(found).toBeUndefined();
    else expect(found).toContain(reason);
    expect(found ?? "").not.toContain("pw@");
  });
});
