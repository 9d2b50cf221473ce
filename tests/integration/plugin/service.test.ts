// Everything else that an engine asks a plugin.
import schema from "../../../schema.json";
import type { Values } from "../../support/providerCalls";
import { box, failureOf, usePlugin } from "./usePlugin";

const rig = usePlugin();

test("returns its version and its schema in one form, and no mapping to another tool", async () => {
  const { plugin } = rig();
  expect([await plugin.version(), await plugin.schema(), await plugin.mappings()]).toEqual([
    schema.version,
    schema,
    [],
  ]);
  expect((await failureOf(plugin.schema(1))).code).toBe("INVALID_ARGUMENT");
});

describe("a function", () => {
  test("is answered", async () => {
    const { plugin } = rig();
    const { id } = await plugin.create((await plugin.check(box())).inputs);
    const { result, failures } = await plugin.invoke("dispersed:index:getJob", { uuid: id });
    expect(failures).toEqual([]);
    expect(result).toMatchObject({ uuid: id, status: "RUNNING" });
  });

  test("names a wrong argument", async () => {
    const { failures } = await rig().plugin.invoke("dispersed:index:getJob", { uuid: "seven" });
    expect(failures).toEqual([
      { property: "uuid", reason: expect.stringContaining("must be a uuid") as unknown },
    ]);
  });
});

describe("a look-up by the id alone", () => {
  test("gives the inputs as the user would write them, without defaults", async () => {
    const { plugin } = rig();
    const written = box({ minRamGb: 8, title: "my box", allowedRegionCodes: ["us-east-1"] });
    const { id } = await plugin.create((await plugin.check(written)).inputs);
    const { inputs } = await plugin.read(id);
    expect(withoutContext(inputs)).toEqual(written);
  });

  test("of what is not a uuid is refused in one line", async () => {
    const { code, message } = await failureOf(rig().plugin.read("../cancel"));
    const words = "the id that was given is not a uuid; nothing was sent";
    expect([code, message]).toEqual(["INVALID_ARGUMENT", expect.stringContaining(words)]);
  });
});

test("lists live jobs, newest first, as many as were asked for", async () => {
  const { plugin, emulator } = rig();
  const ids: string[] = [];
  for (const title of ["one", "two", "three"]) {
    ids.push((await plugin.create((await plugin.check(box({ title }))).inputs)).id);
  }
  const [first = "", second = "", third = ""] = ids;
  await emulator.endJob(second, { status: "CANCELLED" });
  expect(await plugin.list(2)).toEqual([
    { id: third, name: "three" },
    { id: first, name: "one" },
  ]);
});

function withoutContext(values: Values): Values {
  return { ...values, __context: undefined };
}
