import fc from "fast-check";

import { DispersedError } from "../../../../provider/api/errors/errors";
import { listJobRuns } from "../../../../provider/api/endpoints/jobRuns";
import { cancelJob, getJob } from "../../../../provider/api/endpoints/jobs";
import { getRecipe } from "../../../../provider/api/endpoints/recipes";
import { isUuid, requireUuid } from "../../../../provider/api/endpoints/uuid";
import { createScriptedClient, rejection } from "../../../support/fakes";

const uuid = "3fa85f64-5717-4562-b3fc-2c963f66afa6";

describe("requireUuid", () => {
  test("returns the uuid in lower case", () => {
    expect(requireUuid(uuid.toUpperCase(), "the id")).toBe(uuid);
  });

  test.each([
    "%2e%2e",
    `${uuid}/cancel`,
    `../${uuid}`,
    `${uuid}%00`,
    `${uuid}\n`,
    `unconfirmed:${uuid}`,
    7,
    { toString: () => uuid },
    [uuid],
  ])("H10: refuses %p before it gets into a path", (id) => {
    expect(() => requireUuid(id, "the id")).toThrow(
      new DispersedError("validation", "the id is not a uuid; nothing was sent."),
    );
  });

  test("H10: takes no uuid with one character too many", () => {
    const extra = fc.constantFrom(...Array.from("/.?#%\\ \n\u0000a-"), "\u2028", "０");
    fc.assert(
      fc.property(fc.uuid(), extra, fc.nat(36), (any, mark, position) => {
        expect(isUuid(any.slice(0, position) + mark + any.slice(position))).toBe(false);
      }),
    );
  });
});

test.each([getJob, cancelJob, listJobRuns, getRecipe])(
  "%p asks nothing about a path",
  async (ask) => {
    for (const id of ["..", "a/b", `${uuid}/cancel`, ""]) {
      const { api, requests } = createScriptedClient([]);
      expect(await rejection(ask(api, id))).toMatchObject({ kind: "validation" });
      expect(requests).toEqual([]);
    }
  },
);
