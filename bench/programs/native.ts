// The same jobs through the plugin, registered as a generated SDK does it.
import * as pulumi from "@pulumi/pulumi";

import { jobCount, nameOf, renderJob } from "./renderJob";

class Job extends pulumi.CustomResource {
  constructor(name: string) {
    super("dispersed:index:Job", name, { ...renderJob, uuid: undefined, status: undefined });
  }
}

for (let number = 0; number < jobCount; number += 1) new Job(nameOf(number));
