import { cpus } from 'node:os'
import { parseArgs } from 'node:util'
import { benchClaims } from './bench/claims.ts'
import { measureFirstLoad } from './bench/first-load.ts'

const { values } = parseArgs({
  options: {
    /** Waiting customers, comma separated. */
    sizes: { type: 'string', default: '10000,1000000' },
    agents: { type: 'string', default: '50' },
    zones: { type: 'string', default: '30' },
    seconds: { type: 'string', default: '5' },
  },
})

const claims = await benchClaims({
  sizes: values.sizes.split(',').map(Number),
  agents: Number(values.agents),
  zones: Number(values.zones),
  seconds: Number(values.seconds),
})
const [small, large] = claims.rows
const firstLoad = measureFirstLoad('DeskScreen.tsx')

console.log(
  JSON.stringify(
    {
      machine: { cores: cpus().length, cpu: cpus()[0]?.model, node: process.version },
      claims,
      millionOverTenThousand:
        small && large ? Number((large.claimsPerSecond / small.claimsPerSecond).toFixed(2)) : null,
      firstLoad,
    },
    null,
    2,
  ),
)
