import { once } from "node:events";
import { writeFileSync } from "node:fs";
import path from "node:path";

import { startDispersed } from "./runDispersed";
import { useCli } from "./useCli";

const cli = useCli();

async function verdicts(
  env: NodeJS.ProcessEnv,
): Promise<{ code: number | null; found: Record<string, string>; out: string }> {
  const { code, out } = await cli.runIn(env, "doctor", "--json");
  const { checks } = JSON.parse(out) as { checks: { subject: string; verdict: string }[] };
  const found = Object.fromEntries(checks.map(({ subject, verdict }) => [subject, verdict]));
  return { code, found, out };
}

test("finds nothing wrong where nothing is, and shows no key", async () => {
  writeFileSync(path.join(cli.place.folder, "pulumi"), "#!/bin/sh\necho v3.200.0\n", {
    mode: 0o755,
  });
  const env = { ...cli.place.env(cli.emulator), PATH: cli.place.folder };
  const { code, found, out } = await verdicts(env);
  const subjects = ["node", "pulumi", "journal", "keys", "service", "clock", "key", "list"];
  expect(found).toEqual(Object.fromEntries(subjects.map((subject) => [subject, "ok"])));
  expect(code).toBe(0);
  expect(out).toContain("v3.200.0");
  expect(out).toContain("the environment variable DISPERSED_SECRET_KEY");
  expect(out).not.toContain(cli.emulator.secretKey);
});

test("a wrong key fails, and is not shown", async () => {
  const env = { ...cli.place.env(cli.emulator), DISPERSED_SECRET_KEY: "sk_wrong" };
  const { code, found, out } = await verdicts(env);
  expect([code, found]).toMatchObject([1, { service: "ok", key: "fail" }]);
  expect(out).not.toContain("sk_wrong");
});

test("--help of the emulator names the command that was run", async () => {
  const { code, out } = await cli.run("emulator", "--help");
  expect([code, out]).toEqual([0, expect.stringContaining("Usage: dispersed emulator [flags]")]);
  expect(out).not.toContain("npm run");
});

test("emulator takes the emulator's flags and ends with a signal", async () => {
  const child = startDispersed(cli.place, cli.place.env(), "emulator", "--port", "0", "--json");
  const exit = once(child, "exit");
  const [line] = (await once(child.stdout, "data")) as [Buffer];
  const { url } = JSON.parse(line.toString()) as { url: string };
  expect((await fetch(`${url}/_emulator/ledger`)).status).toBe(200);
  child.kill("SIGINT");
  expect(await exit).toEqual([0, null]);
});
