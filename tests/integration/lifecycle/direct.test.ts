import { describeLifecycle } from "./describeLifecycle";
import { openDirectDriver } from "./directDriver";

describeLifecycle("a Job, asked directly", openDirectDriver);
