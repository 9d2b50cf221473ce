// The emulator's only source of time. Everything else receives the time, so tests can control it.

/** Time as the emulator sees it. */
export interface Clock {
  /** Epoch milliseconds. */
  now(): number;
  /** Calls back once, no sooner than `delayMs` from now; the returned function takes that back. */
  after(delayMs: number, callback: () => void): () => void;
}

/** A clock that moves only when a test advances it. */
export interface ManualClock extends Clock {
  /** Moves time on and makes the calls that fall due on the way, in order of time. */
  advance(byMs: number): void;
}

/**
 * The longest delay of setTimeout: it takes a longer one for zero, so a longer wait needs several.
 */
const MAX_TIMEOUT_MS = 2 ** 31 - 1;

/** The time of this machine. Its timers do not keep the process alive. */
export const systemClock: Clock = {
  now: () => Date.now(),
  after(delayMs, callback) {
    const timer = setTimeout(callback, Math.min(Math.max(delayMs, 0), MAX_TIMEOUT_MS)).unref();
    return () => {
      clearTimeout(timer);
    };
  },
};

interface Appointment {
  readonly dueMs: number;
  readonly callback: () => void;
}

/** Makes a {@link ManualClock}; without a start it begins on 1 January 2026, UTC. */
export function createManualClock(startMs: number = Date.UTC(2026, 0, 1)): ManualClock {
  const appointments = new Set<Appointment>();
  let nowMs = startMs;

  const firstDueBy = (limitMs: number): Appointment | undefined =>
    [...appointments].filter((a) => a.dueMs <= limitMs).sort((a, b) => a.dueMs - b.dueMs)[0];

  return {
    now: () => nowMs,
    after(delayMs, callback) {
      const appointment = { dueMs: nowMs + Math.max(delayMs, 0), callback };
      appointments.add(appointment);
      return () => {
        appointments.delete(appointment);
      };
    },
    advance(byMs) {
      const targetMs = nowMs + byMs;
      for (let due = firstDueBy(targetMs); due !== undefined; due = firstDueBy(targetMs)) {
        appointments.delete(due);
        nowMs = Math.max(nowMs, due.dueMs);
        due.callback();
      }
      nowMs = targetMs;
    },
  };
}
