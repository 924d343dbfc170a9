import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { TeamId, type UserId } from '#contract/ids'
import { IvrFlow, type Prompt, Prompt as PromptName } from '#contract/ivr'
import { Locale } from '#contract/values'
import type { Tx } from '../../platform/database.pg.ts'
import { DEFAULT_FLOW } from './flow.ts'

export type StoredFlow = { version: number; flow: IvrFlow; at: Date | null; by: string | null }

/** The flow in force: the newest, else the one that is shipped (version 0). */
export async function readFlow(tx: Tx): Promise<StoredFlow> {
  const row = await tx.ivrFlow.findFirst({ orderBy: { version: 'desc' } })
  if (!row) return { version: 0, flow: DEFAULT_FLOW, at: null, by: null }
  const by = await tx.user.findUnique({ where: { id: row.byUserId }, select: { name: true } })
  return { version: row.version, flow: IvrFlow.parse(row.body), at: row.at, by: by?.name ?? null }
}

/** False when somebody was faster. */
export async function insertFlow(tx: Tx, version: number, flow: IvrFlow, byUserId: UserId, at: Date): Promise<boolean> {
  const { count } = await tx.ivrFlow.createMany({ data: [{ version, body: flow, byUserId, at }], skipDuplicates: true })
  return count > 0
}

const Teams = z.array(z.object({ id: TeamId, name: z.string(), agents: z.number() }))
export const readTeams = async (tx: Tx): Promise<z.infer<typeof Teams>> =>
  Teams.parse(
    await tx.$queryRaw`
      SELECT t.id, t.name, (SELECT count(*)::int FROM app_user u WHERE u.team_id = t.id AND u.active AND u.role = 'agent') AS agents
      FROM team t ORDER BY t.name, t.id`,
  )

const Sounds = z.array(
  z.object({
    id: z.string(),
    prompt: PromptName,
    language: Locale,
    version: z.number(),
    type: z.string(),
    seconds: z.number(),
    at: z.date(),
    by: z.string().nullable(),
  }),
)
export type StoredSound = z.infer<typeof Sounds>[number]
/** The newest version of each sound that somebody put in the place of a shipped one. */
export const readSounds = async (tx: Tx): Promise<StoredSound[]> =>
  Sounds.parse(
    await tx.$queryRaw`
      SELECT DISTINCT ON (s.prompt, s.language) s.id, s.prompt, s.language, s.version, s.type, s.seconds, s.at, u.name AS by
      FROM sound s LEFT JOIN app_user u ON u.id = s.by_user_id ORDER BY s.prompt, s.language, s.version DESC`,
  )

export type NewSound = {
  prompt: Prompt
  language: Locale
  type: string
  seconds: number
  sha256: string
  bytes: Uint8Array<ArrayBuffer>
  byUserId: UserId
  at: Date
}
export async function insertSound(tx: Tx, sound: NewSound): Promise<void> {
  const { prompt, language } = sound
  const last = await tx.sound.findFirst({
    where: { prompt, language },
    orderBy: { version: 'desc' },
    select: { version: true },
  })
  await tx.sound.create({
    data: { id: randomUUID(), version: (last?.version ?? 0) + 1, ...sound },
    select: { id: true },
  })
}

/** Back to the version before. */
export async function dropNewestSound(tx: Tx, prompt: Prompt, language: Locale): Promise<boolean> {
  const last = await tx.sound.findFirst({
    where: { prompt, language },
    orderBy: { version: 'desc' },
    select: { id: true },
  })
  if (!last) return false
  await tx.sound.delete({ where: { id: last.id }, select: { id: true } })
  return true
}

export const readSound = (tx: Tx, id: string) =>
  tx.sound.findUnique({ where: { id }, select: { type: true, bytes: true } })
