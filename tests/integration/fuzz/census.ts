// Which processes live on the machine, and what is known of those that do not.

/** The machine's processes. */
export interface Census {
  /** @param skewMs how far the machine's clock is from the service's then. */
  begin(key: string, skewMs: number): void;
  end(key: string): void;
  /** Its engine was killed, or it was: its result is lost. */
  kill(key: string): void;
  /** A process is asked for a purchase. */
  ask(key: string, generation: string): void;
  /** A process has noted that create returns the job of a purchase. */
  tell(generation: string): void;
  /** Those that live; shared by all journals, so that who was killed is dead to the next one. */
  readonly running: () => ReadonlySet<string>;
  /** How far clocks were apart when those began that live. */
  readonly skewsMs: () => readonly number[];
  /** The purchases that processes were asked for so far. */
  asked(): ReadonlySet<string>;
  /** Whether the process that was asked for a purchase was killed. */
  isKilled(generation: string): boolean;
  isTold(generation: string): boolean;
}

/** An empty machine. */
export function createCensus(): Census {
  const running = new Map<string, number>();
  const killed = new Set<string>();
  const told = new Set<string>();
  const askedOf = new Map<string, string>();
  return {
    begin: (key, skewMs) => void running.set(key, skewMs),
    end: (key) => void running.delete(key),
    kill: (key) => void killed.add(key),
    ask: (key, generation) => void askedOf.set(generation, key),
    tell: (generation) => void told.add(generation),
    running: () => new Set(running.keys()),
    skewsMs: () => [...running.values()],
    asked: () => new Set(askedOf.keys()),
    isKilled: (generation) => killed.has(askedOf.get(generation) ?? ""),
    isTold: (generation) => told.has(generation),
  };
}
