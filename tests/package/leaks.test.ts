// What no file may contain: a real key, or a path of the machine that built it.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";

const repository = dirname(dirname(__dirname));

/** The form of real keys: long and random. */
const KEY =
  /\b[ps]k_(?:live_|test_)?(?=[A-Za-z0-9]*[0-9])(?=[A-Za-z0-9]*[A-Za-z])[A-Za-z0-9]{24,}\b/;
const PRIVATE_KEY = /-----BEGIN [A-Z ]*PRIVATE KEY-----\r?\n[A-Za-z0-9+/=\r\n]{40,}/;

function lines(command: string, ...args: readonly string[]): readonly string[] {
  const { stdout, status, stderr } = spawnSync(command, args, {
    cwd: repository,
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(stderr);
  return stdout.split("\n").filter((line) => line !== "");
}

const offenders = (files: readonly string[], patterns: readonly RegExp[]): readonly string[] =>
  files.filter((file) => {
    const text = readFileSync(join(repository, file), "latin1");
    return patterns.some((pattern) => pattern.test(text));
  });

test("I15: no file of the repository holds a key", () => {
  // A server that only tests speak to has a key of its own, on purpose.
  const isFixture = (file: string): boolean => file.startsWith("tests/fixtures/tls/");
  const files = lines("git", "ls-files").filter((file) => !isFixture(file));
  expect(files.length).toBeGreaterThan(100);
  expect(offenders(files, [KEY, PRIVATE_KEY])).toEqual([]);
});

test("I15: nor does a file of the package, and none names a folder of this machine", () => {
  const answer = lines("npm", "pack", "--dry-run", "--json", "--ignore-scripts").join("\n");
  const [{ files }] = JSON.parse(answer) as [{ files: { path: string }[] }];
  const paths = files.map(({ path }) => path);
  const place = new RegExp([repository, homedir()].map((path) => `${path}/`).join("|"));
  expect(paths.filter((path) => /(^|\/)(tests?|\.env|.*\.pem|.*\.key)(\/|$)/.test(path))).toEqual(
    [],
  );
  expect(offenders(paths, [KEY, PRIVATE_KEY, place])).toEqual([]);
});

test("I15: the patterns find what they are for", () => {
  const key = `sk_${"a1B2".repeat(8)}`;
  const pem = `-----BEGIN RSA PRIVATE KEY-----\n${"MIIE".repeat(20)}\n`;
  expect([KEY.test(key), KEY.test("sk_own_0123456789abcdef"), PRIVATE_KEY.test(pem)]).toEqual([
    true,
    false,
    true,
  ]);
});
