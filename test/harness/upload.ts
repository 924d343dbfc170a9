import { once } from 'node:events'
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { type IncomingMessage, request } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import type { ImportRun } from '#contract/people'
import type { Signed } from './desks.ts'

const LOOK_MS = 100

const as = ({ cookie, csrf }: Signed, url: string) => ({ cookie, origin: url, 'x-csrf': csrf })

/** Sends a file as a browser does; the id of its run. */
export async function sendFile(url: string, who: Signed, path: string, kind: ImportRun['kind']): Promise<string> {
  const bytes = (await stat(path)).size
  const query = new URLSearchParams({ kind, fileName: 'town.csv', mapping: '{}', bytes: String(bytes) })
  const sent = request(`${url}/api/imports?${query}`, {
    method: 'POST',
    headers: { ...as(who, url), 'content-type': 'application/octet-stream', 'content-length': bytes },
  })
  const answered = once(sent, 'response') as Promise<[IncomingMessage]>
  createReadStream(path).pipe(sent)
  const [answer] = await answered
  const text = (await answer.setEncoding('utf8').toArray()).join('')
  const { id } = JSON.parse(text) as { id?: string }
  if (!id) throw new Error(`the upload was refused: ${text}`)
  return id
}

export const readRun = async (url: string, who: Signed, id: string): Promise<ImportRun> =>
  (await fetch(`${url}/api/imports/${id}`, { headers: as(who, url) })).json() as Promise<ImportRun>

/** The run once it is no longer running, or once this is true of it. */
export async function untilRun(
  url: string,
  who: Signed,
  id: string,
  what: (run: ImportRun) => boolean = ({ state }) => state !== 'running',
): Promise<ImportRun> {
  for (;;) {
    const run = await readRun(url, who, id)
    if (what(run) || run.state !== 'running') return run
    await wait(LOOK_MS)
  }
}
