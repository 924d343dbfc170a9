import { heardBy } from '../net/hearing.ts'
import { answerLeg, endLeg, ringLeg } from '../net/leg.ts'
import { isClient, type Leg, type Network } from '../net/network.ts'
import { type Clients, identityOf, isSignedOn, type LegUpdate } from './clients.ts'

const AUTO_ANSWER_MS = 200

export function factsFor(leg: Leg): LegUpdate {
  const person = heardBy(leg).find((other) => !isClient(other.to))
  const others = leg.seat?.joined ? [...leg.seat.conference.seats.values()] : []
  const ringing = others.some((seat) => !seat.joined && seat.earlyMedia && seat.leg.status === 'ringing')
  const talks = person?.says === 'hello'
  return {
    callSid: leg.sid,
    state: leg.status,
    heard: person ? 'customer' : ringing ? 'ringing' : 'silence',
    says: person?.says ?? null,
    reason: talks ? (person.persona?.reason ?? null) : null,
    acceptsOffers: talks ? (person.persona?.acceptsOffers ?? []) : [],
  }
}

/** Has legs to browsers ring, answer by themselves after 0.2 s unless manual, and tell each browser what they hear. */
export function watchSoftphones(net: Network, clients: Clients): void {
  const update = (leg: Leg): void => {
    for (const ear of clients.get(identityOf(leg))?.ears ?? []) ear.update(factsFor(leg))
  }
  const ring = (leg: Leg): void => {
    const client = clients.get(identityOf(leg))
    if (!client || !isSignedOn(clients, identityOf(leg))) {
      endLeg(net, leg, 'no-answer', 'network', 480)
      return
    }
    ringLeg(net, leg)
    for (const ear of client.ears) ear.ring(leg.sid, leg.from)
    if (!client.manual) net.clock.after(AUTO_ANSWER_MS, () => answerLeg(net, leg))
  }
  net.watchers.push((change, leg) => {
    if (isClient(leg.to)) {
      if (change === 'dial') ring(leg)
      update(leg)
      return
    }
    // A customer who rings is heard by those already in the room.
    for (const seat of leg.seat?.conference.seats.values() ?? []) if (isClient(seat.leg.to)) update(seat.leg)
  })
}
