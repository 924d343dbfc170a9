import type { CustomerId } from '#contract/ids'
import type { Tx } from '../../platform/database.pg.ts'

/** `fromId` is merged into `intoId`, who stands for both from then on. */
export type Merging = { fromId: CustomerId; intoId: CustomerId /** When they were merged. */; at: Date }

/** How one feature moves its rows from one person to another. All run in one transaction, from the leftmost feature to the right. */
export type Repointer = {
  name: string
  /** What was moved, as JSON, for `putBack`. Refuses when it must not be just now. */
  move: (tx: Tx, merging: Merging) => Promise<unknown>
  /** Exactly what was moved goes back; what came later stays with the survivor. */
  putBack: (tx: Tx, merging: Merging, moved: unknown) => Promise<void>
}
