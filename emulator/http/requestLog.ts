// What the API was asked, in order of arrival. Holds nothing secret: no keys, signatures or bodies.

/** One request to the API. */
export interface RequestEntry {
  readonly method: string;
  /** The route's template, as `/v1/jobs/{uuid}`; the path itself when no route fits. */
  readonly path: string;
  /** The value of `{uuid}`. */
  readonly uuid: string | null;
  /** As it was sent, without `?`: paging and filters. */
  readonly query: string;
  /** `null` while there is no answer, and for ever after a reset or a hang. */
  readonly status: number | null;
  readonly nonce: string | null;
  /** Arrival, epoch milliseconds. */
  readonly at: number;
}

/** The log of requests. */
export interface RequestLog {
  /** Notes an arrival; the returned function notes the answer's status. */
  begin(arrival: Omit<RequestEntry, "status">): (status: number) => void;
  entries(): RequestEntry[];
  /** All requests ever, also those the log has dropped since. */
  count(): number;
}

/** An emulator may run for weeks beside a developer, so the log keeps only the latest entries. */
const ENTRIES_KEPT = 10_000;

/** Makes an empty {@link RequestLog}. */
export function createRequestLog(): RequestLog {
  const entries: { -readonly [K in keyof RequestEntry]: RequestEntry[K] }[] = [];
  let count = 0;
  return {
    begin(arrival) {
      const entry = { ...arrival, status: null as number | null };
      count += 1;
      entries.push(entry);
      if (entries.length > ENTRIES_KEPT) {
        entries.shift();
      }
      return (status) => {
        entry.status = status;
      };
    },
    entries: () => entries.map((entry) => ({ ...entry })),
    count: () => count,
  };
}
