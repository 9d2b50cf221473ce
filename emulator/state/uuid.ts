import type { RandomHex } from "./randomHex";

const uuidForm = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** A version 7 UUID: begins with the time, so that later ones sort later. */
export function createUuid(nowMs: number, randomHex: RandomHex): string {
  const time = nowMs.toString(16).padStart(12, "0");
  const random = randomHex(10);
  const variant = ((Number.parseInt(random.slice(3, 4), 16) & 0x3) | 0x8).toString(16);
  return [
    time.slice(0, 8),
    time.slice(8, 12),
    `7${random.slice(0, 3)}`,
    `${variant}${random.slice(4, 7)}`,
    random.slice(7, 19),
  ].join("-");
}

/** Whether a text has the form of a UUID, of any version. */
export function isUuid(text: string): boolean {
  return uuidForm.test(text);
}
