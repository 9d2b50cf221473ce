import { askJournalOf } from "../../../cli/orphans/journalFacts";
import type { JournalFacts } from "../../../cli/orphans/decideOrphans";
import type { JobDetails } from "../../../provider/api/endpoints/jobs";
import type { KnownEntry, KnownHolder } from "../../../provider/resources/account/journal";

const marker = {
  stack: "aaaaaaaa",
  resource: "bbbbbbbb",
  generation: "cccccccccc",
  spec: "dddddddd",
};
const job = { uuid: "00000000-0000-4000-8000-000000000001", status: "RUNNING" } as JobDetails;

type Place = KnownEntry["place"];

/** What a journal says of a job with a holder and an entry at each of these places. */
function factsOf(places: {
  readonly holders?: readonly Place[];
  readonly entries?: readonly Place[];
}): JournalFacts {
  const holders = (places.holders ?? []).map((place): KnownHolder => ({
    holder: "hhhhhhhh.bbbbbbbb",
    isRetained: false,
    place,
  }));
  const { generation, spec } = marker;
  const sent = { generation, spec, origin: "", postedAtMs: 0 };
  const entries = (places.entries ?? []).map((place): KnownEntry => ({
    ...sent,
    state: "posted",
    place,
    liveness: "dead",
    project: "pppppppp",
  }));
  const journal = { entriesOf: () => entries, holdersAnywhere: () => holders };
  return askJournalOf(journal)({ job, marker });
}

test.each<[string, Parameters<typeof factsOf>[0], boolean]>([
  ["a run of this backend requested it", { entries: ["here"] }, false],
  ["a run of another backend requested it", { entries: ["other"] }, true],
  ["a run requested it whose backend is not known", { entries: ["unknown"] }, false],
  ["a resource of this backend holds it", { holders: ["here"] }, false],
  ["a resource of another backend holds it", { holders: ["other"] }, true],
  ["a resource holds it whose backend is not known", { holders: ["unknown"] }, true],
  ["states of both backends have shown it", { holders: ["here", "other"] }, true],
  [
    "this backend's state has shown it, and another's run requested it",
    { holders: ["here"], entries: ["other"] },
    false,
  ],
  [
    "another backend's state has shown it, and this one's run requested it",
    { holders: ["other"], entries: ["here"] },
    true,
  ],
])("a job where %s: another backend's is %j", (_what, places, expected) => {
  expect(factsOf(places).isOfOtherBackend).toBe(expected);
});

test("the holders that count by their stack's name are those of this backend", () => {
  expect([factsOf({ holders: ["here"] }).holders, factsOf({ holders: ["other"] }).holders]).toEqual(
    [["hhhhhhhh"], []],
  );
});

test("what another backend's run requested is no interrupted purchase of this one's", () => {
  expect(factsOf({ entries: ["other"] })).toMatchObject({
    isInterrupted: false,
    project: {},
  });
  expect(factsOf({ entries: ["here"] })).toMatchObject({
    isInterrupted: true,
    project: { name: "pppppppp" },
  });
});
