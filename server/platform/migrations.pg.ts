import { readdir, readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { PrismaPg } from '@prisma/adapter-pg'
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils'
import type * as Engine from '@prisma/schema-engine-wasm'
import pg from 'pg'
import { z } from 'zod'
import type { Tx } from './database.pg.ts'

const PRISMA_DIR = new URL('../../prisma/', import.meta.url)
const NO_FILTER = { externalTables: [], externalEnums: [] }

/** The stock adapter cuts a script at every `;`, through function bodies too. Sent whole, it is also one transaction: all or nothing. */
function wholeScripts(pool: pg.Pool): PrismaPg {
  const factory = new PrismaPg(pool)
  const connect = factory.connect.bind(factory)
  factory.connect = async () => {
    const adapter = await connect()
    adapter.executeScript = async (script) => void (await pool.query(script))
    return adapter
  }
  return factory
}

type Glue = typeof Engine & { __wbg_set_wasm: (exports: WebAssembly.Exports) => void }
let loading: Promise<Glue> | null = null

/**
 * Prisma's own schema engine, in WebAssembly: nothing is downloaded. Node cannot import the package's entry, so it is
 * instantiated by hand, and once: its glue keeps one memory for the process.
 */
async function instantiateEngine(): Promise<Glue> {
  const glue = (await import('@prisma/schema-engine-wasm/schema_engine_bg' as string)) as Glue
  const entry = createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm/schema_engine_bg')
  const module = await WebAssembly.compile(await readFile(entry.replace(/\.js$/, '.wasm')))
  const instance = await WebAssembly.instantiate(module, {
    './schema_engine_bg.js': glue as unknown as WebAssembly.ModuleImports,
  })
  glue.__wbg_set_wasm(instance.exports)
  ;(instance.exports.__wbindgen_start as () => void)()
  return glue
}

async function withEngine<T>(
  url: string,
  datamodels: [string, string][] | undefined,
  work: (engine: Engine.SchemaEngine) => Promise<T>,
): Promise<T> {
  loading ??= instantiateEngine()
  const { SchemaEngine } = await loading
  const pool = new pg.Pool({ connectionString: url, options: '-c TimeZone=UTC' })
  try {
    const engine = await SchemaEngine.new(
      { datamodels },
      () => {},
      bindMigrationAwareSqlAdapterFactory(wholeScripts(pool)),
    )
    return await work(engine)
  } finally {
    await pool.end() // the engine leaves its connections open, and with them its advisory lock
  }
}

async function readMigrations(): Promise<Engine.MigrationList> {
  const dir = new URL('migrations/', PRISMA_DIR)
  const names = (await readdir(dir, { withFileTypes: true })).filter((e) => e.isDirectory()).map((e) => e.name)
  const migrationDirectories = await Promise.all(
    names.sort().map(async (name) => ({
      path: name,
      migrationFile: {
        path: 'migration.sql',
        content: { tag: 'ok' as const, value: await readFile(new URL(`${name}/migration.sql`, dir), 'utf8') },
      },
    })),
  )
  const lockfile = { path: 'migration_lock.toml', content: await readFile(new URL('migration_lock.toml', dir), 'utf8') }
  return { baseDir: 'prisma/migrations', lockfile, shadowDbInitScript: '', migrationDirectories }
}

/** Applies the migrations that this database has not seen; returns their names. */
export const applyMigrations = (url: string): Promise<string[]> =>
  withEngine(url, undefined, async (engine) => {
    const applied = await engine.applyMigrations({ migrationsList: await readMigrations(), filters: NO_FILTER })
    return applied.appliedMigrationNames
  })

/** The migrations of this program that the database has not, or not wholly, had. */
export async function missingMigrations(tx: Tx): Promise<string[]> {
  const { migrationDirectories } = await readMigrations()
  const rows = z
    .array(z.object({ name: z.string() }))
    .parse(await tx.$queryRaw`SELECT migration_name AS name FROM _prisma_migrations WHERE finished_at IS NOT NULL`)
  const had = new Set(rows.map(({ name }) => name))
  return migrationDirectories.map(({ path }) => path).filter((name) => !had.has(name))
}

/** The SQL that makes an empty database look like `schema.prisma`: for writing migrations and for the drift test. */
export async function datamodelSql(url: string): Promise<string> {
  const content = await readFile(new URL('schema.prisma', PRISMA_DIR), 'utf8')
  const to = { tag: 'schemaDatamodel', files: [{ path: 'schema.prisma', content }], configDir: '.' }
  const question = {
    from: { tag: 'empty' },
    to,
    script: true,
    shadowDatabaseUrl: null,
    exitCode: null,
    filters: NO_FILTER,
  }
  return withEngine(url, [['schema.prisma', content]], async (engine) => {
    const { stdout } = await engine.diff(question as unknown as Engine.DiffParams)
    return stdout ?? ''
  })
}
