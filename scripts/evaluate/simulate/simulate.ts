import { BadInput, readOptions, readWhole } from '../bad-input.ts'
import { foundHouse, type House } from './house.ts'
import { createFixed, createOracle, type OrderName } from './others.ts'
import { createOurs, type Policy } from './ours.ts'
import { type Person, populate } from './population.ts'
import { playWeeks, type Weeks, type WeeksOrder } from './weeks.ts'

const ORDERS: readonly OrderName[] = ['ours', 'random', 'fifo', 'clv', 'churn', 'pwin', 'oracle']
const OPTIONS = {
  customers: { type: 'string', default: '5000' },
  agents: { type: 'string', default: '10' },
  days: { type: 'string', default: '20' },
  seed: { type: 'string', default: '1' },
  order: { type: 'string', default: 'ours' },
} as const
const AS_OF = new Date('2026-06-01T00:00:00Z')

export function setUp(seed: number, size: number, agents: number, days: number): WeeksOrder {
  const everybody = populate(seed, size, AS_OF)
  const house = foundHouse(everybody, AS_OF)
  return { seed, people: keepCurable(everybody, house), house, agents, days, asOf: AS_OF }
}

/** Nobody is called for a reason that cannot be cured, whoever orders the queue. */
export function keepCurable(people: readonly Person[], { settings }: House): Person[] {
  const incurable = new Set(settings.reasons.flatMap(({ code, fixable }) => (fixable === 'no' ? [code] : [])))
  return people.filter(({ truth }) => !incurable.has(truth.reason))
}

export function createPolicy(name: OrderName, { house, seed }: WeeksOrder): Policy {
  if (name === 'ours') return createOurs(house)
  return name === 'oracle' ? createOracle(house) : createFixed(name, house, seed)
}

export const sum = (values: readonly number[]): number => values.reduce((total, one) => total + one, 0)

/** A whole queue with known truth: so many customers, agents and days of the made-up town (design/ranking.md 4.10). */
export function evaluateSimulate(args: readonly string[]) {
  const options = readOptions(args, OPTIONS)
  const [customers, agents, days] = [
    readWhole(options.customers, 'customers'),
    readWhole(options.agents, 'agents'),
    readWhole(options.days, 'days'),
  ]
  const name = ORDERS.find((order) => order === options.order)
  if (!name) throw new BadInput(`--order: one of ${ORDERS.join(', ')}, not ${options.order}`)
  const order = setUp(readWhole(options.seed, 'seed', 0), customers, agents, days)
  const oracle = playWeeks(createPolicy('oracle', order), order)
  const weeks = name === 'oracle' ? oracle : playWeeks(createPolicy(name, order), order)
  return report(weeks, oracle)
}

function report(weeks: Weeks, oracle: Weeks) {
  return {
    net: Math.round(sum(weeks.netByDay)),
    oracleNet: Math.round(sum(oracle.netByDay)),
    regretByDay: weeks.netByDay.map((net, day) => Math.round((oracle.netByDay[day] ?? 0) - net)),
    maxWaitDays: weeks.maxWaitDays,
    capViolations: weeks.capViolations,
    exploredShare: weeks.attempts === 0 ? 0 : weeks.explored / weeks.attempts,
    attempts: weeks.attempts,
    netByDay: weeks.netByDay.map(Math.round),
  }
}
