// Probes a port of a job from this machine. Each kind of probe has a file of its own.
import { errorMessage } from "../../../api/errors/errors";
import type { Probe, RunProbe } from "../../job/waitFor";
import { containerPort } from "../../job/waitStage";
import { probeHttp } from "./http";
import { probeSsh } from "./ssh";
import { probeTcp, type Address } from "./tcp";

/** Time for one probe. */
const PROBE_MS = 5_000;

/** The probe over real sockets. */
export const runProbe: RunProbe = async (probe, nodeUrls, signal) => {
  const url = nodeUrls.find(({ description }) => containerPort(description) === probe.port);
  if (url === undefined) return "the probed port is not published";
  const address = { host: url.hostname, port: url.port, tls: url.tls };
  const patience = AbortSignal.any([signal, AbortSignal.timeout(PROBE_MS)]);
  try {
    await ask(probe, address, patience);
    return undefined;
  } catch (error) {
    signal.throwIfAborted();
    const why = patience.aborted ? `no answer within ${PROBE_MS / 1000} s` : errorMessage(error);
    return `the probed port is published, but ${why}`;
  }
};

function ask(probe: Probe, address: Address, signal: AbortSignal): Promise<void> {
  switch (probe.kind) {
    case "tcp":
      return probeTcp(address, signal);
    case "http":
      return probeHttp(address, probe, signal);
    case "ssh":
      return probeSsh(address, signal);
  }
}
