import { describeLifecycle } from "./describeLifecycle";
import { runsEveryDriver } from "../../support/lifecycle/drivers";
import { openPluginDriver } from "../../support/lifecycle/pluginDriver";

describeLifecycle("a Job in the native plugin", openPluginDriver, runsEveryDriver);
