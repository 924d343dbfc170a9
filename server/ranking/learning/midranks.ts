/** Ranks from 1 for the smallest; equal values share the mean of their ranks. */
export function midranks(values: readonly number[]): number[] {
  const order = values.map((_, i) => i).sort((left, right) => (values[left] ?? 0) - (values[right] ?? 0))
  const ranks = new Array<number>(values.length).fill(0)
  for (let from = 0, to = 0; from < order.length; from = to) {
    for (to = from; to < order.length && values[order[to] ?? 0] === values[order[from] ?? 0]; to++);
    for (let i = from; i < to; i++) ranks[order[i] ?? 0] = (from + 1 + to) / 2
  }
  return ranks
}
