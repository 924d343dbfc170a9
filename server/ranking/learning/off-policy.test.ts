import { describe, expect, it } from 'vitest'
import { createChance } from './chance.ts'
import { estimateDoublyRobust, estimateIps, estimateSnips, type LoggedChoice } from './off-policy.ts'
import { inspectColumn, type Table, takeRows } from './table.ts'
import { fitUplift, predictReward } from './uplift.ts'

const ARMS = ['none', 'mens', 'womens'] as const
type Arm = (typeof ARMS)[number]
/** P(visit) by arm and by whether the customer bought for women: the published means of Hillstrom's e-mail test. */
const RATE: Record<Arm, readonly [number, number]> = { none: [0.1, 0.11], mens: [0.18, 0.185], womens: [0.1, 0.2] }
/** A log that prefers womens' mail for those who bought for women, and mens' for others. */
const LOGGED: Record<Arm, readonly [number, number]> = { none: [0.2, 0.2], mens: [0.6, 0.15], womens: [0.2, 0.65] }

type Policy = (womens: 0 | 1) => Arm
const ALWAYS_MENS: Policy = () => 'mens'
const LEARNED: Policy = (womens) => (womens ? 'womens' : 'mens')
const truthOf = (policy: Policy) => (RATE[policy(0)][0] + RATE[policy(1)][1]) / 2

const ROWS = 1500
const REPETITIONS = 500

function drawLog(seed: number) {
  const chance = createChance(seed)
  return Array.from({ length: ROWS }, () => {
    const womens = chance.below(2) === 0 ? 0 : 1
    const u = chance.uniform()
    const arm = u < LOGGED.none[womens] ? 'none' : u < LOGGED.none[womens] + LOGGED.mens[womens] ? 'mens' : 'womens'
    return { womens, arm, reward: chance.uniform() < RATE[arm][womens] ? 1 : 0 } as const
  })
}

/** What the shrunk model expects of each row, learned from the other half. */
function expectCrossed(log: ReturnType<typeof drawLog>): Record<Arm, Float64Array> {
  const column = inspectColumn(
    'womens',
    log.map(({ womens }) => String(womens)),
  )
  const table: Table = { rows: log.length, columns: [column] }
  const expected = { none: new Float64Array(ROWS), mens: new Float64Array(ROWS), womens: new Float64Array(ROWS) }
  for (const half of [0, 1]) {
    const [seen, unseen] = [1 - half, half].map((side) => log.flatMap((_, i) => (i % 2 === side ? [i] : [])))
    if (!seen || !unseen) continue
    const at = (rows: readonly number[]) => takeRows(table, rows)
    const arm = seen.map((i) => log[i]?.arm ?? 'none')
    const model = fitUplift({ table: at(seen), arm, reward: seen.map((i) => log[i]?.reward ?? 0) }, 'none')
    for (const name of ARMS) {
      const values = predictReward(model, at(unseen), name)
      for (const [k, i] of unseen.entries()) expected[name][i] = values[k] ?? 0
    }
  }
  return expected
}

function judge(policy: Policy) {
  const truth = truthOf(policy)
  const tallies = { snips: 0, dr: 0, ips: 0 }
  const squares = { snips: 0, dr: 0, ips: 0 }
  for (let seed = 0; seed < REPETITIONS; seed++) {
    const log = drawLog(1000 + seed)
    const model = expectCrossed(log)
    const choices = log.map(({ womens, arm, reward }, i): LoggedChoice => {
      const asked = policy(womens)
      const expected = { taken: model[arm][i] ?? 0, policy: model[asked][i] ?? 0 }
      return { reward, propensity: LOGGED[arm][womens], target: asked === arm ? 1 : 0, expected }
    })
    const found = {
      snips: estimateSnips(choices),
      dr: estimateDoublyRobust(choices),
      ips: estimateIps(choices),
    }
    for (const name of ['snips', 'dr', 'ips'] as const) {
      const one = found[name]
      if (one.refused !== null) continue
      if (one.low <= truth && truth <= one.high) tallies[name] += 1
      squares[name] += (one.value - truth) ** 2
    }
  }
  return { covered: (name: keyof typeof tallies) => tallies[name] / REPETITIONS, squares }
}

describe('estimates of a policy from a log of another', () => {
  it.each([
    ['always mens', ALWAYS_MENS],
    ['a learned policy', LEARNED],
  ])('have intervals that cover the truth as often as they say: %s', (_, policy) => {
    const { covered, squares } = judge(policy)
    for (const name of ['snips', 'dr'] as const) {
      expect(covered(name)).toBeGreaterThanOrEqual(0.92)
      expect(covered(name)).toBeLessThanOrEqual(0.98)
    }
    expect(squares.dr).toBeLessThanOrEqual(squares.ips)
    expect(squares.snips).toBeLessThanOrEqual(squares.ips)
  })

  it('are the mean reward where the policy is the one that was logged', () => {
    const rewards = Array.from({ length: 500 }, (_, i) => i % 7)
    const log = rewards.map((reward) => ({ reward, propensity: 0.3, target: 0.3 }))
    const mean = rewards.reduce((sum, one) => sum + one, 0) / 500
    for (const estimate of [estimateSnips, estimateIps, estimateDoublyRobust])
      expect(estimate(log)).toMatchObject({ refused: null, value: expect.closeTo(mean, 9), effectiveSize: 500 })
  })

  it('are refused where the log hardly did what the policy would', () => {
    const chance = createChance(2)
    // A greedy log, and a policy that takes ten arms alike: few rows carry nearly all the weight.
    const log = Array.from({ length: 10_000 }, () => {
      const propensity = chance.uniform() < 0.005 ? 0.001 : 0.99
      return { reward: chance.below(2), propensity, target: 0.1 }
    })
    for (const estimate of [estimateSnips, estimateDoublyRobust, estimateIps]) {
      const found = estimate(log)
      expect(found.refused).toBe('effective_size_too_small')
      expect(found).not.toHaveProperty('value')
      expect(found.effectiveSize).toBeLessThan(200)
      expect(found.maxWeight).toBeCloseTo(100, 9)
    }
    expect(estimateSnips([])).toMatchObject({ refused: 'effective_size_too_small', effectiveSize: 0 })
  })
})
