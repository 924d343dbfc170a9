import type { Conference, Leg, Network, Seat } from './network.ts'

/**
 * Who hears whom: both joined and the conference begun, nobody held, the speaker not muted; one who coaches is heard
 * by the coached alone.
 */
export function hears(listener: Seat, speaker: Seat): boolean {
  if (listener === speaker || listener.conference.status !== 'in-progress') return false
  if (!listener.joined || !speaker.joined || listener.hold || speaker.hold) return false
  if (speaker.muted || speaker.leg.microphoneOff) return false
  return !speaker.coaching || speaker.coached === listener.leg.sid
}

/** Whom this leg hears now. */
export const heardBy = (leg: Leg): Leg[] =>
  leg.seat === null
    ? []
    : [...leg.seat.conference.seats.values()]
        .filter((other) => leg.seat && hears(leg.seat, other))
        .map((seat) => seat.leg)

/** Writes what changed in who hears whom since the last time, and tells those whose ears changed. */
export function refreshHearing(net: Network, conference: Conference): void {
  const now = new Map<string, Leg>()
  const seats = [...conference.seats.values()]
  for (const listener of seats)
    for (const speaker of seats)
      if (hears(listener, speaker)) now.set(`${listener.leg.sid}>${speaker.leg.sid}`, listener.leg)
  const before = conference.hearing
  conference.hearing = new Set(now.keys())
  const about = { conference: conference.name }
  const isNews = (pair: string): boolean => !before.has(pair) && now.has(pair)
  const isGone = (pair: string): boolean => before.has(pair) && !now.has(pair)
  const back = (pair: string): string => pair.split('>').reverse().join('>')
  const both = (pairs: ReadonlySet<string>, pair: string): boolean => pairs.has(pair) && pairs.has(back(pair))
  const ears = new Set<string>()
  for (const pair of new Set([...before, ...conference.hearing])) {
    if (!isNews(pair) && !isGone(pair)) continue
    const [sid = '', other = ''] = pair.split('>')
    ears.add(sid)
    net.truth.record(isNews(pair) ? 'hear' : 'unhear', { sid, other, ...about })
    if (isNews(pair) && both(conference.hearing, pair) && (sid < other || before.has(back(pair))))
      net.truth.record('bridge', { sid, other, ...about })
    if (isGone(pair) && both(before, pair) && (sid < other || conference.hearing.has(back(pair))))
      net.truth.record('unbridge', { sid, other, ...about })
  }
  for (const sid of ears) {
    const leg = net.legs.get(sid)
    if (leg) for (const watcher of net.watchers) watcher('hearing', leg)
  }
}
