// The value kinds that inputs are made of, each with the sentence a wrong value gets. None repeats
// the value, because it may be a secret in the wrong place.
import { isIP } from "node:net";

import * as z from "zod";

import { isUuid } from "../../api/endpoints/uuid";
import { parseDuration } from "./duration";

/** Any text that can be sent: a lone half of a surrogate pair cannot. */
export const text = z
  .string("must be a string")
  .refine((value) => value.isWellFormed(), "holds half of a surrogate pair, which cannot be sent");

/** A text that says something. */
export const words = text.refine((value) => value.trim() !== "", "must not be empty");

/** The uuid of something that the service made. */
export const uuid = z.string("must be a string").refine(isUuid, "must be a uuid");

/** Regions of the service; which ones there are is not for us to say. */
export const regionCodes = z
  .array(words, "must be a list of region codes")
  .max(36, "may hold at most 36");

/** A number that is not negative. */
export const amount = z
  .number("must be a number")
  .min(0, "must be 0 or more")
  .max(1e9, "must be at most 1e9")
  // Languages spell smaller ones differently, so that no signature of them could be checked.
  .refine((value) => value <= 0 || value >= 1e-4, "must be 0 or at least 0.0001");

/** A whole number of at least `least`. */
export function wholeNumber(least: number): z.ZodNumber {
  return z
    .number("must be a whole number")
    .int("must be a whole number")
    .min(least, `must be ${least} or more`);
}

/** A whole number of milliseconds of at least `leastMs`, which a person calls `name`. */
export function milliseconds(leastMs: number, name: string): z.ZodNumber {
  return z
    .number("must be a whole number of milliseconds")
    .int("must be a whole number of milliseconds")
    .min(leastMs, `must be at least ${leastMs} ms (${name})`);
}

/** A price in US dollars an hour. */
export const dollarsAnHour = z
  .number("must be a number of US dollars")
  .positive("must be more than 0");

/** Shortest time to live: below it a job would be over before it runs. */
const SHORTEST_LIFE_MS = 60_000;
/** Longest time to live: ten years, far within the range of dates. */
const MAX_LIFETIME_MS = 87_600 * 3_600_000;

/** A time to live, such as `8h` or `1h30m`. */
export const lifetime = z
  .string("must be a duration such as 8h")
  .refine(isLifetime, "must be a duration from 1m to 87600h, such as 8h or 1h30m");

/** Longest pause: a day. Who means more means something else. */
const MAX_PAUSE_MS = 24 * 3_600_000;

/** A time limit, such as `2m`. */
export const pause = z
  .string("must be a duration such as 2m")
  .refine(isPause, "must be a duration up to 24h, such as 2m or 1h30m");

const portWords = "must be a whole number from 1 to 65535";

/** A TCP port. */
export const port = z
  .number("must be a port number")
  .int(portWords)
  .min(1, portWords)
  .max(65535, portWords);

/** The name of a user in a container. It becomes part of a command that a user copies. */
export const userName = z
  .string("must be a string")
  .regex(/^[a-z_][a-z0-9_-]{0,31}$/i, "must be a user name such as duser");

/** An IP address, or a block of them in CIDR notation. */
export const ipOrCidr = text.refine(
  isIpOrCidr,
  "must be an IP address or a CIDR block such as 203.0.113.0/24",
);

const PUBLIC_KEY =
  /^(ssh-ed25519|ssh-rsa|ecdsa-sha2-nistp(256|384|521)|sk-ssh-ed25519@openssh\.com|sk-ecdsa-sha2-nistp256@openssh\.com) [A-Za-z0-9+/]+={0,3}( [^\r\n]*)?$/;

/** An SSH public key. The message never repeats it: a private key may have been pasted. */
export const sshPublicKey = text
  .refine(
    (value) => !value.includes("PRIVATE KEY"),
    "is a private key; give the public one, from the file whose name ends in .pub",
  )
  .refine(
    (value) => PUBLIC_KEY.test(value.trim()),
    "must be one line with an SSH public key, such as ssh-ed25519 AAAA… name",
  );

/** How many of something an order asks for, at least `least` and at most 1e9. */
export function count(least: number): z.ZodNumber {
  return wholeNumber(least).max(1e9, "must be at most 1e9");
}

function isLifetime(value: string): boolean {
  const lifeMs = parseDuration(value) ?? 0;
  return lifeMs >= SHORTEST_LIFE_MS && lifeMs <= MAX_LIFETIME_MS;
}

function isPause(value: string): boolean {
  return (parseDuration(value) ?? Infinity) <= MAX_PAUSE_MS;
}

function isIpOrCidr(value: string): boolean {
  const [address = "", prefix, ...rest] = value.split("/");
  const version = isIP(address);
  if (version === 0 || address.includes("%") || rest.length > 0) return false;
  if (prefix === undefined) return true;
  return /^(0|[1-9]\d{0,2})$/.test(prefix) && Number(prefix) <= (version === 4 ? 32 : 128);
}
