/** Rows ranked by a score, with who was treated and what came of it (0 or 1). */
export interface Ranked {
  readonly scores: ArrayLike<number>
  readonly treated: ArrayLike<number>
  readonly outcome: ArrayLike<number>
}

/**
 * Qini coefficient: the area between the Qini curve and the straight line to its end, as a share of the same area of the
 * best order there could be: those who were treated and bought, then all others, then those who bought untreated
 * (Radcliffe 2007, "Using control groups to target on predicted lift"; normalised as scikit-uplift's qini_auc_score). Rows
 * of equal score are one step of the curve. null where one arm is empty or no order could be better than another.
 */
export function qiniCoefficient({ scores, treated, outcome }: Ranked): number | null {
  const rows = scores.length
  const treatedRows = sum(treated)
  if (treatedRows === 0 || treatedRows === rows) return null
  const best = Float64Array.from({ length: rows }, (_, i) => (outcome[i] ?? 0) * (treated[i] ? 1 : -1))
  const curve = areaOfCurve({ scores, treated, outcome })
  const perfect = areaOfCurve({ scores: best, treated, outcome })
  const line = (rows * curve.end) / 2
  const room = perfect.area - line
  return room > 0 ? (curve.area - line) / room : null
}

/**
 * Area under the curve of gained successes, Y_t − Y_c · N_t/N_c, over how many rows are taken, best first, by the
 * trapezium rule; `end` is its value when all are taken.
 */
function areaOfCurve({ scores, treated, outcome }: Ranked): { area: number; end: number } {
  const order = Uint32Array.from({ length: scores.length }, (_, i) => i).sort(
    (a, b) => (scores[b] ?? 0) - (scores[a] ?? 0) || a - b,
  )
  let [nT, nC, yT, yC] = [0, 0, 0, 0]
  let [area, before, value] = [0, 0, 0]
  for (let i = 0; i < order.length; i++) {
    const row = order[i] ?? 0
    if (treated[row]) {
      nT += 1
      yT += outcome[row] ?? 0
    } else {
      nC += 1
      yC += outcome[row] ?? 0
    }
    const next = order[i + 1]
    if (next !== undefined && scores[next] === scores[row]) continue
    const gained = yT - (nC > 0 ? (yC * nT) / nC : 0)
    area += ((i + 1 - before) * (value + gained)) / 2
    before = i + 1
    value = gained
  }
  return { area, end: value }
}

function sum(list: ArrayLike<number>): number {
  let total = 0
  for (let i = 0; i < list.length; i++) total += list[i] ? 1 : 0
  return total
}
