import { EventEmitter } from "node:events";
import * as fs from "node:fs";

import { isDispersedError } from "../../../provider/api/errors/errors";
import { createEngineLife, type EngineLifetime } from "../../../provider/host/engineLifetime";

jest.mock("node:fs", () => ({ ...jest.requireActual<typeof fs>("node:fs"), fstatSync: jest.fn() }));

interface Host {
  readonly life: EngineLifetime;
  readonly exits: readonly unknown[];
  readonly settle: jest.Mock;
  readonly end: (event: "end" | "close" | "error") => void;
  readonly interrupt: () => void;
}

/** A process whose stdin is a pipe, or something else. */
function createHost(isPipe = true): Host {
  const stats = Object.create(null, {
    isFIFO: { value: () => isPipe },
    isSocket: { value: () => false },
  }) as fs.Stats;
  jest.mocked(fs.fstatSync).mockReturnValue(stats);
  const stdin = Object.assign(new EventEmitter(), {
    resume: () => stdin,
    unref: () => stdin,
  });
  const signals = new EventEmitter();
  const exits: unknown[] = [];
  const settle = jest.fn();
  const life = createEngineLife({
    stdin,
    once: signals.once.bind(signals),
    exit: (code: unknown) => exits.push(code),
  } as unknown as Pick<NodeJS.Process, "stdin" | "exit" | "once">);
  life.listen(settle);
  return {
    life,
    exits,
    settle,
    end: (event) => stdin.emit(event),
    interrupt: () => signals.emit("SIGINT"),
  };
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** An operation that goes on until it is finished. */
const begin = (life: EngineLifetime): { finish: () => void; operation: Promise<void> } => {
  let finish = (): void => undefined;
  const operation = life.during(() => new Promise<void>((resolve) => (finish = resolve)));
  return { finish: () => finish(), operation };
};

describe("an engine that was killed", () => {
  test.each(["end", "close", "error"] as const)("is noticed by the %s of stdin", (event) => {
    const { life, end } = createHost();
    end(event);
    expect([life.signal.aborted, isDispersedError(life.signal.reason)]).toEqual([true, true]);
  });

  test("ends a process in the middle of an operation afterwards", async () => {
    const { life, end, exits } = createHost();
    const { finish, operation } = begin(life);
    end("end");
    await turn();
    const during = [...exits];
    finish();
    await operation;
    await turn();
    expect([during, exits]).toEqual([[], [0]]);
  });

  test("does not end a process before the last of its operations", async () => {
    const { life, end, exits } = createHost();
    begin(life);
    await life.during(() => Promise.resolve());
    end("end");
    await turn();
    expect(exits).toEqual([]);
  });

  test("settles nothing: what was sent to it may not be in the state", async () => {
    const { end, settle, interrupt } = createHost();
    end("end");
    await turn();
    interrupt();
    expect(settle).not.toHaveBeenCalled();
  });
});

describe("an engine that interrupts its provider", () => {
  test("makes it settle the journal and end at once, also during an operation", () => {
    const { life, interrupt, settle, exits } = createHost();
    begin(life);
    interrupt();
    expect([settle.mock.calls.length, exits]).toEqual([1, [0]]);
  });
});

test("a stdin that is no pipe is no engine: its end has no effect", () => {
  const { life, end } = createHost(false);
  end("end");
  expect(life.signal.aborted).toBe(false);
});
