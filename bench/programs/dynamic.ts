// This package as a user of it writes it.
import * as dispersed from "pulumi-dispersed";

import { jobCount, nameOf, renderJob } from "./renderJob";

for (let number = 0; number < jobCount; number += 1) {
  new dispersed.Job(nameOf(number), {
    ...renderJob,
    container: { ...renderJob.container, ports: [...renderJob.container.ports] },
  });
}
