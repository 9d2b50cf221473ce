// A user's own words are not cleaned: what is printed is, what is sent and kept is not.
import { type Caller, createCaller } from "../emulator/signedRequest";
import { hostileTexts } from "../../support/hostileTexts";
import { jobProperties, useHost } from "./useHost";

jest.setTimeout(60_000);
const rig = useHost();
let call: Caller;
let count = 0;
beforeAll(() => {
  call = createCaller(rig().emulator, Date.now);
});

/** What the service and the state have of a job with this text everywhere. */
async function arrived(text: string): Promise<readonly unknown[]> {
  const container = { image: "otoy/dispersed-base", ports: [], env: { TEXT: text } };
  const __context = { name: `box-${(count += 1)}` };
  const { id, properties } = await rig().host.create(
    jobProperties({ title: text, description: text, waitFor: "created", container, __context }),
  );
  const { body } = await call("GET", `/v1/jobs/${id}`);
  const { title, description, parameters } = body as {
    title: string;
    description: string;
    parameters: { parameters: { env: { TEXT: string } } };
  };
  const own = description.replace(/ \[pulumi:[a-z2-7.]{37}\]$/, "");
  const kept = [properties["title"], properties["description"], properties["container"]];
  expect(kept).toEqual([text, text, container]);
  return [title, own, parameters.parameters.env.TEXT];
}

test("J05: text that would be cleaned before it is printed arrives, and stays in the state, as it was written", async () => {
  const texts = hostileTexts.filter((each) => each.length < 5_000 && each.isWellFormed());
  for (const each of texts.filter((text) => text.trim() !== "")) {
    expect(await arrived(each)).toEqual([each, each, each]);
  }
});
