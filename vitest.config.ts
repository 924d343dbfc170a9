import { defineConfig } from 'vitest/config'
import { LONG } from './test/harness/sized.ts'

const FAULTS = ['test/reliability/**/*.test.ts']
const BROWSER = [
  'test/main-path.test.ts',
  'test/identity.test.ts',
  'test/audit.test.ts',
  'test/ranking-page.test.ts',
  'test/countdown.test.ts',
  'test/microphone.test.ts',
  'test/phone.test.ts',
  'test/recordings-page.test.ts',
  'test/network-page.test.ts',
]
const common = {
  testTimeout: LONG ? 3_600_000 : 60_000,
  hookTimeout: 120_000,
  restoreMocks: true,
  // What is waited for may be slow on a shared machine; only what never comes fails.
  expect: { poll: { timeout: 15_000 } },
}
/** What measures time has the machine to itself: one file after the other, when the fast ones are done. */
const alone = { ...common, hookTimeout: 300_000, fileParallelism: false }

export default defineConfig({
  test: {
    globalSetup: ['test/harness/postgres.setup.ts'],
    // Most of a test's time is waiting, for a database or a clock.
    maxWorkers: 3,
    projects: [
      {
        test: {
          name: 'fast',
          include: ['server/**/*.test.ts', 'client/**/*.test.{ts,tsx}', 'scripts/**/*.test.ts', 'test/**/*.test.ts'],
          exclude: [...FAULTS, ...BROWSER],
          ...common,
          sequence: { groupOrder: 0 },
        },
      },
      { test: { name: 'faults', include: FAULTS, ...alone, sequence: { groupOrder: 1 } } },
      { test: { name: 'browser', include: BROWSER, ...alone, sequence: { groupOrder: 2 } } },
    ],
  },
})
