import { once } from "node:events";
import { writeFileSync } from "node:fs";
import path from "node:path";

import { type Emulator, startEmulator } from "../../../emulator";
import { createPlace, type Place, runDispersed, startDispersed } from "./runDispersed";

jest.setTimeout(60_000);

let emulator: Emulator;
let place: Place;

beforeEach(async () => {
  emulator = await startEmulator();
  place = createPlace();
});
afterEach(async () => {
  place.close();
  await emulator.close();
});

async function verdicts(
  env: NodeJS.ProcessEnv,
): Promise<{ code: number | null; found: Record<string, string>; out: string }> {
  const { code, out } = await runDispersed(place, env, "doctor", "--json");
  const { checks } = JSON.parse(out) as { checks: { subject: string; verdict: string }[] };
  const found = Object.fromEntries(checks.map(({ subject, verdict }) => [subject, verdict]));
  return { code, found, out };
}

test("finds nothing wrong where nothing is, and shows no key", async () => {
  writeFileSync(path.join(place.folder, "pulumi"), "#!/bin/sh\necho v3.200.0\n", { mode: 0o755 });
  const env = { ...place.env(emulator), PATH: place.folder };
  const { code, found, out } = await verdicts(env);
  const subjects = ["node", "pulumi", "journal", "keys", "service", "clock", "key", "list"];
  expect(found).toEqual(Object.fromEntries(subjects.map((subject) => [subject, "ok"])));
  expect(code).toBe(0);
  expect(out).toContain("v3.200.0");
  expect(out).toContain("the environment variable DISPERSED_SECRET_KEY");
  expect(out).not.toContain(emulator.secretKey);
});

test("missing keys fail, a missing pulumi and journal folder warn", async () => {
  writeFileSync(path.join(place.folder, "home"), "a file where a folder should be");
  const { code, found } = await verdicts({ ...place.env(), PATH: place.folder });
  expect(code).toBe(1);
  expect(found).toEqual({ node: "ok", pulumi: "warn", journal: "warn", keys: "fail" });
});

test("a wrong key fails with where it came from", async () => {
  const env = { ...place.env(emulator), DISPERSED_SECRET_KEY: "sk_wrong" };
  const { code, found, out } = await verdicts(env);
  expect([code, found["service"], found["key"]]).toEqual([1, "ok", "fail"]);
  expect(out).not.toContain("sk_wrong");
});

test("a key that may not list fails at that", async () => {
  emulator.addFaults([
    { route: "GET /v1/jobs", occurrence: "every", action: "status", status: 403, body: "{}" },
  ]);
  const { code, found } = await verdicts(place.env(emulator));
  expect([code, found["key"], found["list"]]).toEqual([1, "ok", "fail"]);
});

test("a clock that is off is a warning", async () => {
  emulator.changeSettings({ clockOffsetMs: 10 * 60_000 });
  const { code, found, out } = await verdicts(place.env(emulator));
  expect([code, found["clock"]]).toEqual([0, "warn"]);
  expect(out).toMatch(/10m\d*s? behind the service|9m59s behind the service/);
});

test("a service that is not there fails", async () => {
  const env = { ...place.env(emulator), DISPERSED_API_BASE_URL: "http://127.0.0.1:1" };
  const { code, found } = await verdicts(env);
  expect([code, found["service"]]).toEqual([1, "fail"]);
});

test("emulator takes the emulator's flags and ends with a signal", async () => {
  const child = startDispersed(place, place.env(), "emulator", "--port", "0", "--json");
  const exit = once(child, "exit");
  const [line] = (await once(child.stdout, "data")) as [Buffer];
  const { url } = JSON.parse(line.toString()) as { url: string };
  expect((await fetch(`${url}/_emulator/ledger`)).status).toBe(200);
  child.kill("SIGINT");
  expect(await exit).toEqual([0, null]);
});

test("emulator refuses an unknown flag, and lists the known ones", async () => {
  expect(await runDispersed(place, place.env(), "emulator", "--prot", "1")).toMatchObject({
    code: 2,
  });
  const { out } = await runDispersed(place, place.env(), "emulator", "--help");
  expect(out).toContain("--assign-after-ms");
});

test("another account's key stops the command before anything is sent, and shows neither", async () => {
  const env = { ...place.env(emulator), DISPERSED_ALLOWED_ACCOUNT: "pk_of_production" };
  const { code, err } = await runDispersed(place, env, "jobs");
  expect(code).not.toBe(0);
  expect(err).toContain(
    "the environment variable DISPERSED_PUBLIC_KEY is a key that the environment variable " +
      "DISPERSED_ALLOWED_ACCOUNT does not allow.",
  );
  expect(emulator.ledger().requests).toBe(0);
});
