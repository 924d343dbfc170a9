import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { inject } from 'vitest'
import { type Database, openDatabase } from '../../server/platform/database.pg.ts'

const asAdmin = async (sql: string): Promise<void> => {
  const admin = new pg.Client(inject('postgresUrl'))
  await admin.connect()
  try {
    await admin.query(sql)
  } finally {
    await admin.end()
  }
}

/** A fresh migrated database of its own; `drop` leaves nothing behind. */
export async function createTestDatabase(poolSize = 10): Promise<Database & { drop: () => Promise<void> }> {
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
  return {
    ...database,
    drop: async () => {
      await database.close()
      await asAdmin(`DROP DATABASE ${name} WITH (FORCE)`)
    },
  }
}
