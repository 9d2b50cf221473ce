import { describeLifecycle } from "./describeLifecycle";
import { openHostDriver } from "./hostDriver";

describeLifecycle("a Job in Pulumi's host of dynamic providers", openHostDriver);
