import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { writeWav } from '../media/wav.ts'
import { createRig, EPOCH, FROM, SEAT } from '../rig.ts'

const rig = createRig()
const { start, control, truth, endOf, ring, seatAgent } = rig

const PAGES: Record<string, string> = {
  '/in': '<Play>/hello.wav</Play><Enqueue waitUrl="/wait" action="/left">help</Enqueue>',
  '/wait': '<Gather numDigits="1" action="/key" timeout="5"><Play>/wait.wav</Play></Gather>',
  '/key': '<Leave/>',
  '/left': '<Record maxLength="8"/>',
  '/hold': '<Play>/music.wav</Play>',
  '/fallback': '<Say>an operator will call you</Say>',
}

describe('determinism', () => {
  const shift = async (seed: number): Promise<string> => {
    await start({ seed, faults: { duplicate: 0.2, drop: 0.1, reorder: 0.3 } })
    await control('personas', { '+998901234568': { kind: 'busy' }, '+998901234569': { saysStop: true } })
    await seatAgent()
    for (const last of [7, 8, 9]) {
      await ring({ to: `+99890123456${last}`, statusCallback: `${rig.hooks().url}/s?intent=${last}` })
      await rig.step(45_000)
    }
    return truth()
      .map((line) => JSON.stringify(line))
      .join('\n')
  }

  /** Callers in a queue who hear files, are recorded, paused, moved, held and told things, while webhooks go astray. */
  const inboundShift = async (seed: number): Promise<string> => {
    await start({ seed, faults: { duplicate: 0.2, drop: 0.1, reorder: 0.3, lateTwiml: 0.1 } })
    const at = (path: string): string => `${rig.hooks().url}${path}`
    rig.answerHooks(({ path }) => {
      if (path.endsWith('.wav'))
        return { status: 200, type: 'audio/wav', body: writeWav([{ seconds: 3, silent: false }], 1) }
      const body = PAGES[path]
      return body === undefined ? { status: 204 } : { status: 200, body: `<Response>${body}</Response>` }
    })
    await control('numbers', { [FROM]: { voiceUrl: at('/in'), fallbackUrl: at('/fallback') } })
    await seatAgent()
    const callers: string[] = []
    for (const last of [1, 2, 3, 4]) {
      const keys = last === 3 ? [{ digits: '9', afterPrompt: '/wait.wav' }] : []
      const plan = { from: `+99890765432${last}`, to: FROM, patienceSeconds: last * 30, keys }
      const reply = await control('inbound', plan)
      callers.push(((await reply.json()) as { callSid: string }).callSid)
      await rig.step(4_000)
    }
    const client = rig.connect()
    const sid = callers[3] ?? ''
    await client.calls(sid).update({ twiml: SEAT })
    await client.calls(sid).recordings.create({ recordingStatusCallback: at('/recorded') })
    await rig.step(5_000)
    await client.calls(sid).recordings('Twilio.CURRENT').update({ status: 'paused', pauseBehavior: 'skip' })
    const seat = client.conferences('agent-7').participants(sid)
    await seat.update({ hold: true, holdUrl: at('/hold') })
    await rig.step(7_000)
    await seat.update({ hold: false, announceUrl: at('/hold') })
    await client.calls(sid).recordings('Twilio.CURRENT').update({ status: 'in-progress' })
    await rig.step(150_000)
    return truth()
      .map((line) => JSON.stringify(line))
      .join('\n')
  }

  it('holds for queues, recordings, hold music, announcements and prompts as well', async () => {
    const [once, again, other] = [await inboundShift(11), await inboundShift(11), await inboundShift(12)]
    for (const event of ['enqueue', 'dequeue', 'record-pause', 'record-stop', 'dtmf', 'heard', 'bridge'])
      expect(once, event).toContain(`"event":"${event}"`)
    for (const purpose of ['queue', 'hold', 'announce']) expect(once, purpose).toContain(`"purpose":"${purpose}"`)
    expect(again).toBe(once)
    expect(other).not.toBe(once)
  })

  it('gives the same truth for the same seed, byte for byte, and another for another', async () => {
    const [once, again, other] = [await shift(11), await shift(11), await shift(12)]
    expect(once.split('\n').length).toBeGreaterThan(40)
    expect(again).toBe(once)
    expect(other).not.toBe(once)
  })
})

it('runs by itself in a faster clock', async () => {
  await start({ clock: { origin: Date.now(), epoch: EPOCH, speed: 100 } })
  const call = await ring({ statusCallback: `${rig.hooks().url}/status?intent=${randomUUID()}` })
  await expect.poll(() => endOf(call.sid), { timeout: 5_000 }).toBeDefined()
  await expect.poll(() => rig.hooks().statuses().at(-1), { timeout: 2_000 }).toBe('completed')
})
