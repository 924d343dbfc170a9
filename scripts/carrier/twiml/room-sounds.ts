import { notifyConference } from '../hooks/conference-params.ts'
import { joinSeat } from '../net/conference.ts'
import type { Conference, Network, Page, Seat } from '../net/network.ts'
import { SOUND_VERBS, type SoundWanted, startSound } from './sounds.ts'

type Purpose = Pick<SoundWanted, 'purpose' | 'loops' | 'onEnd'>

/** In this participant's ear alone, until it ends, they leave or it is stopped. */
function playTo(net: Network, seat: Seat, page: Page, wanted: Purpose): () => void {
  const { sid: ConferenceSid, name: FriendlyName } = seat.conference
  const stop = startSound(net, seat.leg, {
    ...wanted,
    page,
    verbs: SOUND_VERBS,
    params: () => ({ ConferenceSid, FriendlyName }),
  })
  seat.sounds.add(stop)
  return stop
}

const nothing = (): void => undefined

/** What one on hold hears, over and over, until taken back. */
export function playOnHold(net: Network, seat: Seat, page: Page): void {
  seat.stopHold?.()
  seat.stopHold = playTo(net, seat, page, { purpose: 'hold', loops: true, onEnd: nothing })
}

/** Says something to one participant, who stays in the room meanwhile; the conference is told how that ended. */
export function announce(net: Network, seat: Seat, page: Page): void {
  const onEnd: Purpose['onEnd'] = (how) =>
    notifyConference(
      net,
      seat.conference,
      how === 'failed' ? 'announcement-fail' : 'announcement-end',
      seat,
      how === 'failed' ? { ReasonAnnouncementFailed: 'The announcement could not be played' } : {},
    )
  playTo(net, seat, page, { purpose: 'announce', loops: false, onEnd })
}

export function announceToAll(net: Network, conference: Conference, page: Page): void {
  for (const seat of conference.seats.values()) if (seat.joined) announce(net, seat, page)
}

/** Joins the room; who is in it before it begins hears what they asked for meanwhile. */
export function enterRoom(net: Network, seat: Seat, wait: Page | null): void {
  joinSeat(net, seat)
  if (!wait || !seat.joined || seat.conference.status !== 'init') return
  seat.conference.onStart.add(playTo(net, seat, wait, { purpose: 'wait', loops: true, onEnd: nothing }))
}
