import { compareShares, quantileOfT } from '../../../server/reporting/lift.ts'
import type { Weeks } from './weeks.ts'

export const sum = (values: readonly number[]): number => values.reduce((total, one) => total + one, 0)

const DAY_MS = 86_400_000
/** Days that are not counted against an order that has yet to learn. */
const FIRST_DAYS = 5
/** While there are more customers than calls; later every order has called whom the caps allow, and earns alike. */
const SCARCE_DAYS = 10

/** Who of both arms has bought again by the end, as lift is measured, and what is true of those who were treated. */
export function measureUplift(weeks: Weeks, asOf: Date, days: number) {
  const last = asOf.getTime() + days * DAY_MS
  const share = (held: boolean) => {
    const arm = weeks.cases.filter(({ person }) => person.held === held)
    return { cases: arm.length, successes: arm.filter(({ boughtAt }) => boughtAt !== null && boughtAt <= last).length }
  }
  const [treat, holdout] = [share(false), share(true)]
  const treated = weeks.cases.filter(({ person }) => !person.held)
  const anyway = treated.filter(({ person }) => (person.truth.returnsAfterDays ?? days + 1) <= days).length
  return {
    upliftEstimate: compareShares(treat, holdout),
    upliftTruth: treat.cases === 0 ? 0 : (treat.successes - anyway) / treat.cases,
  }
}

/** As it came, or by the true chances of the calls that were made. */
export type Count = 'netByDay' | 'expectedByDay'

/** Net by the end, by the end without the first days, and while order matters most. */
export const netOf = (weeks: Weeks, count: Count) => ({
  all: sum(weeks[count]),
  later: sum(weeks[count].slice(FIRST_DAYS)),
  scarce: sum(weeks[count].slice(0, SCARCE_DAYS)),
})

/** Net so far as a share of the oracle's, each day after the first ones: the least of them. */
export function leastShare(weeks: Weeks, oracle: Weeks): number {
  let [least, ours, its] = [Number.POSITIVE_INFINITY, 0, 0]
  for (const [day, net] of weeks.netByDay.entries()) {
    ours += net
    its += oracle.netByDay[day] ?? 0
    if (day >= FIRST_DAYS && its > 0) least = Math.min(least, ours / its)
  }
  return least
}

/** Mean of paired differences with its 95 % interval (Student's t). */
export function meanWithInterval(values: readonly number[]): { value: number; low: number; high: number } {
  const n = values.length
  const value = sum(values) / n
  const error = Math.sqrt(sum(values.map((one) => (one - value) ** 2)) / Math.max(1, n - 1) / n)
  const half = quantileOfT(Math.max(1, n - 1)) * error
  return { value, low: value - half, high: value + half }
}
