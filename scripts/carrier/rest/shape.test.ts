import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { ACCOUNT, createRig, TOKEN } from '../rig.ts'

type Example = { value: Record<string, unknown> }
type Operation = { responses: Record<string, { content?: Record<string, { examples?: Record<string, Example> }> }> }
type Definition = { paths: Record<string, Record<string, Operation>> }

const FILE = fileURLToPath(new URL('../../../../shared/data/twilio/voice-subset.json', import.meta.url))
const definition = existsSync(FILE) ? (JSON.parse(readFileSync(FILE, 'utf8')) as Definition) : null
const BASE = '/2010-04-01/Accounts/{AccountSid}'

/** The keys of the examples Twilio publishes for an operation. */
const publishedKeys = (path: string, method: string, status: string): string[] => {
  const examples = Object.values(definition?.paths[BASE + path]?.[method]?.responses[status]?.content ?? {})
    .flatMap((content) => Object.values(content.examples ?? {}))
    .map((example) => Object.keys(example.value))
  return [...new Set(examples.flat())].sort()
}

const rig = createRig()
const get = async (path: string): Promise<Record<string, unknown>> => {
  const headers = { Authorization: `Basic ${Buffer.from(`${ACCOUNT}:${TOKEN}`).toString('base64')}` }
  const reply = await fetch(`${rig.carrier().url}/2010-04-01/Accounts/${ACCOUNT}${path}`, { headers })
  return (await reply.json()) as Record<string, unknown>
}

describe.skipIf(definition === null)(`answers (skipped where ${FILE} is not)`, () => {
  it('have the keys of the published examples, none missing and none more', async () => {
    const agent = await rig.seatAgent()
    const call = await rig.ring()
    const keys = async (path: string) => Object.keys(await get(path)).sort()
    expect(await keys(`/Calls/${call.sid}.json`)).toEqual(publishedKeys('/Calls/{Sid}.json', 'get', '200'))
    expect(await keys('/Calls.json')).toEqual(publishedKeys('/Calls.json', 'get', '200'))
    expect(await keys('/Conferences.json')).toEqual(publishedKeys('/Conferences.json', 'get', '200'))
    expect(await keys('/Conferences/agent-7.json')).toEqual(publishedKeys('/Conferences/{Sid}.json', 'get', '200'))
    const room = '/Conferences/{ConferenceSid}/Participants'
    expect(await keys('/Conferences/agent-7/Participants.json')).toEqual(publishedKeys(`${room}.json`, 'get', '200'))
    expect(await keys(`/Conferences/agent-7/Participants/${agent}.json`)).toEqual(
      publishedKeys(`${room}/{CallSid}.json`, 'get', '200'),
    )
  })
})
