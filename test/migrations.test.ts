import pg from 'pg'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import type { Database } from '../server/platform/database.pg.ts'
import { prepareJobs } from '../server/platform/jobs.pg.ts'
import { applyMigrations, datamodelSql } from '../server/platform/migrations.pg.ts'
import { createTestDatabase } from './harness/database.ts'

const COLUMNS = `SELECT table_name, column_name, data_type, is_nullable, column_default IS NOT NULL AS has_default
  FROM information_schema.columns WHERE table_schema = 'public' AND table_name <> '_prisma_migrations' ORDER BY 1, 2`
const INDEXES = `SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename <> '_prisma_migrations' ORDER BY 1`

async function withFreshDatabase<T>(work: (url: string, client: pg.Client) => Promise<T>): Promise<T> {
  const name = `drift_${process.pid}_${performance.now().toFixed(0)}`
  const admin = new pg.Client(inject('postgresUrl'))
  await admin.connect()
  await admin.query(`CREATE DATABASE ${name}`)
  const url = inject('postgresUrl').replace(/\/postgres$/, `/${name}`)
  const client = new pg.Client(url)
  await client.connect()
  try {
    return await work(url, client)
  } finally {
    await client.end()
    await admin.query(`DROP DATABASE ${name} WITH (FORCE)`)
    await admin.end()
  }
}

describe('migrations', () => {
  it('makes the house once when several servers start at once on an empty database', async () => {
    await withFreshDatabase(async (url, client) => {
      const applied = await Promise.all([1, 2, 3].map(() => applyMigrations(url)))
      await Promise.all([1, 2, 3].map(() => prepareJobs(url)))
      const { rows } = await client.query('SELECT migration_name FROM _prisma_migrations ORDER BY 1')
      expect(applied.flat().sort()).toEqual(rows.map((row) => row.migration_name))
      expect((await client.query('SELECT 1 FROM installation')).rowCount).toBe(1)
    })
  })

  let migrated: Database & { drop: () => Promise<void> }
  beforeAll(async () => {
    migrated = await createTestDatabase()
  })
  afterAll(() => migrated.drop())

  it('leave the tables that schema.prisma says', async () => {
    const said = await withFreshDatabase(async (url, client) => {
      await client.query(await datamodelSql(url))
      return {
        columns: (await client.query(COLUMNS)).rows,
        indexes: (await client.query<{ indexdef: string }>(INDEXES)).rows,
      }
    })
    expect(await migrated.db.$queryRawUnsafe(COLUMNS)).toEqual(said.columns)
    const indexes = (await migrated.db.$queryRawUnsafe<{ indexdef: string }[]>(INDEXES)).map((row) => row.indexdef)
    expect(indexes).toEqual(expect.arrayContaining(said.indexes.map((row) => row.indexdef)))
  })

  it('are applied once', async () => {
    expect(await applyMigrations(migrated.url)).toEqual([])
  })

  it('ship a house, a team and a campaign', async () => {
    expect(await migrated.db.installation.count()).toBe(1)
    expect(await migrated.db.campaign.count({ where: { state: 'running' } })).toBe(1)
  })

  it('keep the audit append-only', async () => {
    await migrated.db.auditLine.create({
      data: { at: new Date('2026-01-01'), action: 'test', subject: 'user:x', detail: {} },
    })
    await expect(migrated.db.auditLine.deleteMany()).rejects.toThrow(/append-only/)
  })
})
