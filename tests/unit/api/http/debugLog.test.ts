import { ApiClient } from "../../../../provider/api/http/client";
import type { Transport } from "../../../../provider/api/http/transport";
import { createEngineLog } from "../../../../provider/pulumi/engineLog";
import {
  config,
  createFakeClock,
  createFakeEntropy,
  createScript,
  json,
  notSent,
} from "../../../support/fakes";

const look = {
  endpoint: "GET /v1/jobs/{uuid}",
  method: "GET",
  pathname: "/v1/jobs/0198ac1c-7063-4be8-bb94-57a5bd83548e",
  repeatable: true,
} as const;

test("each attempt logs one line at debug level, with its time and without the path's uuid", async () => {
  const lines: string[] = [];
  const clock = createFakeClock();
  const script = createScript([notSent(), json(503, {}), json(200, {}, { "x-request-id": "r-3" })]);
  const transport: Transport = (request) => {
    clock.advance(42);
    return script.transport(request);
  };
  const log = { debug: (line: string) => lines.push(line) };
  await new ApiClient(config, { transport, clock, entropy: createFakeEntropy(), log }).call(look);
  expect(lines).toEqual([
    "GET /v1/jobs/{uuid}: ECONNREFUSED, attempt 1, 42 ms",
    "GET /v1/jobs/{uuid}: 503, attempt 2, 42 ms",
    "GET /v1/jobs/{uuid}: 200 (r-3), attempt 3, 42 ms",
  ]);
});

test("without an engine a warning is still written, and a debug line is not", () => {
  const lines: string[] = [];
  const log = createEngineLog(undefined, (line) => lines.push(line));
  log.debug("an attempt");
  log.warn("a job is gone");
  expect(lines).toEqual(["warning: a job is gone"]);
});
