// A program may export the result of a function, and the engine would interpret markup in it.
import { type Emulator, startEmulator } from "../../../emulator";
import type { ApiClient } from "../../../provider/api/http/client";
import type { Properties } from "../../../provider/resources/schema/types";
import { functions } from "../../../provider/resources/functions/registry";
import { clientFor } from "../../support/clientFor";
import { hostileTexts, textsIn, uncleaned } from "../../support/hostileTexts";
import { tally } from "../../support/tally";

jest.setTimeout(60_000);
const uuid = "3fa85f64-5717-4562-b3fc-2c963f66afa6";
let emulator: Emulator;
let api: ApiClient;

beforeAll(async () => {
  emulator = await startEmulator();
  api = clientFor(emulator);
});
afterAll(() => emulator.close());

/** Anything that the service may return, with this text in every text of it. */
function thing(whole: string): object {
  const text = whole.slice(0, 200_000);
  const names = ["name", "gpu_name", "title", "description", "status", "status_reason", "task"];
  const more = ["visibility", "thumbnail_url", "quickstart_md", "created_at", "region_code"];
  const said = Object.fromEntries(
    [...names, ...more, "type", "availability"].map((name) => [name, text]),
  );
  return {
    ...said,
    ...{ uuid, job_uuid: uuid, job_run_uuid: uuid, is_available: true, hourly_rate_usd: 1 },
    allowed_region_codes: [text],
    ...{ offer_id: "1", hardware_summary: { gpu_model_label: text, gpu_models: [{ name: text }] } },
    node_urls: [{ description: text, hostname: text, port: 22, protocol: text, tls: false }],
    parameters: { parameters: { image: text, tag: text } },
    input_schema: [{ key: "k", label: text, default_value: text, options: [{ label: text }] }],
    payload: { title: text, gpu_name: text, parameters: { parameters: { image: text } } },
  };
}

/** The functions that return texts in clear, their routes, and their arguments. */
const asked: readonly (readonly [name: string, routes: readonly string[], args: Properties])[] = [
  ["getGpus", ["gpu-registry"], {}],
  ["getOffers", ["compute/offers"], {}],
  ["getLedgerTransactions", ["compute/ledger/transactions"], {}],
  ["getJob", ["jobs/{uuid}", "job-runs"], { uuid }],
  ["getJobs", ["jobs"], {}],
  ["getJobRuns", ["job-runs"], { jobUuid: uuid }],
  ["getRecipe", ["job-recipes/{uuid}"], { uuid }],
  ["getRecipes", ["job-recipes"], {}],
];

test.each(asked)(
  "J01, J02: %s tells no text that the engine's display would obey",
  async (name, routes, args) => {
    const definition = functions.find((each) => each.name === name);
    const bad: string[] = [];
    let told = 0;
    for (const text of hostileTexts) {
      const found = thing(text);
      for (const route of routes) {
        const body = JSON.stringify(route.endsWith("}") ? found : { data: [found], total: 1 });
        emulator.failNext({ route: `GET /v1/${route}`, status: 200, body });
      }
      const texts = textsIn(await definition?.ask(api, args));
      told += texts.length;
      const lines = texts.flatMap((each) => each.split(/[\n\t]/));
      if (uncleaned(lines).length > 0 || texts.some((each) => each.includes("<{%"))) bad.push(text);
    }
    const tried = hostileTexts.length;
    tally({ suite: "text", tried, survived: tried - bad.length, figures: { "texts told": told } });
    expect(bad.map((text) => text.slice(0, 40))).toEqual([]);
    expect(told).toBeGreaterThan(hostileTexts.length);
  },
);
