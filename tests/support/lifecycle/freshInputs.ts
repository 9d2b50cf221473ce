import type { Values } from "./driver";
import { batchInputs } from "./jobInputs";
import type { Rig } from "./rig";

let count = 0;
/** A resource with a name of its own, and the owner and the purchase that check would give it. */
export function freshInputs(overrides: Values = {}): Values {
  count += 1;
  const letters = String.fromCharCode(97 + (count % 26)) + String.fromCharCode(97 + (count >> 4));
  const id = `aaaaaaaa.${letters.repeat(4)}.${letters.repeat(5)}`;
  return batchInputs({}, { __context: { name: `render-${count}`, id }, ...overrides });
}

/** The inputs as check gives them to the next run, which finds nothing in the state. */
export function nextGeneration(inputs: Values): Values {
  const { id, ...context } = inputs["__context"] as { id: string };
  return { ...inputs, __context: { ...context, id: id.replace(/[^.]+$/, "2222222222") } };
}

/** The jobs of a resource, and how they are. */
export const jobsOf = ({ emulator }: Rig, inputs: Values): { uuid: string; status: string }[] =>
  emulator
    .ledger()
    .jobs.filter(({ title }) => title === (inputs["__context"] as { name: string }).name)
    .map(({ uuid, status }) => ({ uuid, status }));
