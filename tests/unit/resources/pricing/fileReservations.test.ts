import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import { createFileReservations } from "../../../../provider/resources/pricing/fileReservations";
import type {
  Reservation,
  SharedReservations,
} from "../../../../provider/resources/pricing/reservations";

let folder: string;
beforeEach(() => (folder = mkdtempSync(path.join(tmpdir(), "dispersed-reservations-"))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const file = (): string => path.join(folder, "run.json");
const open = (): SharedReservations => createFileReservations(file());
const one: Reservation = { stack: "aaaaaaaa", generation: "cccccccccc", usd: 0.35, account: "me" };
const other: Reservation = { ...one, generation: "dddddddddd" };
const fits =
  (capUsd: number) =>
  (others: readonly Reservation[]): string | undefined =>
    others.reduce((sum, { usd }) => sum + usd, one.usd) <= capUsd ? undefined : "no room";

describe("reservations of the processes of one run", () => {
  test("count for each other: two jobs do not fit where one does", async () => {
    expect(await open().reserve(one, fits(0.5))).toBeUndefined();
    expect(await open().reserve(other, fits(0.5))).toBe("no room");
    expect(await open().list("aaaaaaaa")).toEqual([one]);
  });

  test("of another stack do not count", async () => {
    await open().reserve({ ...one, stack: "zzzzzzzz" }, fits(0.5));
    expect(await open().reserve(other, fits(0.5))).toBeUndefined();
  });

  test("name the job when its create is over", async () => {
    await open().reserve(one, fits(0.5));
    open().settle("aaaaaaaa", "cccccccccc", "uuid");
    expect(await open().list("aaaaaaaa")).toEqual([{ ...one, uuid: "uuid" }]);
  });

  test("end where nothing was bought", async () => {
    await open().reserve(one, fits(0.5));
    open().release("aaaaaaaa", "cccccccccc");
    expect(await open().list("aaaaaaaa")).toEqual([]);
  });

  test("in a file that is broken are none", async () => {
    writeFileSync(file(), "{");
    expect(await open().list("aaaaaaaa")).toEqual([]);
  });
});
