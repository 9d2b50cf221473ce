import { describeLifecycle } from "./describeLifecycle";
import { openDirectDriver } from "../../support/lifecycle/directDriver";

describeLifecycle("a Job, asked directly", openDirectDriver);
