import { describe, expect, it } from 'vitest'
import { DEFINITION_FILE, type Exchange, openContract, readDefinition } from './openapi.ts'

const definition = readDefinition()
const ACCOUNT = `AC${'a1'.repeat(16)}`
const CALLS = `/2010-04-01/Accounts/${ACCOUNT}/Calls.json`
const TWIML = '<Response><Dial><Conference>agent-7</Conference></Dial></Response>'
const ORDER = { To: '+998901234567', From: '+998712000000', Twiml: TWIML, Timeout: '30' }
const EVENTS = 'StatusCallbackEvent=ringing&StatusCallbackEvent=answered'
const write = (form: Record<string, string | undefined>): string =>
  new URLSearchParams(Object.entries(form).filter((pair): pair is [string, string] => pair[1] !== undefined)).toString()

describe.skipIf(definition === null)(`the contract with Twilio (skipped where ${DEFINITION_FILE} is not)`, () => {
  if (!definition) return
  const contract = openContract(definition)
  const examples = Object.entries(definition.paths).flatMap(([path, item]) =>
    Object.entries(item).flatMap(([method, { responses }]) =>
      Object.entries(responses ?? {}).flatMap(([status, { content }]) =>
        Object.entries(content?.['application/json']?.examples ?? {}).map(([name, { value }]) => ({
          name: `${method} ${path} ${status} ${name}`,
          method: method.toUpperCase(),
          path,
          status: Number(status),
          body: value,
        })),
      ),
    ),
  )

  it('holds for all 93 examples that Twilio publishes for the 39 operations', () => {
    expect(contract.operations).toHaveLength(39)
    expect(examples).toHaveLength(93)
    const wrong = examples.map((one) => [one.name, contract.checkAnswer(one)]).filter(([, faults]) => faults?.length)
    expect(wrong).toEqual([])
  })
  const published = examples.find(({ name }) => name.endsWith('/Calls.json 201 create'))?.body as object
  const good: Exchange = {
    method: 'POST',
    path: CALLS,
    query: '',
    form: `${write(ORDER)}&${EVENTS}`,
    status: 201,
    body: published,
  }
  const check = (change: Partial<Exchange>): string[] => {
    const exchange = { ...good, ...change }
    return [...contract.checkRequest(exchange), ...contract.checkAnswer(exchange)]
  }

  it('is kept by an order and an answer as published', () => {
    expect(check({})).toEqual([])
  })

  it.each<[string, Partial<Exchange>, RegExp]>([
    ['a wrong path', { path: CALLS.replace('Calls', 'Call') }, /no such operation/],
    ['a missing From', { form: write({ ...ORDER, From: undefined }) }, /form: .*required property 'From'/],
    ['a misspelt parameter', { form: write({ ...ORDER, TimeOut: '30' }) }, /form: .*additional.*"TimeOut"/],
    [
      'a word that the list has not',
      { path: CALLS.replace('.json', `/CA${'b2'.repeat(16)}.json`), form: write({ Status: 'cancelled' }), status: 200 },
      /form\/Status: .*allowed values/,
    ],
    ['a wrong type', { form: write({ ...ORDER, Timeout: 'soon' }) }, /form\/Timeout: must be integer/],
    ['a missing key', { body: { ...published, queue_time: undefined } }, /body: .*required property 'queue_time'/],
    ['a wrong status', { status: 200 }, /status: 200 is none of 201/],
    ['a short SID', { body: { ...published, sid: `CA${'b2'.repeat(15)}` } }, /body\/sid: .*fewer than 34/],
    // Beyond the eight: what our own carrier came near to saying.
    ['a status of webhooks only', { body: { ...published, status: 'initiated' } }, /body\/status: .*allowed values/],
    ['one value too many', { form: `${write(ORDER)}&To=%2B998901234568` }, /form\/To: must be string/],
    ['a callback that is no address', { form: write({ ...ORDER, StatusCallback: '/calls' }) }, /StatusCallback/],
    ['a key more', { body: { ...published, queueTime: '0' } }, /body: .*additional/],
    ['a problem of another status', { status: 429, body: problemOf(400, 20429) }, /is not its own/],
    ['a problem without a code', { status: 400, body: { message: 'no' } }, /problem: .*required property 'code'/],
  ])('is broken by %s', (_name, change, fault) => {
    expect(check(change).join('\n')).toMatch(fault)
  })
})

function problemOf(status: number, code: number) {
  return { status, code, message: 'no', more_info: `https://www.twilio.com/docs/errors/${code}` }
}
