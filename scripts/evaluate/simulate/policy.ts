import type { LaterSlot, Timing } from '../../../server/ranking/hour.ts'
import type { Case } from './desk.ts'

/** How a policy orders customers and what it recommends. */
export interface Policy {
  /** Anew every morning. */
  prepare: (cases: readonly Case[], morning: number, day: number) => void
  /** Higher is called earlier; null: not worth a call. */
  rank: (one: Case, slot: number, later: readonly LaterSlot[]) => Timing | null
  /** Once she has told why she left; null: she has not. */
  recommend: (one: Case, reason: string | null, seed: number) => string
  explores: boolean
  /** What came of a call. */
  record: (one: Case, call: Made) => void
}

export interface Made {
  readonly at: number
  readonly slot: number
  readonly reached: boolean
  readonly won: boolean
  readonly offer: string
  readonly reason: string | null
}
