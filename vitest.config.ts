import { readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { playwright } from '@vitest/browser-playwright'
import { globSync } from 'tinyglobby'
import { defineConfig, type TestProjectConfiguration } from 'vitest/config'
import { chromium } from './tests/chromium.js'
import LongestFirst from './tests/longest-first.js'

const executablePath = chromium()

/** Tests that only call functions; but those that put others in place of modules need modules of their own. */
const PURE = globSync(
  'tests/{align,audit,candidates,compare,dedupe,kernel,read,report,shingles,sketch,text}/**/*.test.ts',
).filter((file) => !readFileSync(file, 'utf8').includes('vi.mock('))

/** Against hanging only: a browser beside a test may take most of its core. */
const TIMEOUTS = { testTimeout: 60_000, hookTimeout: 60_000 }

/** In Chromium; where there is none, one test says so: skipped, and under CI failed. */
const browser: TestProjectConfiguration = {
  test: {
    name: 'browser',
    include: [executablePath === null ? 'tests/no-chromium.ts' : 'tests/browser/**/*.test.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // One file at a time, and nothing beside: it measures how long a page cannot answer.
    maxWorkers: 1,
    sequence: { groupOrder: 1 },
    browser: {
      enabled: executablePath !== null,
      headless: true,
      screenshotFailures: false,
      instances: [{ browser: 'chromium' }],
      provider: playwright({
        // Playwright's own switches keep the sandbox off and most background traffic away.
        launchOptions: {
          executablePath: executablePath ?? undefined,
          args: ['--disable-gpu', '--disable-quic', '--disable-sync'],
        },
      }),
    },
  },
}

/** Reports opened from a disk, as their readers do; driven from here, so that requests and policies are seen. */
const reports: TestProjectConfiguration = {
  test: {
    name: 'reports',
    include: [executablePath === null ? 'tests/no-chromium.ts' : 'tests/reports/**/*.test.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
}

export default defineConfig({
  test: {
    // One fewer than cores by default, one more here: some wait for disks, servers, browsers and other processes. All projects but the
    // browser's share the workers; one after the other, each would end with one file on one core.
    maxWorkers: availableParallelism() + 1,
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        test: {
          name: 'pure',
          include: PURE,
          // Files share the modules that a worker has loaded: loaded anew for each, they took a fifth of the processor.
          isolate: false,
          restoreMocks: true,
          ...TIMEOUTS,
        },
      },
      {
        test: {
          name: 'unit',
          include: ['tests/**/*.test.ts'],
          exclude: ['tests/packed/**', 'tests/browser/**', 'tests/reports/**', ...PURE],
          ...TIMEOUTS,
        },
      },
      {
        test: {
          name: 'packed',
          include: ['tests/packed/**/*.test.ts'],
          globalSetup: 'tests/packed/pack.ts',
          ...TIMEOUTS,
        },
      },
      browser,
      reports,
    ],
  },
})
