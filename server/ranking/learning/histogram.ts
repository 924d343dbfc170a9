/** For each bin of each column: sum of gradients, sum of curvatures, rows; three numbers a bin, columns one after another. */
export type Histogram = Float64Array

/** Where each column's bins begin, in bins; one more at the end for their total. */
export function layOut(binCounts: readonly number[]): Int32Array {
  const starts = new Int32Array(binCounts.length + 1)
  for (let f = 0; f < binCounts.length; f++) starts[f + 1] = (starts[f] ?? 0) + (binCounts[f] ?? 0)
  return starts
}

export interface Gradients {
  readonly gradient: Float64Array
  /** Second derivative of the loss; never negative. */
  readonly curvature: Float64Array
}

/** Fills the histogram with rows[from..to) of the columns that are looked at. */
export function fillHistogram(
  histogram: Histogram,
  bins: readonly Uint8Array[],
  columns: readonly number[],
  starts: Int32Array,
  rows: Uint32Array,
  from: number,
  to: number,
  { gradient, curvature }: Gradients,
): void {
  histogram.fill(0)
  for (const f of columns) {
    const column = bins[f]
    if (!column) continue
    const base = starts[f] ?? 0
    for (let i = from; i < to; i++) {
      const row = rows[i] as number
      const at = 3 * (base + (column[row] as number))
      histogram[at] = (histogram[at] as number) + (gradient[row] as number)
      histogram[at + 1] = (histogram[at + 1] as number) + (curvature[row] as number)
      histogram[at + 2] = (histogram[at + 2] as number) + 1
    }
  }
}

/** What is left of the parent when one child is taken away: the other child, without reading its rows. */
export function subtractHistogram(parent: Histogram, child: Histogram): void {
  for (let i = 0; i < parent.length; i++) parent[i] = (parent[i] as number) - (child[i] as number)
}

export interface Split {
  readonly feature: number
  readonly cut: number
  readonly missingLeft: boolean
  readonly gain: number
}

export interface SplitLimits {
  readonly l2: number
  readonly minRows: number
  readonly minCurvature: number
}

export interface Sums {
  readonly gradient: number
  readonly curvature: number
  readonly rows: number
}

/** The fall of the second-order loss that a leaf with these sums gives, doubled: G²/(H + λ) (Chen & Guestrin 2016, (6)). */
export function worth(gradient: number, curvature: number, l2: number): number {
  return (gradient * gradient) / (curvature + l2)
}

/**
 * The cut with the greatest gain, ½·(G_L²/(H_L+λ) + G_R²/(H_R+λ) − G²/(H+λ)), trying the missing on either side; null
 * where none gains within the limits. Where nothing is missing, what is missing later goes with the more rows.
 */
export function findSplit(
  histogram: Histogram,
  columns: readonly number[],
  starts: Int32Array,
  total: Sums,
  { l2, minRows, minCurvature }: SplitLimits,
): Split | null {
  const whole = worth(total.gradient, total.curvature, l2)
  let best: Split | null = null
  let bestGain = 1e-9
  for (const f of columns) {
    const first = starts[f] ?? 0
    const bins = (starts[f + 1] ?? 0) - first
    const missingRows = histogram[3 * first + 2] as number
    for (const missingLeft of missingRows > 0 ? [true, false] : [true]) {
      let gradient = missingLeft ? (histogram[3 * first] as number) : 0
      let curvature = missingLeft ? (histogram[3 * first + 1] as number) : 0
      let rows = missingLeft ? missingRows : 0
      // From 0 so that the missing may stand alone on the left.
      for (let cut = 0; cut < bins - 1; cut++) {
        if (cut > 0) {
          const at = 3 * (first + cut)
          gradient += histogram[at] as number
          curvature += histogram[at + 1] as number
          rows += histogram[at + 2] as number
        }
        if (rows < minRows || curvature < minCurvature) continue
        if (total.rows - rows < minRows || total.curvature - curvature < minCurvature) break
        const gain =
          (worth(gradient, curvature, l2) + worth(total.gradient - gradient, total.curvature - curvature, l2) - whole) /
          2
        if (gain <= bestGain) continue
        bestGain = gain
        best = { feature: f, cut, missingLeft: missingRows > 0 ? missingLeft : rows * 2 >= total.rows, gain }
      }
    }
  }
  return best
}
