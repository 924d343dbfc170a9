import { randomUUID } from 'node:crypto'
import type { UserId } from '#contract/ids'
import type { ImportKind } from '#contract/people'
import type { Problem } from '#contract/problem'
import { touch } from '../../platform/bus.pg.ts'
import type { Tx } from '../../platform/database.pg.ts'
import { Refusal } from '../../platform/problem.ts'
import { writeAudit } from '../../staff/audit.store.ts'
import { noteAttributes } from '../attributes.store.ts'
import type { ErasedKeys } from '../erasure/erased-keys.store.ts'
import { settleMapping } from './csv-header.ts'
import type { ImportDeps } from './import-deps.ts'
import { importStored, LostRun, STOPPED, StoppedRun, type StoredInput } from './import-run.service.ts'
import {
  beat,
  type Counts,
  endRun,
  findOrphans,
  giveBack,
  listRunning,
  type Orphan,
  readRunMapping,
  readStored,
  takeRun,
} from './import-runs.store.ts'
import type { Spool } from './import-spool.file.ts'
import { importInThread } from './import-thread.service.ts'

/*
 * A run and who imports it.
 *
 * owned      a process imports it, or has it in its line, and says so every five seconds. Left by its end (done, failed,
 *            cancelled), by the process's stop (given back), or by a quarter of a minute's silence (orphaned).
 * given back, orphaned   whoever has the file takes it, one of them, and goes on after the last batch that was committed.
 *            A file that nobody has, because its machine does not come back, fails the run after ten minutes; a run whose
 *            file was never kept fails at once.
 *
 * Nothing is written for a run that is not owned: each batch commits with a look at the owner, so a process that was only
 * slow loses its batch and not a row comes twice.
 */
const SILENT_MS = 15_000
const FILE_GONE_MS = 600_000
/** Below this a thread costs more than it spares. */
const THREAD_BYTES = 1024 * 1024
/** A run that ends in a fault of ours so often has failed. */
const MOST_RESUMES = 5

export type Work = {
  id: string
  path: string
  /** The run outlives this process: its file is in the spool. */
  kept: boolean
  bytes: number
  progress?: (counts: Counts, bytesTotal: number) => void
}
export type Runner = ReturnType<typeof createRunner>

/** Imports runs one after another in this process, and takes over what others left. */
export function createRunner(deps: ImportDeps & { keys: ErasedKeys }, spool: Spool) {
  const { database, clock, log, programme } = deps
  const owner = randomUUID()
  const mine = new Set<string>()
  let stopThread: (() => void) | null = null
  let stopping = false
  let line: Promise<unknown> = Promise.resolve()

  const fail = (id: string, problem: Problem): Promise<void> =>
    database.tx(async (tx) => {
      if (await endRun(tx, { id }, 'failed', problem, clock.now())) await touch(tx, [`import:${id}`])
    })

  /** What a file of customers has brought beyond the usual columns. */
  const noteBrought = async (tx: Tx, id: string, kind: ImportKind): Promise<void> => {
    const mapping = kind === 'customers' ? await readRunMapping(tx, id) : null
    if (!mapping) return
    const { header } = settleMapping(kind, mapping.headers, mapping.columns)
    await noteAttributes(tx, header.attributes, clock.now())
  }

  const finish = (id: string): Promise<void> =>
    database.tx(async (tx) => {
      const { kind, source, progress } = await readStored(tx, id)
      if (!(await endRun(tx, { id, owner }, 'done', null, clock.now()))) throw new LostRun()
      const through = source?.asOf ?? progress.latestAt
      if (kind === 'purchases' && through) await programme.setCompleteThrough(tx, through)
      await noteBrought(tx, id, kind)
      await deps.afterImport(tx, { importId: id, kind })
      await touch(tx, [`import:${id}`])
    })

  const importAll = async (work: Work): Promise<void> => {
    if (stopping) throw new StoppedRun()
    const { region, zone, currency } = await programme.installation()
    const { id, path, progress } = work
    const input: StoredInput = { id, owner, path, house: { region, zone, currency }, isStopping: () => stopping }
    if (deps.thread && work.kept && work.bytes >= THREAD_BYTES) {
      const { isStopping: _, ...rest } = input
      await importInThread({ ...rest, ...deps.thread }, (stop) => {
        stopThread = stop
      })
    } else await importStored(deps, { ...input, ...(progress && { progress }) })
    await finish(id)
    deps.events.emit('people.imported', { importId: id })
  }

  /** What is to be done about a run that did not come to its end; true when somebody may go on with it. */
  const settle = async ({ id, kept }: Work, error: unknown): Promise<boolean> => {
    if (error instanceof LostRun) return false
    if (error instanceof Refusal) return fail(id, error.problem).then(() => false)
    const stopped = error instanceof StoppedRun
    if (!stopped) log.error({ err: error, importId: id }, 'import.failed')
    if (!kept) return fail(id, stopped ? STOPPED : { code: 'server' }).then(() => false)
    // A database that is away is tried again with the file; a fault that comes back is one.
    if (!stopped && (await readResumes(id)) >= MOST_RESUMES) return fail(id, { code: 'server' }).then(() => false)
    await giveBack(database.db, { id, owner })
    return true
  }
  const readResumes = async (id: string): Promise<number> => (await readStored(database.db, id)).resumes

  const perform = async (work: Work): Promise<void> => {
    let goesOn = false
    try {
      await importAll(work)
    } catch (error) {
      goesOn = work.kept // until it is known better: the sweep finds what cannot be settled now
      goesOn = await settle(work, error)
    } finally {
      stopThread = null
      mine.delete(work.id)
      if (work.kept && !goesOn) await spool.remove(work.id)
    }
  }

  /** Makes a run of this process: known as its own before anybody can see it, or the sweep would take it for an orphan. */
  const enter = async (id: string, make: () => Promise<Work>): Promise<Work> => {
    mine.add(id)
    try {
      return await make()
    } catch (error) {
      mine.delete(id)
      throw error
    }
  }

  const enqueue = (work: Work): Promise<void> => {
    mine.add(work.id)
    const done = line.then(() => perform(work))
    line = done.catch((error) => log.error({ err: error }, 'import.lost'))
    return done
  }

  const takeOver = async (orphan: Orphan): Promise<void> => {
    const { id } = orphan
    const now = clock.now()
    if (!orphan.kept) return fail(id, STOPPED)
    const bytes = await spool.sizeOf(id)
    if (bytes === null) {
      const silentMs = now.getTime() - (orphan.beatAt?.getTime() ?? 0)
      if (silentMs > clock.wall(FILE_GONE_MS)) await fail(id, { code: 'import.file-gone' })
      return
    }
    if (!(await takeRun(database.db, orphan, owner, now))) return
    log.info({ importId: id }, 'import.resumed')
    enqueue({ id, path: spool.pathOf(id), kept: true, bytes }).catch(() => {})
  }

  return {
    owner,
    enter,
    enqueue,

    /** Says that this process's runs are alive, and takes over those whose process is not. */
    tend: async (): Promise<void> => {
      if (stopping) return
      const now = clock.now()
      if (mine.size > 0) await beat(database.db, owner, [...mine], now)
      const silentSince = new Date(now.getTime() - clock.wall(SILENT_MS))
      for (const orphan of await findOrphans(database.db, { owner, running: [...mine], silentSince }))
        if (!mine.has(orphan.id)) await takeOver(orphan) // it may have been entered while we asked
    },

    /** Removes files of runs that are over. */
    clear: async (): Promise<void> => spool.clear(await listRunning(database.db), clock.now()),

    /** What was imported stays; at the next batch its process finds that it is over. */
    cancel: (id: string, kind: ImportKind, by: UserId): Promise<boolean> =>
      database.tx(async (tx) => {
        const at = clock.now()
        if (!(await endRun(tx, { id }, 'cancelled', null, at))) return false
        await writeAudit(tx, { at, actorId: by, action: 'import.cancelled', subject: `import:${id}`, detail: { kind } })
        const { progress } = await readStored(tx, id)
        if (progress.rowsNew + progress.rowsChanged > 0) {
          await noteBrought(tx, id, kind)
          await deps.afterImport(tx, { importId: id, kind })
        }
        await touch(tx, [`import:${id}`])
        return true
      }),

    /** Lets the running import end its batch, then gives it back. */
    stop: async (): Promise<void> => {
      stopping = true
      stopThread?.()
      await line
    },
  }
}
