import type { TestContext } from 'vitest'

/** What a fault test did and what it reached: its line in the table of faults, and in the JSON report (`meta.fault`). */
export type Fault = { did: string; figures: Readonly<Record<string, number | string>> }

declare module 'vitest' {
  interface TaskMeta {
    fault?: Fault
  }
}

/**
 * A fault test is titled `R7 · rings each number once when …`, its control `R7 control · …`: by these the table finds
 * them. It states its figures itself, before it asserts on them, so that a failure shows them too:
 * `reached(task, '20,000 claims by 50 agents', { doubles: 0 })`, where `task` comes with the test's context.
 */
export function reached(task: TestContext['task'], did: string, figures: Fault['figures']): void {
  task.meta.fault = { did, figures }
}
