import type { Features } from '../ranking/features.ts'

/** One claim that was followed by an attempt, with what was known and believed when it was made. */
export interface CallExample {
  /** Milliseconds since 1970. */
  readonly at: number
  readonly reach: {
    /** Log-odds of an answer as believed without any lesson. */
    readonly prior: number
    readonly attempts: number
    readonly slot: number
    readonly triedInSlot: number
  }
  readonly reached: boolean
  /** What came of it; null where the customer was not reached. */
  readonly talk: TalkExample | null
}

export interface TalkExample {
  readonly won: boolean
  /** Log-odds of persuading this customer as believed without any lesson, before offer and reason. */
  readonly prior: number
  readonly pUnaided: number
  readonly features: Features
  /** What was offered and why she had left, as recorded; null: nothing, or not told. */
  readonly offerCode: string | null
  readonly reasonCode: string | null
}
