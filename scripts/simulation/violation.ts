/** What must never happen has happened. `invariant` names it; shrinking keeps to the same one. */
export class Violation extends Error {
  readonly invariant: string

  constructor(invariant: string, detail: string) {
    super(`${invariant}: ${detail}`)
    this.invariant = invariant
  }
}

export function never(happened: boolean, invariant: string, detail: () => string): void {
  if (happened) throw new Violation(invariant, detail())
}
