import { parseState } from "../../../cli/orphans/parseState";

const UUID = "3fa85f64-5717-4562-b3fc-2c963f66afa6";
const OTHER = "11111111-2222-4333-8444-555555555555";
const MARKER = "aaaaaaaa.bbbbbbbb.cccccccccc.dddddddd";
const CONTEXT = { id: "aaaaaaaa.bbbbbbbb.cccccccccc", name: "box" };
const JOB = "pulumi-nodejs:dynamic/dispersed:Job";

const urn = (type: string): string => `urn:pulumi:dev::lab::${type}::box`;

const resource = (type: string, more: object = {}): object => ({ urn: urn(type), type, ...more });

const exported = (resources: readonly object[], more: object = {}): string =>
  JSON.stringify({ version: 3, deployment: { resources, ...more } });

const parse = (text: string): ReturnType<typeof parseState> => parseState(text, "dev.json");

function refusal(text: string): string {
  try {
    parse(text);
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error("it was read");
}

test.each([JOB, "pulumi-nodejs:dynamic/dispersed:JobFromRecipe", "dispersed:index:Job"])(
  "a resource of type %s holds the job of its id",
  (type) => {
    expect([...parse(exported([resource(type, { id: UUID.toUpperCase() })])).uuids]).toEqual([
      UUID,
    ]);
  },
);

test.each([
  ["an SshKey", "pulumi-nodejs:dynamic/dispersed:SshKey", "SHA256:abc"],
  ["a type of a later version", "dispersed:index:JobArray", "array-1"],
  ["somebody else's resource with a uuid", "random:index/randomUuid:RandomUuid", OTHER],
])("%s holds no job", (_what, type, id) => {
  expect(parse(exported([resource(type, { id })])).uuids.size).toBe(0);
});

test("a purchase that was confirmed later holds its job by the output uuid, and no other job with its marker", () => {
  const job = resource(JOB, { id: `unconfirmed:${MARKER}`, outputs: { uuid: UUID } });
  const { uuids, unconfirmed } = parse(exported([job]));
  expect([[...uuids], [...unconfirmed]]).toEqual([[UUID], []]);
});

test("a job without a uuid stops everything, with the way out", () => {
  expect(refusal(exported([resource(JOB)]))).toMatch(
    /dev\.json does not say which job urn:pulumi:dev::lab::.*::box is.*pulumi refresh/,
  );
});

test("a file of a backend is read like an export, and names its stack", () => {
  const latest = { resources: [resource(JOB, { id: UUID })] };
  const stack = "organization/lab/dev";
  const { uuids, name } = parse(JSON.stringify({ version: 3, checkpoint: { stack, latest } }));
  expect([[...uuids], name]).toEqual([[UUID], stack]);
});

test("an export of a stack without resources holds nothing", () => {
  const state = { version: 3, deployment: { manifest: {}, metadata: {} } };
  expect(parse(JSON.stringify(state))).toMatchObject({ stack: undefined, name: undefined });
});

describe("a pending operation", () => {
  const pending = (type: string, inputs: object, id = ""): string =>
    exported([], { pending_operations: [{ type, resource: resource(JOB, { inputs, id }) }] });

  test("that creates a job names its resource and its purchase", () => {
    const { beingBought, owners } = parse(pending("creating", { __context: CONTEXT }));
    expect(beingBought).toEqual([{ resource: "bbbbbbbb", generation: "cccccccccc" }]);
    expect([...owners]).toEqual(["aaaaaaaa"]);
  });

  test("that creates a job without saying whose may be about any", () => {
    expect(parse(pending("creating", {})).beingBought).toEqual([{}]);
  });

  test("that deletes a job still holds it, and buys nothing", () => {
    const { beingBought, uuids } = parse(pending("deleting", { __context: CONTEXT }, UUID));
    expect([beingBought, [...uuids]]).toEqual([[], [UUID]]);
  });
});

test.each<{ name: string; type?: string; inputs: object; namespace: string | undefined }>([
  {
    name: "the dynamic provider",
    type: "pulumi:providers:pulumi-nodejs",
    inputs: { "dispersed:namespace": "mine" },
    namespace: "mine",
  },
  { name: "the plugin", inputs: { namespace: "mine" }, namespace: "mine" },
  { name: "a provider without one", inputs: {}, namespace: "" },
  { name: "an encrypted one", inputs: { namespace: { ciphertext: "v1" } }, namespace: undefined },
])("the namespace is that of $name", (row) => {
  const { type = "pulumi:providers:dispersed", inputs, namespace } = row;
  expect([...parse(exported([resource(type, { inputs })])).namespaces]).toEqual([namespace]);
});

test.each([
  ["empty", "", "is empty"],
  ["no JSON", "hello", "is not a stack export"],
  ["compressed", "\u001f\ufffd\b", "is compressed; unpack it with gunzip"],
  ["encrypted with age", "age-encryption.org/v1\n-> X25519", "is encrypted; decrypt it first"],
  ["encrypted with sops", '{"version":"ENC[a]","deployment":"ENC[b]","sops":{}}', "with sops"],
  ["of Terraform", '{"version":4,"terraform_version":"1.9","resources":[]}', "Terraform"],
  ["too new", '{"version":5,"deployment":{}}', "update pulumi-dispersed"],
  ["too old", '{"version":1,"deployment":{}}', "export it again with Pulumi 3"],
])("a file that is %s is refused with the reason", (_what, text, words) => {
  expect(refusal(text)).toMatch(/^dev\.json /);
  expect(refusal(text)).toContain(words);
});
