/** What is known of a person beside name and history. Instants as ISO texts, so that they can be kept as JSON. */
export type Facts = {
  language: string | null
  city: string | null
  country: string | null
  zone: string | null
  toldZone: string | null
  consent: boolean | null
  joinedAt: string | null
  cancelledAt: string | null
  attributes: Record<string, string>
}
const PLAIN = ['language', 'city', 'country', 'zone', 'toldZone', 'consent', 'joinedAt', 'cancelledAt'] as const

const either = <T>(a: T | null, b: T | null, choose: (a: T, b: T) => T): T | null =>
  a === null ? b : b === null ? a : choose(a, b)

/** The survivor's own word stands, gaps are filled; joined first, cancelled last, and a consent refused once is refused. */
export const mergeFacts = (into: Facts, from: Facts): Facts => ({
  language: into.language ?? from.language,
  city: into.city ?? from.city,
  country: into.country ?? from.country,
  zone: into.zone ?? from.zone,
  toldZone: into.toldZone ?? from.toldZone,
  consent: either(into.consent, from.consent, (a, b) => a && b),
  joinedAt: either(into.joinedAt, from.joinedAt, (a, b) => (a < b ? a : b)),
  cancelledAt: either(into.cancelledAt, from.cancelledAt, (a, b) => (a > b ? a : b)),
  attributes: { ...from.attributes, ...into.attributes },
})

/** As before the merge, save what has changed since. */
export function unmergeFacts(now: Facts, { was, set }: { was: Facts; set: Facts }): Facts {
  const back: Record<string, unknown> = { ...now }
  for (const name of PLAIN) if (now[name] === set[name]) back[name] = was[name]
  const attributes = { ...now.attributes }
  for (const [name, value] of Object.entries(set.attributes))
    if (!Object.hasOwn(was.attributes, name) && attributes[name] === value) delete attributes[name]
  return { ...(back as Facts), attributes }
}
