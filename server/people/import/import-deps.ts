import type { ImportKind } from '#contract/people'
import type { Clock } from '../../platform/clock.ts'
import type { Database, Tx } from '../../platform/database.pg.ts'
import type { Events } from '../../platform/events.ts'
import type { Log } from '../../platform/log.machine.ts'
import type { ThreadSetting } from './import-thread.service.ts'

export type ImportDeps = {
  database: Database
  clock: Clock
  log: Log
  events: Pick<Events, 'emit'>
  programme: {
    installation: (tx?: Tx) => Promise<{ region: string; zone: string; currency: string }>
    setCompleteThrough: (tx: Tx, at: Date) => Promise<void>
  }
  dataDir: string
  /** Hashes who was erased; null: the installation's own key. */
  erasureKey?: string | null
  /** Where a large upload is imported, beside the server's own thread; null: nowhere else. */
  thread?: ThreadSetting | null
  /** In the transaction that ends an import: the place for the job that follows from it. */
  afterImport: (tx: Tx, done: { importId: string; kind: ImportKind }) => Promise<void>
}
