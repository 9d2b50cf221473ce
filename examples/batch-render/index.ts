import * as pulumi from "@pulumi/pulumi";
import * as dispersed from "pulumi-dispersed";

export = async () => {
  const config = new pulumi.Config();
  const scene = config.require("scene");
  const artefact = `${config.require("uploadUrl")}/${scene}.mp4`;

  const render = new dispersed.BatchRun("render", {
    container: {
      image: config.require("image"),
      ports: [],
      // Dispersed keeps nothing that a job makes: the container uploads it before it ends.
      env: {
        SCENE: scene,
        UPLOAD_TO: artefact,
        UPLOAD_TOKEN: config.requireSecret("uploadToken"),
      },
    },
    gpuCount: 1,
    maxHourlyUsd: 2, // the highest price that you accept, per hour
    maxTimeoutRunMs: config.requireNumber("maxMinutes") * 60_000,
    triggers: { revision: config.require("revision") },
  });

  return {
    outcome: render.outcome,
    durationMs: render.durationMs,
    logsTail: render.logsTail,
    // Known as soon as the run has completed. What needs the file comes after the run.
    artefact: render.outcome.apply(() => artefact),
  };
};
