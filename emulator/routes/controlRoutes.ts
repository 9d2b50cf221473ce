// The /_emulator family: the controls over HTTP, for programs that are not written in TypeScript.
import * as z from "zod";
import type { Controls } from "../http/controls";
import type { ScriptedFault } from "../faults/fault";
import type { Fault } from "../faults/nextFault";
import { requireJson } from "../http/receivedBody";
import { validationError } from "../http/validationError";
import type { Route, RouteRequest } from "../http/routeTable";
import type { SettingsChanges } from "../knobs/settings";
import { pathUuid } from "./pathUuid";

/** Any object: the API's own form is asked later. */
const createForm = z.record(z.string(), z.json());
const endForm = z.strictObject({
  status: z.enum(["FAILED", "COMPLETED", "CANCELLED"]),
  reason: z.string().optional(),
});
const forgetForm = z.strictObject({ force: z.boolean().optional() });
const keysForm = z.strictObject({
  publicKey: z.string().min(1),
  secretKey: z.string().min(1),
  replaces: z.string().optional(),
});

/** The routes on which an emulator is controlled. */
export function controlRoutes(controls: Controls): Route[] {
  const done = { status: 200, body: {} };
  return [
    {
      method: "GET",
      path: "/_emulator/ledger",
      handle: () => ({ status: 200, body: controls.ledger() }),
    },
    {
      method: "GET",
      path: "/_emulator/snapshot",
      handle: async () => ({ status: 200, body: await controls.snapshot() }),
    },
    {
      method: "POST",
      path: "/_emulator/jobs",
      handle(request) {
        return { status: 201, body: controls.createJob(readForm(createForm, request)) };
      },
    },
    {
      method: "POST",
      path: "/_emulator/jobs/{uuid}/end",
      async handle(request) {
        await controls.endJob(pathUuid(request), readForm(endForm, request));
        return done;
      },
    },
    {
      method: "POST",
      path: "/_emulator/jobs/{uuid}/kill-node",
      async handle(request) {
        await controls.killNode(pathUuid(request));
        return done;
      },
    },
    {
      method: "POST",
      path: "/_emulator/jobs/{uuid}/forget",
      handle(request) {
        controls.forgetJob(pathUuid(request), readForm(forgetForm, request));
        return done;
      },
    },
    {
      method: "POST",
      path: "/_emulator/keys",
      handle(request) {
        controls.rotateKey(readForm(keysForm, request));
        return done;
      },
    },
    {
      method: "POST",
      path: "/_emulator/next",
      handle({ body }) {
        // This and the others below check what they are given.
        controls.failNext(requireJson(body) as unknown as Fault);
        return done;
      },
    },
    {
      method: "GET",
      path: "/_emulator/settings",
      handle: () => ({ status: 200, body: controls.settings() }),
    },
    {
      method: "POST",
      path: "/_emulator/settings",
      handle({ body }) {
        controls.changeSettings(requireJson(body) as unknown as SettingsChanges);
        return { status: 200, body: controls.settings() };
      },
    },
    {
      method: "POST",
      path: "/_emulator/faults",
      handle({ body }) {
        controls.addFaults(requireJson(body) as unknown as ScriptedFault[]);
        return done;
      },
    },
    {
      method: "POST",
      path: "/_emulator/lift-faults",
      handle() {
        controls.liftFaults();
        return done;
      },
    },
  ];
}

function readForm<T>(form: z.ZodType<T>, { body }: RouteRequest): T {
  const parsed = form.safeParse(requireJson(body, {}));
  if (!parsed.success) {
    throw validationError(parsed.error);
  }
  return parsed.data;
}
