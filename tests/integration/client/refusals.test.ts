import { type Emulator, startEmulator } from "../../../emulator";
import { createJob, getJob } from "../../../provider/api/endpoints/jobs";
import type { DispersedError } from "../../../provider/api/errors/errors";
import { clientFor } from "../../support/clientFor";
import { errorOf } from "./errorOf";
import { batchSpec } from "./jobSpecs";

let emulator: Emulator;
beforeEach(async () => {
  emulator = await startEmulator();
});
afterEach(() => emulator.close());

/** The error of a create that is answered so; it was sent once and made nothing, or the test fails. */
async function refusedWith(status: number, body: string): Promise<DispersedError> {
  emulator.failNext({ route: "POST /v1/jobs", status, body });
  const error = await errorOf(createJob(clientFor(emulator), batchSpec));
  expect(emulator.ledger()).toMatchObject({ requests: 1, jobs: [] });
  return error;
}

test("A07: the API's own words about a refusal are in the message", async () => {
  const { kind, message } = await errorOf(
    createJob(clientFor(emulator), { ...batchSpec, maxTimeoutRunMs: 1 }),
  );
  expect([kind, message]).toEqual([
    "rejected",
    "POST /v1/jobs: the API answered 422: " +
      "maxTimeoutRunMs: Too small: expected number to be >=60000",
  ]);
});

test.each([400, 422])(
  "A07: a %d is sent once, and its words are cleaned and cut",
  async (status) => {
    const words = `gpu_name\u001b[31m is unknown ${"x".repeat(5_000)}`;
    const { kind, message } = await refusedWith(status, JSON.stringify({ message: words }));
    expect([kind, message.length < 2_000]).toEqual(["rejected", true]);
    expect(message).toMatch(/: the API answered \d+: gpuName \[31m is unknown x+…$/);
  },
);

test("A09: a key that may not create is refused once", async () => {
  const body = '{"message":"this key is for reading"}';
  expect(await refusedWith(403, body)).toMatchObject({
    kind: "rejected",
    message: "POST /v1/jobs: the API answered 403: this key is for reading",
  });
});

test.each([402, 403])("A10: used-up credits are reported after a %d, once", async (status) => {
  const body = '{"error":{"code":"insufficient_credits","message":"Insufficient credits."}}';
  expect(await refusedWith(status, body)).toMatchObject({
    kind: "rejected",
    message: `POST /v1/jobs: the API answered ${status}: Insufficient credits`,
  });
});

test("A11: a proxy's page is not repeated, and the base URL is put in doubt", async () => {
  expect(await refusedWith(404, "<html>Squid</html>")).toMatchObject({
    kind: "rejected",
    fromApi: false,
    message:
      "POST /v1/jobs: the API answered 404, and not in the API's form: " +
      `is ${emulator.url} the right dispersed:baseUrl?`,
  });
});

test.each([405, 410, 413, 415])(
  "A12: a create that is refused with %d is sent once",
  async (status) => {
    expect((await refusedWith(status, "{}")).kind).toBe("rejected");
  },
);

// Any 5xx may come from a proxy, so it is unknown what the API did.
test("A12: a create that is answered with 501 is sent once, and its outcome is unknown", async () => {
  expect((await refusedWith(501, "{}")).kind).toBe("ambiguous");
});

test("a 404 of the API is recognised by its JSON body", async () => {
  const { kind, status, fromApi } = await errorOf(
    getJob(clientFor(emulator), "00000000-0000-4000-8000-000000000000"),
  );
  expect({ kind, status, fromApi }).toEqual({ kind: "rejected", status: 404, fromApi: true });
});
