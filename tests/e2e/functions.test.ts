// Functions in a program on the real engine: at preview time, and with what is known only later.
import { programOf, useStack } from "../support/stack";
import { succeeded } from "../support/engine/project";

const stack = useStack();

const program = programOf(
  `const box = new dispersed.Job("box", { task: "PERSISTENT", container: { image: "a" }, gpuCount: 1 });
   exports.cheapest = dispersed.getOffersOutput({ gpuCount: 1, limit: 1 }).offers.apply((offers) => offers[0].hourlyRateUsd);
   exports.status = pulumi.unsecret(dispersed.getJobOutput({ uuid: box.uuid })).status;
   exports.logs = dispersed.getJobLogsOutput({ jobUuid: box.uuid });`,
);

test("a price is known at preview time; what hangs on a new job is not, and asks nothing", async () => {
  stack.project.write({ "index.js": program });
  const preview = succeeded(await stack.project.pulumi("preview"));
  expect(preview.stdout).toMatch(/cheapest: 0\.\d+/);
  expect(preview.stdout).toMatch(/status +: \[unknown\]/);
  const asked = new Set(stack.emulator.requests().map(({ method, path }) => `${method} ${path}`));
  expect([...asked]).toEqual(["GET /v1/compute/offers"]);
});

test("an answer about a new job is there after up, and its logs are a secret", async () => {
  succeeded(await stack.up(program));
  expect(await stack.outputs()).toMatchObject({ status: "RUNNING", logs: "[secret]" });
});
