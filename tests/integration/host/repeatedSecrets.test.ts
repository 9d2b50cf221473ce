// A service that repeats secrets in its refusals, in every form and spelling, at every turn.
import {
  canaries,
  containerWithCanaries,
  filesIn,
  shownIn,
  spellingsOf,
} from "../../support/canaries";
import { sizeOf, tally } from "../../support/tally";
import { HostError, providerOf, type Values } from "../../support/hostProcess";
import { configFor, jobProperties, useHost } from "./useHost";

jest.setTimeout(60_000);
// A refused create is looked for before the next one.
const rig = useHost({ timeScale: 50 });
const secrets = (): readonly string[] => [...Object.values(canaries), rig().emulator.secretKey];

const box = jobProperties({
  task: "PERSISTENT",
  maxTimeoutRunMs: null,
  container: containerWithCanaries,
});
const cooked = jobProperties({
  ...{ task: null, maxTimeoutRunMs: null },
  recipeUuid: "019582a6-2000-7000-8000-000000000001",
  container: containerWithCanaries,
  __provider: providerOf("JobFromRecipe"),
});

/** The forms in which refusals come. */
const forms: readonly ((words: string) => string)[] = [
  (message) => JSON.stringify({ error: { code: "invalid", message } }),
  (message) => JSON.stringify({ message }),
  (detail) => JSON.stringify({ detail }),
  (words) => words,
];

/** In how many of them each spelling comes; in `npm run test:full` in all. */
const FORMS_EACH = sizeOf("REFUSAL_FORMS", 1);

let kept: { id: string; properties: Values };
beforeAll(async () => {
  kept = await rig().host.create(box);
});

/** A process that has seen no list of jobs yet, and so asks for one. */
let unlisted: ReturnType<ReturnType<typeof rig>["start"]> | undefined;
const startOnce = (): NonNullable<typeof unlisted> =>
  (unlisted ??= rig().start({ config: configFor(rig().emulator) }));

type Turn = readonly [name: string, route: string, act: () => Promise<unknown>];
const turns: readonly Turn[] = [
  ["a create", "POST /v1/jobs", () => rig().host.create(box)],
  ["a cook", "POST /v1/job-recipes/{uuid}/cook", () => rig().host.create(cooked)],
  ["the list before a create", "GET /v1/jobs", async () => (await startOnce()).create(box)],
  ["a read", "GET /v1/jobs/{uuid}", () => rig().host.read(kept.id, kept.properties)],
  [
    "an update",
    "GET /v1/jobs/{uuid}",
    () => rig().host.update(kept.id, kept.properties, { ...box, sshUser: "root" }),
  ],
  ["a delete", "PUT /v1/jobs/{uuid}/cancel", () => rig().host.delete(kept.id, kept.properties)],
];

/** What is said when the service repeats all secrets in all forms and spellings. */
async function saidAt([, route, act]: Turn): Promise<readonly string[]> {
  const said: string[] = [];
  const spelt = secrets().map(spellingsOf);
  for (const turn of spelt[0]?.keys() ?? []) {
    const words = spelt.map((spellings) => spellings[turn]).join(" and ");
    for (let index = 0; index < FORMS_EACH; index += 1) {
      const body = forms[(turn + index) % forms.length]?.(`invalid: ${words}`);
      rig().emulator.failNext({ route, status: 403, body });
      const thrown = await act().catch((error: unknown) => error);
      if (!(thrown instanceof HostError)) throw new Error("The call succeeded.");
      said.push([thrown.message, ...(thrown.kept?.reasons ?? [])].join("\n"));
    }
  }
  return said;
}

test.each(turns)("I08: refusals of %s show no secret, however it is spelled", async (...turn) => {
  const said = await saidAt(turn);
  const shown = said.filter((text) => shownIn(text, secrets()).length > 0);
  const survived = said.length - shown.length;
  tally({
    suite: "secrets",
    tried: said.length,
    survived,
    figures: { "error texts": said.length },
  });
  expect(shown).toEqual([]);
  expect(said.filter((text) => text.includes("[secret]"))).toHaveLength(7 * FORMS_EACH);
});

test("I08: nor has any of these failures left one in a log, in print or in a file", async () => {
  const { engine, host, project } = rig();
  const files = filesIn(project.folder);
  const printed = [host, await startOnce()].map((each) => each.printed());
  const texts = [JSON.stringify(engine.lines), ...printed, ...files.map(({ text }) => text)];
  expect(texts.flatMap((text) => shownIn(text, secrets()))).toEqual([]);
  // The journal is among them.
  expect(files.filter(({ name }) => name.endsWith(".json")).length).toBeGreaterThan(0);
});

test("I05: keys from the configuration are in no input, output or file", async () => {
  const { emulator, host, project } = rig();
  const { inputs } = await host.check({}, jobProperties({ __context: { name: "keys" } }));
  const { id, properties } = await host.create(inputs);
  const read = await host.read(id, properties);
  const files = filesIn(project.folder).map(({ text }) => text);
  const texts = [JSON.stringify([inputs, properties, read]), host.printed(), ...files];
  const keys = [emulator.publicKey, emulator.secretKey];
  expect(texts.flatMap((text) => shownIn(text, keys))).toEqual([]);
});
