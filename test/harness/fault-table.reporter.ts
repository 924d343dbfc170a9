import type { Reporter, TestModule } from 'vitest/node'
import { formatFaults } from './fault-table.ts'
import { LONG } from './sized.ts'

/** Prints the table of faults when the run is over. */
export default class FaultTable implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()])
    const table = formatFaults(
      tests.map((test) => ({ title: test.name, state: test.result().state, fault: test.meta().fault })),
      LONG ? 'long' : 'short',
    )
    if (table) process.stdout.write(`\n${table}\n\n`)
  }
}
