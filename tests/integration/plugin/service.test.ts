// Everything else that an engine asks a plugin.
import { spawnSync } from "node:child_process";
import schema from "../../../schema.json";
import { until } from "../../support/until";
import type { Values } from "../../support/providerCalls";
import { executable } from "../../support/pluginProcess";
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

  test("that does not exist is a clean failure", async () => {
    const { code, message } = await failureOf(rig().plugin.invoke("dispersed:index:getCow", {}));
    expect([code, message]).toEqual([
      "INVALID_ARGUMENT",
      "pulumi-dispersed has no function dispersed:index:getCow",
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

  test("leaves out a title that the resource's name would give anyway", async () => {
    const { plugin } = rig();
    const { id } = await plugin.create((await plugin.check(box())).inputs);
    expect(withoutContext((await plugin.read(id)).inputs)).toEqual(box());
  });

  test("says that hidden passwords have to be written again", async () => {
    const { plugin, engine, emulator } = rig();
    const container = { image: "a", ports: [], registry: { host: "r.example", secret: "p" } };
    const { id } = await plugin.create((await plugin.check(box({ container }))).inputs);
    emulator.changeSettings({ maskSecrets: true });
    await plugin.read(id);
    emulator.changeSettings({ maskSecrets: false });
    await until(() =>
      engine.lines.some(({ message }) => message.includes("the service hides passwords")),
    );
  });

  test.each([
    ["../cancel", "INVALID_ARGUMENT", "the id that was given is not a uuid; nothing was sent"],
    ["3fa85f64-5717-4562-b3fc-2c963f66afa6", "NOT_FOUND", "the job may also be another account's"],
  ])("of %s is refused in one line", async (id, code, words) => {
    const failure = await failureOf(rig().plugin.read(id));
    expect([failure.code, failure.message]).toEqual([code, expect.stringContaining(words)]);
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

test("started from a shell, it says what it is", () => {
  const { status, stdout, stderr } = spawnSync(executable, { encoding: "utf8" });
  expect([status, stdout]).toEqual([1, ""]);
  expect(stderr).toContain("This is the Dispersed plugin of Pulumi.");
  expect(stderr).toContain("path: node_modules/pulumi-dispersed/bin");
});

function withoutContext(values: Values): Values {
  return { ...values, __context: undefined };
}
