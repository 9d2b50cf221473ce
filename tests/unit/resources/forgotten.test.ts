// Jobs that the service no longer knows: one that had ended is never bought again for it.
import { diff } from "../../../provider/resources/diff";
import { jobDefinition } from "../../../provider/resources/job";
import type { PartialFailure } from "../../../provider/resources/partialFailure";
import { rejection, startOfTime } from "../fakes";
import { createService, emptyList, notFound, ourKey, outputsOf, uuid } from "./service";

const batch = { task: "BATCH", container: { image: "ubuntu" }, maxTimeoutRunMs: 60_000 };
const hidden = { __context: { name: "render" } };
const ended = outputsOf("COMPLETED", { ...batch, outcome: "completed" });
const quieter = { ...batch, ...hidden, logTailLines: 5 };

const forgetful = (): ReturnType<typeof createService> =>
  createService({ get: [notFound], list: [emptyList] });

describe("a new setting for a finished job that the service has forgotten", () => {
  test.each([
    ["known from a refresh", { ...ended, purged: true }],
    ["not known so far", ended],
  ])("D07: is taken over, and buys nothing again; the loss is %s", async (_name, outputs) => {
    const service = forgetful();
    const updated = await jobDefinition.update(service.effects, uuid, outputs, quieter);
    expect(updated).toMatchObject({ logTailLines: 5, status: "COMPLETED", purged: true });
    expect(diff(jobDefinition, updated, quieter, startOfTime)).toEqual([]);
  });

  test("D07: is taken over without a request where a refresh has seen the loss", async () => {
    const service = forgetful();
    await jobDefinition.update(service.effects, uuid, { ...ended, purged: true }, quieter);
    expect(service.asked).toEqual([]);
  });

  test("D07: may be that a setting is removed", async () => {
    const purged = { ...ended, logTailLines: 5, purged: true };
    const plain = { ...batch, ...hidden };
    const updated = await jobDefinition.update(forgetful().effects, uuid, purged, plain);
    expect(diff(jobDefinition, updated, plain, startOfTime)).toEqual([]);
  });

  test("D07: reaches delete with its deadline, and the key that saw the job", async () => {
    const later = { ...quieter, __context: { name: "render", timeouts: { delete: "1m" } } };
    const purged = { ...ended, purged: true };
    const updated = await jobDefinition.update(forgetful().effects, uuid, purged, later);
    expect(updated["__context"]).toMatchObject({ key: ourKey, timeouts: { delete: "1m" } });
    expect(diff(jobDefinition, updated, later, startOfTime)).toEqual([]);
  });
});

test("D07: a wait that failed for a forgotten job is not over by being repeated", async () => {
  const cancelled = outputsOf("CANCELLED", { ...batch, purged: true });
  const again = { ...batch, ...hidden };
  const update = jobDefinition.update(forgetful().effects, uuid, cancelled, again);
  expect(await rejection(update)).toMatchObject({
    id: uuid,
    outputs: { status: "CANCELLED", purged: true },
    reasons: [
      `render: the job ${uuid} ended CANCELLED, and the service has forgotten it. To buy it again: ` +
        "`pulumi up --replace` with its URN, or change its `triggers`. The job stays in the stack.",
    ],
  });
});

describe("a live job that the service has forgotten", () => {
  const lost = async (): Promise<PartialFailure> => {
    const outputs = outputsOf("RUNNING");
    const inputs = { task: "PERSISTENT", container: { image: "ubuntu" }, ...hidden };
    const update = jobDefinition.update(forgetful().effects, uuid, outputs, inputs);
    return (await rejection(update)) as PartialFailure;
  };

  test("is called lost by an update that looks for it in vain", async () => {
    expect(await lost()).toMatchObject({ id: uuid, outputs: { uuid, outcome: "lost" } });
  });

  test("is replaced by the next up, for that reason", async () => {
    const { outputs } = await lost();
    expect(diff(jobDefinition, outputs, outputs, startOfTime)).toEqual([
      {
        path: "status",
        kind: "update",
        replaces: true,
        reason: `the job ${uuid} is no longer known to the service: another is bought`,
      },
    ]);
  });
});
