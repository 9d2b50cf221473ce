// What crosses the wire: secrets stay secrets, what is unknown stays unknown.
import { contextOf } from "../../../provider/resources/schema/hiddenContext";
import { Kind } from "./detailKinds";
import { box, secret, UNKNOWN_TEXT, usePlugin } from "./usePlugin";

const rig = usePlugin();

describe("secrets", () => {
  const container = {
    image: "a",
    ports: [],
    env: { TOKEN: "plain" },
    registry: { host: "r.example", user: secret("me"), secret: "password" },
    volumes: [{ image: "b", mount: "/data", secret: "volume" }],
  };
  const inputs = box({ container, title: secret("a title") });
  const sealed = {
    title: secret("a title"),
    container: {
      image: "a",
      ports: [],
      env: secret({ TOKEN: "plain" }),
      registry: { host: "r.example", user: secret("me"), secret: secret("password") },
      volumes: [{ image: "b", mount: "/data", secret: secret("volume") }],
    },
  };

  test("check marks those of the schema, and keeps those of the program", async () => {
    expect((await rig().plugin.check(inputs)).inputs).toMatchObject(sealed);
  });

  test("create marks the outputs too, and the tokens of the service", async () => {
    const { plugin } = rig();
    const { properties } = await plugin.create((await plugin.check(inputs)).inputs);
    expect(properties).toMatchObject({
      ...sealed,
      containerAccessTokens: secret([expect.any(String)]),
    });
  });

  test("read keeps the marks of the state, in outputs and inputs", async () => {
    const { plugin } = rig();
    const { inputs: checked } = await plugin.check(inputs);
    const { id, properties } = await plugin.create(checked);
    const read = await plugin.read(id, properties, checked);
    expect([read.properties, read.inputs]).toMatchObject([properties, sealed]);
  });
});

describe("a preview", () => {
  test("of a create knows the inputs and the address of the service, and no id", async () => {
    const { plugin, emulator } = rig();
    const { requests } = emulator.ledger();
    const { inputs } = await plugin.check(box({ title: UNKNOWN_TEXT }));
    const { id, properties } = await plugin.create(inputs, { preview: true });
    expect(id).toBe("");
    expect(properties).toMatchObject({
      ...box(),
      title: UNKNOWN_TEXT,
      apiOrigin: emulator.url,
      uuid: UNKNOWN_TEXT,
      status: UNKNOWN_TEXT,
      ssh: UNKNOWN_TEXT,
      containerAccessTokens: secret(UNKNOWN_TEXT),
    });
    expect(emulator.ledger().requests).toBe(requests);
  });

  test("of an update knows every output that the update leaves, and makes no request", async () => {
    const { plugin, emulator } = rig();
    const { id, properties } = await plugin.create((await plugin.check(box())).inputs);
    const { requests } = emulator.ledger();
    const { inputs } = await plugin.check(box({ sshUser: "root" }), properties);
    const previewed = await plugin.update(id, properties, inputs, { preview: true });
    expect(emulator.ledger().requests).toBe(requests);
    const updated = await plugin.update(id, properties, inputs);
    expect({ ...previewed, __context: {} }).toEqual({ ...updated, __context: {} });
  });

  test("of an update that goes on waiting does not know what the wait will bring", async () => {
    const { plugin } = rig();
    const { id, properties } = await plugin.create((await plugin.check(box())).inputs);
    const { inputs } = await plugin.check(box({ waitFor: "completed" }), properties);
    expect(await plugin.update(id, properties, inputs, { preview: true })).toMatchObject({
      uuid: id,
      createdAt: properties["createdAt"],
      status: UNKNOWN_TEXT,
      ssh: UNKNOWN_TEXT,
    });
  });
});

describe("check", () => {
  test("gives a generation that the same seed gives again, and another seed does not", async () => {
    const { plugin } = rig();
    const generation = async (seed: number, olds = {}): Promise<unknown> => {
      const { inputs } = await plugin.check(box(), olds, new Uint8Array([seed]));
      return contextOf(inputs).generation;
    };
    const [first, again, other] = [await generation(1), await generation(1), await generation(2)];
    expect([again === first, other === first]).toEqual([true, false]);
    expect(first).toMatch(/^[a-z2-7]{10}$/);
    const { inputs } = await plugin.check(box(), {}, new Uint8Array([1]));
    expect(await generation(2, inputs)).toBe(first);
  });
});

describe("diff", () => {
  test("reports each difference by its path and kind", async () => {
    const { plugin } = rig();
    const { inputs } = await plugin.check(box({ sshUser: "me" }));
    const { id, properties } = await plugin.create(inputs);
    const { inputs: news } = await plugin.check(
      box({ container: { image: "other", ports: [8080, 22], tag: "2" }, waitFor: "running" }),
    );
    const diff = await plugin.diff(id, properties, news);
    expect(diff.details).toEqual({
      "container.image": { kind: Kind.UPDATE_REPLACE, inputDiff: true },
      "container.tag": { kind: Kind.ADD_REPLACE, inputDiff: true },
      sshUser: { kind: Kind.DELETE, inputDiff: true },
      waitFor: { kind: Kind.ADD, inputDiff: true },
    });
    expect(diff).toMatchObject({
      changes: 2,
      replacesList: ["container"],
      deletebeforereplace: true,
    });
    expect([...diff.diffsList].sort()).toEqual(["container", "sshUser", "waitFor"]);
  });

  test("of a state that the dynamic provider wrote shows no change", async () => {
    const { plugin } = rig();
    const { inputs } = await plugin.check(box());
    const { id, properties } = await plugin.create(inputs);
    const dynamic = {
      ...properties,
      __provider: 'exports.handler=()=>require("pulumi-dispersed/host").provider("Job")',
      __context: { name: "box", timeouts: { create: "10m", delete: "1h" } },
    };
    expect((await plugin.diff(id, dynamic, inputs)).changes).toBe(1);
  });
});
