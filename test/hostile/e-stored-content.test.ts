import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { outcomeOf } from '../harness/outcome.ts'
import { openTarget, type Target } from './attack.ts'

let target: Target
beforeAll(async () => {
  target = await openTarget({ state: 'spoken' })
})
afterAll(() => target.close())

const INERT: [string, string][] = [
  ['a script', '<script>alert(document.cookie)</script>'],
  ['an image that runs', '<img src=x onerror=alert(1)>'],
  ['a link that runs', '[offer](javascript:alert(1))'],
  ['XML that could reach the carrier', '</Say><Hangup/><Dial>+19005551234</Dial>'],
  ['an entity', '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>&e;'],
  ['a template', '{{7*7}} {name} <%= 7*7 %> #{7*7} @{7*7}'],
  ['an ICU message', '{count, plural, other {# x}}'],
  ['a bidi override', 'abc\u202egnp.exe\u202c'],
  ['isolates that do not end', '\u2066\u2067\u2068تست English ۱۲۳'],
  ['SQL', "'; DROP TABLE customer; --"],
  ['a formula', '=HYPERLINK("http://evil.example","x")'],
  ['marks without end', `a${'\u0301'.repeat(500)}`],
  ['a path', '../../../../etc/passwd\u2028'],
]
const draft = (note: string, revision: number) => ({
  fence: '1',
  draft: {
    reasons: [],
    words: '',
    competitor: null,
    offers: [],
    promises: [],
    note,
    outcome: null,
    callbackAt: null,
    promisedAt: null,
    revision,
  },
})

describe('E · what an agent writes is kept as it is and does nothing', () => {
  it.each(INERT.map(([name, text], n) => [name, text, n + 1] as const))('%s', async (_, text, revision) => {
    const { ben } = target
    const path = `/cards/${ben.workItemId}`
    const saved = await target.send({ by: ben, method: 'PUT', path: `${path}/draft`, body: draft(text, revision) })
    expect(saved.status).toBe(200)
    const card = await target.send({ by: ben, method: 'GET', path })
    expect(card.headers.get('content-type')).toContain('application/json')
    expect(card.headers.get('x-content-type-options')).toBe('nosniff')
    expect(JSON.parse(card.text).draft.note).toBe(text)
  })

  it('half a character becomes a mark that says so', async () => {
    const { ben } = target
    const body = draft('before \ud83d after', 100)
    expect((await target.send({ by: ben, method: 'PUT', path: `/cards/${ben.workItemId}/draft`, body })).status).toBe(
      200,
    )
    const card = await target.send({ by: ben, method: 'GET', path: `/cards/${ben.workItemId}` })
    expect(JSON.parse(card.text).draft.note).toBe('before \ufffd after')
  })

  it.each([
    [
      'a NUL in a draft',
      () => ({ method: 'PUT' as const, path: `/cards/${target.ben.workItemId}/draft`, body: draft('a\0b', 101) }),
    ],
    ['a NUL in an outcome', () => ({ path: '/outcomes', body: { ...outcomeOf(target.ben, new Date()), note: '\0' } })],
    ['a NUL in a search', () => ({ by: target.supervisor, path: '/customers/search', body: { text: 'ab\0cd' } })],
  ])('%s is refused', async (_, attack) => {
    await target.refuses({ by: target.ben, ...attack() }, { status: 422, code: 'text.nul' })
  })

  it.each([
    ['words without end', { words: 'x'.repeat(8_001) }],
    ['a note without end', { note: 'x'.repeat(8_001) }],
    ['too many reasons', { reasons: Array(4).fill({ code: 'PRC.HIGH', source: 'system', severity: 1 }) }],
    ['too many promises', { promises: Array(6).fill({ what: 'x', dueAt: '2026-12-01T00:00:00Z' }) }],
    ['a promise of nothing', { promises: [{ what: '   ', dueAt: '2026-12-01T00:00:00Z' }] }],
    ['a day that is none', { callbackAt: '2026-13-45T99:00:00Z' }],
    ['the year 0', { callbackAt: '0000-01-01T00:00:00Z' }],
    ['a severity beyond the scale', { reasons: [{ code: 'PRC.HIGH', source: 'system', severity: 99 }] }],
    ['a number for a text', { note: 5 }],
    ['a list for a text', { words: ['x'] }],
  ])('%s is refused', async (_, change) => {
    const body = { ...outcomeOf(target.ben, new Date('2026-11-24T07:00:00Z')), ...change }
    await target.refuses({ by: target.ben, path: '/outcomes', body }, { status: 422, code: 'validation' })
  })

  it.each([
    ['a body that is too deep', `{"text":${'['.repeat(60_000)}${']'.repeat(60_000)}}`, 400, 'malformed'],
    ['a body that is too large', `{"text":"${'x'.repeat(300_000)}"}`, 413, 'too-large'],
    ['a body that breaks off', '{"text":"', 400, 'malformed'],
    ['a body that is no object', '"text"', 400, 'malformed'],
    ['a list', '[]', 422, 'validation'],
  ])('%s is refused', async (_, raw, status, code) => {
    await target.refuses({ by: target.supervisor, path: '/customers/search', raw }, { status, code })
  })
})

describe('E · what a file brings is shown as text', () => {
  it.each(INERT)('%s in a name', async (_, text) => {
    const raw = `external_id,name,phone\n1,"${text.replaceAll('"', '""')}",+989121234567\n`
    const headers = { 'content-type': 'application/octet-stream' }
    const answer = await target.send({ by: target.supervisor, path: '/imports/preview?kind=customers', raw, headers })
    expect([200, 422]).toContain(answer.status)
    expect(answer.headers.get('content-type')).toContain('application/json')
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
  })

  it('a name loses what would steer the line it stands in', async () => {
    const raw = 'external_id,name,phone\ne1,\u202eAli\u202c \u2066Reza,+989125550009\n'
    const path = `/imports?kind=customers&fileName=e.csv&mapping=&bytes=${Buffer.byteLength(raw)}`
    const headers = { 'content-type': 'application/octet-stream' }
    const { text } = await target.send({ by: target.supervisor, path, raw, headers })
    const { db } = target.database
    await expect
      .poll(async () => (await db.importRun.findUnique({ where: { id: JSON.parse(text).id } }))?.state)
      .toBe('done')
    expect((await db.customer.findUniqueOrThrow({ where: { externalId: 'e1' } })).name).toBe('Ali Reza')
  })
})
