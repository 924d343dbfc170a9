import type { CampaignAct, CampaignState } from '#contract/campaigns'

/**
 * A campaign's states, what enters each and what leaves it:
 *
 *   draft ── start ──► running ── pause ──► paused
 *                      ▲  │ ▲               │  │
 *                      │  │ └──── start ────┘  │
 *                      │  └─ drain ► draining ◄┘ drain
 *                      └──── start ────┘ │
 *   any of them ── end ──► ended ◄───────┘ also by itself, once no round is left
 *
 * draft     made, or cloned. Calls nobody.
 * running   takes new rounds and hands them out, within its days.
 * paused    hands out nobody and takes nobody; its rounds wait, unless another campaign calls them.
 * draining  takes no new round; those it has are handed out to the end.
 * ended     never left. Waiting rounds go to whichever campaign calls them.
 */
const FROM: Record<CampaignAct, readonly CampaignState[]> = {
  start: ['draft', 'paused', 'draining'],
  pause: ['running', 'draining'],
  drain: ['running', 'paused'],
  end: ['draft', 'running', 'paused', 'draining'],
}
const TO: Record<CampaignAct, CampaignState> = { start: 'running', pause: 'paused', drain: 'draining', end: 'ended' }

/** The state after the act; null where it cannot be done. */
export const afterAct = (state: CampaignState, act: CampaignAct): CampaignState | null =>
  FROM[act].includes(state) ? TO[act] : null
