import { randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import type { AgentDesk } from '#contract/live'
import type { DispositionInput } from '#contract/outcomes'
import type { PresenceState } from '#contract/staff'
import { lineOutcome } from '../../client/features/desk/requirements.ts'
import type { Database } from '../../server/platform/database.pg.ts'
import taxonomy from '../../server/programme/taxonomy.json' with { type: 'json' }
import { callAs, codeOf } from '../../test/harness/browser-call.ts'
import { deskOf, type Screen } from '../../test/harness/crowd.ts'
import { type Persona, personaOnAttempt } from '../carrier/people/persona.ts'
import { personaFor } from '../world/persona.ts'

/** Real milliseconds between two looks at the screen. */
const LOOK_MS = 20
const RENEW_MS = 15_000
const SETTLES_WITHIN_MS = 1_000
/** In the shift's own time. */
const READ_SECONDS = 6
const WRITE_SECONDS = 20
const HEARS_STOP_SECONDS = 3
const HEARS_MACHINE_SECONDS = 4
/** Offers that she may make by herself; none at all is one that nobody hears of. */
const OWN = new Set(
  taxonomy.offers.filter(({ code, authority }) => authority !== 'supervisor' && code !== 'NON').map(({ code }) => code),
)
/** When, in a conversation, the offer is made. */
const OFFER_AT = 0.5

export type Workplace = {
  url: string
  database: Database
  seed: number
  /** How many times faster than real time the shift passes. */
  speed: number
  /** The shift's time, milliseconds. */
  now: () => number
}
/** How an agent spent the shift, milliseconds of its time by state; and what was refused her, by code. */
export type Worked = { spent: Partial<Record<PresenceState, number>>; refused: Record<string, number> }

/** What she knows of the call that is before her. */
type Talk = { persona: Persona; offer: string | null; isStopped: boolean; isOffered: boolean }

/** An agent who does what her screen shows until the shift is over, and finishes what she has begun. */
export async function work(place: Workplace, screen: Screen, isOver: () => boolean): Promise<Worked> {
  const { who, line } = screen
  const worked: Worked = { spent: {}, refused: {} }
  const talks = new Map<string, Talk>()
  const dials = new Map<string, string>()
  const pause = (seconds: number) => wait((seconds * 1_000) / place.speed)
  const ask = async (path: string, body: unknown, method: 'POST' | 'PUT' = 'POST') => {
    const answer = await callAs(who, place.url, path, { method, body })
    if (answer === null || answer.status !== 200) {
      const code = `${path.replaceAll(/[0-9a-f-]{36}/g, ':id')} ${answer ? codeOf(answer) || answer.status : 'no answer'}`
      worked.refused[code] = (worked.refused[code] ?? 0) + 1
      return null
    }
    return answer.body
  }

  /** Whom she has on the line: she hears it, the program looks it up by the number. */
  const hear = async (callId: string): Promise<Talk> => {
    const known = talks.get(callId)
    if (known) return known
    const { db } = place.database
    const { phoneId, createdAt } = await db.dialIntent.findUniqueOrThrow({ where: { id: callId } })
    const { e164 } = await db.phone.findUniqueOrThrow({ where: { id: phoneId } })
    const calls = await db.dialIntent.findMany({
      where: { phoneId, sid: { not: null }, createdAt: { lte: createdAt } },
    })
    const own = await db.call.count({ where: { id: { in: calls.map(({ id }) => id) }, direction: 'out' } })
    const persona = personaOnAttempt(personaFor, place.seed, e164, own)
    const talk: Talk = { persona, offer: null, isStopped: false, isOffered: false }
    talks.set(callId, talk)
    return talk
  }

  const converse = async ({ call, card }: AgentDesk): Promise<void> => {
    if (!call?.answeredAt || !card) return
    const talk = await hear(call.id)
    const { persona } = talk
    const seconds = (place.now() - Date.parse(call.answeredAt)) / 1_000
    const { workItemId, fence } = card
    if (persona.kind === 'voicemail' || persona.kind === 'wrong-number') {
      if (call.direction === 'out' && seconds > HEARS_MACHINE_SECONDS) await ask(`/calls/${call.id}/hang-up`, {})
    } else if (persona.saysStop) {
      if (talk.isStopped || seconds < HEARS_STOP_SECONDS) return
      talk.isStopped = (await ask('/stops', { workItemId, fence, code: 'S.CALL' })) !== null
    } else if (!talk.isOffered && seconds > persona.talkSeconds * OFFER_AT) {
      talk.isOffered = true
      const told = await ask(`/cards/${workItemId}/offers`, { fence, reasonCode: persona.reason })
      talk.offer =
        (told as { offers: { code: string }[] } | null)?.offers.find(({ code }) => OWN.has(code))?.code ?? null
    }
  }

  /** How it ended, as a conscientious agent would put it. */
  const ending = async ({ call }: AgentDesk): Promise<Pick<DispositionInput, 'outcome' | 'reasons' | 'offers'>> => {
    const plain = (outcome: string) => ({ outcome, reasons: [], offers: [] })
    if (!call?.answeredAt) return plain(lineOutcome(call) ?? 'X.NA')
    const { persona, offer, isStopped } = await hear(call.id)
    if (isStopped) return plain('S.CALL')
    if (call.direction === 'out' && persona.kind === 'voicemail') return plain('N.VM')
    if (call.direction === 'out' && persona.kind === 'wrong-number') return plain('N.WRONG')
    const reasons = [{ code: persona.reason, source: 'customer_said' as const, severity: 2 }]
    if (!offer) return { outcome: 'L.NOW', reasons, offers: [] }
    const accepts = persona.acceptsOffers.includes(offer)
    const made = { code: offer, answer: accepts ? ('ACC' as const) : ('DPR' as const), until: null, counter: null }
    return { outcome: accepts ? 'W.NOW' : 'L.OFFER', reasons, offers: [made] }
  }

  const writeUp = async (desk: AgentDesk): Promise<void> => {
    const { card, call } = desk
    if (!card) return
    await pause(WRITE_SECONDS)
    const words = { words: '', competitor: null, promises: [], note: '', callbackAt: null, promisedAt: null }
    const { workItemId, fence } = card
    const body: DispositionInput = {
      ...{ id: randomUUID() as DispositionInput['id'], workItemId, fence, callId: call?.id ?? null },
      ...(await ending(desk)),
      ...{ ...words, next: isOver() ? 'break' : 'ready' },
    }
    await ask('/outcomes', body)
  }

  const dial = async ({ card }: AgentDesk): Promise<void> => {
    if (!card) return
    await pause(READ_SECONDS)
    const { workItemId, fence } = card
    const key = `${workItemId} ${fence}`
    // The same id for each try: dialling twice dials once.
    const id = dials.get(key) ?? randomUUID()
    dials.set(key, id)
    const body = { workItemId, fence, reason: 'other', note: 'the line refuses' }
    if ((await ask('/calls', { id, workItemId, fence })) === null) await ask('/queue/skip', body)
  }

  /** False when there was nothing to do. */
  const act = async (desk: AgentDesk): Promise<boolean> => {
    if (desk.offer) await ask(`/calls/${desk.offer.callId}/answer`, {})
    else if (desk.state === 'preview') await dial(desk)
    else if (desk.state === 'wrapUp') await writeUp(desk)
    else if (desk.state === 'ready' && isOver()) await ask('/presence', { state: 'break' }, 'PUT')
    else if ((desk.state === 'break' || desk.state === 'offline') && !isOver())
      await ask('/presence', { state: 'ready' }, 'PUT')
    else {
      if (desk.state === 'talking') await converse(desk)
      return false
    }
    return true
  }

  /** A screen that shows what was just done; what came to nothing is looked at again after a while. */
  const settle = async (version: number): Promise<void> => {
    for (let waited = 0; waited < SETTLES_WITHIN_MS && line.read(screen.topic).version === version; waited += LOOK_MS)
      await wait(LOOK_MS)
  }

  let before: { state: PresenceState; at: number } | null = null
  let renewedAt = 0
  for (;;) {
    await wait(LOOK_MS)
    const desk = deskOf(screen)
    if (!desk) continue
    const at = place.now()
    if (before) worked.spent[before.state] = (worked.spent[before.state] ?? 0) + at - before.at
    before = { state: desk.state, at }
    if (desk.card && performance.now() - renewedAt > RENEW_MS) {
      renewedAt = performance.now()
      void line.renewLease({ workItemId: desk.card.workItemId, fence: desk.card.fence })
    }
    if (isOver() && (desk.state === 'break' || desk.state === 'offline')) break
    const { version } = line.read(screen.topic)
    if (await act(desk)) await settle(version)
  }
  await ask('/presence', { state: 'offline' }, 'PUT')
  return worked
}
