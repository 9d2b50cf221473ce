import { describeUnconfirmed } from "./describeUnconfirmed";
import { openDirectDriver } from "../../support/lifecycle/directDriver";
import { openHostDriver } from "../../support/lifecycle/hostDriver";
import { useRig } from "../../support/lifecycle/rig";

jest.setTimeout(60_000);

describe.each([
  ["asked directly", openDirectDriver],
  ["in Pulumi's host of dynamic providers", openHostDriver],
])("a Job of which nobody knows whether it is there, %s", (_name, open) => {
  describeUnconfirmed(useRig(open));
});
