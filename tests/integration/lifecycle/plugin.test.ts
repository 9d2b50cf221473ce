import { describeLifecycle } from "./describeLifecycle";
import { openPluginDriver } from "../../support/lifecycle/pluginDriver";

describeLifecycle("a Job in the native plugin", openPluginDriver);
