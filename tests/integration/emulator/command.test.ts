import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";

// Each test starts the command from its sources, some twice; on a busy machine that takes seconds.
jest.setTimeout(30_000);

const root = join(__dirname, "..", "..", "..");
const keyFlags = ["--public-key", "pk_x", "--secret-key", "sk_x"];

function start(...flags: string[]): ChildProcessWithoutNullStreams {
  const main = join(root, "emulator", "main.ts");
  return spawn(process.execPath, ["--import", "tsx", main, ...flags], { cwd: root });
}

/** Runs a command that ends by itself. */
async function finished(...flags: string[]): Promise<{ out: string; err: string; code: unknown }> {
  const child = start(...flags);
  const [out, err, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, "exit") as Promise<[unknown]>,
  ]);
  return { out, err, code };
}

/** Starts a server, asks it for a path once it has printed its first words, and ends it. */
async function startAndStop(
  flags: readonly string[],
  signal: NodeJS.Signals = "SIGTERM",
  path = "/_emulator/ledger",
): Promise<{ out: string; code: unknown; answer: Response; body: unknown }> {
  const child = start(...flags);
  let out = "";
  child.stdout.on("data", (chunk: Buffer) => (out += chunk.toString()));
  await once(child.stdout, "data");
  const url = /http:\/\/127\.0\.0\.1:\d+/.exec(out)?.[0] ?? "";
  const answer = await fetch(url + path);
  const body: unknown = await answer.json();
  const exit = once(child, "exit");
  child.kill(signal);
  const [code] = (await exit) as [unknown];
  return { out, code, answer, body };
}

test.each(["SIGINT", "SIGTERM"] as const)(
  "--json prints one line that a program can read, the server answers, and %s ends it with code 0",
  async (signal) => {
    const flags = ["--port", "0", ...keyFlags, "--json"];
    const { out, code, answer } = await startAndStop(flags, signal);
    expect(out).toMatch(
      /^\{"url":"http:\/\/127\.0\.0\.1:\d+","publicKey":"pk_x","secretKey":"sk_x"\}\n$/,
    );
    expect([answer.status, code]).toEqual([200, 0]);
  },
);

test("without --json it shows how to point Pulumi at it", async () => {
  const { out } = await startAndStop(keyFlags);
  expect(out).toMatch(/pulumi config set dispersed:baseUrl http:\/\/127\.0\.0\.1:\d+\n/);
});

test("--set turns knobs, by JSON or by a bare word, and a flag of its own wins", async () => {
  const knobs = ["listOrder=shuffled", 'toldTotal={"plus":-1}', "cancelAfterMs=9"];
  const flags = ["--json", "--cancel-after-ms", "7", ...knobs.flatMap((knob) => ["--set", knob])];
  const { body } = await startAndStop(flags, "SIGTERM", "/_emulator/settings");
  expect(body).toMatchObject({
    listOrder: "shuffled",
    toldTotal: { plus: -1 },
    cancelAfterMs: 7,
  });
});

test("--help explains with an example", async () => {
  const { out, code } = await finished("--help");
  expect([code, out]).toEqual([0, expect.stringContaining("Example:")]);
  expect(out).toContain("Usage: npm run emulator -- [flags]");
});

// tests/integration/cli/usage has other mistakes of the same flags.
test.each([["--port", "65536"], ["--run-for-ms=-5"], ["--public-key", "pk_x"]])(
  "%s %s is refused with one line and exit code 2",
  async (...flags) => {
    const { out, err, code } = await finished(...flags);
    expect([code, out]).toEqual([2, ""]);
    expect(err).toMatch(/^[^\n]+\n$/);
  },
);

test("a port that is taken is an error with exit code 1", async () => {
  const squatter = createServer().listen(0, "127.0.0.1");
  await once(squatter, "listening");
  const { port } = squatter.address() as AddressInfo;
  const { code, err } = await finished("--port", String(port));
  squatter.close();
  expect([code, err]).toEqual([1, expect.stringContaining("EADDRINUSE")]);
});

describe("a fault script in a file", () => {
  let folder: string;
  let file: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "emulator-"));
    file = join(folder, "faults.json");
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test.each<[string, string, string]>([
    [
      "a misspelt phase",
      '[\n  { "route": "POST /v1/jobs", "action": "reset" },\n  {\n    "route": "GET /v1/jobs",\n    "phase": "mid-bdy",\n    "action": "reset"\n  }\n]',
      ":5: faults[1].phase: ",
    ],
    ["a comma too many", "[\n{},\n]", ":3: is not valid JSON"],
  ])("with %s is refused with its line", async (_name, script, complaint) => {
    writeFileSync(file, script);
    const { out, err, code } = await finished("--faults", file);
    expect([out, err]).toEqual(["", expect.stringContaining(`${file}${complaint}`)]);
    expect(code).not.toBe(0);
  });

  test("strikes", async () => {
    writeFileSync(file, '[{"route": "GET /v1/jobs", "phase": "before-read", "action": "refuse"}]');
    const { answer } = await startAndStop(["--json", "--faults", file], "SIGTERM", "/v1/jobs");
    expect(answer.status).toBe(403);
  });
});

test("the same --seed makes the same keys", async () => {
  const keysOf = async (): Promise<string | undefined> =>
    /"publicKey.*/.exec((await startAndStop(["--json", "--seed", "a"])).out)?.[0];
  const keys = await keysOf();
  expect([typeof keys, await keysOf()]).toEqual(["string", keys]);
});
