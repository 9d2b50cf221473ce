// Which keys are read together, which alone, and whom a failure concerns.
import { observeAll, type Observer } from "../../../../provider/api/polling/observations";
import { DispersedError } from "../../../../provider/api/errors/errors";

const { signal } = new AbortController();
const signalsOf = (...keys: readonly string[]): ReadonlyMap<string, AbortSignal> =>
  new Map(keys.map((key) => [key, signal]));
const up: Observer<string>["observe"] = () => Promise.resolve("up");
const seen = { seen: true, value: "up" };

test("nothing is read for no keys", async () => {
  const observeMany = jest.fn(() => Promise.resolve(new Map<string, string>()));
  expect(await observeAll({ observe: up, observeMany }, signalsOf())).toEqual(new Map());
  expect(observeMany).not.toHaveBeenCalled();
});

test("a service that cannot read many at once is asked about each", async () => {
  expect(await observeAll({ observe: up }, signalsOf("a", "b"))).toEqual(
    new Map([
      ["a", seen],
      ["b", seen],
    ]),
  );
});

test("a failure of one key does not concern the others", async () => {
  const error = new DispersedError("rejected", "gone", { status: 404 });
  const observe = (key: string): Promise<string> =>
    key === "a" ? Promise.reject(error) : Promise.resolve("up");
  expect(await observeAll({ observe }, signalsOf("a", "b"))).toEqual(
    new Map<string, unknown>([
      ["a", { seen: false, error }],
      ["b", seen],
    ]),
  );
});

test("a failure that is not the service's concerns all keys, whatever it looks like", async () => {
  const error = Object.assign(new Error("a proxy's library says no"), { status: 404 });
  const observer = { observe: up, observeMany: () => Promise.reject(error) };
  expect(await observeAll(observer, signalsOf("a", "b"))).toEqual(
    new Map([
      ["a", { seen: false, error }],
      ["b", { seen: false, error }],
    ]),
  );
});
