import { cpus } from 'node:os'
import { parseArgs } from 'node:util'
import { benchClaims } from './bench/claims.ts'
import { benchClaimsProcesses } from './bench/claims-processes.ts'
import { benchFanOut } from './bench/fan-out.ts'
import { measureFirstLoad } from './bench/first-load.ts'
import { benchFit } from './bench/fit.ts'
import { benchImport } from './bench/import.ts'
import { benchPush } from './bench/push.ts'
import { benchRerank, benchScoreOne } from './bench/rerank.ts'
import { benchSearch } from './bench/search.ts'
import { benchTalks } from './bench/talks.ts'
import { benchTwiml } from './bench/twiml.ts'
import { benchWebhook } from './bench/webhook.ts'

const { values } = parseArgs({
  options: {
    /** Parts to run, comma separated; all by default. */
    only: { type: 'string' },
    /** Waiting customers, comma separated. */
    sizes: { type: 'string', default: '10000,1000000' },
    /** Purchases to import, and whose. */
    rows: { type: 'string', default: '1000000' },
    buyers: { type: 'string', default: '100000' },
    agents: { type: 'string', default: '50' },
    zones: { type: 'string', default: '30' },
    /** Waiting customers whom three processes share. */
    processSize: { type: 'string', default: '100000' },
    /** Agents whose desks are open while pushes and webhooks are measured. */
    desks: { type: 'string', default: '200' },
    seconds: { type: 'string', default: '5' },
    /** Customers that are searched, and how often for each kind of search. */
    customers: { type: 'string', default: '1000000' },
    /** Customers whose purchases are fitted: as many as CDNOW's master has. */
    fitted: { type: 'string', default: '23570' },
    searches: { type: 'string', default: '200' },
    /** Customers who are re-ranked, with five purchases each; a million takes a quarter of an hour. */
    ranked: { type: 'string', default: '100000' },
  },
})

const claims = async () => {
  const measured = await benchClaims({
    sizes: values.sizes.split(',').map(Number),
    agents: Number(values.agents),
    zones: Number(values.zones),
    seconds: Number(values.seconds),
  })
  const [small, large] = measured.rows
  return {
    ...measured,
    millionOverTenThousand: small && large ? Number((large.claimsPerSecond / small.claimsPerSecond).toFixed(2)) : null,
  }
}

/** What can be measured, in the order in which it is; each beside a floor of the same run. */
const PARTS: Record<string, () => unknown> = {
  claims,
  claimsProcesses: () =>
    benchClaimsProcesses({
      ...{ size: Number(values.processSize), agents: Number(values.agents), zones: Number(values.zones) },
      ...{ seconds: Number(values.seconds), processes: 3 },
    }),
  push: () => benchPush({ agents: Number(values.desks), perSecond: 20, rounds: 3 }),
  webhook: () => benchWebhook({ desks: Number(values.desks), perSecond: 200, rounds: 4 }),
  twiml: () => benchTwiml({ callsPerSecond: 50, seconds: Number(values.seconds) * 2 }),
  talks: () => benchTalks({ agents: Number(values.desks), dialsPerSecond: 5, seconds: 20 }),
  fanOut: () => benchFanOut({ agents: Number(values.desks), walls: 10, perSecond: 50, seconds: 20 }),
  search: () => benchSearch({ size: Number(values.customers), times: Number(values.searches) }),
  import: () => benchImport({ rows: Number(values.rows), customers: Number(values.buyers) }),
  fit: () => benchFit({ customers: Number(values.fitted) }),
  rerank: () =>
    benchRerank({
      ...{ size: Number(values.ranked), agents: Number(values.agents), zones: Number(values.zones) },
      seconds: Number(values.seconds),
    }),
  scoreOne: () => benchScoreOne({ size: 20_000, times: 500 }),
  firstLoad: () => measureFirstLoad('DeskScreen.tsx'),
}

const wanted = values.only?.split(',') ?? Object.keys(PARTS)
const unknown = wanted.filter((name) => !PARTS[name])
if (unknown.length > 0) {
  console.error(`No part ${unknown.join(', ')}: ${Object.keys(PARTS).join(', ')}`)
  process.exit(2)
}
const measured: Record<string, unknown> = {}
for (const name of wanted) measured[name] = await PARTS[name]?.()

const machine = { cores: cpus().length, cpu: cpus()[0]?.model, node: process.version }
console.log(JSON.stringify({ machine, ...measured }, null, 2))
