// `dispersed:maxStackHourlyUsd` in an account with more jobs than a list is read down to.
import { cancelJob, createJob } from "../../../provider/api/endpoints/jobs";
import { clientFor } from "../../support/clientFor";
import { configFor, jobProperties, useHost } from "../host/useHost";

jest.setTimeout(120_000);
const rig = useHost();

test("a live job behind more ended ones than are listed counts towards the stack's cap", async () => {
  const api = clientFor(rig().emulator);
  const buyUnder = async (capUsd: number, name: string): Promise<unknown> => {
    const config = { ...configFor(rig().emulator), "dispersed:maxStackHourlyUsd": String(capUsd) };
    const __context = { name, id: `aaaaaaaa.${name.repeat(8)}` };
    const host = await rig().start({ config });
    return host.create(jobProperties({ gpuName: "RTX 4090", gpuCount: 1, __context }));
  };
  await buyUnder(0.5, "a");
  const spec = { task: "PERSISTENT", title: "old", container: { image: "a", ports: [] } } as const;
  const [page, pages] = [50, 26];
  for (let made = 0; made < page * pages; made += page) {
    await Promise.all(
      Array.from({ length: page }, async () => cancelJob(api, (await createJob(api, spec)).uuid)),
    );
  }
  await expect(buyUnder(0.5, "b")).rejects.toThrow("the stack's 1 live job $0.35 an hour");
  await expect(buyUnder(0.8, "b")).resolves.toBeDefined();
});
