// Runs the unit tests for Stryker, whose own runner does not know mocha 12.
import {readdirSync} from 'node:fs';
import {basename} from 'node:path';
import {commonTokens, declareClassPlugin, PluginKind, tokens} from '@stryker-mutator/api/plugin';
import {DryRunStatus, determineHitLimitReached, TestStatus, toMutantRunResult} from '@stryker-mutator/api/test-runner';
import fc from 'fast-check';
import Mocha from 'mocha';

/** It looks at the sources' text, which Stryker has changed. */
const NOT_THIS = 'import-direction.test.ts';

/** They play whole days of the service or thousands of runs: most of the time. They hold their room only, and run last. */
const LONG = {service: ['failed-slots', 'late-load', 'serve', 'wrong-clock'], verify: ['export-audit']};

/** A test that waits for ever fails by itself, and the process stays warm. One that is slow on this machine gets more. */
const LONGEST_TEST_MS = 10_000;

/** That a property fails is enough: nobody reads the smallest case. What fails at all mostly fails within few tries. */
fc.configureGlobal({endOnFailure: true, numRuns: 30});

/** What instrumented code reads, and writes its coverage to. */
globalThis.__stryker__ ??= {};
const shared = globalThis.__stryker__;

class MochaRunner {
  static inject = tokens(commonTokens.options);
  #mocha = null;
  #folder;
  #long;
  /** How long each test took when it first passed, in ms. */
  #took = new Map();

  /** Each layer is held by its own tests: those of the other only make it slow. */
  constructor({mutate}) {
    this.#folder = mutate.every((pattern) => pattern.startsWith('src/domain')) ? 'test/domain' : 'test/application';
    const isMeant = (room) => mutate.some((pattern) => pattern.startsWith(`src/application/${room}/`));
    this.#long = Object.keys(LONG)
      .filter(isMeant)
      .flatMap((room) => LONG[room]);
  }

  capabilities() {
    return {reloadEnvironment: false};
  }

  async dryRun() {
    const tests = await this.#run(() => true, false, 10 * LONGEST_TEST_MS);
    return {status: DryRunStatus.Complete, tests, mutantCoverage: shared.mutantCoverage};
  }

  async mutantRun({activeMutant, testFilter, hitLimit, disableBail, mutantActivation}) {
    if (mutantActivation === 'runtime') {
      await this.#load();
      this.#putFirst(basename(activeMutant.fileName, '.ts'));
    }
    Object.assign(shared, {activeMutant: activeMutant.id, hitLimit, hitCount: hitLimit && 0});
    const wanted = testFilter && new Set(testFilter);
    const tests = await this.#run((test) => wanted?.has(test.fullTitle()) ?? true, !disableBail, LONGEST_TEST_MS);
    const timeout = determineHitLimitReached(shared.hitCount, hitLimit);
    return toMutantRunResult(timeout ?? {status: DryRunStatus.Complete, tests});
  }

  async #load() {
    if (this.#mocha) return;
    this.#mocha = new Mocha({reporter: class {}}).cleanReferencesAfterRun(false);
    for (const name of this.#files()) this.#mocha.addFile(`${this.#folder}/${name}`);
    await this.#mocha.loadFilesAsync();
    eachSuite(this.#mocha.suite, (suite) => {
      suite.allTests = suite.tests;
    });
  }

  /** The changed file's own tests, then the quickest: the first that fails ends it. */
  #putFirst(name) {
    const cost = new Map();
    for (const suite of this.#mocha.suite.suites) {
      let ms = 0;
      eachSuite(suite, ({allTests}) => {
        for (const test of allTests) ms += this.#took.get(test) ?? 0;
      });
      cost.set(suite, basename(suite.file, '.test.ts') === name ? -1 : ms);
    }
    this.#mocha.suite.suites.sort((a, b) => cost.get(a) - cost.get(b));
  }

  #files() {
    // `TESTS=checks,backup`: those files only.
    if (process.env.TESTS) return process.env.TESTS.split(',').map((name) => `${name}.test.ts`);
    const names = readdirSync(this.#folder).filter((name) => name.endsWith('.test.ts') && name !== NOT_THIS);
    const long = new Set(Object.values(LONG).flat());
    const short = names.filter((name) => !long.has(basename(name, '.test.ts'))).sort();
    return [...short, ...this.#long.map((name) => `${name}.test.ts`)];
  }

  async #run(isWanted, bail, limitMs) {
    await this.#load();
    eachSuite(this.#mocha.suite, (suite) => {
      suite.tests = suite.allTests.filter(isWanted);
      for (const test of suite.tests) {
        test.timeout(limitMs + 3 * (this.#took.get(test) ?? 0));
        // Of a test that has run before, mocha starts the timer at once: it would fail whatever runs when it ends.
        test.clearTimeout();
      }
    });
    const results = [];
    const keep = (test, status, error) => {
      const [id, failureMessage] = [test.fullTitle(), error?.message ?? String(error)];
      results.push({id, name: id, timeSpentMs: test.duration ?? 0, status, failureMessage});
    };
    await new Promise((resolve) => {
      const running = this.#mocha.bail(bail).run(resolve);
      running.on('test', (test) => {
        shared.currentTestId = test.fullTitle();
      });
      // What a suite prepares once counts for the first of its tests.
      running.on('hook', (hook) => {
        if (hook.originalTitle === '"before all" hook') shared.currentTestId = firstTest(hook.parent)?.fullTitle();
      });
      running.on('test end', () => {
        shared.currentTestId = undefined;
      });
      running.on('pass', (test) => {
        if (!this.#took.has(test)) this.#took.set(test, test.duration);
        keep(test, TestStatus.Success);
      });
      running.on('fail', (test, error) => keep(test, TestStatus.Failed, error));
    });
    return results;
  }
}

function eachSuite(suite, visit) {
  visit(suite);
  for (const child of suite.suites) eachSuite(child, visit);
}

function firstTest(suite) {
  return suite.tests[0] ?? suite.suites.map(firstTest).find(Boolean);
}

export const strykerPlugins = [declareClassPlugin(PluginKind.TestRunner, 'unit', MochaRunner)];
