// Creates that wait for a port to answer, on sockets of their own.
import { directAndHost } from "../../support/lifecycle/drivers";
import type { RequestListener } from "node:http";

import { openDirectDriver } from "../../support/lifecycle/directDriver";
import { type Kept, keptAfter, noChange, type Values } from "../../support/lifecycle/driver";
import { boxInputs } from "../../support/lifecycle/jobInputs";
import { recordRequests } from "../../support/lifecycle/recordRequests";
import { type Rig, useRig } from "../../support/lifecycle/rig";
import { until } from "../../support/until";
import { CONTAINER_PORT, type PortServer, serveHttp } from "../probes/portServer";

jest.setTimeout(30_000);

const probed = (create: string): Values =>
  boxInputs({
    waitFor: { port: CONTAINER_PORT, http: "/health" },
    __context: { name: "box", timeouts: { create, update: "10m" } },
  });

/** A server in the job's place: the emulator tells its address as the published port's. */
async function serveAs(rig: Rig, answer: RequestListener): Promise<PortServer> {
  const server = await serveHttp(answer);
  const run = { uuid: "11111111-2222-4333-8444-555555555555", status: "RUNNING" };
  const ssh = { ...server.url, description: "ssh" };
  const json = { data: [{ ...run, node_urls: [ssh, server.url] }], total: 1 };
  const route = "GET /v1/job-runs";
  rig.emulator.addFaults([{ route, action: "lie", json, occurrence: [1, 10_000] }]);
  return server;
}

describe.each(directAndHost)("a box, %s", (_name, open) => {
  const rig = useRig(open);

  test("is waited for until its port answers as it should, in lines that pass", async () => {
    let count = 0;
    const server = await serveAs(rig(), (_request, response) => {
      count += 1;
      response.writeHead(count < 3 ? 503 : 200).end();
    });
    const { driver } = rig();
    const { outputs } = await driver.create(probed("20s"));
    await server.close();
    const line = "box: the probed port is published, but its answer is 503";
    const told = (): readonly unknown[] =>
      driver.words().filter(({ message }) => line.endsWith(message) || message === line);
    await until(() => told().length === 2);
    expect([outputs["status"], count, told()]).toMatchObject([
      "RUNNING",
      3,
      [{ ephemeral: true }, { ephemeral: true }],
    ]);
  });
});

describe("a box whose port does not answer until the deadline", () => {
  const rig = useRig(openDirectDriver);
  let server: PortServer;
  let isBroken = true;
  let kept: Kept & { readonly reasons: readonly string[] };
  beforeAll(async () => {
    server = await serveAs(rig(), (_request, response) => {
      response.writeHead(isBroken ? 500 : 200).end();
    });
    kept = await keptAfter(rig().driver.create(probed("5s")));
  });
  afterAll(() => server.close());

  test("C14: stays in the state, with what was wrong, and is a change after a refresh too", async () => {
    const words =
      "the probed port is published, but its answer is 500. The job may still be billed.";
    expect([kept.outputs["status"], kept.reasons]).toEqual([
      "RUNNING",
      [expect.stringContaining(words)],
    ]);
    const read = await rig().driver.read(kept.id, kept.outputs);
    const diff = await rig().driver.diff(kept.id, read?.outputs ?? {}, probed("5s"));
    expect(diff).toEqual({ changed: true, replaces: [] });
  });

  test("C15: is waited for again by update, which buys nothing", async () => {
    const requests = recordRequests(rig().emulator);
    isBroken = false;
    const updated = await rig().driver.update(kept.id, kept.outputs, probed("5s"));
    expect(requests().filter((request) => !request.startsWith("GET "))).toEqual([]);
    expect(await rig().driver.diff(kept.id, updated, probed("5s"))).toEqual(noChange);
  });
});
