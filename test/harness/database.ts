import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { inject } from 'vitest'
import { type Database, openDatabase } from '../../server/platform/database.pg.ts'
import { checkInvariants, readInvariants } from '../../server/platform/invariants.pg.ts'

const ALWAYS = new Date(0)

export type TestDatabase = Database & {
  /** This test plants what the invariant of this name forbids, and why: `drop` does not ask for it. */
  plants: (invariant: string, why: string) => void
  /** Checks the invariants and leaves nothing behind. Throws with the names and ids of what is broken. */
  drop: () => Promise<void>
}

const asAdmin = async (sql: string): Promise<void> => {
  const admin = new pg.Client(inject('postgresUrl'))
  await admin.connect()
  try {
    await admin.query(sql)
  } finally {
    await admin.end()
  }
}

/** A fresh migrated database of its own. */
export async function createTestDatabase(poolSize = 10): Promise<TestDatabase> {
  const name = `t_${randomUUID().replaceAll('-', '')}`
  for (let attempt = 1; ; attempt++) {
    try {
      await asAdmin(`CREATE DATABASE ${name} TEMPLATE template_bazgasht`)
      break
    } catch (error) {
      if (attempt > 20) throw error
      await new Promise((done) => setTimeout(done, 100)) // another file is cloning the template this instant
    }
  }
  const database = openDatabase(inject('postgresUrl').replace(/\/postgres$/, `/${name}`), poolSize)
  const invariants = readInvariants()
  const planted = new Set<string>()
  return {
    ...database,
    plants: (invariant) => {
      if (!invariants.some((one) => one.name === invariant)) throw new Error(`no invariant ${invariant}`)
      planted.add(invariant)
    },
    drop: async () => {
      try {
        const asked = invariants.filter((one) => !planted.has(one.name))
        const found = await checkInvariants(database.db, asked, ALWAYS)
        if (Object.keys(found).length > 0) throw new Error(`invariants broken: ${JSON.stringify(found)}`)
      } finally {
        await database.close()
        await asAdmin(`DROP DATABASE ${name} WITH (FORCE)`)
      }
    },
  }
}
