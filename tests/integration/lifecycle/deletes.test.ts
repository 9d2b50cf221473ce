import { directAndHost } from "../../support/lifecycle/drivers";
import { describeUnconfirmed } from "./describeUnconfirmed";
import { useRig } from "../../support/lifecycle/rig";

jest.setTimeout(60_000);

describe.each(directAndHost)(
  "a Job of which nobody knows whether it is there, %s",
  (_name, open) => {
    describeUnconfirmed(useRig(open));
  },
);
