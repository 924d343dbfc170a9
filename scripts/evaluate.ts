import { BadInput } from './evaluate/bad-input.ts'
import { evaluateCalls } from './evaluate/calls.ts'
import { evaluateDormant } from './evaluate/dormant.ts'
import { evaluateFit } from './evaluate/fit.ts'
import { evaluatePolicy } from './evaluate/policy.ts'
import { evaluateReplay } from './evaluate/replay.ts'
import { evaluateSimulate } from './evaluate/simulate/simulate.ts'
import { evaluateUplift } from './evaluate/uplift.ts'

/**
 * `npm run -s evaluate -- PROTOCOL --data FILE [options]`: how well the product's models do on a file. One JSON object
 * on standard output; bad input is one line on standard error and exit 2.
 */
const PROTOCOLS: Record<string, (args: readonly string[]) => unknown> = {
  fit: evaluateFit,
  dormant: evaluateDormant,
  calls: evaluateCalls,
  uplift: evaluateUplift,
  policy: evaluatePolicy,
  replay: evaluateReplay,
  simulate: evaluateSimulate,
}

const [name = '', ...args] = process.argv.slice(2)
try {
  const protocol = Object.hasOwn(PROTOCOLS, name) ? PROTOCOLS[name] : undefined
  if (!protocol) throw new BadInput(`no protocol ${name || '(none)'}: ${Object.keys(PROTOCOLS).join(', ')}`)
  console.log(JSON.stringify(await protocol(args)))
} catch (error) {
  if (!(error instanceof BadInput)) throw error
  console.error(error.message)
  process.exitCode = 2
}
