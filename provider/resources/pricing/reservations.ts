// What the creates of one engine run have reserved of a stack's cap. Several processes may work for
// one run: an explicit provider has a process of its own.

/** One create's part of a stack's cap. */
export interface Reservation {
  /** Hash of the stack. */
  readonly stack: string;
  /** The purchase that it is for. */
  readonly generation: string;
  /** The most that the job may cost, in US dollars an hour. */
  readonly usd: number;
  /** Names the service and the key, because another account's job cannot be read. */
  readonly account: string;
  /** The job, as soon as its create is over. */
  readonly uuid?: string | undefined;
}

/** The reservations of one engine run. */
export interface SharedReservations {
  /** All that are held for a stack. */
  list(stack: string): Promise<readonly Reservation[]>;
  /**
   * Reserves, instead of an earlier reservation of the same purchase, unless `refuse` has a reason
   * against it, given the other reservations. No other process reserves in between.
   *
   * @returns what `refuse` said; `undefined` where it is reserved.
   */
  reserve(
    reservation: Reservation,
    refuse: (others: readonly Reservation[]) => string | undefined,
  ): Promise<string | undefined>;
  /**
   * The create is over.
   *
   * @param uuid the job that it bought, which counts separately from now on; `undefined` if it is
   * unknown whether there is one: then the reservation goes on counting.
   */
  settle(stack: string, generation: string, uuid: string | undefined): void;
  /** Nothing was bought. */
  release(stack: string, generation: string): void;
}

/** Reservations of a single process. */
export function createMemoryReservations(): SharedReservations {
  const held = new Map<string, Reservation>();
  const of = (stack: string): readonly Reservation[] =>
    [...held.values()].filter((each) => each.stack === stack);
  const nameOf = (stack: string, generation: string): string => `${stack}.${generation}`;
  return {
    list: (stack) => Promise.resolve(of(stack)),
    reserve(reservation, refuse) {
      const { stack, generation } = reservation;
      const refusal = refuse(of(stack).filter((each) => each.generation !== generation));
      if (refusal === undefined) held.set(nameOf(stack, generation), reservation);
      return Promise.resolve(refusal);
    },
    settle(stack, generation, uuid) {
      const known = held.get(nameOf(stack, generation));
      if (known !== undefined) held.set(nameOf(stack, generation), { ...known, uuid });
    },
    release: (stack, generation) => void held.delete(nameOf(stack, generation)),
  };
}
