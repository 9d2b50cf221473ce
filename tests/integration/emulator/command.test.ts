import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
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
  child.kill();
  const [code] = (await exit) as [unknown];
  return { out, code, answer, body };
}

test("--json prints one line that a program can read, and SIGTERM ends the server with code 0", async () => {
  const { out, code, answer } = await startAndStop(["--port", "0", ...keyFlags, "--json"]);
  expect(out).toMatch(
    /^\{"url":"http:\/\/127\.0\.0\.1:\d+","publicKey":"pk_x","secretKey":"sk_x"\}\n$/,
  );
  expect([answer.status, code]).toEqual([200, 0]);
});

test("--set turns knobs, by JSON or by a bare word, and a flag of its own wins", async () => {
  const knobs = ["listOrder=shuffled", 'toldTotal={"plus":-1}', "cancelAfterMs=9"];
  const flags = ["--json", "--cancel-after-ms", "7", ...knobs.flatMap((knob) => ["--set", knob])];
  const { body } = await startAndStop(flags, "/_emulator/settings");
  expect(body).toMatchObject({
    listOrder: "shuffled",
    toldTotal: { plus: -1 },
    cancelAfterMs: 7,
  });
});

describe("a fault script in a file", () => {
  const folder = mkdtempSync(join(tmpdir(), "emulator-"));
  const file = join(folder, "faults.json");
  afterAll(() => rmSync(folder, { recursive: true }));

  test.each<[string, string, string]>([
    [
      "a misspelt action",
      '[\n{"route": "GET /v1/jobs", "action": "rest"}]',
      ":2: faults[0].action: ",
    ],
    ["a comma too many", "[\n{},\n]", ":3: is not valid JSON"],
  ])("with %s is refused with its line", async (_name, script, complaint) => {
    writeFileSync(file, script);
    const { out, err, code } = await finished("--faults", file);
    expect([out, err]).toEqual(["", expect.stringContaining(`${file}${complaint}`)]);
    expect(code).toBe(2);
  });

  test("strikes", async () => {
    writeFileSync(file, '[{"route": "GET /v1/jobs", "phase": "before-read", "action": "refuse"}]');
    const { answer } = await startAndStop(["--json", "--faults", file], "/v1/jobs");
    expect(answer.status).toBe(403);
  });
});
