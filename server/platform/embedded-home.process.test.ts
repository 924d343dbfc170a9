import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { findHome } from './embedded-home.process.ts'

const isRoot = process.getuid?.() === 0

it.skipIf(!isRoot)(
  'keeps the cluster where PostgreSQL may enter when root’s folder is private (needs root)',
  async () => {
    const home = await mkdtemp(join(tmpdir(), 'bazgasht-private-')) // mode 0700
    try {
      const { root, binaries } = await findHome(join(home, 'data'))
      expect(root).toMatch(/^\/var\/lib\/bazgasht\/data-/)
      expect(binaries.postgres).toMatch(/postgres$/)
      expect((await findHome(join(home, 'data'))).root).toBe(root)
      expect((await findHome(join(home, 'other'))).root).not.toBe(root)
    } finally {
      await rm(home, { recursive: true, force: true })
    }
  },
)

it.skipIf(isRoot)('keeps the cluster below the data folder for an ordinary user (needs one)', async () => {
  const home = await mkdtemp(join(tmpdir(), 'bazgasht-home-'))
  try {
    expect((await findHome(home)).root).toBe(join(home, 'postgres'))
  } finally {
    await rm(home, { recursive: true, force: true })
  }
})
