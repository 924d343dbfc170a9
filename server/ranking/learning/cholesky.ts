/**
 * Solves A·z = y for a symmetric positive definite A by Cholesky's factors A = L·Lᵀ (Golub & Van Loan, 4.2). A is n × n,
 * row by row, only its lower triangle is read, and it is overwritten by L. A pivot that rounding has made too small is
 * held up, so the answer is always finite.
 */
export function solvePositive(matrix: Float64Array, right: Float64Array): Float64Array {
  const n = right.length
  const at = (i: number, j: number) => matrix[i * n + j] ?? 0
  const solved = Float64Array.from(right)
  for (let j = 0; j < n; j++) {
    const own = at(j, j)
    let pivot = own
    for (let k = 0; k < j; k++) pivot -= at(j, k) ** 2
    const root = Math.sqrt(Math.max(pivot, 1e-12 * Math.abs(own), Number.MIN_VALUE * 1e16))
    matrix[j * n + j] = root
    for (let i = j + 1; i < n; i++) {
      let sum = at(i, j)
      for (let k = 0; k < j; k++) sum -= at(i, k) * at(j, k)
      matrix[i * n + j] = sum / root
    }
  }
  for (let i = 0; i < n; i++) {
    let sum = solved[i] ?? 0
    for (let k = 0; k < i; k++) sum -= at(i, k) * (solved[k] ?? 0)
    solved[i] = sum / at(i, i)
  }
  for (let i = n - 1; i >= 0; i--) {
    let sum = solved[i] ?? 0
    for (let k = i + 1; k < n; k++) sum -= at(k, i) * (solved[k] ?? 0)
    solved[i] = sum / at(i, i)
  }
  return solved
}
