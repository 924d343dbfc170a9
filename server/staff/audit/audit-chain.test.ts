import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { UserId } from '#contract/ids'
import { createTestDatabase } from '../../../test/harness/database.ts'
import type { Tx } from '../../platform/database.pg.ts'
import { writeAudit } from '../audit.store.ts'
import { type AuditChain, createAuditChain } from './audit-chain.service.ts'
import { BEGINNING, type ChainLine, followChain, isFault, sealLines } from './chain.ts'

let database: Awaited<ReturnType<typeof createTestDatabase>>
let chain: AuditChain
const actorId = randomUUID() as UserId
const LINES = 12

const write = (tx: Tx, number: number) =>
  writeAudit(tx, {
    at: new Date(1_795_000_000_000 + number),
    actorId,
    action: 'card.viewed',
    subject: `customer:${number}`,
    detail: { number, whole: true, nothing: null },
  })
/** As the database's superuser, who can switch every trigger off. */
const forge = (...statements: string[]) =>
  database.db.$transaction(
    ['SET LOCAL session_replication_role = replica', ...statements].map((sql) => database.db.$executeRawUnsafe(sql)),
  )
const lineAt = async (position: number) =>
  (await database.db.auditSeal.findUniqueOrThrow({ where: { position: BigInt(position) } })).lineId
const fault = async (known?: Parameters<AuditChain['verify']>[1]) => (await chain.verify(undefined, known)).fault

beforeAll(async () => {
  database = await createTestDatabase()
  chain = createAuditChain({ database })
})
afterAll(() => database.drop())
beforeEach(async () => {
  await forge('TRUNCATE audit_line, audit_seal, audit_pending')
  for (let number = 1; number <= LINES; number++) await write(database.db, number)
  await chain.seal()
})

describe('the audit chain', () => {
  it('holds when nobody has touched it, and reaches every line', async () => {
    const { head, fault } = await chain.verify()
    expect({ position: head.position, fault }).toEqual({ position: BigInt(LINES), fault: null })
    expect(await database.db.auditPending.count()).toBe(0)
  })

  for (const [what, column, value] of [
    ['time', 'at', "at + interval '1 ms'"],
    ['actor', 'actor_id', 'gen_random_uuid()'],
    ['act', 'action', "'card.read'"],
    ['subject', 'subject', "'customer:7'"],
    ['detail', 'detail', `detail || '{"number": 0}'`],
  ] as const)
    it(`tells where a line’s ${what} was changed`, async () => {
      const lineId = await lineAt(5)
      await forge(`UPDATE audit_line SET ${column} = ${value} WHERE id = ${lineId}`)
      expect(await fault()).toEqual({ kind: 'changed', position: 5n, lineId })
    })

  it('tells where a line was removed, with its seal or without', async () => {
    const [fourth, ninth] = [await lineAt(4), await lineAt(9)]
    await forge(`DELETE FROM audit_line WHERE id = ${ninth}`)
    expect(await fault()).toEqual({ kind: 'removed', position: 9n, lineId: ninth })
    await forge(`DELETE FROM audit_line WHERE id = ${fourth}`, 'DELETE FROM audit_seal WHERE position = 4')
    expect(await fault()).toEqual({ kind: 'removed', position: 4n, lineId: null })
  })

  it('tells where a removal was covered up by moving the others down', async () => {
    const gone = await lineAt(4)
    await forge(
      `DELETE FROM audit_line WHERE id = ${gone}`,
      'DELETE FROM audit_seal WHERE position = 4',
      'UPDATE audit_seal SET position = -position WHERE position > 4',
      'UPDATE audit_seal SET position = -position - 1 WHERE position < 0',
    )
    expect(await fault()).toMatchObject({ kind: 'changed', position: 4n })
  })

  it('tells of a line that was slipped in beside the sealer, and one with a seal of its own', async () => {
    const slip = (id: number) =>
      `INSERT INTO audit_line (id, at, action, subject, detail) VALUES (${id}, '2026-01-01', 'card.viewed', 'customer:0', '{}')`
    await forge(slip(-5))
    expect(await fault()).toMatchObject({ kind: 'inserted', lineId: -5n })
    await forge(
      'UPDATE audit_seal SET position = -position WHERE position > 6',
      'UPDATE audit_seal SET position = 1 - position WHERE position < 0',
      `INSERT INTO audit_seal VALUES (7, -5, sha256('anything'))`,
    )
    expect(await fault()).toEqual({ kind: 'changed', position: 7n, lineId: -5n })
  })

  it('tells where two lines changed places', async () => {
    const [third, eighth] = [await lineAt(3), await lineAt(8)]
    await forge(
      'UPDATE audit_seal SET line_id = -1 WHERE position = 3',
      `UPDATE audit_seal SET line_id = ${third} WHERE position = 8`,
      `UPDATE audit_seal SET line_id = ${eighth} WHERE position = 3`,
    )
    expect(await fault()).toEqual({ kind: 'changed', position: 3n, lineId: eighth })
  })

  it('misses neither a cut end nor a chain made anew, once its head was written down', async () => {
    const { head } = await chain.verify()
    expect(await fault(head)).toBeNull()
    await forge(
      `DELETE FROM audit_line WHERE id = ${await lineAt(LINES)}`,
      `DELETE FROM audit_seal WHERE position = ${LINES}`,
    )
    expect(await fault()).toBeNull() // from the database alone nobody can tell
    expect(await fault(head)).toEqual({ kind: 'removed', position: BigInt(LINES), lineId: null })
    await forge(
      'UPDATE audit_line SET actor_id = NULL',
      'TRUNCATE audit_seal',
      'INSERT INTO audit_pending SELECT id FROM audit_line',
    )
    await write(database.db, LINES)
    await chain.seal()
    expect(await fault()).toBeNull()
    expect(await fault(head)).toMatchObject({ kind: 'changed', position: BigInt(LINES) })
  })

  it('is refused to whoever would change, remove or empty it', async () => {
    const { db } = database
    for (const sql of [
      'UPDATE audit_line SET action = action',
      'DELETE FROM audit_line',
      'TRUNCATE audit_line',
      'UPDATE audit_seal SET position = position',
      'DELETE FROM audit_seal',
      'TRUNCATE audit_seal',
    ])
      await expect(db.$executeRawUnsafe(sql), sql).rejects.toThrow(/append-only/)
  })
})

describe('the sealer', () => {
  it('lets no transaction wait for another, and seals a late one where it is seen', async () => {
    let commitLate: (() => void) | null = null
    const late = database.tx(async (tx) => {
      await write(tx, 100)
      await new Promise<void>((done) => {
        commitLate = done
      })
    })
    await expect.poll(() => commitLate).not.toBeNull()
    await write(database.db, 101)
    await chain.seal()
    expect((await chain.verify()).head.position).toBe(BigInt(LINES + 1))
    ;(commitLate as unknown as () => void)()
    await late
    await chain.seal()
    const { head, fault } = await chain.verify()
    expect({ position: head.position, fault }).toEqual({ position: BigInt(LINES + 2), fault: null })
    const last = await database.db.auditLine.findUnique({ where: { id: await lineAt(LINES + 2) } })
    expect(last?.subject).toBe('customer:100')
  })

  it('seals each line once, however many processes seal at the same time', async () => {
    const others = [1, 2, 3].map(() => createAuditChain({ database }))
    await Promise.all([
      ...Array.from({ length: 60 }, (_, number) => write(database.db, 200 + number)),
      ...others.flatMap((one) => [one.seal(), one.seal(), one.seal()]),
    ])
    await chain.seal()
    const { head, fault } = await chain.verify()
    expect({ position: head.position, fault }).toEqual({ position: BigInt(LINES + 60), fault: null })
  })
})

describe('the links', () => {
  const lines = fc.array(
    fc.record({ action: fc.string(), subject: fc.string(), detail: fc.dictionary(fc.string(), fc.jsonValue()) }),
    { minLength: 2, maxLength: 20 },
  )
  it('hold as sealed, and break at the first line that is not what it was', () => {
    fc.assert(
      fc.property(lines, fc.nat(), (given, nat) => {
        const whole: ChainLine[] = given.map((line, at) => ({
          ...line,
          id: BigInt(at),
          at: new Date(at),
          actorId: null,
        }))
        const links = sealLines(BEGINNING, whole).map((link, at) => ({ ...link, line: whole[at] ?? null }))
        const end = followChain(BEGINNING, links)
        expect(isFault(end)).toBe(false)
        const at = nat % links.length
        const broken = links.map((link, i) =>
          i === at && link.line ? { ...link, line: { ...link.line, subject: `${link.line.subject}!` } } : link,
        )
        expect(followChain(BEGINNING, broken)).toMatchObject({ kind: 'changed', position: BigInt(at + 1) })
      }),
    )
  })

  it('do not depend on the order in which a database keeps the keys of a detail', () => {
    const line = { id: 1n, at: new Date(0), actorId: null, action: 'a', subject: 's' }
    expect(sealLines(BEGINNING, [{ ...line, detail: { a: 1, b: { c: 2, d: 3 } } }])).toEqual(
      sealLines(BEGINNING, [{ ...line, detail: { b: { d: 3, c: 2 }, a: 1 } }]),
    )
  })
})
