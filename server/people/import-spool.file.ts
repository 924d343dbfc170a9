import { createWriteStream } from 'node:fs'
import { mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { refuse } from '../platform/problem.ts'

export const UPLOAD_BYTES_MAX = 500 * 1024 * 1024

/** The files that are being imported; each is removed when its run ends. */
export function createSpool(dataDir: string) {
  const folder = join(dataDir, 'imports')
  const pathOf = (id: string) => join(folder, `${id}.csv`)
  const remove = (id: string) => rm(pathOf(id), { force: true })

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
          createWriteStream(pathOf(id), { mode: 0o600 }),
        )
      } catch {
        received = -1 // the sender went away
      }
      if (received === bytes) return pathOf(id)
      await remove(id)
      return refuse(422, 'csv.incomplete')
    },
    /** What a killed server left behind. */
    clear: async (): Promise<void> => {
      for (const name of await readdir(folder).catch(() => [])) await rm(join(folder, name), { force: true })
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
