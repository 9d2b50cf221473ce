import importX from "eslint-plugin-import-x";
import tseslint from "typescript-eslint";

/** Forbids imports; `reason` is what a person reads when a layer is crossed. */
const forbid = (patterns) => ({
  "no-restricted-imports": ["error", { patterns }],
});

const undici = {
  group: ["undici", "undici/*"],
  message: "Only provider/api/transport.ts knows undici.",
};
const pulumi = {
  group: ["@pulumi/*"],
  message: "Only provider/pulumi, sdk, scripts and tests know Pulumi.",
};
const above = (...folders) => ({
  regex: `^(\\.\\./)+(${folders.join("|")})(/|$)`,
  message: "Imports point one way: api <- resources <- pulumi; sdk and emulator stand alone.",
});

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
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/explicit-module-boundary-types": "error",
      "@typescript-eslint/switch-exhaustiveness-check": "error",
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
      "import-x/no-cycle": "error",
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
    rules: forbid([undici, pulumi, above("resources", "pulumi", "sdk", "emulator")]),
  },
  {
    files: ["provider/api/transport.ts"],
    rules: forbid([pulumi, above("resources", "pulumi", "sdk", "emulator")]),
  },
  {
    files: ["provider/resources/**/*.ts"],
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
  { files: ["emulator/**/*.ts"], rules: forbid([undici, pulumi, above("provider", "sdk")]) },
  {
    files: ["cli/**/*.ts"],
    rules: forbid([
      undici,
      pulumi,
      above("sdk", "emulator", "scripts"),
      {
        regex: "/provider/(main$|pulumi/(?!connection$))",
        message: "Of the doors the command knows only connection.ts.",
      },
    ]),
  },
  {
    files: ["provider/**/*.ts", "cli/**/*.ts"],
    rules: { "no-restricted-properties": ["error", ...effects] },
  },
  {
    files: ["provider/api/clock.ts", "provider/api/entropy.ts", "provider/pulumi/connection.ts"],
    rules: { "no-restricted-properties": "off" },
  },
);
