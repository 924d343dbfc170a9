// Generates the Prisma client at install. Generation is pure TypeScript and WebAssembly, yet the CLI insists
// on a schema engine being present: naming any executable satisfies it, so nothing is downloaded.
import { spawnSync } from 'node:child_process'
import { createRequire } from 'node:module'

const cli = createRequire(import.meta.url).resolve('prisma/build/index.js')
const env = { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, PRISMA_HIDE_UPDATE_MESSAGE: '1' }
const { status } = spawnSync(process.execPath, [cli, 'generate', '--no-hints'], { env, stdio: 'inherit' })
process.exit(status ?? 1)
