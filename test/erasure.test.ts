import { randomUUID } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CustomerId, type UserId } from '#contract/ids'
import { erasureParts } from '../server/app.erasure.ts'
import { createErasedKeys } from '../server/people/erasure/erased-keys.store.ts'
import { createErasure } from '../server/people/erasure/erasure.service.ts'
import { createClock } from '../server/platform/clock.machine.ts'
import { REAL_TIME } from '../server/platform/clock.ts'
import { type Desk, seedDesks, seedStaff } from './harness/desks.ts'
import { clockFrom, type House, startHouse } from './harness/house.ts'
import { scanDatabase } from './harness/scan.ts'

const MONDAY_NOON = '2026-03-02T07:00:00Z'
const NOW = new Date(MONDAY_NOON)
/** Said or written of her, each in another place. */
const TEXTS = [
  'tongue-parcel',
  'tongue-letter',
  'tongue-promise',
  'tongue-words',
  'tongue-note',
  'tongue-rival',
  'tongue-counter',
]
const MORE_TEXTS = [
  'tongue-draft',
  'tongue-skip',
  'tongue-callback',
  'tongue-complaint',
  'tongue-attribute',
  'tongue-order',
  'tongue-fault',
]
const NAME = 'Zulayho Nigmatova'
/** Everything that tells who she was; of a number its digits, however they are set. */
const SIGNS = [
  NAME,
  'zulayho',
  'nigmatova',
  'ERASE-ME-77',
  'ERASE-TWIN-78',
  '907654321',
  'tongue-twin',
  '901234567',
  '935550011',
  ...TEXTS,
  ...MORE_TEXTS,
]

let house: House
let folder: string
let lead: UserId
let desk: Desk
let mergeId: bigint

const db = () => house.database.db
const load = async (kind: 'customers' | 'purchases' | 'contacts', text: string) => {
  const path = join(folder, `${kind}.csv`)
  await writeFile(path, text)
  const run = await house.app.people.importFile({ kind, path, fileName: 'town.csv', region: 'UZ' })
  expect(run).toMatchObject({ state: 'done', problem: null })
  return run
}
const customer = (externalId: string) => db().customer.findUnique({ where: { externalId } })
const idOf = async (externalId: string): Promise<CustomerId> => CustomerId.parse((await customer(externalId))?.id)
const erase = (customerId: CustomerId, confirm = NAME) =>
  house.app.erasure.erase({ customerId, confirm, reason: 'asked', byUserId: lead })
const refusal = (customerId: CustomerId, confirm?: string) =>
  erase(customerId, confirm).then(
    () => null,
    (error: { problem?: { code: string } }) => error.problem?.code ?? String(error),
  )
const faultsOf = async (importId: string) =>
  (await db().importFault.findMany({ where: { importId }, orderBy: { line: 'asc' } })).map(({ line, code, row }) => ({
    line,
    code,
    row,
  }))

const CUSTOMERS = `external_id,name,phone,phone2,city,remark
ERASE-ME-77,${NAME},+998 90 123-45-67,+998 93 555 00 11,Toshkent,tongue-attribute
ERASE-TWIN-78,Zulayho Twin,+998 90 765-43-21,,Toshkent,tongue-twin
K-1,Botir Nigmatov,+998 93 555 00 11,,Toshkent,
K-2,Someone Else,+998 94 000 00 01,,Toshkent,
`

/** What the features keep of a customer after some conversations, one text in each place that takes one. */
async function livePast(customerId: string, phoneId: string): Promise<void> {
  const work = { customerId, episodeId: customerId, campaignId: '00000000-0000-4000-8000-000000000002', phoneId }
  const itemId = randomUUID()
  const dispositionId = randomUUID()
  const dialId = randomUUID()
  await db().episode.create({
    data: { id: customerId, customerId, kind: 'dormant', state: 'reached', lapsedAt: NOW, openedAt: NOW, arm: 'treat' },
  })
  await db().workItem.create({
    data: { ...work, id: itemId, state: 'waiting', dueAt: NOW, fence: 1n, attempts: 1, createdAt: NOW },
  })
  await db().queueHead.create({
    data: { workItemId: itemId, campaignId: work.campaignId, zone: 'Asia/Tashkent', rank: 1, openUntil: NOW },
  })
  await db().callback.create({
    data: {
      id: randomUUID(),
      workItemId: itemId,
      customerId,
      agentId: desk.userId,
      dueAt: NOW,
      state: 'pending',
      note: 'tongue-callback',
      createdAt: NOW,
    },
  })
  await db().skip.create({
    data: { id: randomUUID(), workItemId: itemId, agentId: desk.userId, reason: 'other', note: 'tongue-skip', at: NOW },
  })
  await db().draft.create({
    data: { workItemId: itemId, agentId: desk.userId, revision: 1, body: { note: 'tongue-draft' }, savedAt: NOW },
  })
  await db().dialIntent.create({
    data: {
      id: dialId,
      workItemId: itemId,
      fence: 1n,
      customerId,
      phoneId,
      agentId: desk.userId,
      mode: 'carrier',
      state: 'done',
      createdAt: NOW,
      permit: {},
    },
  })
  await db().webhookInbox.create({
    data: {
      sid: 'CA1',
      intentId: dialId,
      kind: 'leg',
      seq: 1,
      status: 'completed',
      at: NOW,
      receivedAt: NOW,
      raw: { To: '+998901234567', seconds: 42 },
    },
  })
  await db().attempt.create({ data: { id: dialId, customerId, phoneId, at: NOW, counted: true, outcome: 'L.NOW' } })
  await db().disposition.create({
    data: {
      id: dispositionId,
      workItemId: itemId,
      customerId,
      episodeId: customerId,
      campaignId: work.campaignId,
      agentId: desk.userId,
      outcome: 'L.NOW',
      setBy: 'agent',
      words: 'tongue-words',
      competitor: 'tongue-rival',
      note: 'tongue-note',
      at: NOW,
      valueMinor: 0n,
      offersMinor: 0n,
    },
  })
  await db().reasonGiven.create({
    data: { dispositionId, position: 0, code: 'PRC.HIGH', source: 'customer_said', severity: 2 },
  })
  await db().offerMade.create({
    data: { dispositionId, code: 'DSC.PCT', answer: 'CTR', costMinor: 0n, counter: 'tongue-counter' },
  })
  for (const status of ['open', 'kept'])
    await db().promise.create({
      data: {
        id: randomUUID(),
        customerId,
        dispositionId,
        what: 'tongue-promise',
        ownerId: desk.userId,
        dueAt: NOW,
        status,
        createdAt: NOW,
      },
    })
  await db().score.create({
    data: {
      episodeId: customerId,
      customerId,
      modelId: randomUUID(),
      scoredAt: NOW,
      zone: 'Asia/Tashkent',
      perMinuteMinor: 1,
      expectedMinor: 1n,
      body: { facts: [{ params: { who: NAME } }] },
    },
  })
  await db().callBlock.create({
    data: { customerId, rule: 'hours', params: { number: '998901234567' }, at: NOW },
  })
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bazgasht-erasure-'))
  house = await startHouse({ clock: clockFrom(MONDAY_NOON), carried: false })
  const seeding = { count: 1, now: NOW, sessionSecret: house.env.SESSION_SECRET ?? '' }
  const [one] = await seedStaff(house.database, { ...seeding, role: 'supervisor' })
  const [other] = await seedDesks(house.database, { ...seeding, state: 'preview' })
  if (!one || !other) throw new Error('nobody is there')
  lead = one.userId
  desk = other
  await load('customers', CUSTOMERS)
  await load(
    'purchases',
    'external_id,order_id,date,amount,items\nERASE-ME-77,tongue-order,2025-05-01,100,tongue-parcel\nERASE-ME-77,,yesterday,(90) 123 45 67,x\n',
  )
  await load(
    'contacts',
    'external_id,date,kind,text\nERASE-ME-77,2025-05-02,email,tongue-letter\nERASE-ME-77,2025-05-03,complaint,tongue-complaint\n',
  )
  const her = await idOf('ERASE-ME-77')
  const phone = await db().phone.findUniqueOrThrow({ where: { e164: '+998901234567' } })
  await livePast(her, phone.id)
  await db().dataFault.create({ data: { customerId: her, cause: 'barrier', detail: 'tongue-fault', raisedAt: NOW } })
  mergeId = await house.app.identity.merge(await idOf('ERASE-TWIN-78'), her, lead)
}, 60_000)
afterAll(async () => {
  await house?.close()
  await rm(folder, { recursive: true, force: true })
})

describe('erasing a person', () => {
  it('control · finds every sign of her before', async () => {
    await expect.poll(() => db().customer.count({ where: { soundVersion: null } }), { timeout: 10_000 }).toBe(0)
    const found = await scanDatabase(house.database, SIGNS)
    const missing = SIGNS.filter((sign) => !found.some((place) => place.endsWith(`: ${sign}`)))
    expect(missing).toEqual([])
  })

  it('asks for the name as it is, and whom nobody knows is not found', async () => {
    const her = await idOf('ERASE-ME-77')
    expect(await refusal(her, 'Zulayho')).toBe('erasure.confirm')
    expect(await refusal(CustomerId.parse(randomUUID()))).toBe('not-found')
    expect(await db().erasure.count()).toBe(0)
  })

  it('waits while the customer is on a desk, on the line or in a file that is read just now', async () => {
    expect(await refusal(desk.customerId, 'Customer')).toBe('erasure.on-desk')
    const her = await idOf('ERASE-ME-77')
    await db().dialIntent.updateMany({ where: { customerId: her }, data: { state: 'unknown' } })
    expect(await refusal(her)).toBe('erasure.call-live')
    await db().dialIntent.updateMany({ where: { customerId: her }, data: { state: 'done' } })
    const [run] = await db().importRun.findMany({ take: 1 })
    // Another process has it and says so, or this one would settle it as its own orphan.
    const read = { state: 'running', owner: randomUUID(), beatAt: new Date(NOW.getTime() + 3_600_000) }
    await db().importRun.update({ where: { id: run?.id ?? '' }, data: read })
    expect(await refusal(her)).toBe('erasure.importing')
    await db().importRun.update({ where: { id: run?.id ?? '' }, data: { state: 'done' } })
    // Nothing was half done: she still waits for her call.
    expect(await db().workItem.count({ where: { customerId: her, state: 'waiting' } })).toBe(1)
    expect(await db().stop.count({ where: { customerId: her } })).toBe(0)
  })

  it('leaves no sign of her in any table, and what figures need', async () => {
    const her = await idOf('ERASE-ME-77')
    // Sweeps of other processes take steps of it meanwhile, and the answer is still that nothing is left.
    let answered = false
    const others = (async () => {
      while (!answered) await house.app.erasure.step()
    })()
    // Typed as people type: other case, more spaces.
    const { finishedAt } = await erase(her, '  zulayho  NIGMATOVA ').finally(() => {
      answered = true
    })
    await others
    expect(finishedAt).not.toBeNull()
    const kept = new Set(['935550011']) // her brother has this number too
    expect(
      await scanDatabase(
        house.database,
        SIGNS.filter((sign) => !kept.has(sign)),
      ),
    ).toEqual([])
    expect(await db().purchase.findMany({ where: { customerId: her } })).toMatchObject([{ amountMinor: 10_000n }])
    expect(await db().disposition.findFirst({ where: { customerId: her } })).toMatchObject({
      outcome: 'L.NOW',
      words: '',
    })
    expect(await db().attempt.count({ where: { customerId: her } })).toBe(1)
    expect(await db().webhookInbox.findFirst({ where: { sid: 'CA1' } })).toMatchObject({ raw: { seconds: 42 } })
    const lines = await db().auditLine.findMany({ where: { subject: `customer:${her}` }, orderBy: { id: 'asc' } })
    expect(lines.map(({ action }) => action)).toEqual([
      'customer.merged',
      'stop.pressed',
      'customer.erasure-began',
      'customer.erased',
    ])
    await expect(house.app.identity.undo(mergeId, lead)).rejects.toMatchObject({ problem: { code: 'merge.erased' } })
  })

  it('keeps that nobody may dial her, and leaves her brother his number', async () => {
    const erased = await db().customer.findFirstOrThrow({ where: { erasedAt: { not: null }, mergedInto: null } })
    expect(await db().stop.findMany({ where: { customerId: erased.id } })).toMatchObject([
      { kind: 'all', liftedAt: null },
    ])
    expect(await db().workItem.count({ where: { customerId: erased.id, state: { not: 'closed' } } })).toBe(0)
    expect(await db().episode.count({ where: { customerId: erased.id, closedAt: null } })).toBe(0)
    const [own, twin] = await db().phone.findMany({ where: { e164: { startsWith: 'erased:' } } })
    if (!own || !twin) throw new Error('both her numbers are erased')
    expect(await db().stop.count({ where: { phoneId: { in: [own.id, twin.id] }, kind: 'all' } })).toBe(2)
    const permit = await house.app.compliance.permitFor(
      db(),
      { customerId: CustomerId.parse(erased.id), phoneId: own.id as never },
      NOW,
    )
    expect(permit.allowed).toBe(false)
    const shared = await db().phone.findUniqueOrThrow({ where: { e164: '+998935550011' } })
    expect(await db().customerPhone.findMany({ where: { phoneId: shared.id } })).toHaveLength(1)
    expect(await db().stop.count({ where: { phoneId: shared.id } })).toBe(0)
  })

  it('is known by one key only, so that another one is noticed at the start', async () => {
    expect(await house.app.people.erasedKeys.isForeign(db())).toBe(false)
    expect(await createErasedKeys('another key of at least thirty-two letters').isForeign(db())).toBe(true)
  })

  it('is done once: again changes nothing', async () => {
    const erased = await db().customer.findFirstOrThrow({ where: { erasedAt: { not: null }, mergedInto: null } })
    const before = await db().auditLine.count()
    expect((await erase(CustomerId.parse(erased.id), '')).finishedAt).not.toBeNull()
    expect(await db().auditLine.count()).toBe(before)
  })

  it('drops her from every later file by id, by number, and by name at a shared number, without a word of her', async () => {
    const run = await load(
      'customers',
      `external_id,name,phone,phone2
ERASE-ME-77,Another Name,+998 94 000 00 77,
NEW-1,${NAME},(90) 123-45-67,
NEW-2,${NAME.toUpperCase()},+998935550011,
NEW-3,${NAME},not a number,
K-1,Botir Nigmatov,+998 93 555 00 11,
K-2,Someone Else,+998 94 000 00 01,+998901234567
`,
    )
    expect(run).toMatchObject({ state: 'done', rowsNew: 0, rowsFaulty: 5 })
    const faults = await faultsOf(run.id)
    expect(faults.filter(({ code }) => code === 'csv.erased-person')).toEqual(
      [2, 3, 4, 7].map((line) => ({ line, code: 'csv.erased-person', row: [] })),
    )
    const purchases = await load(
      'purchases',
      'external_id,date,amount\nERASE-ME-77,2025-06-01,5\nERASE-ME-77,never,5\nK-1,2025-06-01,5\n',
    )
    expect(purchases).toMatchObject({ rowsNew: 1, rowsFaulty: 2 })
    expect((await faultsOf(purchases.id)).map(({ row }) => row)).toEqual([[], []])
    const contacts = await load('contacts', 'external_id,date,kind,text\nERASE-ME-77,2025-06-01,email,tongue-letter\n')
    expect(contacts).toMatchObject({ rowsNew: 0, rowsFaulty: 1 })
    expect(await scanDatabase(house.database, ['ERASE-ME-77', '901234567', 'tongue-letter'])).toEqual([])
    expect(await customer('NEW-1')).toBeNull()
  })

  it('control · a list without her lets the same file bring her back', async () => {
    await house.database.db.$transaction([
      db().$executeRaw`SET LOCAL session_replication_role = replica`,
      db().$executeRaw`DELETE FROM erased_key`,
    ])
    expect(await load('customers', `external_id,name,phone\nERASE-ME-77,${NAME},+998901234567\n`)).toMatchObject({
      rowsNew: 1,
    })
  })

  it('goes on where a process that died left it', async () => {
    const her = await idOf('ERASE-ME-77')
    const { database, people, compliance } = house.app
    const parts = erasureParts({
      database,
      clock: createClock(REAL_TIME),
      keys: people.erasedKeys,
      stop: compliance.recordStop,
    })
    // It dies when it has begun, whatever the house's own sweep does meanwhile.
    let transactions = 0
    const dying = createErasure({
      ...parts,
      database: {
        ...database,
        tx: (...asked) => (transactions++ === 0 ? database.tx(...asked) : Promise.reject(new Error('killed'))),
      },
    })
    await expect(dying.erase({ customerId: her, confirm: NAME, reason: 'asked', byUserId: lead })).rejects.toThrow(
      'killed',
    )
    // The house's own sweep finds what was begun.
    await expect
      .poll(async () => (await db().erasure.findFirst({ where: { customerId: her } }))?.finishedAt)
      .toBeTruthy()
    expect(await scanDatabase(house.database, [NAME, 'ERASE-ME-77', '901234567'])).toEqual([])
  })
})
