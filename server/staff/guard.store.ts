import type { Tx } from '../platform/database.pg.ts'
import type { GuardState } from './guard.ts'

/** Makes the row if need be and holds it to the end of the transaction, so that tries at once are counted one by one. */
export async function holdGuard(tx: Tx, key: string, now: Date): Promise<GuardState> {
  await tx.$executeRaw`
    INSERT INTO sign_in_guard (key, failures, locked_until) VALUES (${key}, 0, ${now}) ON CONFLICT (key) DO NOTHING`
  await tx.$queryRaw`SELECT 1 FROM sign_in_guard WHERE key = ${key} FOR UPDATE`
  const { failures, lockedUntil } = await tx.signInGuard.findUniqueOrThrow({ where: { key } })
  return { failures, lockedUntil }
}

export async function writeGuard(tx: Tx, key: string, state: GuardState): Promise<void> {
  await tx.signInGuard.update({ where: { key }, data: state, select: { key: true } })
}

/** The right password: the account starts anew. */
export async function clearGuard(tx: Tx, key: string): Promise<void> {
  await tx.signInGuard.deleteMany({ where: { key } })
}

/** The right password from this address: takes back the one try that was counted, and its wait. */
export async function easeGuard(tx: Tx, key: string, now: Date): Promise<void> {
  await tx.$executeRaw`
    UPDATE sign_in_guard SET failures = GREATEST(failures - 1, 0), locked_until = ${now} WHERE key = ${key}`
}

export async function forgetGuards(tx: Tx, before: Date): Promise<void> {
  await tx.signInGuard.deleteMany({ where: { lockedUntil: { lt: before } } })
}
