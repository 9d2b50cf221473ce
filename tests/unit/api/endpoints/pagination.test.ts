import {
  isWhole,
  paginate,
  readPages,
  type Listing,
  type ListingProgress,
  type Page,
  type PageWindow,
} from "../../../../provider/api/endpoints/pagination";

/** The items of a page of one-letter items. */
const letters = (text: string): string[] => Array.from(text);
const page = (items: string, total?: number): Page<string> => ({
  items: letters(items),
  count: items.length,
  total,
});
const full = Array.from({ length: 50 }, (_item, index) => `item ${index}`);

describe("paginate", () => {
  /** Reads a listing of the given pages; a page beyond them is empty. */
  async function readAll(
    pages: readonly Page<string>[],
  ): Promise<{ items: string[]; complete: boolean; asked: number }> {
    let asked = 0;
    const listing = paginate({
      maxPages: 100,
      keyOf: (item: string) => item,
      fetchPage: (window) => {
        asked += 1;
        expect(window.page).toBe(asked);
        return Promise.resolve(pages[asked - 1] ?? { items: [], count: 0, total: undefined });
      },
    });
    const items: string[] = [];
    for (;;) {
      const next = await listing.next();
      if (next.done === true) return { items, complete: next.value, asked };
      items.push(next.value);
    }
  }

  const exact = "ends when it has as many items as there are";
  const unread = { items: ["a"], count: 2, total: 2 };
  const shifted = [page("abc", 5), page("cde", 5)];
  const repeated = [page("ab", 9), page("ba", 9)];
  const twice = [
    { items: full, count: 50, total: 50 },
    { items: full.slice(0, 1), count: 1, total: 50 },
  ];
  const all = [{ items: full, count: 50, total: 10 }, page("z", 10)];

  test.each<[string, Page<string>[], string[], boolean, number]>([
    [exact, [page("abc", 5), page("de", 5), page("f", 5)], letters("abcde"), true, 2],
    ["ends at an empty page without a total", [page("ab"), page("c")], letters("abc"), true, 3],
    ["yields an item of two pages once", shifted, letters("abcde"), true, 2],
    ["H08: stops where a page brings nothing new", repeated, letters("ab"), false, 2],
    ["H08: goes on after a full page, whatever the total", all, [...full, "z"], true, 2],
    ["H08: takes no repeated item for the end", twice, full, false, 2],
    ["H08: is not complete with something it cannot read", [unread], ["a"], false, 2],
    ["H08: ends at an empty page of a total too high", [page("ab", 1_000)], letters("ab"), true, 2],
  ])("%s", async (_name, pages, items, complete, asked) => {
    expect(await readAll(pages)).toEqual({ items, complete, asked });
  });

  test("asks for no page before its reader wants it", async () => {
    const asked: number[] = [];
    const listing = paginate({
      maxPages: 9,
      keyOf: (item: string) => item,
      fetchPage: ({ page: number }) => {
        asked.push(number);
        return Promise.resolve(page("ab", 4));
      },
    });
    await listing.next();
    await listing.next();
    expect(asked).toEqual([1]);
  });
});

/** An item of a listing with its time of creation. */
type Dated = readonly [key: string, createdAt: string | undefined];

/** What a listing of the given pages has shown when it was read to where it ends. */
async function progressOf(
  pages: readonly Page<Dated>[],
  options: Partial<Listing<Dated>> = {},
): Promise<{ progress: ListingProgress; items: string[]; windows: PageWindow[]; turns: number }> {
  const windows: PageWindow[] = [];
  const listing = readPages<Dated>({
    maxPages: 9,
    keyOf: ([key]) => key,
    createdAtOf: ([, createdAt]) => createdAt,
    fetchPage: (window) => {
      windows.push(window);
      return Promise.resolve(
        pages[window.page - 1] ?? { items: [], count: 0, total: pages[0]?.total },
      );
    },
    ...options,
  });
  const items: string[] = [];
  for (let turns = 0; ; turns += 1) {
    const turn = await listing.next();
    if (turn.done === true) return { progress: turn.value, items, windows, turns };
    items.push(...turn.value.items.map(([key]) => key));
  }
}

const dated = (items: readonly Dated[], total?: number): Page<Dated> => ({
  items,
  count: items.length,
  total,
});

const many = (from: number, until: number): Dated[] =>
  Array.from({ length: until - from }, (_item, index) => [
    String(from + index),
    new Date(1_700_000_000_000 - (from + index) * 1000).toISOString(),
  ]);

describe("a listing that is read page by page", () => {
  test("is whole when it has as many items as its first page announces", async () => {
    const { progress } = await progressOf([dated(many(0, 50), 60), dated(many(50, 60), 60)]);
    expect([isWhole(progress), progress]).toEqual([
      true,
      expect.objectContaining({ pages: 2, items: 60, total: 60, isOrdered: true, hasEnded: true }),
    ]);
  });

  test("is whole when it is empty and says so", async () => {
    expect(isWhole((await progressOf([dated([], 0)])).progress)).toBe(true);
  });

  test.each<[string, readonly Page<Dated>[]]>([
    ["is empty and announces items", [dated([], 3)]],
    ["has no total", [dated(many(0, 3)), dated([])]],
    ["ends before it has as many items as it announces", [dated(many(0, 3), 5), dated([], 5)]],
    ["announces fewer items later", [dated(many(0, 50), 60), dated(many(50, 59), 59)]],
    ["holds something that cannot be read", [{ items: many(0, 1), count: 2, total: 1 }]],
  ])("is not whole when it %s", async (_name, pages) => {
    expect(isWhole((await progressOf(pages)).progress)).toBe(false);
  });

  const whole: ListingProgress = {
    ...{ pages: 1, items: 5, total: 5, hasShrunk: false },
    ...{ isReadable: true, isOrdered: true, isJoined: false, hasEnded: true },
  };
  test.each<[Partial<ListingProgress>, boolean]>([
    [{}, true],
    [{ hasEnded: false }, false],
    [{ isReadable: false }, false],
    [{ items: 4 }, false],
    [{ items: 4, isJoined: true }, true],
    [{ total: undefined, isJoined: true }, false],
  ])("is whole, but for %j: %p", (but, isOne) => {
    expect(isWhole({ ...whole, ...but })).toBe(isOne);
  });

  test("is not whole when there are more pages than are read", async () => {
    const { progress } = await progressOf([dated(many(0, 50), 50)], { maxPages: 1 });
    expect(isWhole(progress)).toBe(false);
  });

  test("is whole when items came while it was read: those that its first page announced are there", async () => {
    const { progress, turns } = await progressOf([
      dated(many(0, 50), 60),
      dated(many(50, 60), 61),
      dated([], 61),
    ]);
    expect([isWhole(progress), progress.total, turns]).toEqual([true, 60, 2]);
  });

  // Which of two times may come first is in createdAt.test.ts.
  test.each<[string, (string | undefined)[], boolean]>([
    ["oldest first", ["2024-02-02T09:00:00Z", "2024-02-02T10:00:00Z"], false],
    ["without a date", ["2024-02-02", undefined], false],
  ])("is ordered %s: %j: %p", async (_name, dates, isOrdered) => {
    const items = dates.map((date, index): Dated => [String(index), date]);
    expect((await progressOf([dated(items, items.length)])).progress.isOrdered).toBe(isOrdered);
  });

  test("is not ordered where its items have no times", async () => {
    const { progress } = await progressOf([dated(many(0, 2), 2)], { createdAtOf: undefined });
    expect(progress.isOrdered).toBe(false);
  });
});

describe("a listing with pages that overlap", () => {
  const read = (pages: readonly Page<Dated>[]): ReturnType<typeof progressOf> =>
    progressOf(pages, { isOverlapping: true });

  test("asks for windows of which each begins before the end of the last", async () => {
    const { windows, items } = await read([
      dated(many(0, 50), 120),
      dated(many(49, 98), 120),
      dated(many(96, 120), 120),
    ]);
    expect([windows, items.length]).toEqual([
      [
        { page: 1, limit: 50 },
        { page: 2, limit: 49 },
        { page: 3, limit: 48 },
      ],
      120,
    ]);
  });

  test("is whole where a job left it and the job that moved up was read", async () => {
    const { progress } = await read([
      dated(many(0, 50), 110),
      dated(many(49, 98), 110),
      // One of the first left: everything moved up by one.
      dated(many(97, 110), 109),
    ]);
    expect([isWhole(progress), progress.items, progress.hasShrunk]).toEqual([true, 110, true]);
  });

  test("is not whole where more left than the pages overlap", async () => {
    const { progress } = await read([dated(many(0, 50), 60), dated(many(52, 60), 57)]);
    expect(isWhole(progress)).toBe(false);
  });

  test("ends where the last window holds nothing new", async () => {
    const { progress } = await read([dated(many(0, 50), 50), dated(many(49, 50), 50)]);
    expect([isWhole(progress), progress.pages]).toEqual([true, 2]);
  });

  test("is not whole where no page announces how many there are", async () => {
    const { progress } = await read([dated(many(0, 50)), dated(many(49, 60)), dated([])]);
    expect([progress.hasEnded, isWhole(progress)]).toEqual([true, false]);
  });

  test("is not whole where it is empty and announces items", async () => {
    expect(isWhole((await read([dated([], 5)])).progress)).toBe(false);
  });
});
