/** Share of the total of `gains` that falls to the `part` with the highest scores; those tied at its edge count in part. */
export function captureTop(scores: readonly number[], gains: readonly number[], part: number): number {
  const total = gains.reduce((sum, gain) => sum + gain, 0)
  if (total === 0) return 0
  const order = scores.map((_, i) => i).sort((left, right) => (scores[right] ?? 0) - (scores[left] ?? 0))
  let room = part * scores.length
  let caught = 0
  for (let from = 0, to = 0; from < order.length && room > 0; from = to) {
    let tied = 0
    for (to = from; to < order.length && scores[order[to] ?? 0] === scores[order[from] ?? 0]; to++)
      tied += gains[order[to] ?? 0] ?? 0
    const share = Math.min(1, room / (to - from))
    caught += share * tied
    room -= to - from
  }
  return caught / total
}
