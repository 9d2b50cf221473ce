import { unsignPe } from "../../../scripts/executable/unsignPe";

const HEADER = 0x80;
const OPTIONAL = HEADER + 24;
const CODE_BYTES = 1_024;

/** A 64-bit program for Windows with a signature of so many bytes at its end. */
function program(signatureBytes: number, more = 0): Buffer {
  const file = Buffer.alloc(CODE_BYTES + signatureBytes + more, 7);
  file.writeUInt32LE(HEADER, 0x3c);
  file.write("PE\0\0", HEADER, "latin1");
  file.writeUInt16LE(0x20b, OPTIONAL);
  file.writeUInt32LE(signatureBytes === 0 ? 0 : CODE_BYTES, OPTIONAL + 144);
  file.writeUInt32LE(signatureBytes, OPTIONAL + 148);
  return file;
}

test("a signature is cut off, and no header names it", () => {
  const unsigned = unsignPe(program(64));
  expect(unsigned).toHaveLength(CODE_BYTES);
  expect(unsigned.readBigUInt64LE(OPTIONAL + 144)).toBe(0n);
  expect(unsigned.readUInt32LE(OPTIONAL + 64)).toBe(0);
});

test("a program without a signature stays as it is", () => {
  expect(unsignPe(program(0))).toEqual(program(0));
});

test.each([
  ["another kind of file", Buffer.alloc(1_024), "This is no program for Windows."],
  ["a signature in the middle", program(64, 8), "The signature of this program is not at its end."],
])("%s is refused", (_name, file, message) => {
  expect(() => unsignPe(file)).toThrow(message);
});
