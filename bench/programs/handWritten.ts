// What a person writes with the provider of an afternoon: a class, and its jobs.
import * as pulumi from "@pulumi/pulumi";

import { provider, type JobInputs } from "./handWrittenProvider";
import { jobCount, nameOf, renderJob } from "./renderJob";

class Job extends pulumi.dynamic.Resource {
  declare readonly uuid: pulumi.Output<string>;
  declare readonly status: pulumi.Output<string>;
  declare readonly nodeUrls: pulumi.Output<string[]>;

  constructor(name: string, args: JobInputs) {
    super(provider, name, { ...args, uuid: undefined, status: undefined, nodeUrls: undefined });
  }
}

for (let number = 0; number < jobCount; number += 1) new Job(nameOf(number), renderJob);
