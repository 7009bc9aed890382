import { playwright } from '@vitest/browser-playwright'
import { defineConfig, type TestProjectConfiguration } from 'vitest/config'
import { chromium } from './tests/chromium.js'

const executablePath = chromium()

/** In Chromium; where there is none, one test says so: skipped, and under CI failed. */
const browser: TestProjectConfiguration = {
  test: {
    name: 'browser',
    include: [executablePath === null ? 'tests/no-chromium.ts' : 'tests/browser/**/*.test.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    sequence: { groupOrder: 2 },
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
    sequence: { groupOrder: 3 },
  },
}

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['tests/**/*.test.ts'],
          exclude: ['tests/packed/**', 'tests/browser/**', 'tests/reports/**'],
          testTimeout: 30_000,
          hookTimeout: 30_000,
          // One fewer by default: on two cores one worker would wait for disks, servers and other processes.
          maxWorkers: '100%',
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          name: 'packed',
          include: ['tests/packed/**/*.test.ts'],
          globalSetup: 'tests/packed/pack.ts',
          testTimeout: 30_000,
          hookTimeout: 30_000,
          sequence: { groupOrder: 1 },
        },
      },
      browser,
      reports,
    ],
  },
})
