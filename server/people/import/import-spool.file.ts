import { createWriteStream } from 'node:fs'
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { refuse } from '../../platform/problem.ts'

export const UPLOAD_BYTES_MAX = 500 * 1024 * 1024

/** An upload that is older than this and has no run never gets one. */
const UPLOAD_MS = 3_600_000

export type Spool = ReturnType<typeof createSpool>

/** The files that are being imported; each is removed when its run ends. One that still arrives is named `.part`. */
export function createSpool(dataDir: string) {
  const folder = join(dataDir, 'imports')
  const pathOf = (id: string) => join(folder, `${id}.csv`)
  const partOf = (id: string) => join(folder, `${id}.part`)
  const remove = async (id: string): Promise<void> => {
    await rm(pathOf(id), { force: true })
    await rm(partOf(id), { force: true })
  }

  return {
    pathOf,
    remove,
    /** Keeps the body of a request as a file. Refuses more than 500 MB, and a body that is not as long as announced. */
    save: async (id: string, body: Readable, bytes: number): Promise<string> => {
      if (bytes > UPLOAD_BYTES_MAX) refuse(413, 'too-large')
      await mkdir(folder, { recursive: true })
      let received = 0
      try {
        await pipeline(
          body,
          async function* (pieces: AsyncIterable<Buffer>) {
            for await (const piece of pieces) {
              received += piece.length
              // More than announced is drained unread, so that the sender hears why.
              if (received <= bytes) yield piece
            }
          },
          createWriteStream(partOf(id), { mode: 0o600 }),
        )
      } catch {
        received = -1 // the sender went away
      }
      if (received === bytes) {
        await rename(partOf(id), pathOf(id))
        return pathOf(id)
      }
      await remove(id)
      return refuse(422, 'csv.incomplete')
    },
    /** Null when it is not here. */
    sizeOf: async (id: string): Promise<number | null> => (await stat(pathOf(id)).catch(() => null))?.size ?? null,
    /** Removes what killed servers left behind: the files of runs that are over, and uploads that were cut long ago. */
    clear: async (running: readonly string[], now: Date): Promise<void> => {
      for (const name of await readdir(folder).catch(() => [])) {
        if (running.includes(name.replace(/\.csv$/, ''))) continue
        const { mtimeMs } = await stat(join(folder, name)).catch(() => ({ mtimeMs: 0 }))
        // Another process of this machine may be receiving it just now.
        if (now.getTime() - mtimeMs > UPLOAD_MS || name.endsWith('.csv')) await rm(join(folder, name), { force: true })
      }
    },
  }
}

/** The first bytes of a body, at most `limit`. */
export async function readBody(body: Readable, limit: number): Promise<Buffer> {
  const pieces: Buffer[] = []
  let size = 0
  for await (const piece of body) {
    size += (piece as Buffer).length
    if (size <= limit) pieces.push(piece as Buffer)
  }
  if (size > limit) refuse(413, 'too-large')
  return Buffer.concat(pieces)
}
