import { describeLifecycle } from "./describeLifecycle";
import { openHostDriver } from "../../support/lifecycle/hostDriver";

describeLifecycle("a Job in Pulumi's host of dynamic providers", openHostDriver);
