import type { AgentDesk } from '#contract/live'
import { maskPhone } from '../people/phone-number.ts'
import { autoDialSeconds } from '../telephony/dial-mode.ts'
import type { Frame } from './desk.store.ts'

type Phone = Pick<
  AgentDesk,
  'offer' | 'dialsAt' | 'isCountdownHeld' | 'transfer' | 'handedTo' | 'consultedBy' | 'heardWith' | 'seat' | 'helpSince'
>
const MODES = ['preview', 'progressive', 'manual'] as const

/** What of a desk's frame is of the phone. `offerMs`: how long a caller rings here; `wall`: milliseconds of this clock in so many of a person's. */
export function toPhone(frame: Frame, offerMs: number, wall: (ms: number) => number): Phone {
  const mode = MODES.find((one) => one === frame.campaign_mode)
  const seconds = mode ? autoDialSeconds({ mode, previewSeconds: frame.preview_seconds }) : null
  const counts = frame.state === 'preview' && !frame.dialled && !frame.offer_id && seconds !== null
  return {
    offer:
      frame.offer_id && frame.offered_at
        ? {
            callId: frame.offer_id,
            since: frame.offered_at.toISOString(),
            until: new Date(frame.offered_at.getTime() + offerMs).toISOString(),
          }
        : null,
    dialsAt:
      counts && frame.leased_at && !frame.countdown_held
        ? new Date(frame.leased_at.getTime() + wall(seconds * 1_000)).toISOString()
        : null,
    isCountdownHeld: counts && frame.countdown_held,
    transfer:
      frame.transfer_id && frame.transfer_kind && frame.transfer_state
        ? {
            id: frame.transfer_id,
            kind: frame.transfer_kind,
            state: frame.transfer_state,
            to: frame.transfer_name ?? maskPhone(frame.transfer_e164 ?? ''),
            outside: frame.transfer_e164 !== null,
          }
        : null,
    handedTo: frame.handed_to,
    consultedBy: frame.consulted_by,
    heardWith:
      frame.heard_name !== null && frame.heard_mode ? { name: frame.heard_name, mode: frame.heard_mode } : null,
    seat: {
      by: frame.seat_by,
      phone: frame.seat_by === 'phone' && frame.seat_phone ? maskPhone(frame.seat_phone) : null,
      state: frame.seat_state,
    },
    helpSince: frame.help_at?.toISOString() ?? null,
  }
}
