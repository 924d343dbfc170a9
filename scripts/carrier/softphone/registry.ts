import { refreshHearing } from '../net/hearing.ts'
import { answerLeg, hangUp } from '../net/leg.ts'
import { isClient, isOver, type Leg, type Network } from '../net/network.ts'
import { type Clients, type Ear, identityOf, isSignedOn } from './clients.ts'
import { factsFor } from './ears.ts'

export type Registry = {
  /** Signs a browser on, or without an ear a client that stands for one; the answer signs it off. */
  register: (identity: string, manual: boolean, ear: Ear | null) => () => void
  accept: (identity: string, callSid: string) => void
  hangUp: (identity: string, callSid: string) => void
  mute: (identity: string, callSid: string, muted: boolean) => void
  list: () => { identity: string; manual: boolean; windows: number }[]
}

/** A browser that does not come back within this has dropped its legs. */
const GONE_AFTER_MS = 10_000

/** The browsers that are signed on, and what they do with their legs. */
export function createRegistry(net: Network, clients: Clients): Registry {
  const onOwnLeg = (identity: string, callSid: string, act: (leg: Leg) => void): void => {
    const leg = net.legs.get(callSid)
    if (leg && isClient(leg.to) && identityOf(leg) === identity && !isOver(leg)) act(leg)
  }
  const legsOf = (identity: string): Leg[] =>
    [...net.legs.values()].filter((leg) => isClient(leg.to) && identityOf(leg) === identity && !isOver(leg))
  const leave = (identity: string, ear: Ear | null): void => {
    const client = clients.get(identity)
    if (!client) return
    if (ear) client.ears.delete(ear)
    else client.standing = false
    net.clock.after(GONE_AFTER_MS, () => {
      if (!isSignedOn(clients, identity)) for (const leg of legsOf(identity)) hangUp(net, leg, 'callee')
    })
  }
  return {
    register(identity, manual, ear) {
      const client = clients.get(identity) ?? { manual, standing: false, ears: new Set<Ear>() }
      client.manual = manual
      if (ear) client.ears.add(ear)
      else client.standing = true
      clients.set(identity, client)
      if (ear) for (const leg of legsOf(identity)) ear.update(factsFor(leg))
      return () => leave(identity, ear)
    },
    accept: (identity, callSid) => onOwnLeg(identity, callSid, (leg) => answerLeg(net, leg)),
    hangUp: (identity, callSid) => onOwnLeg(identity, callSid, (leg) => hangUp(net, leg, 'callee')),
    mute: (identity, callSid, muted) =>
      onOwnLeg(identity, callSid, (leg) => {
        leg.microphoneOff = muted
        if (leg.seat) refreshHearing(net, leg.seat.conference)
      }),
    list: () => [...clients].map(([identity, { manual, ears }]) => ({ identity, manual, windows: ears.size })),
  }
}
