import { describeLifecycle } from "./describeLifecycle";
import { runsEveryDriver } from "../../support/lifecycle/drivers";
import { openHostDriver } from "../../support/lifecycle/hostDriver";

describeLifecycle("a Job in Pulumi's host of dynamic providers", openHostDriver, runsEveryDriver);
