import { ApiClient } from "../../../../provider/api/http/client";
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

test("each attempt leaves one line at debug level, without the path's uuid", async () => {
  const lines: string[] = [];
  const { transport } = createScript([
    notSent(),
    json(503, {}),
    json(200, {}, { "x-request-id": "r-3" }),
  ]);
  const effects = {
    transport,
    clock: createFakeClock(),
    entropy: createFakeEntropy(),
    log: { debug: (line: string) => lines.push(line) },
  };
  await new ApiClient(config, effects).call(look);
  expect(lines).toEqual([
    "GET /v1/jobs/{uuid}: ECONNREFUSED, attempt 1, 0 ms",
    "GET /v1/jobs/{uuid}: 503, attempt 2, 0 ms",
    "GET /v1/jobs/{uuid}: 200 (r-3), attempt 3, 0 ms",
  ]);
});

test("without an engine a warning is still said, and what is for debugging is not", () => {
  const lines: string[] = [];
  const log = createEngineLog(undefined, (line) => lines.push(line));
  log.debug("an attempt");
  log.warn("a job is gone");
  expect(lines).toEqual(["warning: a job is gone"]);
});
