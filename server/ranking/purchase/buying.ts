/** One customer's buying: x repeat purchase days, the last one tx after the first, seen for T. Weeks, or any one unit. */
export interface Buying {
  readonly x: number
  readonly tx: number
  readonly T: number
}

export interface ObservedBuying extends Buying {
  /** Σ ln gap over the x gaps, in the same unit; without it only models of Poisson purchases can be fitted. */
  readonly logGaps?: number
}

/** Equal histories counted once. */
export interface CountedBuying extends Buying {
  readonly count: number
  /** Sum over all that are counted here; not a number where one is not known. */
  readonly logGaps: number
}

/** Equal histories counted once, in an order that does not depend on the order of the customers. */
export function countEqual(customers: Iterable<ObservedBuying>): CountedBuying[] {
  const groups = new Map<string, { x: number; tx: number; T: number; logGaps: number[] }>()
  for (const { x, tx, T, logGaps = x === 0 ? 0 : Number.NaN } of customers) {
    const key = `${x}|${tx}|${T}`
    const seen = groups.get(key)
    if (seen) seen.logGaps.push(logGaps)
    else groups.set(key, { x, tx, T, logGaps: [logGaps] })
  }
  const rows = [...groups.values()].map(({ x, tx, T, logGaps }) => {
    const sum = logGaps.sort((left, right) => left - right).reduce((all, one) => all + one, 0)
    return { x, tx, T, count: logGaps.length, logGaps: sum }
  })
  return rows.sort((left, right) => left.x - right.x || left.tx - right.tx || left.T - right.T)
}

/** A row that stands for so many equal ones. */
export interface Counted {
  readonly count: number
}

export function sumRows<R extends Counted>(rows: readonly R[], of: (row: R) => number): number {
  return rows.reduce((sum, row) => sum + row.count * of(row), 0)
}

/** Places of distinct keys, so that what depends on a key alone is worked out once. */
export function createPlaces<T>(): { values: T[]; place: (key: string, value: T) => number } {
  const values: T[] = []
  const places = new Map<string, number>()
  const place = (key: string, value: T) => {
    const known = places.get(key)
    if (known !== undefined) return known
    places.set(key, values.length)
    return values.push(value) - 1
  }
  return { values, place }
}
