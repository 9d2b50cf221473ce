// What a listing of many jobs costs the process that reads it.
import { listJobs, type JobDetails } from "../../../../provider/api/endpoints/jobs";
import { createScriptedClient, json } from "../../../support/fakes";

const jobs = Array.from({ length: 50 }, (_, index) => ({
  uuid: `3fa85f64-5717-4562-b3fc-${String(index).padStart(12, "0")}`,
  status: "PENDING",
  parameters: { parameters: { image: "ubuntu", tag: "24.04" } },
}));

async function listOnce(): Promise<readonly JobDetails[]> {
  const { api } = createScriptedClient([json(200, { data: jobs, total: jobs.length })]);
  const listed: JobDetails[] = [];
  for await (const job of listJobs(api, 1)) listed.push(job);
  return listed;
}

test("K05: jobs are read with the schemas there are: no code is made for each", async () => {
  // A schema compiles itself when it is used first.
  const warm = await listOnce();
  const compiling = jest.spyOn(globalThis, "Function");
  try {
    expect(await listOnce()).toEqual(warm);
    expect(compiling).not.toHaveBeenCalled();
  } finally {
    compiling.mockRestore();
  }
});
