import { TeamId, UserId } from '#contract/ids'
import type { Skill } from '#contract/skills'
import { CallingLanguages, Role } from '#contract/staff'
import { Locale } from '#contract/values'
import type { Tx } from '../platform/database.pg.ts'
import type { User as UserRow } from '../platform/generated/client.ts'

export type User = {
  id: UserId
  email: string
  name: string
  role: Role
  locale: Locale
  teamId: TeamId | null
  languages: Locale[]
  skills: Skill[]
  active: boolean
  createdAt: Date
}
export type NewUser = Omit<User, 'active'> & { passwordHash: string }

const COLUMNS = {
  id: true,
  email: true,
  name: true,
  role: true,
  locale: true,
  teamId: true,
  languages: true,
  skills: true,
  active: true,
  createdAt: true,
} as const

const toUser = (row: Omit<UserRow, 'passwordHash' | 'seatBy' | 'seatPhone'>): User => ({
  ...row,
  id: UserId.parse(row.id),
  role: Role.parse(row.role),
  locale: Locale.parse(row.locale),
  teamId: row.teamId === null ? null : TeamId.parse(row.teamId),
  languages: CallingLanguages.parse(row.languages),
})

export async function readUser(tx: Tx, id: UserId): Promise<User | null> {
  const row = await tx.user.findUnique({ where: { id }, select: COLUMNS })
  return row && toUser(row)
}

export async function listUsers(tx: Tx): Promise<User[]> {
  const rows = await tx.user.findMany({
    select: COLUMNS,
    orderBy: [{ active: 'desc' }, { name: 'asc' }, { id: 'asc' }],
  })
  return rows.map(toUser)
}

/** Who is called what; ids of nobody are left out. */
export async function readNames(tx: Tx, ids: readonly UserId[]): Promise<Map<UserId, string>> {
  const rows = await tx.user.findMany({ where: { id: { in: [...new Set(ids)] } }, select: { id: true, name: true } })
  return new Map(rows.map((row) => [UserId.parse(row.id), row.name]))
}

/** `phone`: E.164, where somebody is rung who does not hear customers by the browser. */
export type SeatChoice = { by: 'browser' | 'phone'; phone: string | null }
export async function readSeatChoice(tx: Tx, id: UserId): Promise<SeatChoice> {
  const row = await tx.user.findUnique({ where: { id }, select: { seatBy: true, seatPhone: true } })
  return row?.seatBy === 'phone'
    ? { by: 'phone', phone: row.seatPhone }
    : { by: 'browser', phone: row?.seatPhone ?? null }
}
export const writeSeatChoice = async (tx: Tx, id: UserId, { by, phone }: SeatChoice): Promise<void> =>
  void (await tx.user.update({ where: { id }, data: { seatBy: by, seatPhone: phone }, select: { id: true } }))

/** For sign-in alone: nothing else reads the hash. */
export async function readSecret(tx: Tx, email: string): Promise<{ user: User; passwordHash: string } | null> {
  const row = await tx.user.findUnique({ where: { email }, select: { ...COLUMNS, passwordHash: true } })
  if (!row) return null
  const { passwordHash, ...rest } = row
  return { user: toUser(rest), passwordHash }
}

/** False when somebody has this e-mail already. */
export async function addUser(tx: Tx, user: NewUser): Promise<boolean> {
  const { count } = await tx.user.createMany({ data: [{ ...user, active: true }], skipDuplicates: true })
  return count === 1
}

/** Adds this person only while there is nobody at all; the lock makes tries at once stand in line. */
export async function addFirstUser(tx: Tx, user: NewUser): Promise<boolean> {
  await tx.$executeRaw`LOCK TABLE app_user IN SHARE ROW EXCLUSIVE MODE`
  const added = await tx.$executeRaw`
    INSERT INTO app_user (id, email, name, password_hash, role, locale, team_id, languages, skills, active, created_at)
    SELECT ${user.id}::uuid, ${user.email}, ${user.name}, ${user.passwordHash}, ${user.role}, ${user.locale},
      ${user.teamId}::uuid, ${user.languages}::text[], ${user.skills}::text[], true, ${user.createdAt}
    WHERE NOT EXISTS (SELECT 1 FROM app_user)`
  return added === 1
}

export const countUsers = (tx: Tx): Promise<number> => tx.user.count()

/** Holds every administrator, so that two of them cannot switch each other off at once. */
export async function countOtherAdmins(tx: Tx, id: UserId): Promise<number> {
  await tx.$queryRaw`SELECT 1 FROM app_user WHERE role = 'admin' ORDER BY id FOR UPDATE`
  return tx.user.count({ where: { role: 'admin', active: true, NOT: { id } } })
}

export async function changeUser(
  tx: Tx,
  id: UserId,
  patch: Partial<Pick<User, 'name' | 'role' | 'languages' | 'skills' | 'active' | 'locale'>>,
): Promise<void> {
  await tx.user.update({ where: { id }, data: patch, select: { id: true } })
}

/** The team that a new person joins: the first, until teams are managed. */
export async function readFirstTeam(tx: Tx): Promise<TeamId | null> {
  const team = await tx.team.findFirst({ orderBy: { id: 'asc' }, select: { id: true } })
  return team && TeamId.parse(team.id)
}
