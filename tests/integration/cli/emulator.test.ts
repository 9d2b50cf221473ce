// `dispersed emulator`, in a folder that is no clone of this repository.
import { createPlace, runDispersed } from "./runDispersed";

const place = createPlace();
afterAll(() => place.close());

test("--help of the emulator names the command that was run", async () => {
  const { code, out } = await runDispersed(place, place.env(), "emulator", "--help");
  expect([code, out]).toEqual([0, expect.stringContaining("Usage: dispersed emulator [flags]")]);
  expect(out).toContain("  dispersed emulator --port 8099 ");
  expect(out).not.toContain("npm run");
});
