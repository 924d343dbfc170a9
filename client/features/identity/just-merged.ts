/** A merge that was made here a moment ago, with the names of both. */
export type JustMerged = { id: string; from: string; into: string }
