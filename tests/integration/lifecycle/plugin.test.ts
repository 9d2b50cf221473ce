import { describeLifecycle } from "./describeLifecycle";
import { openPluginDriver } from "./pluginDriver";

describeLifecycle("a Job in the native plugin", openPluginDriver);
