// Values that are in no other place: where one of them is seen, a secret was shown. Shared by all
// levels of test.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { constants, gunzipSync } from "node:zlib";

/** One for each place where a job has a secret, each with something that spellings differ in. */
export const canaries = {
  env: 'canary-env-7f3a91/"é"+x',
  lines: "canary-first-line-4b\ncanary-second-line-9e",
  marks: "canary-marks-%41<&>'c07d",
  registry: "canary registry?51c0d2&b=",
  volume: "canary-volume-\\e81b\\",
  /** Of an image's address; secret as a whole only where a program says so. */
  password: "canary:password+5d20=",
  /** Of an SSH key, which is no secret either. */
  comment: 'canary@machine "66b9e1"',
} as const;

/** A container with all of them. */
export const containerWithCanaries = {
  image: `robot:${canaries.password}@registry.example.com/otoy/dispersed-base`,
  ports: [],
  env: { TOKEN: canaries.env, KEY: canaries.lines, MARKS: canaries.marks },
  sshKey: `ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ ${canaries.comment}`,
  registry: { user: "robot", secret: canaries.registry },
  volumes: [{ image: "otoy/volume", secret: canaries.volume }],
};

/** How a service, a proxy or a program may write a value. */
export function spellingsOf(secret: string): readonly string[] {
  const bytes = Buffer.from(secret);
  return [
    secret,
    JSON.stringify(secret).slice(1, -1),
    // As the engine and other programs in Go do.
    JSON.stringify(secret)
      .slice(1, -1)
      .replace(/[<>&]/g, (mark) => `\\u00${Buffer.from(mark).toString("hex")}`),
    encodeURIComponent(secret),
    bytes.toString("base64"),
    bytes.toString("base64url"),
    bytes.toString("hex"),
  ];
}

/** Which of the secrets a text shows, in any spelling, also across the lines of JSON. */
export function shownIn(text: string, secrets: readonly string[]): readonly string[] {
  const flat = text.replace(/\s+/g, " ");
  return secrets.filter((secret) =>
    spellingsOf(secret).some(
      (spelt) => text.includes(spelt) || flat.includes(spelt.replace(/\s+/g, " ")),
    ),
  );
}

/** The text of a file, unpacked where it is gzip, as logs of the engine's are. */
export function readText(path: string): string {
  const bytes = readFileSync(path);
  const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
  // A log of a command that was killed has no end.
  const lenient = { finishFlush: constants.Z_SYNC_FLUSH };
  return (isGzip ? gunzipSync(bytes, lenient) : bytes).toString();
}

/** What this package has written to disk in a folder, links not followed. */
export function filesIn(
  folder: string,
): readonly { readonly name: string; readonly text: string }[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === "node_modules" ? [] : filesIn(path);
    return entry.isFile() ? [{ name: path, text: readText(path) }] : [];
  });
}
