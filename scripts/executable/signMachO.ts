// Signs a program for macOS ad hoc, as Go's linker does: macOS on ARM starts nothing unsigned, and asks no more of a
// program that no browser downloaded. Apple's own tool runs only there.
import { createHash } from "node:crypto";

const MAGIC = 0xfeedfacf;
const HEADER_BYTES = 32;
const SEGMENT_COMMAND = 0x19;
const SIGNATURE_COMMAND = 0x1d;
const SIGNATURE_COMMAND_BYTES = 16;
/** Where a header has the number of its commands, and their length. */
const [COMMANDS, COMMANDS_LENGTH] = [16, 20];
/** Where the command of a segment has its length in memory, its place in the file, and its length there. */
const [MEMORY_LENGTH, FILE_OFFSET, FILE_LENGTH] = [32, 40, 48];
const SEGMENT_ALIGNMENT = 0x4000;
const PAGE_BYTES = 4096;
const HASH_BYTES = 32;
const SHA256 = 2;
/** The lengths of the frame around a code directory, and of the directory without its name and its hashes. */
const [FRAME_BYTES, DIRECTORY_BYTES] = [20, 88];
const [FRAME_MAGIC, DIRECTORY_MAGIC] = [0xfade0cc0, 0xfade0c02];
const DIRECTORY_VERSION = 0x20400;
const AD_HOC_BY_A_LINKER = 0x20002;
const MAIN_BINARY = 1n;

interface LoadCommand {
  readonly at: number;
  readonly kind: number;
}

/** The signed program. `program` is a 64-bit Mach-O file without a signature. */
export function signMachO(program: Buffer, identifier: string): Buffer {
  if (program.readUInt32LE(0) !== MAGIC) throw new Error("This is no 64-bit Mach-O file.");
  const commands = loadCommands(program);
  if (commands.some(({ kind }) => kind === SIGNATURE_COMMAND)) {
    throw new Error("This Mach-O file has a signature already.");
  }
  const codeLength = align(program.length, 16);
  const name = Buffer.from(`${identifier}\0`);
  const pages = Math.ceil(codeLength / PAGE_BYTES);
  const directoryLength = DIRECTORY_BYTES + name.length + pages * HASH_BYTES;
  const signatureLength = align(FRAME_BYTES + directoryLength, 16);
  const signed = Buffer.alloc(codeLength + signatureLength);
  program.copy(signed);
  addSignatureCommand(signed, codeLength, signatureLength);
  growSegment(signed, segment(program, commands, "__LINKEDIT"));

  const text = segment(program, commands, "__TEXT");
  let at = codeLength;
  const put = (...words: readonly number[]): void => {
    for (const word of words) at = signed.writeUInt32BE(word, at);
  };
  put(FRAME_MAGIC, FRAME_BYTES + directoryLength, 1, 0, FRAME_BYTES);
  put(DIRECTORY_MAGIC, directoryLength, DIRECTORY_VERSION, AD_HOC_BY_A_LINKER);
  put(DIRECTORY_BYTES + name.length, DIRECTORY_BYTES, 0, pages, codeLength);
  put((HASH_BYTES << 24) | (SHA256 << 16) | Math.log2(PAGE_BYTES), 0, 0, 0, 0, 0, 0);
  at = signed.writeBigUInt64BE(program.readBigUInt64LE(text + FILE_OFFSET), at);
  at = signed.writeBigUInt64BE(program.readBigUInt64LE(text + FILE_LENGTH), at);
  at = signed.writeBigUInt64BE(MAIN_BINARY, at);
  at += name.copy(signed, at);
  for (let page = 0; page < codeLength; page += PAGE_BYTES) {
    const code = signed.subarray(page, Math.min(page + PAGE_BYTES, codeLength));
    at += createHash("sha256").update(code).digest().copy(signed, at);
  }
  return signed;
}

function loadCommands(program: Buffer): readonly LoadCommand[] {
  const commands: LoadCommand[] = [];
  let at = HEADER_BYTES;
  for (let left = program.readUInt32LE(COMMANDS); left > 0; left -= 1) {
    commands.push({ at, kind: program.readUInt32LE(at) });
    at += program.readUInt32LE(at + 4);
  }
  return commands;
}

function segment(program: Buffer, commands: readonly LoadCommand[], name: string): number {
  const nameAt = (at: number): string =>
    program.toString("latin1", at + 8, at + 24).replace(/\0+$/, "");
  const found = commands.find(({ at, kind }) => kind === SEGMENT_COMMAND && nameAt(at) === name);
  if (found === undefined) throw new Error(`This Mach-O file has no segment ${name}.`);
  return found.at;
}

/** One more command, in the room that a linker leaves behind the last one. */
function addSignatureCommand(signed: Buffer, offset: number, length: number): void {
  const commandsLength = signed.readUInt32LE(COMMANDS_LENGTH);
  const at = HEADER_BYTES + commandsLength;
  if (signed.subarray(at, at + SIGNATURE_COMMAND_BYTES).some((byte) => byte !== 0)) {
    throw new Error("This Mach-O file has no room for a signature.");
  }
  for (const [index, word] of [
    SIGNATURE_COMMAND,
    SIGNATURE_COMMAND_BYTES,
    offset,
    length,
  ].entries()) {
    signed.writeUInt32LE(word, at + 4 * index);
  }
  signed.writeUInt32LE(signed.readUInt32LE(COMMANDS) + 1, COMMANDS);
  signed.writeUInt32LE(commandsLength + SIGNATURE_COMMAND_BYTES, COMMANDS_LENGTH);
}

/** The last segment of a program reaches to its end. */
function growSegment(signed: Buffer, at: number): void {
  const length = signed.length - Number(signed.readBigUInt64LE(at + FILE_OFFSET));
  signed.writeBigUInt64LE(BigInt(length), at + FILE_LENGTH);
  signed.writeBigUInt64LE(BigInt(align(length, SEGMENT_ALIGNMENT)), at + MEMORY_LENGTH);
}

const align = (value: number, to: number): number => Math.ceil(value / to) * to;
