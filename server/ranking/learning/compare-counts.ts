/** Expected against actual, one by one. */
export function compareCounts(expected: readonly number[], actual: readonly number[]) {
  const n = expected.length
  const sum = (of: (e: number, a: number) => number) => expected.reduce((all, e, i) => all + of(e, actual[i] ?? 0), 0)
  const [meanE, meanA] = [sum((e) => e) / n, sum((_, a) => a) / n]
  const spreadE = sum((e) => (e - meanE) ** 2)
  const spreadA = sum((_, a) => (a - meanA) ** 2)
  const both = sum((e, a) => (e - meanE) * (a - meanA))
  return {
    sum: sum((e) => e),
    mae: sum((e, a) => Math.abs(e - a)) / n,
    rmse: Math.sqrt(sum((e, a) => (e - a) ** 2) / n),
    correlation: spreadE > 0 && spreadA > 0 ? both / Math.sqrt(spreadE * spreadA) : 0,
  }
}
