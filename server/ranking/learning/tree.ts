/**
 * A binary tree over binned columns, as parallel lists by node; node 0 is the root. A row goes left where its bin is at
 * most `cut`, and a missing one (bin 0) where `missingLeft` says. `feature` is −1 at a leaf. Every node has the value that
 * it would give as a leaf, so that the steps of a path sum to the leaf's.
 */
export interface Tree {
  readonly feature: readonly number[]
  readonly cut: readonly number[]
  readonly missingLeft: readonly boolean[]
  readonly left: readonly number[]
  readonly right: readonly number[]
  readonly value: readonly number[]
}

/** The child that a row with this bin goes to. */
function descend(tree: Tree, node: number, bin: number): number {
  const goesLeft = bin === 0 ? tree.missingLeft[node] : bin <= (tree.cut[node] ?? 0)
  return (goesLeft ? tree.left[node] : tree.right[node]) ?? 0
}

/** Adds the tree's value for every row to `sums`. */
export function addTree(tree: Tree, bins: readonly Uint8Array[], sums: Float64Array): void {
  for (let row = 0; row < sums.length; row++) {
    let node = 0
    for (let f = tree.feature[0] ?? -1; f >= 0; f = tree.feature[node] ?? -1) {
      node = descend(tree, node, bins[f]?.[row] ?? 0)
    }
    sums[row] = (sums[row] ?? 0) + (tree.value[node] ?? 0)
  }
}

/**
 * Adds what each column moved on the row's path (Saabas 2014; the change of the node's value at a cut is its column's)
 * to `byFeature`, and returns the root's value: both together are the leaf's.
 */
export function attributeTree(tree: Tree, bins: readonly Uint8Array[], row: number, byFeature: Float64Array): number {
  let node = 0
  for (let f = tree.feature[0] ?? -1; f >= 0; f = tree.feature[node] ?? -1) {
    const next = descend(tree, node, bins[f]?.[row] ?? 0)
    byFeature[f] = (byFeature[f] ?? 0) + (tree.value[next] ?? 0) - (tree.value[node] ?? 0)
    node = next
  }
  return tree.value[0] ?? 0
}
