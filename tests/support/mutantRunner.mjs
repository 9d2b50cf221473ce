// @ts-check
// Stryker's parts of `npm run mutants`. The stock jest runner took about 20 s for a mutant, a day for a run, so this one runs jest's own
// parts (jest-circus, expect) in one realm: only our own files and those tests that reach the mutant are loaded anew.
import { createRequire } from "node:module";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { declareClassPlugin, declareValuePlugin, PluginKind } from "@stryker-mutator/api/plugin";
import { DryRunStatus, TestStatus, toMutantRunResult } from "@stryker-mutator/api/test-runner";
import { determineHitLimitReached } from "@stryker-mutator/api/test-runner";

/** Stryker's own text, which its switches in the code are compiled to. */
const NAMESPACE = "__stryker__";
const NOTHING = /(?!)/;
const require = createRequire(import.meta.url);

class UnitTestRunner {
  static inject = /** @type {const} */ (["options"]);

  /** @param {{ unitTests: string[] }} options the folders of the tests */
  constructor({ unitTests }) {
    this.folders = unitTests;
  }

  capabilities() {
    return { reloadEnvironment: true };
  }

  async init() {
    // Only now: before, this is the folder of the project, and not of the copy that is mutated.
    this.root = process.cwd();
    this.files = this.folders.flatMap((folder) =>
      readdirSync(join(this.root, folder), { recursive: true })
        .filter((name) => name.endsWith(".test.ts"))
        .map((name) => join(folder, name)),
    );
    compileTypeScript(this.root);
    takeFewSamples();
    this.circus = require("jest-circus");
    provideGlobals(this.circus);
    this.circus.addEventHandler((event) => this.onEvent(event));
  }

  async dryRun() {
    this.stryker.activeMutant = undefined;
    const tests = await this.run({ files: this.files, bail: false });
    const { mutantCoverage } = this.stryker;
    if (mutantCoverage === undefined) throw new Error("nothing that was mutated has been loaded");
    return { status: DryRunStatus.Complete, tests, mutantCoverage };
  }

  async mutantRun({ activeMutant, testFilter, mutantActivation, hitLimit, disableBail }) {
    Object.assign(this.stryker, { hitCount: hitLimit === undefined ? undefined : 0, hitLimit });
    this.stryker.activeMutant = mutantActivation === "static" ? activeMutant.id : undefined;
    const activate = () => (this.stryker.activeMutant = activeMutant.id);
    // The tests of the file's own room notice most.
    const room = dirname(relative(join(this.root, "provider"), activeMutant.fileName));
    const isOwn = (file) => Number(file.startsWith(join("tests", "unit", room)));
    const reached = testFilter && new Set(testFilter.map((id) => id.split(" ")[0]));
    const files = this.files
      .filter((file) => reached?.has(file) ?? true)
      .sort((one, other) => isOwn(other) - isOwn(one));
    const tests = await this.run({ files, bail: !disableBail, testFilter, activate });
    const { hitCount } = this.stryker;
    const endless = determineHitLimitReached(hitCount, hitLimit);
    return toMutantRunResult(endless ?? { status: DryRunStatus.Complete, tests }, disableBail);
  }

  get stryker() {
    return (globalThis[NAMESPACE] ??= {});
  }

  async run({ files, bail, testFilter, activate }) {
    for (const file of Object.keys(require.cache)) {
      if (file.startsWith(this.root + sep) && !file.includes(`${sep}node_modules${sep}`)) {
        delete require.cache[file];
      }
    }
    this.circus.resetState();
    this.bail = bail;
    try {
      for (const file of files) {
        // In a block of its own, so that its hooks are not those of other files.
        this.circus.describe(file, () => void require(join(this.root, file)));
      }
    } catch (error) {
      // A mutant that breaks a file as it is loaded is noticed by whoever loads it.
      if (activate === undefined) throw error;
      return [result("the tests could not be loaded", ["loading"], [String(error)])];
    }
    activate?.();
    const state = this.circus.getState();
    const wanted = testFilter && new Set(testFilter);
    state.testNamePattern = wanted && { test: (name) => wanted.has(name) };
    this.circus.setState(state);
    const { testResults, unhandledErrors } = await this.circus.run();
    const done = testResults.filter(({ status }) => status !== "skip");
    return [
      ...done.map(({ testPath, errors, duration }) =>
        result(testPath.slice(1).join(" "), errors, errors, duration ?? 0),
      ),
      ...(unhandledErrors.length > 0
        ? [result("outside of a test", unhandledErrors, unhandledErrors)]
        : []),
    ];
  }

  onEvent(event) {
    if (event.name === "test_start") this.stryker.currentTestId = nameOf(event.test);
    if (event.name !== "test_done") return;
    this.stryker.currentTestId = undefined;
    if (this.bail && event.test.errors.length > 0) {
      this.circus.getState().testNamePattern = NOTHING;
    }
  }
}

/** Begins with the file's path, which is the name of its block. */
function nameOf(test) {
  const names = [];
  for (let each = test; each?.parent !== undefined; each = each.parent) names.unshift(each.name);
  return names.join(" ");
}

function result(name, failed, messages, timeSpentMs = 0) {
  return {
    id: name,
    name,
    timeSpentMs,
    ...(failed.length === 0
      ? { status: TestStatus.Success }
      : { status: TestStatus.Failed, failureMessage: messages.join("\n") }),
  };
}

/** The transformation that jest.config.js asks for; each file is compiled once in a process. */
function compileTypeScript(root) {
  const { transformSync } = require("@swc/core");
  const { projects } = require(join(root, "jest.config.js"));
  const [, options] = Object.values(projects[0].transform)[0];
  const compiled = new Map();
  require.extensions[".ts"] = (module, filename) => {
    const code =
      compiled.get(filename) ??
      transformSync(readFileSync(filename, "utf8"), { ...options, filename, swcrc: false }).code;
    compiled.set(filename, code);
    module._compile(code, filename);
  };
}

/**
 * Properties are tried with few values, and with the same in each run, so that its figures do not hang
 * on luck. A counterexample is as good as its smallest form, which nobody looks for here.
 */
function takeFewSamples() {
  const { default: known } = require("fast-check");
  const few = { numRuns: 100, seed: 1, endOnFailure: true };
  const assert = (property, parameters) => known.assert(property, { ...parameters, ...few });
  const { exports } = require.cache[require.resolve("fast-check")];
  require.cache[require.resolve("fast-check")].exports = {
    ...exports,
    assert,
    default: { ...known, assert },
  };
}

function provideGlobals(circus) {
  const { afterAll, afterEach, beforeAll, beforeEach, describe, it, test } = circus;
  const { ModuleMocker } = require("jest-mock");
  const { ModernFakeTimers } = require("@jest/fake-timers");
  const mocker = new ModuleMocker(globalThis);
  const timers = new ModernFakeTimers({ config: { fakeTimers: {} }, global: globalThis });
  const jest = {
    fn: (implementation) => mocker.fn(implementation),
    spyOn: (object, name) => mocker.spyOn(object, name),
    replaceProperty: (object, name, value) => mocker.replaceProperty(object, name, value),
    restoreAllMocks: () => mocker.restoreAllMocks(),
    useFakeTimers: (settings) => timers.useFakeTimers(settings),
    useRealTimers: () => timers.useRealTimers(),
    setTimeout: (ms) => void (globalThis[Symbol.for("TEST_TIMEOUT_SYMBOL")] = ms),
    getTimerCount: () => timers.getTimerCount(),
    advanceTimersByTimeAsync: (ms) => timers.advanceTimersByTimeAsync(ms),
  };
  const { expect } = require("expect");
  const names = { afterAll, afterEach, beforeAll, beforeEach, describe, it, test, expect, jest };
  Object.assign(globalThis, names);
}

/** Two words with a blank between them. */
const SENTENCE = /[\p{L}\p{N}.,:;`)"] [\p{L}\p{N}`("]/u;

/**
 * Leaves out what Stryker would do to a sentence: a test that notices other words only repeats the message. Words that
 * decide something (`posted`, `PENDING`) have no blank between two words, and are mutated.
 */
function shouldIgnore({ node }) {
  const isText = node.type === "StringLiteral" && SENTENCE.test(node.value);
  // Ignored is what is inside, too: only names may be there.
  const isTemplate =
    node.type === "TemplateLiteral" &&
    node.expressions.every(({ type }) => type === "Identifier" || type === "MemberExpression") &&
    node.quasis.some(({ value }) => SENTENCE.test(value.raw));
  return isText || isTemplate ? "prose" : undefined;
}

export const strykerPlugins = [
  declareClassPlugin(PluginKind.TestRunner, "unit", UnitTestRunner),
  declareValuePlugin(PluginKind.Ignore, "prose", { shouldIgnore }),
];
