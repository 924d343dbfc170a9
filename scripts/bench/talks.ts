import { setTimeout as wait } from 'node:timers/promises'
import { callAs } from '../../test/harness/browser-call.ts'
import { closeScreens, deskOf, drive, openScreens, type Screen, shows } from '../../test/harness/crowd.ts'
import { type Desk, seedDesks } from '../../test/harness/desks.ts'
import type { Carrier } from '../carrier/carrier.ts'
import { type LiveHouse, openLiveHouse } from './live-house.ts'
import { type Times, timed, timesOf } from './times.ts'

export type TalksBenchInput = { agents: number; dialsPerSecond: number; seconds: number }
export type TalksBenchResult = TalksBenchInput & {
  /** From the customer's answer until the agent hears them, by the network's own log, which has no delay of its own. */
  bridge: Times
  /** Of a mute pressed while all of them talk, five a second. */
  mute: Times
  /** Of the server while all of them talk, and while they were being dialled. */
  eventLoopP99Ms: number
  diallingEventLoopP99Ms: number
}

const MUTES_PER_SECOND = 5
const TALKING_WITHIN_MS = 60_000

/** An agent comes to her desk, her customer on it: the server dials as it does in progressive mode. */
async function converse({ database }: LiveHouse, carrier: Carrier, desk: Desk, screen: Screen): Promise<string> {
  const identity = `agent_${desk.userId.replaceAll('-', '')}`
  await fetch(`${carrier.url}/_sim/clients`, { method: 'POST', body: JSON.stringify({ identity }) })
  await database.db.presence.update({ where: { userId: desk.userId }, data: { state: 'preview' } })
  await shows(screen, ({ call }) => call?.state === 'answered', TALKING_WITHIN_MS)
  const id = deskOf(screen)?.call?.id
  if (!id) throw new Error('a desk without its call')
  return id
}

/** Milliseconds between each answer of a customer and the moment at which an agent first hears them. */
function bridgesOf(carrier: Carrier, desks: readonly Desk[]): number[] {
  const numbers = new Set(desks.map(({ e164 }) => e164))
  const answered = new Map<string, number>()
  const took = new Map<string, number>()
  for (const { event, sid = '', to = '', other, at } of carrier.truth.since(0)) {
    if (event === 'answer' && numbers.has(to)) answered.set(sid, Date.parse(at))
    const from = event === 'hear' ? answered.get(String(other)) : undefined
    if (from !== undefined && !took.has(String(other))) took.set(String(other), Date.parse(at) - from)
  }
  return [...took.values()]
}

/** The server dials for every agent of a centre, one to one, and all stay in a conversation on it, while some mute themselves. */
export async function benchTalks(input: TalksBenchInput): Promise<TalksBenchResult> {
  const { agents, dialsPerSecond, seconds } = input
  const house = await openLiveHouse({ carried: true })
  try {
    const { carrier, database, server } = house
    if (!carrier) throw new Error('no phone network')
    carrier.setPersona('*', { kind: 'answers', ringSeconds: 1, talkSeconds: 3_600 })
    const seeding = { count: agents, now: house.clock.now(), sessionSecret: house.sessionSecret }
    const desks = await seedDesks(database, { ...seeding, state: 'preview' })
    const userId = { in: desks.map((desk) => desk.userId) }
    await database.db.presence.updateMany({ where: { userId }, data: { state: 'break' } })
    await database.db.campaign.updateMany({ data: { mode: 'progressive' } })
    const screens = await openScreens(house.url, desks)
    await server.loopDelay()
    const calls = await drive({ perSecond: dialsPerSecond, seconds: agents / dialsPerSecond }, (nth) =>
      converse(house, carrier, desks[nth] as Desk, screens[nth] as Screen),
    )
    const diallingEventLoopP99Ms = await server.loopDelay()
    const mute = await drive({ perSecond: MUTES_PER_SECOND, seconds }, (nth) => {
      const screen = screens[nth % agents] as Screen
      const on = deskOf(screen)?.call?.muted !== true
      return timed(() =>
        callAs(screen.who, house.url, `/calls/${calls[nth % agents]}/mute`, { method: 'PUT', body: { on } }),
      )
    })
    await wait(1_000)
    const eventLoopP99Ms = await server.loopDelay()
    const bridge = bridgesOf(carrier, desks)
    if (bridge.length !== agents) throw new Error(`${bridge.length} of ${agents} were heard`)
    closeScreens(screens)
    return { ...input, bridge: timesOf(bridge), mute: timesOf(mute), eventLoopP99Ms, diallingEventLoopP99Ms }
  } finally {
    await house.close()
  }
}
