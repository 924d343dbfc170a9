import { spawn } from 'node:child_process'
import { parseArgs } from 'node:util'

const { values } = parseArgs({
  options: {
    /** The form of every night, in hours; without it the short one of every submission. */
    long: { type: 'boolean', default: false },
    /** Some of them: `--only R7`, as often as wanted. */
    only: { type: 'string', multiple: true, default: [] },
  },
})
const wrong = values.only.filter((number) => !/^R\d+$/.test(number))
if (wrong.length > 0) {
  console.error(`--only takes the number of an invariant, as in --only R7, not ${wrong.join(', ')}`)
  process.exit(2)
}

const args = [
  'node_modules/vitest/vitest.mjs',
  'run',
  '--project=faults',
  '--reporter=default',
  '--reporter=json',
  '--outputFile.json=fault-report.json',
  '--reporter=./test/harness/fault-table.reporter.ts',
  ...(values.only.length > 0 ? ['-t', `(^| )(${values.only.join('|')}) `] : []),
]
const env = { ...process.env, ...(values.long ? { FAULTS: 'long' } : {}) }
const run = spawn(process.execPath, args, { stdio: 'inherit', env })
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => run.kill(signal))
run.once('exit', (code) => process.exit(code ?? 1))
