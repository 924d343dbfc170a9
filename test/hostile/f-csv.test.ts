import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Attack, openTarget, type Refused, type Target } from './attack.ts'

let target: Target
beforeAll(async () => {
  target = await openTarget()
})
afterAll(() => target.close())

const FILE = { 'content-type': 'application/octet-stream' }
const bytesOf = (raw: string | Uint8Array): number => Buffer.from(raw as string).byteLength
const load = (raw: string | Uint8Array, asked: Record<string, string> = {}): Attack => {
  const query = { kind: 'customers', fileName: 'f.csv', mapping: '', bytes: String(bytesOf(raw)), ...asked }
  return { by: target.supervisor, path: `/imports?${new URLSearchParams(query)}`, raw, headers: FILE }
}
const preview = (raw: string | Uint8Array, mapping = ''): Attack => ({
  by: target.supervisor,
  path: `/imports/preview?${new URLSearchParams({ kind: 'customers', mapping })}`,
  raw,
  headers: FILE,
})

describe('F · files that are none', () => {
  const zip = Buffer.from('PK\x03\x04\x14\x00\x06\x00')
  const cases: [string, () => Attack, Refused][] = [
    ['an empty one', () => load(''), { status: 422, code: 'csv.empty' }],
    ['a workbook', () => load(zip), { status: 422, code: 'csv.unreadable' }],
    [
      'bytes that are no text',
      () => load(Buffer.from([0, 1, 2, 3, 0, 0, 255, 254])),
      { status: 422, code: 'csv.unreadable' },
    ],
    ['one without the columns it needs', () => load('id,name\n1,2\n'), { status: 422, code: 'csv.missing-column' }],
    ['one with a column twice', () => load('id,name,phone,name\n'), { status: 422, code: 'csv.duplicate-header' }],
    [
      'one shorter than it says',
      () => load('id,name,phone\n', { bytes: '99' }),
      { status: 422, code: 'csv.incomplete' },
    ],
    ['one that says it is a terabyte', () => load('x', { bytes: '999999999999' }), { status: 413, code: 'too-large' }],
    ['one that says it is less than nothing', () => load('x', { bytes: '-1' }), { status: 422, code: 'validation' }],
    ['a kind that is none', () => load('x', { kind: '../people' }), { status: 422, code: 'validation' }],
    ['a name without end', () => load('x', { fileName: 'x'.repeat(201) }), { status: 422, code: 'validation' }],
    ['a mapping that is no JSON', () => load('id,name,phone\n', { mapping: '{' }), { status: 422, code: 'validation' }],
    [
      'a mapping to a list',
      () => load('id,name,phone\n', { mapping: '{"name":[]}' }),
      { status: 422, code: 'validation' },
    ],
    [
      'a mapping to a column that is not there',
      () => load('id,name,phone\n', { mapping: '{"name":"<script>"}' }),
      { status: 422, code: 'csv.missing-column' },
    ],
    ['a preview without end', () => preview('x'.repeat(300_000)), { status: 413, code: 'too-large' }],
    [
      'a file as a form',
      () => ({ ...load('x'), headers: { 'content-type': 'multipart/form-data; boundary=x' } }),
      { status: 415, code: 'content-type' },
    ],
    [
      'a file as JSON',
      () => ({ ...load('{}'), headers: { 'content-type': 'application/json' } }),
      { status: 415, code: 'content-type' },
    ],
    [
      'a file from another page',
      () => ({ ...load('x'), headers: { ...FILE, origin: 'https://evil.example' } }),
      { status: 403, code: 'csrf', audited: true },
    ],
    [
      'a query that is not asked for',
      () => ({ ...load('x'), path: `${load('x').path}&as=admin` }),
      { status: 422, code: 'validation.unknown' },
    ],
  ]
  it.each(cases)('%s', async (_, attack, refused) => {
    await target.refuses(attack(), refused)
  })
})

describe('F · files that hold more than they should', () => {
  const run = async (attack: Attack) => {
    const answer = await target.send(attack)
    expect(answer.status).toBe(200)
    const { id } = JSON.parse(answer.text) as { id: string }
    const read = () => target.database.db.importRun.findUniqueOrThrow({ where: { id } })
    await expect.poll(async () => (await read()).state, { timeout: 10_000 }).not.toBe('running')
    return read()
  }

  it('the list of faults runs nothing in a spreadsheet', async () => {
    const cells = ['=cmd|x', '+1+1', '-2+3', '@SUM(A1)', '\t=1', '\r=1']
    const raw = `external_id,name,phone\n${cells.map((cell) => `"${cell}","${cell}",bad`).join('\n')}\n`
    const { id, rowsFaulty } = await run(load(raw))
    expect(rowsFaulty).toBe(cells.length)
    const sheet = await target.send({ by: target.supervisor, method: 'GET', path: `/imports/${id}/faults.csv` })
    expect(sheet.headers.get('content-disposition')).toMatch(/^attachment/)
    expect(sheet.headers.get('content-type')).toContain('text/csv')
    const kept = sheet.text.split(/\n(?=\d)/).slice(1)
    expect(kept).toHaveLength(cells.length)
    for (const row of kept) expect(row).not.toMatch(/[,"]\s*[=+@]|,-/)
  })

  it('a customer twice is one, and the same file again changes nothing', async () => {
    const raw = 'external_id,name,phone\nf1,One,+989125550021\nf1,One,+989125550021\nf1,One,+989125550022\n'
    await run(load(raw))
    const { db } = target.database
    const { id } = await db.customer.findUniqueOrThrow({ where: { externalId: 'f1' } })
    expect(await db.customerPhone.count({ where: { customerId: id } })).toBe(2)
    const again = await run(load(raw))
    expect([again.rowsNew, again.rowsChanged]).toEqual([0, 0])
  })

  it('columns named like parts of the machine are columns', async () => {
    const raw = 'external_id,name,phone,__proto__,constructor,toString\nf2,Two,+989125550023,a,b,c\n'
    expect((await run(load(raw))).state).toBe('done')
    const { attributes } = await target.database.db.customer.findUniqueOrThrow({ where: { externalId: 'f2' } })
    expect(attributes).toMatchObject({ constructor: 'b', toString: 'c' })
  })

  it('a quote that never ends, a row too short and one too long harm no other row', async () => {
    const raw =
      'external_id,name,phone\nf3,Three,+989125550024\nshort\nf4,Four,+989125550025,a,b,c,d\nf5,"Five,+989125550026\nf6,Six,+989125550027\n'
    const done = await run(load(raw))
    expect(done.state).toBe('done')
    expect(await target.database.db.customer.count({ where: { externalId: 'f3' } })).toBe(1)
    expect(done.rowsFaulty).toBeGreaterThan(0)
  })

  it.each([
    ['UTF-16', Buffer.from('\ufeffexternal_id,name,phone\nf7,علی,+989125550028\n', 'utf16le'), 'f7'],
    ['UTF-8 with its mark', Buffer.from('\ufeffexternal_id,name,phone\nf8,علی,+989125550029\n'), 'f8'],
  ])('%s is read as what it is', async (_, raw, externalId) => {
    expect((await run(load(raw))).state).toBe('done')
    expect(await target.database.db.customer.findUnique({ where: { externalId } })).toMatchObject({ name: 'علی' })
  })

  it('a cell without end is a fault of its row', async () => {
    const raw = `external_id,name,phone\nf9,${'x'.repeat(20_000)},+989125550030\nf10,Ten,+989125550031\n`
    expect((await run(load(raw))).state).toBe('done')
    expect(await target.database.db.customer.count({ where: { externalId: 'f10' } })).toBe(1)
    expect(
      (await target.database.db.customer.findUnique({ where: { externalId: 'f9' } }))?.name.length ?? 0,
    ).toBeLessThan(1_000)
  })
})
