import type { Floor } from '#contract/floor'
import { maskPhone } from '../people/phone-number.ts'
import type { CallerRow, FloorAgentRow, InboundRow, MineRow } from './floor.store.ts'

const toAgent = (row: FloorAgentRow): Floor['agents'][number] => ({
  userId: row.id,
  name: row.name,
  role: row.role,
  state: row.state,
  since: row.since.toISOString(),
  seated: row.seated,
  helpSince: row.help_at?.toISOString() ?? null,
  call:
    row.call_id && row.direction
      ? {
          id: row.call_id,
          direction: row.direction,
          answeredAt: row.answered_at?.toISOString() ?? null,
          held: row.held ?? false,
          recorded: row.recorded,
        }
      : null,
  customerName: row.customer_name,
  campaignName: row.campaign_name,
  supervisors: row.supervisors,
})

type Read = { now: Date; agents: FloorAgentRow[]; callers: CallerRow[]; inbound: InboundRow; mine: MineRow }

/** The floor as its supervisor sees it. A wish that is not applied yet shows as such; one whose leg is gone shows as none. */
export const toFloor = ({ now, agents, callers, inbound, mine }: Read): Floor => ({
  asOf: now.toISOString(),
  agents: agents.map(toAgent),
  callers: callers.map((row) => ({
    id: row.id,
    state: row.state,
    language: row.language,
    since: row.arrived_at.toISOString(),
    position: row.position,
    customerName: row.customer_name || null,
    agentName: row.agent_name,
  })),
  inbound: {
    arrived: inbound.arrived,
    answered: inbound.answered,
    callbacks: inbound.callbacks,
    gone: inbound.gone,
    zeroOuts: inbound.zero_outs,
    toHumanSeconds: inbound.to_human_seconds,
  },
  mine: {
    state: mine.state,
    seat: {
      by: mine.seat_by,
      phone: mine.seat_by === 'phone' && mine.seat_phone ? maskPhone(mine.seat_phone) : null,
      state: mine.seat_state,
    },
    supervising:
      mine.mode && mine.mode !== 'off' && mine.agent_id && mine.seat_state === 'in'
        ? {
            agentId: mine.agent_id,
            mode: mine.mode,
            applied: mine.applied >= mine.revision && mine.room_of === mine.agent_id,
          }
        : null,
    revision: mine.revision,
  },
})
