import importX from "eslint-plugin-import-x";
import tseslint from "typescript-eslint";

/** Forbids imports; `reason` is what a person reads when a layer is crossed. */
const forbid = (patterns) => ({
  "no-restricted-imports": ["error", { patterns }],
});

const undici = {
  group: ["undici", "undici/*"],
  message: "Only provider/api/http/transport.ts knows undici.",
};
const pulumi = {
  group: ["@pulumi/*"],
  message: "Only provider/pulumi, sdk, scripts and tests know Pulumi.",
};
const above = (...folders) => ({
  regex: `^(\\.\\./)+(${folders.join("|")})(/|$)`,
  message: "Imports point one way: api, resources, host, pulumi; sdk and emulator stand alone.",
});

/** What each room of a layer may import of that layer; what is not listed is forbidden. */
const resourceRooms = {
  schema: [],
  job: ["schema"],
  account: ["schema", "job"],
  pricing: ["schema", "job", "account"],
  contract: ["schema", "job", "account", "pricing"],
  wait: ["schema", "job", "account", "pricing", "contract"],
  purchase: ["schema", "job", "account", "pricing", "contract"],
  lifecycle: ["schema", "job", "account", "pricing", "contract", "wait", "purchase"],
  sshKey: ["schema", "job", "contract"],
  quorum: ["schema", "job", "account", "pricing", "contract", "wait"],
  functions: ["schema", "job", "account", "pricing", "contract"],
  components: ["schema", "job", "quorum"],
};
const apiRoot = ["anySignal.ts", "clock.ts", "entropy.ts", "json.ts", "log.ts", "memoizeAsync.ts"];
const apiRooms = {
  signing: apiRoot,
  errors: [...apiRoot, "signing"],
  config: [...apiRoot, "signing", "errors"],
  http: [...apiRoot, "signing", "errors", "config"],
  endpoints: [...apiRoot, "signing", "errors", "config", "http"],
  polling: [...apiRoot, "signing", "errors", "config", "http", "endpoints"],
};
const zones = (layer, rooms) =>
  Object.entries(rooms).map(([room, may]) => ({
    target: `./${layer}/${room}`,
    from: `./${layer}`,
    except: [room, ...may].map((allowed) => `./${allowed}`),
    message: `Of ${layer}, ${room} imports only ${may.join(", ") || "itself"}: ARCHITECTURE.md.`,
  }));
const rooms = [...zones("provider/resources", resourceRooms), ...zones("provider/api", apiRooms)];

const effects = [
  { object: "Date", property: "now", message: "Time is an argument: use the Clock." },
  { object: "Math", property: "random", message: "Randomness is an argument." },
  { object: "process", property: "env", message: "The environment is an argument." },
];

export default tseslint.config(
  { ignores: ["bin/", "dist/", "node_modules/", "examples/", "tests/fixtures/", "coverage/"] },
  { linterOptions: { reportUnusedDisableDirectives: "error" } },
  {
    files: ["**/*.ts"],
    extends: [tseslint.configs.strictTypeChecked],
    plugins: { "import-x": importX },
    settings: { "import-x/resolver": { node: { extensions: [".ts", ".mjs", ".cjs", ".js"] } } },
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/explicit-module-boundary-types": "error",
      "@typescript-eslint/switch-exhaustiveness-check": "error",
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
      "import-x/no-restricted-paths": ["error", { zones: rooms }],
      "no-restricted-syntax": [
        "error",
        { selector: "ExportAllDeclaration", message: "Name what you export." },
        { selector: "ExportDefaultDeclaration", message: "No default exports." },
        {
          selector: "ImportDeclaration[source.value='zod'] ImportSpecifier[imported.name='z']",
          message: "Import zod as a namespace: bundles then leave out what is not used.",
        },
      ],
    },
  },
  {
    files: ["provider/api/**/*.ts"],
    rules: forbid([undici, pulumi, above("resources", "host", "pulumi", "sdk", "emulator")]),
  },
  {
    files: ["provider/api/http/transport.ts"],
    rules: forbid([pulumi, above("resources", "host", "pulumi", "sdk", "emulator")]),
  },
  {
    files: ["provider/resources/**/*.ts"],
    rules: forbid([undici, pulumi, above("host", "pulumi", "sdk", "emulator")]),
  },
  {
    files: ["provider/host/**/*.ts"],
    rules: forbid([undici, pulumi, above("pulumi", "sdk", "emulator")]),
  },
  { files: ["provider/pulumi/**/*.ts"], rules: forbid([undici, above("sdk", "emulator")]) },
  {
    files: ["sdk/**/*.ts"],
    rules: forbid([
      undici,
      above("provider", "emulator"),
      { group: ["zod"], message: "sdk never loads zod." },
    ]),
  },
  {
    files: ["construct/**/*.ts"],
    rules: forbid([
      undici,
      above("emulator"),
      {
        regex: "^(\\.\\./)+provider/(?!pulumi/plugin/constructMessages$)",
        message: "Of the plugin the thread of the components knows only constructMessages.ts.",
      },
    ]),
  },
  { files: ["emulator/**/*.ts"], rules: forbid([undici, pulumi, above("provider", "sdk")]) },
  {
    files: ["cli/**/*.ts"],
    rules: forbid([
      undici,
      pulumi,
      above("sdk", "emulator", "scripts"),
      {
        regex: "/provider/(main$|pulumi/|host/(?!providerProcess$))",
        message: "Of the hosts the command knows only providerProcess.ts.",
      },
    ]),
  },
  {
    files: ["provider/**/*.ts", "cli/**/*.ts"],
    rules: { "no-restricted-properties": ["error", ...effects] },
  },
  {
    files: ["provider/api/clock.ts", "provider/api/entropy.ts", "provider/host/providerProcess.ts"],
    rules: { "no-restricted-properties": "off" },
  },
);
