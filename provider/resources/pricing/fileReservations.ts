// Reservations that all processes of an engine run share: an explicit provider has a process of its own,
// and both must not spend the same part of a stack's cap.
import * as z from "zod";

import { readText, withLock, writeText } from "../account/atomicFile";
import {
  createMemoryReservations,
  type Reservation,
  type SharedReservations,
} from "./reservations";

const schema = z.array(
  z.object({
    stack: z.string(),
    generation: z.string(),
    usd: z.number(),
    account: z.string(),
    uuid: z.string().optional(),
  }),
);

/**
 * Reservations in a file. The reservation of a killed process counts until the run ends.
 *
 * @param file that the processes of the run share.
 */
export function createFileReservations(file: string): SharedReservations {
  const read = (): readonly Reservation[] => {
    try {
      return schema.parse(JSON.parse(readText(file) ?? "[]"));
    } catch {
      return [];
    }
  };
  const locked = <T>(
    change: (held: readonly Reservation[]) => readonly [T, readonly Reservation[]],
  ): T =>
    withLock(`${file}.lock`, () => {
      const before = read();
      const [result, after] = change(before);
      if (after !== before) writeText(file, JSON.stringify(after), false);
      return result;
    });
  const isOf =
    (stack: string, generation: string) =>
    (one: Reservation): boolean =>
      one.stack === stack && one.generation === generation;
  const memory = createMemoryReservations();
  let isWritable = true;
  /** If no file can be written, each process counts only its own. */
  const either = <T>(inFile: () => T, inMemory: () => T): T => {
    if (!isWritable) return inMemory();
    try {
      return inFile();
    } catch {
      isWritable = false;
      return inMemory();
    }
  };
  return {
    list: (stack) =>
      either(
        () => Promise.resolve(read().filter((one) => one.stack === stack)),
        () => memory.list(stack),
      ),
    reserve(reservation, refuse) {
      const { stack, generation } = reservation;
      const inFile = (): string | undefined =>
        locked((held) => {
          const rest = held.filter((one) => !isOf(stack, generation)(one));
          const refusal = refuse(rest.filter((one) => one.stack === stack));
          return [refusal, refusal === undefined ? [...rest, reservation] : held];
        });
      return either(
        () => Promise.resolve(inFile()),
        () => memory.reserve(reservation, refuse),
      );
    },
    settle: (stack, generation, uuid) =>
      either(
        () =>
          locked((held) => [
            undefined,
            held.map((one) => (isOf(stack, generation)(one) ? { ...one, uuid } : one)),
          ]),
        () => memory.settle(stack, generation, uuid),
      ),
    release: (stack, generation) =>
      either(
        () => locked((held) => [undefined, held.filter((one) => !isOf(stack, generation)(one))]),
        () => memory.release(stack, generation),
      ),
  };
}
