import {
  fillHistogram,
  findSplit,
  type Gradients,
  type Histogram,
  type Split,
  type SplitLimits,
  type Sums,
  subtractHistogram,
} from './histogram.ts'
import type { Tree } from './tree.ts'

export interface TreeLimits extends SplitLimits {
  readonly maxLeaves: number
  readonly maxDepth: number
  /** Share of the Newton step that is taken. */
  readonly rate: number
}

interface Leaf {
  readonly node: number
  readonly depth: number
  /** Its rows stand at rows[from..to). */
  readonly from: number
  readonly to: number
  readonly histogram: Histogram
  readonly sums: Sums
  readonly split: Split | null
}

interface GrowingTree {
  feature: number[]
  cut: number[]
  missingLeft: boolean[]
  left: number[]
  right: number[]
  value: number[]
}

/**
 * A tree grown leaf by leaf, the one with the greatest gain first (Shi 2007; as in LightGBM, Ke et al. 2017). `rows` are
 * the sampled rows; their order is changed. Column histograms of the larger child are the parent's less the smaller's.
 */
export function growTree(
  bins: readonly Uint8Array[],
  columns: readonly number[],
  starts: Int32Array,
  rows: Uint32Array,
  gradients: Gradients,
  limits: TreeLimits,
): Tree {
  const tree: GrowingTree = { feature: [], cut: [], missingLeft: [], left: [], right: [], value: [] }
  const size = 3 * (starts[starts.length - 1] ?? 0)

  const fill = (histogram: Histogram, from: number, to: number) =>
    fillHistogram(histogram, bins, columns, starts, rows, from, to, gradients)
  const addLeaf = (depth: number, from: number, to: number, histogram: Histogram): Leaf => {
    const sums = sumRows(rows, from, to, gradients)
    const node = tree.feature.push(-1) - 1
    tree.cut.push(0)
    tree.missingLeft.push(true)
    tree.left.push(0)
    tree.right.push(0)
    tree.value.push((-limits.rate * sums.gradient) / (sums.curvature + limits.l2) || 0)
    const split = depth < limits.maxDepth ? findSplit(histogram, columns, starts, sums, limits) : null
    return { node, depth, from, to, histogram, sums, split }
  }

  const first = new Float64Array(size)
  fill(first, 0, rows.length)
  const leaves = [addLeaf(0, 0, rows.length, first)]
  while (leaves.length < limits.maxLeaves) {
    const at = findBest(leaves)
    const leaf = leaves[at]
    if (!leaf?.split) break
    const { split } = leaf
    const middle = partition(rows, leaf.from, leaf.to, bins[split.feature] ?? new Uint8Array(), split)
    const smaller = new Float64Array(size)
    const leftIsSmaller = middle - leaf.from <= leaf.to - middle
    if (leftIsSmaller) fill(smaller, leaf.from, middle)
    else fill(smaller, middle, leaf.to)
    subtractHistogram(leaf.histogram, smaller)
    const left = addLeaf(leaf.depth + 1, leaf.from, middle, leftIsSmaller ? smaller : leaf.histogram)
    const right = addLeaf(leaf.depth + 1, middle, leaf.to, leftIsSmaller ? leaf.histogram : smaller)
    tree.feature[leaf.node] = split.feature
    tree.cut[leaf.node] = split.cut
    tree.missingLeft[leaf.node] = split.missingLeft
    tree.left[leaf.node] = left.node
    tree.right[leaf.node] = right.node
    leaves.splice(at, 1, left, right)
  }
  return tree
}

function findBest(leaves: readonly Leaf[]): number {
  let best = 0
  for (let i = 1; i < leaves.length; i++) {
    if ((leaves[i]?.split?.gain ?? 0) > (leaves[best]?.split?.gain ?? 0)) best = i
  }
  return best
}

function sumRows(rows: Uint32Array, from: number, to: number, { gradient, curvature }: Gradients): Sums {
  let g = 0
  let h = 0
  for (let i = from; i < to; i++) {
    const row = rows[i] as number
    g += gradient[row] as number
    h += curvature[row] as number
  }
  return { gradient: g, curvature: h, rows: to - from }
}

/** Rows that go left first, each side in the order it had; returns where the right begins. */
function partition(rows: Uint32Array, from: number, to: number, column: Uint8Array, split: Split): number {
  const right: number[] = []
  let middle = from
  for (let i = from; i < to; i++) {
    const row = rows[i] as number
    const bin = column[row] as number
    if (bin === 0 ? split.missingLeft : bin <= split.cut) rows[middle++] = row
    else right.push(row)
  }
  rows.set(right, middle)
  return middle
}
