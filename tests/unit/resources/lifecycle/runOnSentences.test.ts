// Messages of the service often lack a full stop. Our text behind them is a new sentence.
import { errorMessage } from "../../../../provider/api/errors/errors";
import { jobDefinition } from "../../../../provider/resources/lifecycle/job";
import { cutOff, json } from "../../../support/fakes";
import {
  created,
  createService,
  job,
  marker,
  otherUuid,
  outputsOf,
  uuid,
  type Answers,
} from "../../../support/scriptedService";

const box = { task: "PERSISTENT", container: { image: "ubuntu" }, __context: { name: "box" } };
const refused = json(403, { message: "not for you" });
const missing = json(404, { message: "no such job" });
const broken = json(500, { message: "out of order" });

type Definition = typeof jobDefinition;
type Act = (effects: Parameters<Definition["create"]>[0]) => Promise<unknown>;

const create =
  (more: object = {}): Act =>
  (effects) =>
    jobDefinition.create(effects, { ...box, ...more });
const state = outputsOf("RUNNING", { marker });
const read: Act = (effects) => jobDefinition.read(effects, uuid, state);
const update: Act = (effects) =>
  jobDefinition.update(effects, uuid, state, { ...box, onCreateFailure: "cancel" });
const remove: Act = (effects) => jobDefinition.delete(effects, uuid, state);
const unconfirmed = outputsOf("UNCONFIRMED", { uuid: undefined, marker });
const readUnconfirmed: Act = (effects) =>
  jobDefinition.read(effects, `unconfirmed:${marker}`, unconfirmed);

/** A small letter or a bracket, and a new sentence without a full stop between them. */
const RUN_ON =
  /[a-z0-9)\]"`] (?:It|Its|The|Then|This|No|Run|Try|Once|Nothing|If|Look|Give|An) [a-z]/;
const TWO_STOPS = /\.\.(?!\.)|\?\.|\. \./;

test.each<[string, Act, Answers]>([
  ["a create that may not list", create(), { look: [refused] }],
  ["a create that is refused", create(), { create: [json(402, { message: "no credits" })] }],
  ["a create whose answer is lost", create(), { create: [cutOff()], look: [refused] }],
  [
    "a create whose second answer is lost",
    create(),
    { create: [cutOff(), json(402, { message: "no credits" })] },
  ],
  ["a create that may not look", create(), { create: [created], get: [refused] }],
  [
    "a create that gives up, and cannot cancel",
    create({ onCreateFailure: "cancel" }),
    { create: [created], get: [refused], cancel: [broken] },
  ],
  [
    "a create that gives up, and cancels",
    create({ onCreateFailure: "cancel" }),
    {
      create: [created],
      get: [refused, job("PENDING"), job("CANCELLED")],
      cancel: [job("CANCELLED")],
    },
  ],
  ["a create whose job is not seen", create(), { create: [created], get: [missing] }],
  ["an adoption that fails", create({ adopt: otherUuid }), { getOther: [missing] }],
  ["a price that no offer has", create({ gpuCount: 1, maxHourlyUsd: 1 }), { offers: [broken] }],
  ["a read that is refused", read, { get: [refused] }],
  ["a read that proves nothing", read, { get: [missing], look: [refused], list: [refused] }],
  ["a read of an unconfirmed purchase", readUnconfirmed, { look: [refused] }],
  ["an update that is refused", update, { get: [refused] }],
  ["a delete that is refused", remove, { get: [job("RUNNING")], cancel: [refused] }],
  ["a delete that proves nothing", remove, { get: [missing], look: [broken], list: [broken] }],
])("%s has whole sentences", async (_name, act, answers) => {
  const { effects, said } = createService(answers);
  const thrown: unknown = await act(effects).catch((error: unknown) => error);
  const words = [errorMessage(thrown), ...said.filter((line) => !line.startsWith("debug"))];
  expect(thrown).toBeInstanceOf(Error);
  expect(words.filter((line) => RUN_ON.test(line) || TWO_STOPS.test(line))).toEqual([]);
});
