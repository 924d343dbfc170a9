import type { Leg, Says } from '../net/network.ts'

/** What the agent's ear has; `says` is what the person just said that matters, since there is no sound. */
export type LegUpdate = {
  callSid: string
  state: Leg['status']
  heard: 'ringing' | 'customer' | 'silence'
  says: Says | null
  /** Taxonomy code of why the person stayed away and the offers they would take: known to who talks to them. */
  reason: string | null
  acceptsOffers: string[]
}

/** One browser window. */
export type Ear = { ring: (callSid: string, from: string) => void; update: (facts: LegUpdate) => void }

/** `standing` clients were registered without a window, through /_sim/clients. */
export type Client = { manual: boolean; standing: boolean; ears: Set<Ear> }
export type Clients = Map<string, Client>

export const isSignedOn = (clients: Clients, identity: string): boolean => {
  const client = clients.get(identity)
  return client !== undefined && (client.standing || client.ears.size > 0)
}

/** The identity in `client:agent_7?name=value`. */
export const identityOf = (leg: Leg): string => leg.to.slice('client:'.length).split('?', 1)[0] ?? ''
