// What an error object holds besides its message: printing all of it must not print a secret.
import { inspect } from "node:util";

import { type Emulator, type Fault, startEmulator } from "../../../emulator";
import { createJob } from "../../../provider/api/endpoints/jobs";
import type { DispersedError } from "../../../provider/api/errors/errors";
import { createRedactor } from "../../../provider/api/errors/redact";
import { shownIn } from "../../support/canaries";
import { clientFor } from "../../support/clientFor";
import { errorOf } from "./errorOf";
import { batchSpec } from "./jobSpecs";

const env = { TOKEN: "canary-env-77aa41" };
const keys = [{ publicKey: "pk_canary", secretKey: "sk_canary_5f11" }] as const;
let emulator: Emulator;
beforeAll(async () => {
  emulator = await startEmulator({ keys: [...keys] });
});
afterAll(() => emulator.close());

/** Everything that can be got out of an error: its fields, its stack and its causes. */
function wholeOf(error: DispersedError): string {
  const deep = inspect(error, { depth: Infinity, showHidden: true, maxStringLength: Infinity });
  return [deep, JSON.stringify(error), error.stack, String(error)].join("\n");
}

const echo = `{"message":"bad value ${env.TOKEN}"}`;
const faults: readonly [string, Omit<Fault, "route">, string?][] = [
  ["a refusal that repeats a secret", { status: 422, body: echo }],
  ["an answer that names no job", { status: 201, body: echo }],
  ["a connection that breaks", { action: "reset" }],
  ["a host that cannot be reached", {}, "http://127.0.0.1:1"],
];

test.each(faults)(
  "I10: the error of %s holds no secret, no header and no body",
  async (_name, fault, url = emulator.url) => {
    emulator.failNext({ route: "POST /v1/jobs", ...fault });
    const account = { url, ...keys[0] };
    const spec = { ...batchSpec, container: { image: "a", env } };
    const redact = createRedactor(Object.values(env));
    const error = await errorOf(
      createJob(clientFor(account, { attemptMs: 200 }), spec, { redact }),
    );
    const whole = wholeOf(error);
    expect(shownIn(whole, [env.TOKEN, keys[0].secretKey])).toEqual([]);
    expect(whole).not.toMatch(/x-signature|x-nonce|x-api-key|"?parameters"?:/i);
  },
);
