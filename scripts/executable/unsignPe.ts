// Removes the signature of a program for Windows, which no longer fits once the program has been changed.

const PE_HEADER_POINTER = 0x3c;
const OPTIONAL_HEADER = 24;
const MAGIC_64_BIT = 0x20b;
const CHECKSUM = 64;
/** Where the optional header of a 64-bit program names the place and the length of its certificates. */
const CERTIFICATES = 112 + 4 * 8;

/** The program without its signature; the same bytes where it has none. */
export function unsignPe(program: Buffer): Buffer {
  const header = program.readUInt32LE(PE_HEADER_POINTER);
  const optional = header + OPTIONAL_HEADER;
  if (program.toString("latin1", header, header + 4) !== "PE\0\0") {
    throw new Error("This is no program for Windows.");
  }
  if (program.readUInt16LE(optional) !== MAGIC_64_BIT)
    throw new Error("This program is not 64-bit.");
  const offset = program.readUInt32LE(optional + CERTIFICATES);
  const length = program.readUInt32LE(optional + CERTIFICATES + 4);
  if (length === 0) return program;
  if (offset + length !== program.length) {
    throw new Error("The signature of this program is not at its end.");
  }
  const unsigned = Buffer.from(program.subarray(0, offset));
  unsigned.writeUInt32LE(0, optional + CHECKSUM);
  unsigned.writeBigUInt64LE(0n, optional + CERTIFICATES);
  return unsigned;
}
