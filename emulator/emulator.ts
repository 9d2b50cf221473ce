// Puts an emulator together and starts it.
import { authenticate } from "./auth/authenticate";
import { createKeyRing } from "./auth/keyRing";
import { createNonceMemory } from "./auth/nonceMemory";
import { createApiHandler } from "./http/apiHandler";
import { type Clock, systemClock } from "./state/clock";
import { createControlHandler } from "./http/controlHandler";
import { type Controls, createControls } from "./http/controls";
import {
  type EmulatorOptions,
  paceOf,
  randomKeyPair,
  randomnessOf,
  settingsOf,
} from "./emulatorOptions";
import { createFaultScript } from "./faults/faultScript";
import { createRouteTable, routeName } from "./http/routeTable";
import { startServer } from "./http/server";
import { createJobCreator } from "./jobs/request/createJob";
import { createJobStore } from "./state/jobStore";
import { createNodes } from "./jobs/nodes";
import { createRunStarter } from "./jobs/startRun";
import { createVisibility } from "./state/visibility";
import { createMarket } from "./market/market";
import { readPage } from "./page";
import { createRateLimiter } from "./http/rateLimiter";
import { createRequestLog, type RequestEntry } from "./http/requestLog";
import { consumerProfileRoutes } from "./routes/consumerProfileRoutes";
import { controlRoutes } from "./routes/controlRoutes";
import { gpuRegistryRoutes } from "./routes/gpuRegistryRoutes";
import { jobRoutes } from "./routes/jobRoutes";
import { jobRunRoutes } from "./routes/jobRunRoutes";
import { openApiRoute } from "./routes/openApiRoute";
import { offerRoutes } from "./routes/offerRoutes";
import { overviewRoute } from "./routes/overviewRoute";
import { recipeRoutes } from "./routes/recipeRoutes";
import { transactionRoutes } from "./routes/transactionRoutes";
import { gpus } from "./seed/gpus";
import { seedOffers } from "./seed/offers";
import { seedRecipes } from "./seed/recipes";
import { createSettings } from "./knobs/settingsKeeper";
import { clockSince } from "./state/snapshot";

/** A running emulator. */
export interface Emulator extends Controls {
  /** Base URL, without `/v1`. */
  readonly url: string;
  /** Public key of the first account, as it is now. */
  readonly publicKey: string;
  /** Secret key of the first account, as it is now. */
  readonly secretKey: string;
  /** The latest requests to the API, oldest first, at most 10 000; without secrets. */
  requests(): RequestEntry[];
  /** Ends every socket and timer, so that the process can exit. */
  close(): Promise<void>;
}

/** Starts an emulator of the Dispersed API on 127.0.0.1. */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const { clock: time = systemClock, snapshot } = options;
  const clock = snapshot === undefined ? time : clockSince(snapshot, time);
  const [firstKey = randomKeyPair(randomnessOf(options, "keys")), ...otherKeys] =
    options.keys ?? [];
  const keys = createKeyRing(firstKey, otherKeys);
  const settings = createSettings(settingsOf(options), clock);
  const serverClock: Clock = {
    ...clock,
    now: () => time.now() + settings.current().clockOffsetMs,
  };
  const nonces = createNonceMemory(clock);
  const forms = { body: "escaped", querySpace: "%20", ...options.canonicalForms } as const;

  const log = createRequestLog();
  const market = createMarket({
    offers: options.offers ?? seedOffers,
    madeToMeasure: options.offers === undefined,
  });
  const store = createJobStore({
    clock,
    market,
    startRun: createRunStarter(randomnessOf(options, "runs")),
  });
  for (const job of snapshot?.jobs ?? []) store.put(job);
  const nodes = createNodes(store, clock, snapshot?.ports);
  const visibility = createVisibility({ store, clock, settings });
  const createJob = createJobCreator({
    store,
    clock,
    randomHex: randomnessOf(options, "jobs"),
    pace: paceOf(options),
    settings,
  });
  const recipeParameters = options.recipeParameters ?? "merge";
  const apiRoutes = [
    ...jobRoutes({ store, visibility, clock, createJob, settings }),
    ...jobRunRoutes({ visibility, nodes, settings }),
    ...recipeRoutes({ recipes: seedRecipes, createJob, recipeParameters, settings }),
    ...gpuRegistryRoutes({ gpus: Object.values(gpus), market, taken: store.taken, settings }),
    ...offerRoutes({ market, taken: store.taken, clock, settings }),
    ...consumerProfileRoutes(settings),
    ...transactionRoutes(store, settings),
  ];
  const faults = createFaultScript();
  const routes = apiRoutes.map(routeName);
  const controls = createControls({
    makeJob: createJob,
    store,
    nodes,
    clock,
    log,
    faults,
    routes,
    keys,
    settings,
  });
  controls.addFaults(options.faults ?? []);

  const answerApi = createApiHandler({
    findRoute: createRouteTable(apiRoutes),
    authenticate: (claim) => authenticate(claim, { keys, nonces, clock: serverClock, forms }),
    faults,
    nodes,
    log,
    clock,
    settings,
    rateLimiter: createRateLimiter(clock, settings),
  });
  const answerOthers = createControlHandler(
    createRouteTable([
      ...controlRoutes(controls),
      overviewRoute({ store, nodes, clock, log }),
      openApiRoute(apiRoutes, settings),
    ]),
    new Map([["/", readPage()]]),
  );
  const server = await startServer(
    options.port ?? 0,
    (exchange) =>
      exchange.pathname.startsWith("/v1/") ? answerApi(exchange) : answerOthers(exchange),
    { clock: serverClock, randomHex: randomnessOf(options, "requests") },
  );

  return {
    ...controls,
    url: `http://127.0.0.1:${server.port}`,
    get publicKey() {
      return keys.first().publicKey;
    },
    get secretKey() {
      return keys.first().secretKey;
    },
    requests: () => log.entries(),
    async close() {
      await Promise.all([server.close(), nodes.close()]);
    },
  };
}
