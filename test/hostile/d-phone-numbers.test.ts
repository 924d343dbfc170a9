import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ImportPreview } from '#contract/people'
import { openTarget, type Target } from './attack.ts'

let target: Target
beforeAll(async () => {
  target = await openTarget()
  await target.database.db.installation.updateMany({ data: { region: 'IR' } })
})
afterAll(() => target.close())

const quote = (cell: string): string => `"${cell.replaceAll('"', '""')}"`
const FILE = { 'content-type': 'application/octet-stream' }

/** What the server makes of this number in a file: nothing is written yet. */
const faultsOf = async (number: string): Promise<string[]> => {
  const raw = `external_id,name,phone\n1,Somebody,${quote(number)}\n`
  const path = '/imports/preview?kind=customers'
  const answer = await target.send({ by: target.supervisor, path, raw, headers: FILE })
  expect(answer.status).toBe(200)
  return ImportPreview.parse(JSON.parse(answer.text)).rows.flatMap(({ faults }) => faults.map(({ code }) => code))
}

describe('D · numbers that must never be dialled are named and not taken', () => {
  it.each([
    ['a premium line', '+1 900 555 1234', 'phone.premium'],
    ['a shared-cost line', '+44 870 123 4567', 'phone.premium'],
    ['an emergency line', '112', 'phone.emergency'],
    ['an emergency line in Persian digits', '۱۱۵', 'phone.emergency'],
    ['an emergency line behind a country code', '+98 110', 'phone.emergency'],
    ['a service number', '+98 9600', 'phone.short'],
    ['a SIP address', 'sip:admin@evil.example', 'phone.scheme'],
    ['a client of the carrier', 'client:agent-1', 'phone.scheme'],
    ['an address with a script', 'javascript:alert(1)', 'phone.scheme'],
    ['an address in an e-mail', '+989121234567@evil.example', 'phone.scheme'],
    ['an extension', '+98 21 8800 1122 ext 5', 'phone.extension'],
    ['tones after the number', '+989121234567,,1#', 'phone.extension'],
    ['two numbers', '+989121234567 / +989351112233', 'phone.several'],
    ['a number that a spreadsheet shortened', '9.89121E+11', 'phone.scientific'],
    ['nothing', '', 'csv.missing'],
    ['direction marks and nothing else', '\u202e\u200f', 'csv.missing'],
    ['words', 'CALL-ME-NOW', 'phone.invalid'],
    ['a number without end', '9'.repeat(500), 'phone.invalid'],
    ['a sentence of another language', '；DROP TABLE phone；', 'phone.invalid'],
    ['a formula', '=1+1', 'phone.short'],
  ])('%s: %s', async (_, number, code) => {
    const state = await target.look()
    expect(await faultsOf(number)).toEqual([code])
    expect(await target.look()).toBe(state)
  })

  it.each([
    '+98 912 123 4567',
    '۰۰۹۸۹۱۲۱۲۳۴۵۶۷',
    '٠٠٩٨ ٩١٢ ١٢٣ ٤٥٦٧',
    '\u202a+98\u202c (912) 123-4567\u200f',
    'tel:+989121234567',
  ])('an honest number is taken however it is spelt: %s', async (number) => {
    expect(await faultsOf(number)).toEqual([])
  })

  it('two spellings of one number are one number', async () => {
    const raw = 'external_id,name,phone\nd1,One,+98 912 555 0001\nd2,Two,۰۰۹۸۹۱۲۵۵۵۰۰۰۱\n'
    const path = `/imports?kind=customers&fileName=d.csv&mapping=&bytes=${Buffer.byteLength(raw)}`
    const { status, text } = await target.send({ by: target.supervisor, path, raw, headers: FILE })
    expect(status).toBe(200)
    const { id } = JSON.parse(text)
    const { db } = target.database
    await expect.poll(async () => (await db.importRun.findUnique({ where: { id } }))?.state).toBe('done')
    const held = await db.phone.findMany({ where: { e164: '+989125550001' } })
    expect(held).toHaveLength(1)
    expect(await db.customerPhone.count({ where: { phoneId: held[0]?.id ?? '' } })).toBe(2)
  })
})

describe('D · numbers in a search', () => {
  it.each([
    'sip:admin@evil.example',
    'client:agent-1',
    '112',
    '+1 900 555 1234',
    '9'.repeat(200),
    '+'.repeat(200),
    '%2B98',
    '٪٪۹۹۹۹',
  ])('%s finds nobody, breaks nothing and is not said again', async (text) => {
    const answer = await target.send({ by: target.supervisor, path: '/customers/search', body: { text } })
    expect([200, 422]).toContain(answer.status)
    expect(answer.text).not.toContain('evil')
    if (answer.status === 200) expect(JSON.parse(answer.text)).toEqual({ hits: [], more: false })
    else expect(JSON.parse(answer.text).problem.code).toBe('search.short')
  })
})
