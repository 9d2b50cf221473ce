import { listLiveJobs } from "../../../../provider/resources/account/liveJobs";
import { createScriptedClient, json, plain, rejection, type Answer } from "../../../support/fakes";
import { uuid } from "../../../support/scriptedService";

const page = json(200, { data: [{ uuid, status: "CANCELLING" }], total: 1 });
const empty = json(200, { data: [], total: 0 });

async function list(
  ...answers: readonly Answer[]
): Promise<{ uuids: readonly string[]; asked: readonly string[]; isEnd: boolean }> {
  const { api, requests } = createScriptedClient(answers);
  const uuids: string[] = [];
  const pages = listLiveJobs(api, { maxPages: 3 });
  for (;;) {
    const turn = await pages.next();
    if (turn.done === true) {
      const asked = requests.map(({ query }) => decodeURIComponent(query).split("&")[0] ?? "");
      return { uuids, asked, isEnd: turn.value.hasEnded };
    }
    uuids.push(...turn.value.items.map((job) => job.uuid));
  }
}

test("a job that is being cancelled is on the list of those that live", async () => {
  expect(await list(page)).toEqual({
    uuids: [uuid],
    asked: ["filter[status]=PENDING,ASSIGNED,RUNNING,CANCELLING"],
    isEnd: true,
  });
});

test("a service that refuses the undocumented status gets the documented ones", async () => {
  expect(await list(json(400, { message: "no such status" }), empty)).toEqual({
    uuids: [],
    asked: [
      "filter[status]=PENDING,ASSIGNED,RUNNING,CANCELLING",
      "filter[status]=PENDING,ASSIGNED,RUNNING",
    ],
    isEnd: true,
  });
});

test("a list that is refused for the key is not requested again", async () => {
  expect(await rejection(list(plain(403, "{}")))).toMatchObject({ status: 403 });
});
