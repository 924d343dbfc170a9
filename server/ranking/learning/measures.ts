/**
 * Area under the ROC curve: P(a success scores above a failure), ties by half (Mann & Whitney 1947). null where there
 * are no successes or no failures.
 */
export function areaUnderCurve(scores: ArrayLike<number>, outcome: ArrayLike<number>): number | null {
  const order = sortByScore(scores)
  let positives = 0
  let rankSum = 0
  for (let from = 0; from < order.length; ) {
    let to = from
    let successes = 0
    const score = scores[order[from] ?? 0]
    while (to < order.length && scores[order[to] ?? 0] === score) successes += outcome[order[to++] ?? 0] ?? 0
    // Mean of the ranks from + 1 … to.
    rankSum += (successes * (from + 1 + to)) / 2
    positives += successes
    from = to
  }
  const negatives = order.length - positives
  if (positives === 0 || negatives === 0) return null
  return (rankSum - (positives * (positives + 1)) / 2) / (positives * negatives)
}

/** Mean squared difference of probability and outcome (Brier 1950); null of nothing. */
export function brierScore(probabilities: ArrayLike<number>, outcome: ArrayLike<number>): number | null {
  if (probabilities.length === 0) return null
  let sum = 0
  for (let i = 0; i < probabilities.length; i++) sum += ((probabilities[i] ?? 0) - (outcome[i] ?? 0)) ** 2
  return sum / probabilities.length
}

/** Successes among the best-scored share of the rows (rounded down, at least one); of equal scores the earlier row. */
export function countCaptured(scores: ArrayLike<number>, outcome: ArrayLike<number>, share: number): number {
  const order = sortByScore(scores, -1)
  const taken = Math.min(order.length, Math.max(1, Math.floor(share * order.length)))
  let captured = 0
  for (let i = 0; i < taken; i++) captured += outcome[order[i] ?? 0] ?? 0
  return captured
}

function sortByScore(scores: ArrayLike<number>, sign: 1 | -1 = 1): Uint32Array {
  const order = Uint32Array.from({ length: scores.length }, (_, i) => i)
  return order.sort((a, b) => sign * ((scores[a] ?? 0) - (scores[b] ?? 0)) || a - b)
}
