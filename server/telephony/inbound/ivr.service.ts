import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { UserId } from '#contract/ids'
import type { IvrFlow, Prompt, SoundView } from '#contract/ivr'
import { Locale } from '#contract/values'
import { createBriefly } from '../../platform/briefly.machine.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Database, Tx } from '../../platform/database.pg.ts'
import { Refusal, refuse } from '../../platform/problem.ts'
import { writeAudit } from '../../staff/audit.store.ts'
import { checkFlow, isOpen, opensAt } from './flow.ts'
import {
  dropNewestSound,
  insertFlow,
  insertSound,
  readFlow,
  readSound,
  readSounds,
  readTeams,
  type StoredSound,
} from './ivr.store.ts'
import { isOwn, nameOf, SHIPPED } from './prompts.ts'
import { readSoundFile } from './sound-file.ts'

type Deps = {
  database: Database
  clock: Clock
  zone: () => Promise<string>
  publicBaseUrl: string
  /** Our number; null without a carrier. */
  number: string | null
}
export const SOUNDS = '/sounds'
/** What was saved at another process is heard by callers here after so long. */
export const HEARD_LATE_MS = 1_000
const HOME = new URL('./sounds/', import.meta.url)

const shippedPath = (prompt: Prompt, language: Locale): URL => new URL(`${language}/${prompt}.wav`, HOME)

/** What supervisors set of the flow, and what callers hear. */
export function createIvr({ database, clock, zone, publicBaseUrl, number }: Deps) {
  const flowNow = createBriefly(async () => (await readFlow(database.db)).flow, HEARD_LATE_MS)
  const soundsNow = createBriefly(() => readSounds(database.db), HEARD_LATE_MS)
  /** A change of what callers hear. */
  const change = async <T>(work: (tx: Tx) => Promise<T>): Promise<T> => {
    const answer = await database.tx(work)
    flowNow.forget()
    soundsNow.forget()
    return answer
  }
  const lengths = new Map<string, number>()
  const lengthOf = async (prompt: Prompt, language: Locale): Promise<number> => {
    const key = `${language}/${prompt}`
    const known = lengths.get(key)
    if (known !== undefined) return known
    const read = readSoundFile(await readFile(shippedPath(prompt, language)))
    const seconds = read.ok ? read.seconds : 0
    lengths.set(key, seconds)
    return seconds
  }
  const urlOf = (prompt: Prompt, language: Locale, own: StoredSound | undefined): string =>
    own ? `${publicBaseUrl}${SOUNDS}/own/${own.id}` : `${publicBaseUrl}${SOUNDS}/${language}/${prompt}.wav`

  const toView = async (prompt: Prompt, language: Locale, own: StoredSound | undefined): Promise<SoundView> => ({
    prompt,
    language,
    version: own?.version ?? 0,
    seconds: own?.seconds ?? (isOwn(prompt) ? 0 : await lengthOf(prompt, language)),
    at: own?.at.toISOString() ?? null,
    by: own?.by ?? null,
    url: own || !isOwn(prompt) ? urlOf(prompt, language, own) : '',
  })
  const viewOf = async (tx: Tx, prompt: Prompt, language: Locale): Promise<SoundView> => {
    const own = (await readSounds(tx)).find((one) => one.prompt === prompt && one.language === language)
    return toView(prompt, language, own)
  }
  const listSounds = async (tx: Tx): Promise<SoundView[]> => {
    const own = await readSounds(tx)
    const names = [...SHIPPED, ...Locale.options.map((language) => nameOf('menu', language))]
    return Promise.all(
      names.map(({ prompt, language }) =>
        toView(
          prompt,
          language,
          own.find((one) => one.prompt === prompt && one.language === language),
        ),
      ),
    )
  }

  return {
    flow: flowNow.read,

    /** Where each prompt lies in this language, for one document. */
    speaker: async (language: Locale): Promise<(prompt: Prompt) => string> => {
      const own = await soundsNow.read()
      return (prompt) => {
        const name = nameOf(prompt, language)
        return urlOf(
          name.prompt,
          name.language,
          own.find((one) => one.prompt === name.prompt && one.language === name.language),
        )
      }
    },

    read: async () => {
      const { db } = database
      const [{ at, ...stored }, teams, sounds] = [await readFlow(db), await readTeams(db), await listSounds(db)]
      const [now, where] = [clock.now(), await zone()]
      return {
        ...stored,
        at: at?.toISOString() ?? null,
        number,
        open: isOpen(stored.flow, where, now),
        opensAt: opensAt(stored.flow, where, now)?.toISOString() ?? null,
        teams,
        sounds,
      }
    },

    /** Refused with everything that is wrong with it, and 409 when somebody saved meanwhile. */
    save: (version: number, flow: IvrFlow, userId: UserId): Promise<{ version: number }> =>
      change(async (tx) => {
        const stored = await readFlow(tx)
        if (stored.version !== version) return refuse(409, 'ivr.stale', { by: stored.by ?? '' })
        const spoken = new Set(
          (await readSounds(tx)).flatMap(({ prompt, language }) => (prompt === 'menu' ? [language] : [])),
        )
        const [first, ...more] = checkFlow(flow, {
          teams: await readTeams(tx),
          ownNumbers: number ? [number] : [],
          hasMenuSound: Locale.options.every((language) => spoken.has(language)),
        })
        if (first) throw new Refusal(422, first, more)
        const at = clock.now()
        if (!(await insertFlow(tx, version + 1, flow, userId, at))) return refuse(409, 'ivr.stale', { by: '' })
        await writeAudit(tx, {
          at,
          actorId: userId,
          action: 'ivr.changed',
          subject: 'line:ivr',
          detail: { version: version + 1 },
        })
        return { version: version + 1 }
      }),

    upload: (prompt: Prompt, language: Locale, bytes: Buffer, userId: UserId): Promise<SoundView> => {
      const read = readSoundFile(bytes)
      if (!read.ok) return refuse(422, read.code)
      const sha256 = createHash('sha256').update(bytes).digest('hex')
      return change(async (tx) => {
        const at = clock.now()
        const { type, seconds } = read
        const name = nameOf(prompt, language)
        await insertSound(tx, { ...name, type, seconds, sha256, bytes: new Uint8Array(bytes), byUserId: userId, at })
        await writeAudit(tx, {
          at,
          actorId: userId,
          action: 'sound.changed',
          subject: 'line:ivr',
          detail: { ...name, sha256 },
        })
        return viewOf(tx, name.prompt, name.language)
      })
    },

    drop: (prompt: Prompt, language: Locale, userId: UserId): Promise<SoundView> =>
      change(async (tx) => {
        const name = nameOf(prompt, language)
        if (!(await dropNewestSound(tx, name.prompt, name.language))) return refuse(404, 'not-found')
        const detail = { ...name, dropped: true }
        await writeAudit(tx, { at: clock.now(), actorId: userId, action: 'sound.changed', subject: 'line:ivr', detail })
        return viewOf(tx, name.prompt, name.language)
      }),

    sound: (id: string) => readSound(database.db, id),
    shippedPath,
  }
}
export type Ivr = ReturnType<typeof createIvr>
