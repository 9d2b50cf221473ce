import { DispersedError } from "../../../../provider/api/errors/errors";
import { isPermanentFailure } from "../../../../provider/api/errors/permanentFailure";

test.each<[string, unknown, boolean]>([
  ["a refused key", new DispersedError("rejected", "no", { status: 401 }), true],
  ["a job that is not there", new DispersedError("rejected", "no", { status: 404 }), true],
  ["a request for fewer requests", new DispersedError("rejected", "no", { status: 429 }), false],
  ["no answer", new DispersedError("ambiguous", "no", { status: 504 }), false],
  ["a mistake of our own", new TypeError("no"), true],
])("a request that fails with %s will fail again: %p", (_name, error, again) => {
  expect(isPermanentFailure(error)).toBe(again);
});
