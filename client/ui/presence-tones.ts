import type { AgentDesk } from '#contract/live'
import type { Tone } from './Chip.tsx'

/** One colour for each state of an agent, on the agent's own desk and on the floor's board alike. */
export const presenceTones = {
  offline: 'waiting',
  break: 'due',
  ready: 'won',
  preview: 'accent',
  calling: 'reached',
  talking: 'reached',
  wrapUp: 'due',
  consult: 'reached',
} as const satisfies Record<AgentDesk['state'], Tone>
