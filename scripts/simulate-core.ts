import { parseArgs } from 'node:util'
import { CORE } from './simulation/core.ts'
import { PLANTED } from './simulation/planted.ts'
import { simulate } from './simulation/run.ts'
import { shrink } from './simulation/shrink.ts'
import { tell } from './simulation/story.ts'

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    steps: { type: 'string', default: '1000000' },
    /** A planted bug by its name, to see it found. */
    plant: { type: 'string' },
  },
})

const core = values.plant === undefined ? CORE : PLANTED[values.plant]?.core
if (!core) {
  console.error(`No planted bug of that name: ${Object.keys(PLANTED).join(' · ')}`)
  process.exit(2)
}
const from = performance.now()
const { steps, hash, tally, failure } = simulate(Number(values.seed), Number(values.steps), core)
const seconds = (performance.now() - from) / 1_000
console.log(`seed ${values.seed}: ${steps} steps in ${seconds.toFixed(1)} s, ${Math.round(steps / seconds)} a second`)
console.log(`log ${hash}`)
if (failure) {
  console.log(`\n${tell(failure.town, shrink(failure, core), core)}`)
  process.exit(1)
}
for (const [name, count] of Object.entries(tally).sort(([, a], [, b]) => b - a)) console.log(`${count}\t${name}`)
