// Every documented default of a PERSISTENT job called `box`, written out.

/** The defaults of a job; `boxArgs` say the rest. */
export const writtenDefaults = {
  title: "box",
  description: "",
  cpuCount: 0,
  minVramGb: 0,
  minRamGb: 0,
  minStorageGb: 0,
  maxNodeCount: 1,
  maxRetryCount: 0,
  maxTimeoutAssignMs: 300_000,
  maxTimeoutStartMs: 300_000,
  allowedRegionCodes: [],
  triggers: { a: null },
  waitFor: "ready",
  replaceOn: ["CANCELLED", "COMPLETED", "FAILED"],
  onCreateFailure: "keep",
  ignoreDefaults: [],
  logTailLines: 20,
  sshUser: "duser",
  container: {
    image: "otoy/dispersed-base",
    ports: [8080, 22, 8080],
    env: {},
    volumes: [],
    registry: {},
  },
};
