// Time that passes only when nothing else can happen: a story of days takes as long as its sockets.
import type { Clock } from "../../../emulator";
import type { Clock as ProcessClock } from "../../../provider/api/clock";

/** The time of the service, and of everybody else. */
export interface VirtualTime extends Clock {
  /** Runs an operation. While it waits for nothing but time, time goes on to the next appointment. */
  run<T>(operation: () => Promise<T>): Promise<T>;
  /** Lets time pass, appointment by appointment. */
  pass(byMs: number): Promise<void>;
  /** Says that something is on its way; the returned function says that it has arrived. */
  begin(): () => void;
  /** Resolves once nothing more happens without time passing. */
  quiet(): Promise<void>;
}

interface Appointment {
  readonly dueMs: number;
  readonly callback: () => void;
}

/** Turns of the event loop after which a task without progress is waiting for time. */
const IDLE_TURNS = 3;
/** The same while a request is out: its bytes take some turns from socket to socket. */
const STUCK_TURNS = 40;
const STUCK_MS = 8;
/** An operation that waits for nothing at all would wait for ever. */
const DEADLOCK_MS = 10_000;

/**
 * Time from a moment on, Unix time in milliseconds. `passesRequests`: it also passes while a request is
 * out, which may never be answered.
 */
export function createVirtualTime(startMs: number, passesRequests = true): VirtualTime {
  const appointments = new Set<Appointment>();
  let nowMs = startMs;
  let events = 0;
  let onTheWay = 0;

  const after = (delayMs: number, callback: () => void): (() => void) => {
    events += 1;
    const appointment = { dueMs: nowMs + Math.max(0, Math.ceil(delayMs)), callback };
    appointments.add(appointment);
    return () => void appointments.delete(appointment);
  };
  /** Keeps the first appointment up to a moment; `false` when there is none. */
  const goOn = (untilMs = Infinity): boolean => {
    const due = [...appointments].reduce<Appointment | undefined>(
      (first, each) => (first === undefined || each.dueMs < first.dueMs ? each : first),
      undefined,
    );
    if (due === undefined || due.dueMs > untilMs) return false;
    appointments.delete(due);
    nowMs = Math.max(nowMs, due.dueMs);
    events += 1;
    due.callback();
    return true;
  };
  const quiet = async (): Promise<void> => {
    let seen = -1;
    let turns = 0;
    let sinceMs = 0;
    for (;;) {
      if (seen !== events) [seen, turns, sinceMs] = [events, 0, performance.now()];
      const isStuck =
        passesRequests && turns >= STUCK_TURNS && performance.now() - sinceMs >= STUCK_MS;
      if (onTheWay === 0 ? turns >= IDLE_TURNS : isStuck) return;
      await new Promise((resolve) => setImmediate(resolve));
      turns += 1;
    }
  };
  return {
    now: () => nowMs,
    after,
    quiet,
    begin() {
      onTheWay += 1;
      events += 1;
      return () => {
        onTheWay -= 1;
        events += 1;
      };
    },
    async run(operation) {
      const state = { isOver: false };
      const result = operation().finally(() => (state.isOver = true));
      // It is awaited at the end; until then a rejection must not count as unhandled.
      result.catch(() => undefined);
      let stuckSinceMs = performance.now();
      for (;;) {
        await quiet();
        if (state.isOver) return result;
        if (goOn()) stuckSinceMs = performance.now();
        else if (performance.now() - stuckSinceMs > DEADLOCK_MS) {
          throw new Error("The operation waits for something that never comes.");
        }
      }
    },
    async pass(byMs) {
      const untilMs = nowMs + byMs;
      do await quiet();
      while (goOn(untilMs));
      nowMs = untilMs;
    },
  };
}

/** The clock of a process in virtual time; `offsetMs`: how wrong its date is. */
export function createVirtualClock(time: VirtualTime, offsetMs: () => number): ProcessClock {
  return {
    nowMs: () => time.now() + offsetMs(),
    monotonicMs: () => time.now(),
    sleep: (delayMs, signal) =>
      new Promise<void>((resolve, reject) => {
        const onAbort = (): void => {
          forget();
          reject(signal?.reason as Error);
        };
        const forget = time.after(delayMs, () => {
          signal?.removeEventListener("abort", onAbort);
          resolve();
        });
        if (signal?.aborted === true) onAbort();
        else signal?.addEventListener("abort", onAbort, { once: true });
      }),
  };
}
