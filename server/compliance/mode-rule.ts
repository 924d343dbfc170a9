import type { CampaignMode } from '#contract/campaigns'
import { deny, type Requirement, type Rule } from './rule.ts'

/** From the one in which a person decides most to the one in which the machine does: a campaign allows its own and all before it. */
const FROM_PERSON_TO_MACHINE: readonly CampaignMode[] = ['manual', 'preview', 'progressive']
const MACHINE_DIALS: CampaignMode = 'progressive'

/** How a call that is allowed may be dialled: what the campaign wants, narrowed by what the gate requires of it. */
export function allowedModes(wanted: CampaignMode, requires: readonly Requirement[]): CampaignMode[] {
  const modes = FROM_PERSON_TO_MACHINE.slice(0, FROM_PERSON_TO_MACHINE.indexOf(wanted) + 1)
  return requires.includes('person-dials') ? modes.filter((mode) => mode !== MACHINE_DIALS) : modes
}

const AT_NOON = {
  jurisdictions: ['GB'],
  zones: { candidates: ['Europe/London'], confirmed: null, fallback: null },
  consent: true,
  dialledBy: 'machine' as const,
}

export const modeRule: Rule = {
  id: 'mode',
  jurisdiction: '*',
  find: ({ mode, dialledBy }) =>
    dialledBy === 'machine' && mode !== null && mode !== MACHINE_DIALS ? [deny({ mode }, null)] : [],
  citation: 'House: the machine dials only in a campaign that says so',
  vectors: [
    {
      name: 'the dialler in a campaign that previews',
      context: { ...AT_NOON, mode: 'preview' },
      now: '2026-03-02T12:00:00Z',
      allowed: false,
    },
    {
      name: 'the dialler in a progressive campaign',
      context: { ...AT_NOON, mode: 'progressive' },
      now: '2026-03-02T12:00:00Z',
      allowed: true,
    },
  ],
}
