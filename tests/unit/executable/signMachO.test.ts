// The signature of a program for macOS, read by the words of Apple's cs_blobs.h.
import { createHash } from "node:crypto";

import { signMachO } from "../../../scripts/executable/signMachO";

const SEGMENT_BYTES = 72;
const TEXT_BYTES = 8_192;

/** A Mach-O file with two segments. Its last one begins where the first ends, and has 100 bytes. */
function program({ room = 16, commands = [] as readonly number[] } = {}): Buffer {
  const file = Buffer.alloc(TEXT_BYTES + 100, 7);
  file.fill(0, 0, 32 + 2 * SEGMENT_BYTES + room);
  file.writeUInt32LE(0xfeedfacf, 0);
  file.writeUInt32LE(2 + commands.length, 16);
  file.writeUInt32LE(2 * SEGMENT_BYTES + 16 * commands.length, 20);
  const segment = (at: number, name: string, offset: number, length: number): void => {
    file.writeUInt32LE(0x19, at);
    file.writeUInt32LE(SEGMENT_BYTES, at + 4);
    file.write(name, at + 8, "latin1");
    file.writeBigUInt64LE(BigInt(offset), at + 40);
    file.writeBigUInt64LE(BigInt(length), at + 48);
  };
  segment(32, "__TEXT", 0, TEXT_BYTES);
  segment(32 + SEGMENT_BYTES, "__LINKEDIT", TEXT_BYTES, 100);
  for (const [index, kind] of commands.entries()) {
    const at = 32 + 2 * SEGMENT_BYTES + 16 * index;
    file.writeUInt32LE(kind, at);
    file.writeUInt32LE(16, at + 4);
  }
  return file;
}

describe("a signed program", () => {
  const signed = signMachO(program(), "name");
  const command = 32 + 2 * SEGMENT_BYTES;
  const [offset, length] = [signed.readUInt32LE(command + 8), signed.readUInt32LE(command + 12)];
  const directory = offset + signed.readUInt32BE(offset + 16);

  test("has one more command, which names the end of the file", () => {
    expect(signed.readUInt32LE(16)).toBe(3);
    expect(signed.readUInt32LE(20)).toBe(2 * SEGMENT_BYTES + 16);
    expect([signed.readUInt32LE(command), signed.readUInt32LE(command + 4)]).toEqual([0x1d, 16]);
    expect(offset + length).toBe(signed.length);
    expect(offset % 16).toBe(0);
  });

  test("has a last segment that reaches to the end of the file", () => {
    const at = 32 + SEGMENT_BYTES;
    expect(signed.readBigUInt64LE(at + 48)).toBe(BigInt(signed.length - TEXT_BYTES));
    expect(signed.readBigUInt64LE(at + 32)).toBe(0x4000n);
  });

  test("is signed ad hoc under its name", () => {
    expect(signed.readUInt32BE(offset)).toBe(0xfade0cc0);
    expect(signed.readUInt32BE(directory)).toBe(0xfade0c02);
    expect(signed.readUInt32BE(directory + 12)).toBe(0x20002);
    const name = directory + signed.readUInt32BE(directory + 20);
    expect(signed.toString("latin1", name, name + 5)).toBe("name\0");
  });

  test("has the hash of each page", () => {
    const [first, count] = [16, 28].map((at) => signed.readUInt32BE(directory + at));
    const limit = signed.readUInt32BE(directory + 32);
    expect([count, limit]).toEqual([3, offset]);
    for (let page = 0; page < 3; page += 1) {
      const code = signed.subarray(page * 4_096, Math.min((page + 1) * 4_096, limit));
      const at = directory + (first ?? 0) + 32 * page;
      const hash = createHash("sha256").update(code).digest();
      expect(signed.subarray(at, at + 32)).toEqual(hash);
    }
  });
});

test.each([
  ["another kind of file", Buffer.alloc(64), "This is no 64-bit Mach-O file."],
  ["a signed one", program({ commands: [0x1d] }), "This Mach-O file has a signature already."],
  ["one without room", program({ room: 0 }), "This Mach-O file has no room for a signature."],
])("%s is refused", (_name, file, message) => {
  expect(() => signMachO(file, "name")).toThrow(message);
});
