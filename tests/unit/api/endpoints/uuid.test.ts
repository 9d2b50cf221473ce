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
    "",
    "..",
    "%2e%2e",
    "a/b",
    "//evil",
    `${uuid}/cancel`,
    `../${uuid}`,
    `${uuid}?x=1`,
    `${uuid}#x`,
    `${uuid}%00`,
    `${uuid}\n`,
    ` ${uuid}`,
    uuid.replaceAll("-", ""),
    uuid.replace("3", "３"),
    uuid.replace("f", "g"),
    `{${uuid}}`,
    `unconfirmed:${uuid}`,
    undefined,
    null,
    7,
    { toString: () => uuid },
    [uuid],
  ])("H10: refuses %p before it gets into a path", (id) => {
    expect(() => requireUuid(id, "the id")).toThrow(
      new DispersedError("validation", "the id is not a uuid; nothing was sent."),
    );
  });

  test("takes a uuid of any version", () => {
    fc.assert(
      fc.property(fc.uuid(), (any) => {
        expect(isUuid(any)).toBe(true);
      }),
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

  test("refuses a megabyte that begins like a uuid", () => {
    expect(isUuid("3fa85f64-5717-4562-b3fc-".repeat(50_000))).toBe(false);
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
