import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { startEmbeddedPostgres } from '../../server/platform/embedded-postgres.process.ts'
import { applyMigrations } from '../../server/platform/migrations.pg.ts'

declare module 'vitest' {
  interface ProvidedContext {
    postgresUrl: string
  }
}

/** One real PostgreSQL for the whole run; every test file clones the migrated template. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dir = await mkdtemp(join(tmpdir(), 'bazgasht-test-'))
  await chmod(dir, 0o755) // as root, PostgreSQL runs as another user who must be able to enter
  const server = await startEmbeddedPostgres(dir, ['-c fsync=off', '-c full_page_writes=off'])
  const admin = new pg.Client(server.url)
  await admin.connect()
  await admin.query('CREATE DATABASE template_bazgasht')
  await admin.end()
  await applyMigrations(server.url.replace(/\/postgres$/, '/template_bazgasht'))
  project.provide('postgresUrl', server.url)
  return async () => {
    await server.stop()
    await rm(dir, { recursive: true, force: true })
    // The schema engine's lock timer would hold the finished run for ten seconds more.
    setTimeout(() => process.exit(), 200).unref()
  }
}
