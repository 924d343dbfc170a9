import { GONE_SECONDS, type Leased } from '../../server/queue/work-item.ts'
import type { Chance } from '../carrier/clock/prng.ts'
import type { Event } from './events.ts'
import { type Ask, carryOn } from './network-actors.ts'
import { createTimer, type Schedule, type Timer } from './timer.ts'
import { pick, type Town } from './town.ts'
import { get, type World } from './world.ts'

/** Who acts, and when: agents, sweeps, imports. Each answers what has just happened with what is to happen next. */

const SECOND = 1_000
const MINUTE = 60_000
const HOUR = 3_600_000
const RENEW_MS = 18 * SECOND
const TEND_MS = 7 * SECOND

const ANSWERED = [
  'W.NOW',
  'W.COM',
  'L.NOW',
  'L.CON',
  'C.CB',
  'C.CB',
  'C.CB',
  'C.DEC',
  'C.PLAN',
  'C.SVC',
  'N.HUP',
  'N.LANG',
  'N.3RD',
  'N.WRONG',
  'S.CALL',
  'S.ALL',
  'A.ACTIVE',
  'X.FAIL',
]
const UNANSWERED = ['X.NA', 'X.NA', 'X.BSY', 'X.MACH', 'X.FAIL', 'X.INV', 'N.VM', 'W.NOW', 'S.DEAD']
const STOPS = ['S.CALL', 'S.ALL', 'S.DEAD', 'S.ABUSE'] as const

type Mind = { gone: boolean; idle: number; dials: number; saves: number; claim: Timer; renew: Timer }

export function createActors(town: Town, chance: Chance, schedule: Schedule) {
  const minds = new Map<string, Mind>(
    town.agents.map((agent) => {
      const claim = createTimer(schedule, { do: 'claim', agent })
      const renew = createTimer(schedule, { do: 'renew', agent })
      return [agent, { gone: false, idle: 0, dials: 0, saves: 0, claim, renew }]
    }),
  )
  const sweeping = createTimer(schedule, { do: 'sweep' })
  const tending = createTimer(schedule, { do: 'tend' })

  const between = (low: number, high: number): number => Math.floor(low + chance() * (high - low))
  const happens = (share: number): boolean => chance() < share

  /** A sweep comes when it is due, sometimes seconds later. */
  const lag = (): number => between(1, happens(0.4) ? 9 * SECOND : SECOND)

  const start = (): void => {
    const from = town.startsAt
    schedule({ do: 'fill' }, from)
    for (const agent of town.agents) schedule({ do: 'ready', agent }, from + between(0, MINUTE))
  }

  /** What an agent does with the customer before her. */
  const decide = (agent: string, now: number): void => {
    const mind = get(minds, agent)
    if (happens(0.04)) return void schedule({ do: 'skip', agent }, now + between(SECOND, 10 * SECOND))
    if (happens(0.04)) return void vanish(agent, now)
    const call = `${agent}#${mind.dials++}`
    const at = now + between(2 * SECOND, 12 * SECOND)
    schedule({ do: 'dial', agent, call }, at)
    if (happens(0.06)) schedule({ do: 'dial', agent, call }, at + 200)
  }

  const vanish = (agent: string, now: number): void => {
    get(minds, agent).gone = true
    get(minds, agent).renew.set(now + (happens(0.5) ? between(20 * SECOND, 40 * SECOND) : between(MINUTE, 9 * MINUTE)))
  }

  const writeUp = (w: World, agent: string, now: number): void => {
    const mind = get(minds, agent)
    const call = w.calls.get(get(w.agents, agent).desk?.call ?? '')
    const id = `${agent}!${mind.saves++}`
    const outcome = pick(call?.answered_at ? ANSWERED : UNANSWERED, chance)
    const at = now + between(2 * SECOND, 25 * SECOND)
    const inMs = between(2 * MINUTE, happens(0.5) ? 3 * HOUR : 40 * HOUR)
    schedule({ do: 'write', agent, id, outcome, next: happens(0.8) ? 'ready' : 'break', inMs }, at)
    if (!happens(0.04)) schedule({ do: 'deliver', id }, at + between(10, 300))
    if (happens(0.3)) schedule({ do: 'deliver', id }, at + between(10, 5 * SECOND))
    if (happens(0.04)) schedule({ do: 'deliver', id }, at + between(MINUTE, 30 * MINUTE))
    if (happens(0.04)) vanish(agent, at)
  }

  const renewed = (w: World, agent: string, now: number, held: boolean): void => {
    const mind = get(minds, agent)
    const back = mind.gone
    mind.gone = false
    if (!held) return void schedule({ do: 'ready', agent }, now + between(SECOND, 20 * SECOND))
    get(minds, agent).renew.set(now + RENEW_MS)
    sweeping.by(now + 30 * SECOND + lag())
    if (!back && !happens(0.1)) return
    const call = w.calls.get(get(w.agents, agent).desk?.call ?? '')
    if (call?.state === 'ended') writeUp(w, agent, now)
    else if (back && !call) decide(agent, now)
  }

  const delivered = (w: World, agent: string, now: number, result: string): void => {
    if (result === 'again' || get(minds, agent).gone) return
    if (result.startsWith('saved as') || result === 'lease lost') return void free(w, agent, now)
    if (w.leasedBy.get(agent) === get(w.agents, agent).desk?.item)
      writeUp(w, agent, now + between(5 * SECOND, 20 * SECOND))
  }
  const free = (w: World, agent: string, now: number): void => {
    const { presence } = get(w.agents, agent)
    if (presence === 'ready') get(minds, agent).claim.by(now + between(100, SECOND))
    else if (presence === 'break' || presence === 'offline')
      schedule({ do: 'ready', agent }, now + between(SECOND, 3 * MINUTE))
  }

  const claimed = (agent: string, now: number, got: boolean): void => {
    const mind = get(minds, agent)
    if (got) {
      mind.idle = 0
      get(minds, agent).renew.set(now + RENEW_MS)
      sweeping.by(now + 30 * SECOND + lag())
      return void decide(agent, now)
    }
    mind.idle++
    get(minds, agent).claim.by(now + (mind.idle > 2 ? between(30 * MINUTE, 3 * HOUR) : between(10 * SECOND, MINUTE)))
  }

  /** The earliest that a lease runs out for good. */
  const afterSweep = (w: World, now: number): void => {
    for (const id of w.leasedBy.values()) {
      const until = (get(w.items, id).work as Leased).leaseUntil.getTime()
      sweeping.by((until > now ? until : until + GONE_SECONDS * SECOND) + lag())
    }
    if (w.news.rested.length > 0) schedule({ do: 'writeUp' }, now + between(SECOND, 2 * MINUTE))
  }

  const dialled = (agent: string, call: string, now: number, result: string): void => {
    if (result === 'dialled') {
      tending.by(now + between(SECOND, TEND_MS))
      if (happens(0.04)) schedule({ do: 'importStop', of: agent }, now + between(0, 3 * SECOND))
      if (happens(0.92)) schedule({ do: 'release', call }, now + between(1, 300))
      else if (happens(0.7)) schedule({ do: 'release', call }, now + between(10 * SECOND, 25 * SECOND))
      if (happens(0.08)) schedule({ do: 'hangUp', agent }, now + between(1, 12 * SECOND))
    } else if (result.startsWith('denied') || result === 'busy')
      schedule({ do: 'skip', agent }, now + between(SECOND, 5 * SECOND))
  }

  const ask: Ask = { schedule, between, happens }

  /** What follows from a step. */
  const react = (w: World, event: Event, result: string): void => {
    const now = event.at
    switch (event.do) {
      case 'fill':
        schedule({ do: 'fill' }, now + 2 * HOUR)
        if (happens(0.3)) schedule({ do: 'mend', customer: pick(town.residents, chance).id }, now + between(0, HOUR))
        if (happens(0.1)) schedule({ do: 'importStop', of: pick(town.residents, chance).id }, now + between(0, HOUR))
        schedule({ do: 'writeUp' }, now + HOUR)
        break
      case 'ready':
        free(w, event.agent, now)
        break
      case 'claim':
        if (result !== 'not ready') claimed(event.agent, now, result !== 'nobody')
        break
      case 'renew':
        if (result !== '-') renewed(w, event.agent, now, result === 'renewed')
        break
      case 'skip':
        if (result.startsWith('passed over')) free(w, event.agent, now)
        break
      case 'dial':
        dialled(event.agent, event.call, now, result)
        break
      case 'press':
        schedule({ do: 'deliver', id: event.id }, now + between(10, 500))
        break
      case 'deliver': {
        const message = w.messages.get(event.id)
        if (message?.kind === 'save') delivered(w, message.agent, now, result)
        else if (happens(0.8)) schedule({ do: 'unwanted' }, now + between(10, 200))
        break
      }
      case 'importStop':
        schedule({ do: 'unwanted' }, now + between(10, 900))
        break
      case 'sweep':
        afterSweep(w, now)
        break
      case 'tend':
        for (const call of w.carings.keys())
          if (w.carings.get(call)?.at === now)
            schedule({ do: 'care', call }, now + between(5, happens(0.25) ? 9_000 : 500))
        if (w.intentOn.size > 0) tending.by(now + TEND_MS)
        break
      default:
        carryOn(w, event, result, ask)
    }
    for (const id of w.news.ended) {
      const call = get(w.calls, id)
      const agent = get(w.agents, call.agent)
      if (agent.desk?.call === id && !get(minds, call.agent).gone) writeUp(w, call.agent, now)
    }
    for (const id of w.news.answered) {
      const { agent } = get(w.calls, id)
      if (happens(0.1))
        schedule(
          { do: 'press', agent, id: `${id}!stop`, code: pick(STOPS, chance) },
          now + between(SECOND, 20 * SECOND),
        )
    }
  }

  return { start, react }
}
