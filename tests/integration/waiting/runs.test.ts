// Which run of a job counts, and which of its addresses are believed.
import { openDirectDriver } from "../../support/lifecycle/directDriver";
import type { Kept, Values } from "../../support/lifecycle/driver";
import { boxInputs } from "../../support/lifecycle/jobInputs";
import { useRig } from "../../support/lifecycle/rig";

const RUNS = "GET /v1/job-runs";

describe("the runs of a job", () => {
  const rig = useRig(openDirectDriver);
  const url = (port: number): object => ({
    description: "8080",
    hostname: `node-${port}.example.com`,
    ...{ port, protocol: "tcp", tls: false },
  });
  const run = (status: string, port: number, fields: object = {}): object => ({
    ...{ uuid: `0000000${port % 10}-0000-4000-8000-000000000000`, status },
    node_urls: [url(port)],
    ...fields,
  });
  let created: Kept;
  beforeAll(async () => {
    created = await rig().driver.create(boxInputs());
  });
  const readWith = async (runs: readonly object[]): Promise<Values> => {
    const json = { data: runs, total: runs.length };
    rig().emulator.addFaults([{ route: RUNS, action: "lie", json }]);
    const read = await rig().driver.read(created.id, created.outputs);
    return read?.outputs ?? {};
  };
  const portsOf = ({ nodeUrls }: Values): unknown =>
    (nodeUrls as readonly { port: number }[]).map(({ port }) => port);

  test.each<[string, readonly object[], readonly number[]]>([
    ["the newest failed, an older one runs", [run("FAILED", 1), run("RUNNING", 2)], [2]],
    ["all failed", [run("FAILED", 1), run("FAILED", 2)], []],
    [
      "a whole page of failed ones before it",
      [...Array.from({ length: 49 }, () => run("FAILED", 1)), run("RUNNING", 2)],
      [2],
    ],
  ])("C19: give the addresses of the one that counts: %s", async (_name, runs, expected) => {
    expect(portsOf(await readWith(runs))).toEqual(expected);
  });

  test("C20: give no address of another job's run", async () => {
    const stranger = run("RUNNING", 1, { job_uuid: "99999999-0000-4000-8000-000000000000" });
    expect(portsOf(await readWith([stranger, run("RUNNING", 2)]))).toEqual([2]);
  });

  test("C19: a failed run of a running job is no failed job", async () => {
    expect((await readWith([run("FAILED", 1)]))["status"]).toBe("RUNNING");
  });

  test("C21: hostile addresses are left out, and no command is made of them", async () => {
    const hostile = [
      { hostname: "a.example;rm -rf ~" },
      { hostname: "\u001b[31mnode" },
      { hostname: "-oProxyCommand=evil" },
      { hostname: "javascript:alert(1)" },
      { hostname: "x".repeat(1_000_000) },
      { port: 70_000 },
      { description: "$(evil)" },
    ].map((fields) => ({ ...url(1), description: "ssh", ...fields }));
    const outputs = await readWith([run("RUNNING", 1, { node_urls: [...hostile, url(2)] })]);
    expect([portsOf(outputs), outputs["ssh"]]).toEqual([[2], undefined]);
  });
});
