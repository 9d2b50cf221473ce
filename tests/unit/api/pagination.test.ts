import { paginate, type Page } from "../../../provider/api/pagination";

/** Reads a listing of the given pages; a page beyond them is empty. */
async function readAll(
  pages: readonly Page<string>[],
  maxPages = 100,
): Promise<{ items: string[]; complete: boolean; asked: number[] }> {
  const asked: number[] = [];
  const listing = paginate({
    maxPages,
    keyOf: (item: string) => item,
    fetchPage: (page) => {
      asked.push(page);
      return Promise.resolve(pages[page - 1] ?? { items: [], count: 0, total: undefined });
    },
  });
  const items: string[] = [];
  for (;;) {
    const next = await listing.next();
    if (next.done === true) return { items, complete: next.value, asked };
    items.push(next.value);
  }
}

const page = (letters: string, total?: number): Page<string> => ({
  items: Array.from(letters),
  count: letters.length,
  total,
});

describe("paginate", () => {
  test("reads page after page until it has as many items as there are", async () => {
    expect(await readAll([page("abc", 5), page("de", 5), page("f", 5)])).toEqual({
      items: ["a", "b", "c", "d", "e"],
      complete: true,
      asked: [1, 2],
    });
  });

  test("ends at an empty page where the server does not say how many there are", async () => {
    expect(await readAll([page("ab"), page("c")])).toEqual({
      items: ["a", "b", "c"],
      complete: true,
      asked: [1, 2, 3],
    });
  });

  test("asks once when there is nothing", async () => {
    expect(await readAll([page("", 0)])).toEqual({ items: [], complete: true, asked: [1] });
  });

  test("yields each item once when the pages shift under the reader", async () => {
    expect((await readAll([page("abc", 5), page("cd", 5), page("e", 5)])).items).toEqual([
      "a",
      "b",
      "c",
      "d",
      "e",
    ]);
  });

  test("H08: ends without having seen the end when a page brings nothing new", async () => {
    expect(await readAll([page("ab", 99), page("ba", 99), page("c", 99)])).toEqual({
      items: ["a", "b"],
      complete: false,
      asked: [1, 2],
    });
  });

  test("H08: goes on after a full page although the total says that this is all", async () => {
    const full = Array.from({ length: 50 }, (_item, index) => `item ${index}`);
    const lying = { items: full, count: 50, total: 10 };
    const last = { items: ["last"], count: 1, total: 10 };
    expect(await readAll([lying, last])).toEqual({
      items: [...full, "last"],
      complete: true,
      asked: [1, 2],
    });
  });

  test("H08: has not seen the end when there was something it cannot read", async () => {
    const unreadable = { items: ["a"], count: 2, total: 2 };
    expect(await readAll([unreadable])).toMatchObject({ items: ["a"], complete: false });
  });

  test("H08: ends at an empty page when the total promises too many", async () => {
    expect(await readAll([page("ab", 1_000_000)])).toEqual({
      items: ["a", "b"],
      complete: true,
      asked: [1, 2],
    });
  });

  test("H08: says that it did not see the end when there are too many pages", async () => {
    expect(await readAll([page("ab"), page("cd"), page("ef")], 2)).toEqual({
      items: ["a", "b", "c", "d"],
      complete: false,
      asked: [1, 2],
    });
  });

  test("asks for no page before its reader wants it", async () => {
    const asked: number[] = [];
    const listing = paginate({
      maxPages: 9,
      keyOf: (item: string) => item,
      fetchPage: (number) => {
        asked.push(number);
        return Promise.resolve(page("ab", 4));
      },
    });

    await listing.next();
    await listing.next();

    expect(asked).toEqual([1]);
  });
});
