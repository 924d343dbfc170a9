import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import fc from 'fast-check'
import iconv from 'iconv-lite'
import pino from 'pino'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createSteppedClock } from '../../../test/harness/clock.ts'
import { createTestDatabase } from '../../../test/harness/database.ts'
import { readVersions } from '../../platform/bus.pg.ts'
import { setAttributeUse } from '../attributes.store.ts'
import { createPeople, type People } from '../people.service.ts'

const clock = createSteppedClock('2026-11-22T08:00:00Z')
let database: Awaited<ReturnType<typeof createTestDatabase>>
let folder: string
let people: People
const through: Date[] = []
const ended: string[] = []
const emitted: string[] = []

beforeAll(async () => {
  database = await createTestDatabase()
  folder = await mkdtemp(join(tmpdir(), 'bazgasht-imports-'))
  people = createPeople({
    database,
    clock,
    log: pino({ level: 'silent' }),
    events: { emit: (name) => void emitted.push(name) },
    programme: {
      installation: async () => ({ region: 'IR', zone: 'Asia/Tehran', currency: 'IRR' }),
      setCompleteThrough: async (_tx, at) => void through.push(at),
    },
    dataDir: folder,
    afterImport: async (_tx, { kind }) => void ended.push(kind),
  })
})
afterAll(async () => {
  await people.stop()
  await database.drop()
  await rm(folder, { recursive: true, force: true })
})
beforeEach(async () => {
  await database.db
    .$executeRaw`TRUNCATE customer, phone, customer_phone, purchase, contact_record, complaint, merge_proposal, import_run, import_fault, episode CASCADE`
  through.length = ended.length = emitted.length = 0
})

async function load(kind: 'customers' | 'purchases' | 'contacts', text: string | Buffer, more = {}) {
  const path = join(folder, `${kind}.csv`)
  await writeFile(path, text)
  return people.importFile({ kind, path, fileName: `${kind}.csv`, ...more })
}
const faultsOf = async (id: string) =>
  (await database.db.importFault.findMany({ where: { importId: id }, orderBy: { id: 'asc' } })).map(
    ({ line, field, code }) => [line, field, code],
  )

const CUSTOMERS = `external_id,name,phone,phone2,city,segment
1,Ali,+98 912 123 4567,,Tehran,gold
2,Sara,۰۹۳۵۱۲۳۴۵۶۷,021-88776655,,silver
3,علي كريمي,00989361234567,,Shiraz,
`
const PURCHASES = `external_id,order_id,date,amount,items
1,A1,2026-01-02,"1,250,000",tea
1,A2,2026-03-02T10:00:00Z,900000,
2,B1,1404/10/11,۸۰۰۰۰۰,قند
`

describe('an import', () => {
  it('changes nothing when the same files come again', async () => {
    const contacts = `external_id,contact_id,kind,direction,date,status,text
1,c1,call,in,2026-01-05T10:00:00Z,,hello
1,c2,complaint,in,2026-01-06,open,late
2,,message,out,2026-01-07,,hi
2,,message,out,2026-01-07,,hi
`
    for (const [kind, text, rows] of [
      ['customers', CUSTOMERS, 3],
      ['purchases', PURCHASES, 3],
      ['contacts', contacts, 4],
    ] as const) {
      const first = await load(kind, text)
      expect(first).toMatchObject({ state: 'done', rowsRead: rows, rowsNew: rows, rowsSame: 0, rowsFaulty: 0 })
      const again = await load(kind, text)
      expect(again).toMatchObject({ state: 'done', rowsNew: 0, rowsChanged: 0, rowsSame: rows, rowsFaulty: 0 })
    }
    expect(await database.db.contactRecord.count()).toBe(3)
    expect(await database.db.complaint.count()).toBe(1)
    expect(ended).toEqual(['customers', 'customers', 'purchases', 'purchases', 'contacts', 'contacts'])
    expect(emitted).toHaveLength(6)
  })

  it('keeps numbers in E.164, letters of one alphabet and what is left over as attributes', async () => {
    await load('customers', CUSTOMERS)
    const [, sara, ali] = await database.db.customer.findMany({ orderBy: { externalId: 'asc' } })
    expect(ali).toMatchObject({ name: 'علی کریمی', searchName: 'علی کریمی', country: 'IR', attributes: {} })
    expect(sara?.attributes).toEqual({ segment: 'silver' })
    const phones = await people.phones(database.db, sara?.id ?? '')
    expect(phones.map(({ e164, rank, shared }) => [e164, rank, shared])).toEqual([
      ['+989351234567', 1, false],
      ['+982188776655', 2, false],
    ])
  })

  it('notes what a file of customers brings beyond the usual, to be ignored until somebody says otherwise', async () => {
    const { db } = database
    await db.attribute.deleteMany()
    await load('customers', CUSTOMERS)
    expect(await db.attribute.findMany()).toEqual([{ name: 'segment', use: 'ignore', seenAt: clock.now() }])
    await database.tx((tx) => setAttributeUse(tx, 'segment', 'protected'))
    await load('customers', 'external_id,name,phone,segment,gender\n9,Omid,+989121110000,gold,m\n')
    await load('purchases', PURCHASES)
    expect(await people.attributeUses(db)).toEqual(new Map([['segment', 'protected']]))
    expect((await db.attribute.findMany({ orderBy: { name: 'asc' } })).map(({ name }) => name)).toEqual([
      'gender',
      'segment',
    ])
  })

  it('counts what is new, changed and the same, and never erases with an empty cell', async () => {
    await load('customers', CUSTOMERS)
    const run = await load(
      'customers',
      'external_id,name,phone,city,segment\n1,Ali Rezaei,09121234567,,\n2,Sara,+989351234567,,silver\n4,Reza,09371234567,Qom,\n',
    )
    expect(run).toMatchObject({ rowsNew: 1, rowsChanged: 1, rowsSame: 1 })
    const ali = await database.db.customer.findUnique({ where: { externalId: '1' } })
    expect(ali).toMatchObject({ name: 'Ali Rezaei', city: 'Tehran', attributes: { segment: 'gold' } })
  })

  it('puts a changed number first and keeps the old one', async () => {
    await load('customers', CUSTOMERS)
    await load('customers', 'external_id,name,phone\n1,Ali,09199999999\n')
    const ali = await database.db.customer.findUniqueOrThrow({ where: { externalId: '1' } })
    const phones = await people.phones(database.db, ali.id)
    expect(phones.map(({ e164 }) => e164)).toEqual(['+989199999999', '+989121234567'])
  })

  it('adds the numbers of a customer who has several rows, to one customer', async () => {
    const text = 'external_id,name,phone,city\n1,Ali,09121234567,\n1,Ali R,09351234567,Qom\n'
    expect(await load('customers', text)).toMatchObject({ rowsNew: 1, rowsSame: 1 })
    expect(await load('customers', text)).toMatchObject({ rowsNew: 0, rowsChanged: 0, rowsSame: 2 })
    const [ali] = await database.db.customer.findMany()
    expect(ali).toMatchObject({ name: 'Ali', city: 'Qom' })
    expect(await database.db.customerPhone.count()).toBe(2)
  })

  it('proposes a merge for a shared number, joins the households and merges nobody', async () => {
    await load('customers', 'external_id,name,phone,phone2\n1,A,09121234567,\n2,B,09351234567,\n3,C,09361234567,\n')
    clock.advance(60_000)
    await load('customers', 'external_id,name,phone,phone2\n4,D,09121234567,09351234567\n')
    expect(await database.db.customer.count()).toBe(4)
    const proposals = await database.db.mergeProposal.findMany()
    expect(proposals.map(({ state }) => state)).toEqual(['open', 'open'])
    const [a, b, c, d] = await database.db.customer.findMany({ orderBy: { externalId: 'asc' } })
    expect(new Set([a?.householdId, b?.householdId, d?.householdId]).size).toBe(1)
    expect([a?.id, b?.id]).toContain(d?.householdId)
    expect(c?.householdId).toBe(c?.id)
    expect((await people.phones(database.db, d?.id ?? '')).map(({ shared }) => shared)).toEqual([true, true])
  })

  it('lists every fault with its line and keeps the good rows', async () => {
    await load('customers', CUSTOMERS)
    const run = await load(
      'purchases',
      `external_id,order_id,date,amount
1,o1,2026-02-30,1000
1,o2,2026-02-03,-5
9,o3,2026-02-03,1000
,o4,,x
1,o5,2026-02-03
1,o6,2062-01-01,1000
1,o7,2026-02-04,1000
`,
    )
    expect(run).toMatchObject({ state: 'done', rowsRead: 7, rowsNew: 1, rowsFaulty: 6 })
    expect(await faultsOf(run.id)).toEqual([
      [2, 'date', 'date.impossible'],
      [3, 'amount', 'amount.negative'],
      [4, 'external_id', 'csv.customer-unknown'],
      [5, 'external_id', 'csv.missing'],
      [5, 'date', 'csv.missing'],
      [5, 'amount', 'amount.invalid'],
      [6, null, 'csv.cell-count'],
      [7, 'date', 'date.future'],
    ])
    expect(run.faultCounts).toMatchObject({ 'csv.missing': 2, 'date.impossible': 1 })
    let sheet = ''
    for await (const piece of await people.faultSheet(run.id)) sheet += piece
    const lines = sheet.replace('\ufeff', '').trim().split('\n')
    expect(lines).toHaveLength(7)
    expect(lines[0]).toBe('bazgasht_line,bazgasht_column,bazgasht_fault,external_id,order_id,date,amount')
    expect(lines[2]).toContain("'-5")
    const mended = sheet.replaceAll('2026-02-30', '2026-02-28').replace("'-5", '5')
    expect(await load('purchases', mended)).toMatchObject({ rowsNew: 2, rowsFaulty: 4 })
  })

  it('refuses a file without a needed column, with one header twice, or that is no text, before anything is written', async () => {
    await expect(load('customers', 'external_id,phone\n1,2\n')).rejects.toMatchObject({
      problem: { code: 'csv.missing-column', params: { column: 'name' } },
    })
    await expect(load('customers', 'external_id,name,phone,name\n1,2,3,4\n')).rejects.toMatchObject({
      problem: { code: 'csv.duplicate-header', params: { column: 'name' } },
    })
    await expect(load('customers', Buffer.from('PK\x03\x04…'))).rejects.toMatchObject({
      problem: { code: 'csv.unreadable' },
    })
    await expect(load('customers', '')).rejects.toMatchObject({ problem: { code: 'csv.empty' } })
    expect(await people.list()).toEqual([])
  })

  it('reads Windows-1256, UTF-16 and semicolons', async () => {
    const text = 'شناسه;نام;موبايل\r\n1;علي كريمي;09121234567\r\n'
    for (const encoding of ['windows-1256', 'utf-16le', 'utf-16be']) {
      await load('customers', iconv.encode(text, encoding, { addBOM: encoding !== 'windows-1256' }))
      expect(await database.db.customer.findMany({ select: { name: true } })).toEqual([{ name: 'علی کریمی' }])
    }
  })

  it('drops a line of 50 MB and keeps the rows around it', async () => {
    const run = await load(
      'customers',
      `external_id,name,phone\n1,A,09121234567\n2,${'x'.repeat(50_000_000)},1\n3,C,09361234567\n`,
    )
    expect(run).toMatchObject({ rowsNew: 2, rowsFaulty: 1 })
    expect(await faultsOf(run.id)).toEqual([[3, null, 'csv.line-too-long']])
  })

  it('makes a key of day, amount and place for purchases without an order number', async () => {
    await load('customers', CUSTOMERS)
    const text = 'external_id,date,amount\n1,2026-01-02,1000\n1,2026-01-02,1000\n1,2026-01-02,2000\n'
    expect(await load('purchases', text)).toMatchObject({ rowsNew: 3 })
    expect(await load('purchases', `${text}1,2026-01-03,1000\n`)).toMatchObject({ rowsNew: 1, rowsSame: 3 })
  })

  it('keeps every row of an order that has several, and a row exported twice once', async () => {
    await load('customers', CUSTOMERS)
    const text = 'external_id,order_id,date,amount\n1,o,2026-01-02,1000\n1,o,2026-01-02,2000\n1,o,2026-01-02,1000\n'
    expect(await load('purchases', text)).toMatchObject({ rowsNew: 2, rowsSame: 1 })
    expect(await load('purchases', text)).toMatchObject({ rowsNew: 0, rowsSame: 3 })
  })

  it('says up to when purchases are known: the newest, or as told', async () => {
    await load('customers', CUSTOMERS)
    await load('purchases', PURCHASES)
    await load('purchases', PURCHASES, { asOf: new Date('2026-06-30T20:29:59Z') })
    expect(through.map((at) => at.toISOString())).toEqual(['2026-03-02T10:00:00.000Z', '2026-06-30T20:29:59.000Z'])
  })

  it('closes a complaint when a later file says so', async () => {
    await load('customers', CUSTOMERS)
    const file = (status: string) =>
      `external_id,contact_id,kind,date,status,text\n1,c,complaint,2026-01-06,${status},late\n`
    await load('contacts', file(''))
    const ali = await database.db.customer.findUniqueOrThrow({ where: { externalId: '1' } })
    expect(await people.openComplaintCount(database.db, ali.id)).toBe(1)
    expect(await load('contacts', file('solved'))).toMatchObject({ rowsChanged: 1 })
    expect(await people.openComplaintCount(database.db, ali.id)).toBe(0)
  })

  it('answers an upload with its run, raises its topic, and removes the file at the end', async () => {
    const body = Buffer.from(CUSTOMERS)
    const started = await people.start(Readable.from([body.subarray(0, 40), body.subarray(40)]), body.length, {
      kind: 'customers',
      fileName: 'c.csv',
    })
    expect(started).toMatchObject({ kind: 'customers', bytesTotal: body.length })
    await expect.poll(async () => (await people.read(started.id)).state).toBe('done')
    await expect.poll(() => readdir(join(folder, 'imports'))).toEqual([])
    const topic = `import:${started.id}`
    expect((await readVersions(database.db, [topic])).get(topic)).toBeGreaterThan(0)
    expect((await people.list()).map(({ id }) => id)).toEqual([started.id])
  })

  it('refuses an upload that is shorter than announced or larger than allowed', async () => {
    const file = { kind: 'customers', fileName: 'c.csv' } as const
    await expect(people.start(Readable.from([Buffer.from('ab')]), 5, file)).rejects.toMatchObject({
      problem: { code: 'csv.incomplete' },
    })
    await expect(people.start(Readable.from([]), 10 ** 12, file)).rejects.toMatchObject({ status: 413 })
    expect(await readdir(join(folder, 'imports'))).toEqual([])
  })

  it('previews the first rows with the faults that they would have', async () => {
    const preview = await people.preview('customers', Readable.from([Buffer.from(`${CUSTOMERS}4,X,115,,,`)]), null)
    expect(preview.mapping).toMatchObject({ external_id: 'external_id', phone: 'phone', joined_at: null })
    expect(preview.attributes).toEqual(['segment'])
    expect(preview.rows.map(({ faults }) => faults.length)).toEqual([0, 0, 0, 1])
    expect(preview.rows[3]).toMatchObject({ line: 5, faults: [{ code: 'phone.emergency', field: 'phone' }] })
    const purchases = await people.preview('purchases', Readable.from([Buffer.from(PURCHASES)]), null)
    expect(purchases.rows[0]?.faults).toMatchObject([{ code: 'csv.customer-unknown' }])
  })

  it('marks a run that a killed server left behind as failed', async () => {
    const run = await load('customers', CUSTOMERS)
    await database.db.importRun.update({ where: { id: run.id }, data: { state: 'running', finishedAt: null } })
    await people.recoverImports()
    expect(await people.read(run.id)).toMatchObject({ state: 'failed', problem: { code: 'import.interrupted' } })
  })

  it('ends well whatever the cells hold, and accounts for every row', async () => {
    const cell = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: 'grapheme' }),
      fc.constantFrom('-1', '٫', '2026-13-01', ''),
    )
    for (const [kind, header] of [
      ['customers', 'external_id,name,phone,phone2,language,time_zone,joined_at,=x'],
      ['purchases', 'external_id,order_id,date,amount,items'],
      ['contacts', 'external_id,contact_id,kind,direction,date,status,text'],
    ] as const) {
      const width = header.split(',').length
      const rows = fc.sample(fc.array(cell, { minLength: width, maxLength: width }), { numRuns: 400, seed: 7 })
      const good = { customers: '09121234567', purchases: '1', contacts: 'call' }[kind]
      for (const row of rows.slice(0, 200)) {
        row[kind === 'purchases' ? 3 : 2] = good
        row[kind === 'purchases' ? 2 : kind === 'contacts' ? 4 : 6] = '2026-01-01'
        if (kind === 'customers') row.splice(3, 3, '', '', '')
        else row[0] = '1'
        if (kind === 'contacts') row.splice(3, 1, 'in')
      }
      if (kind !== 'customers') await load('customers', CUSTOMERS)
      const text = rows.map((row) => row.map((text) => `"${text.replaceAll('"', '""')}"`).join(',')).join('\n')
      const first = await load(kind, `${header}\n${text}`)
      expect(first.state).toBe('done')
      expect(first.rowsNew).toBeGreaterThan(50)
      expect(first.rowsNew + first.rowsChanged + first.rowsSame + first.rowsFaulty).toBe(first.rowsRead)
      const again = await load(kind, `${header}\n${text}`)
      expect(again).toMatchObject({ state: 'done', rowsNew: 0, rowsChanged: 0, rowsFaulty: first.rowsFaulty })
      let sheet = ''
      for await (const piece of await people.faultSheet(first.id)) sheet += piece
      expect(sheet).not.toMatch(/(^|,)"?[=+@]/m)
    }
  })

  it('takes 100,000 purchases in', async () => {
    await load('customers', CUSTOMERS)
    const lines = Array.from(
      { length: 100_000 },
      (_, i) => `${(i % 3) + 1},o${i},${new Date(1_700_000_000_000 + i * 60_000).toISOString()},${i + 1}`,
    )
    const text = `external_id,order_id,date,amount\n${lines.join('\n')}\n`
    expect(await load('purchases', text)).toMatchObject({ rowsRead: 100_000, rowsNew: 100_000, rowsFaulty: 0 })
    expect(await load('purchases', text)).toMatchObject({ rowsSame: 100_000, rowsNew: 0 })
  })
})
