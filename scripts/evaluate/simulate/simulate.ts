import { BadInput, readOptions, readWhole } from '../bad-input.ts'
import { foundHouse, type House } from './house.ts'
import { createFixed, createOracle, type OrderName } from './others.ts'
import { createOurs } from './ours.ts'
import type { Policy } from './policy.ts'
import { type Person, populate } from './population.ts'
import { type Count, leastShare, meanWithInterval, measureUplift, netOf, sum } from './summary.ts'
import { playWeeks, type Weeks, type WeeksOrder } from './weeks.ts'

const ORDERS: readonly OrderName[] = ['ours', 'random', 'fifo', 'clv', 'churn', 'pwin', 'oracle']
const OPTIONS = {
  customers: { type: 'string', default: '5000' },
  agents: { type: 'string', default: '10' },
  days: { type: 'string', default: '20' },
  seed: { type: 'string', default: '1' },
  order: { type: 'string', default: 'ours' },
  seeds: { type: 'string' },
} as const
const AS_OF = new Date('2026-06-01T00:00:00Z')

export interface Size {
  readonly customers: number
  readonly agents: number
  readonly days: number
}

export function setUp(seed: number, { customers, agents, days }: Size): WeeksOrder {
  const everybody = populate(seed, customers, AS_OF)
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

/**
 * A whole queue with known truth: so many customers, agents and days of the made-up town (design/ranking.md 4.10). With
 * --seeds all orders are played over so many seeds and compared in pairs.
 */
export function evaluateSimulate(args: readonly string[]) {
  const options = readOptions(args, OPTIONS)
  const size = {
    customers: readWhole(options.customers, 'customers'),
    agents: readWhole(options.agents, 'agents'),
    days: readWhole(options.days, 'days'),
  }
  const seed = readWhole(options.seed, 'seed', 0)
  if (options.seeds !== undefined) return compareOrders(seed, readWhole(options.seeds, 'seeds'), size)
  const name = ORDERS.find((order) => order === options.order)
  if (!name) throw new BadInput(`--order: one of ${ORDERS.join(', ')}, not ${options.order}`)
  const order = setUp(seed, size)
  const oracle = playWeeks(createPolicy('oracle', order), order)
  const weeks = name === 'oracle' ? oracle : playWeeks(createPolicy(name, order), order)
  return {
    net: Math.round(sum(weeks.netByDay)),
    oracleNet: Math.round(sum(oracle.netByDay)),
    regretByDay: weeks.netByDay.map((net, day) => Math.round((oracle.netByDay[day] ?? 0) - net)),
    maxWaitDays: weeks.maxWaitDays,
    capViolations: weeks.capViolations,
    exploredShare: weeks.attempts === 0 ? 0 : weeks.explored / weeks.attempts,
    ...measureUplift(weeks, order.asOf, order.days),
    attempts: weeks.attempts,
    inclusion: includeBySegment(weeks),
  }
}

/** Shares of the treated who were tried at all, by segment. */
function includeBySegment({ cases }: Weeks): Record<string, number> {
  const counts = new Map<string, { all: number; tried: number }>()
  for (const { person, tried } of cases) {
    if (person.held) continue
    const count = counts.get(person.attributes.segment ?? '') ?? { all: 0, tried: 0 }
    counts.set(person.attributes.segment ?? '', { all: count.all + 1, tried: count.tried + Number(tried.length > 0) })
  }
  return Object.fromEntries([...counts].sort().map(([segment, { all, tried }]) => [segment, tried / all]))
}

/** Mean net of each order, its shares of the oracle's, and ours less each other in pairs, with a 95 % interval. */
function compareNet(played: ReadonlyMap<OrderName, readonly Weeks[]>, count: Count) {
  const of = (name: OrderName) => (played.get(name) ?? []).map((weeks) => netOf(weeks, count))
  const mean = (name: OrderName, part: 'all' | 'later') => sum(of(name).map((net) => net[part])) / of(name).length
  const others = ORDERS.filter((name) => name !== 'ours' && name !== 'oracle')
  const less = (name: OrderName, part: 'all' | 'scarce') =>
    meanWithInterval(of('ours').map((net, i) => net[part] - (of(name)[i]?.[part] ?? 0)))
  return {
    meanNet: Object.fromEntries(ORDERS.map((name) => [name, Math.round(mean(name, 'all'))])),
    shareOfOracle: mean('ours', 'all') / mean('oracle', 'all'),
    shareOfOracleAfterDay5: mean('ours', 'later') / mean('oracle', 'later'),
    oursMinus: Object.fromEntries(others.map((name) => [name, less(name, 'all')])),
    oursMinusByDay10: Object.fromEntries(others.map((name) => [name, less(name, 'scarce')])),
  }
}

/** Every order over the same seeds: means, shares of the oracle, and ours less each other in pairs. */
export function compareOrders(first: number, seeds: number, size: Size) {
  const played = new Map<OrderName, Weeks[]>(ORDERS.map((name) => [name, []]))
  const uplifts: ReturnType<typeof measureUplift>[] = []
  for (let seed = first; seed < first + seeds; seed++) {
    const order = setUp(seed, size)
    for (const name of ORDERS) {
      const weeks = playWeeks(createPolicy(name, order), order)
      played.get(name)?.push(weeks)
      if (name === 'ours') uplifts.push(measureUplift(weeks, order.asOf, order.days))
    }
    process.stderr.write(`played seed ${seed}\n`)
  }
  const of = (name: OrderName) => played.get(name) ?? []
  const [ours, oracle] = [of('ours'), of('oracle')]
  return {
    seeds,
    ...compareNet(played, 'netByDay'),
    meanLeastCumulativeShare: sum(ours.map((weeks, i) => leastShare(weeks, oracle[i] ?? weeks))) / seeds,
    byTrueChances: compareNet(played, 'expectedByDay'),
    capViolations: Object.fromEntries(ORDERS.map((name) => [name, sum(of(name).map((weeks) => weeks.capViolations))])),
    exploredShare: sum(ours.map(({ explored }) => explored)) / sum(ours.map(({ attempts }) => attempts)),
    intervalsThatCover: uplifts.filter(
      ({ upliftEstimate: interval, upliftTruth }) =>
        interval !== null && interval.low <= upliftTruth && upliftTruth <= interval.high,
    ).length,
  }
}
