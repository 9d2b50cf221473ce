// Options of a component that are about its jobs, in a program and through the plugin: hooks that repeat a create, and the
// trigger of a replacement. The other hooks Pulumi calls for the component itself.
import { succeeded } from "../../support/engine/project";
import { jobClass, PROVIDERS, withPlugin, type ProviderName } from "../../support/nativeJob";
import {
  boxArgs,
  CANCEL,
  CREATE,
  expectInStep,
  printed,
  programOf,
  useStack,
  writes,
} from "../../support/stack";

const stack = useStack();

/** The class of a DevBox: of this package, or as an SDK of the schema has it. */
const classes: Readonly<Record<ProviderName, string>> = {
  "dynamic provider": "dispersed.DevBox",
  plugin: `class extends pulumi.ComponentResource {
    constructor(name, args, opts) {
      super("dispersed:index:DevBox", name, { ...args, uuid: undefined }, opts, true);
    }
  }`,
};

const program = (provider: ProviderName, options: string, before = ""): string =>
  programOf(`${before}
    const DevBox = ${classes[provider]};
    const box = new DevBox("box", { waitFor: "running" }, ${options});
    exports.uuid = box.uuid;`);

describe.each(PROVIDERS)("%s", (provider) => {
  beforeEach(() => {
    if (provider === "plugin") withPlugin(stack);
  });

  test("replacementTrigger replaces the job once, the old one cancelled first", async () => {
    const triggered = (trigger: string): string =>
      program(provider, `{ replacementTrigger: "${trigger}" }`);
    succeeded(await stack.up(triggered("one")));
    succeeded(await stack.up(triggered("one"), "--expect-no-changes"));
    expect(writes(stack.emulator)).toEqual([CREATE]);
    succeeded(await stack.up(triggered("two")));
    expect(writes(stack.emulator)).toEqual([CREATE, CANCEL, CREATE]);
    await expectInStep(stack, 1);
    succeeded(await stack.destroy());
    expect(stack.emulator.ledger().alive).toBe(0);
  });

  test("replaceWith replaces the job with the resource that it names", async () => {
    const other = `
      const Job = ${jobClass(provider)};
      const other = new Job("other", ${JSON.stringify({ ...boxArgs, title: "other" })}, { deleteBeforeReplace: true });`;
    const both = program(provider, "{ replaceWith: [other] }", other);
    succeeded(await stack.up(both));
    const { resources = [] } = await stack.project.exportState();
    const urn = resources.find((each) => each.urn.endsWith("Job::other"))?.urn ?? "";
    succeeded(await stack.up(both, "--replace", urn));
    expect(writes(stack.emulator).toSorted()).toEqual([
      CREATE,
      CREATE,
      CREATE,
      CREATE,
      CANCEL,
      CANCEL,
    ]);
    await expectInStep(stack, 2);
    succeeded(await stack.destroy());
    expect(stack.emulator.ledger().alive).toBe(0);
  });

  test("an onError hook repeats the create of the job, and the others are called for the box", async () => {
    const hooks = `
      const once = (name) => new pulumi.ResourceHook(name, () => console.log("called " + name));
      const [beforeCreate, afterCreate, afterDelete] = ["beforeCreate", "afterCreate", "afterDelete"].map(once);
      let left = 3;
      const again = new pulumi.ErrorHook("again", () => left-- > 0);`;
    const options = `{ hooks: {
      beforeCreate: [beforeCreate], afterCreate: [afterCreate], afterDelete: [afterDelete], onError: [again],
    } }`;
    const body = JSON.stringify({ message: "not now" });
    stack.emulator.failNext({ route: CREATE, status: 403, body, count: 2 });
    const said = printed(succeeded(await stack.up(program(provider, options, hooks))));
    expect(said.match(/called \w+/g)).toEqual(
      expect.arrayContaining(["called beforeCreate", "called afterCreate"]),
    );
    expect(writes(stack.emulator)).toEqual([CREATE, CREATE, CREATE]);
    await expectInStep(stack, 1);
    const destroy = ["destroy", "--yes", "--skip-preview", "--run-program"];
    expect(printed(succeeded(await stack.project.pulumi(...destroy)))).toContain(
      "called afterDelete",
    );
    expect(stack.emulator.ledger().alive).toBe(0);
  });
});
