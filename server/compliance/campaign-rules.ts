import * as z from 'zod/mini'
import { CampaignCaps, CampaignHours, CampaignMode } from '#contract/campaigns'
import type { PermitContext } from './permit-context.ts'
import type { Cap } from './presets.ts'

/** A campaign's own rules as they stand in its row. They are added to the law's and the house's, so none of them can loosen anything. */
export type CampaignRules = Pick<PermitContext, 'hours' | 'caps' | 'mode'>
export type CampaignRow = { hours: unknown; caps: unknown; mode: string }

const Hours = z.nullable(z.array(CampaignHours))
/** What cannot be read allows nothing. */
const NO_CALL: Cap = { per: 'person', max: 0, hours: 24, basis: 'statute' }

/** The campaign's own binds even a call that the customer asked for only where the law would: its basis is the house's. */
const cap = (max: number | null, days: number): Cap[] =>
  max === null ? [] : [{ per: 'person', max, hours: days * 24, basis: 'house' }]

export function toCampaignRules(row: CampaignRow): CampaignRules {
  const hours = Hours.safeParse(row.hours)
  const caps = CampaignCaps.safeParse(row.caps)
  const mode = CampaignMode.safeParse(row.mode)
  return {
    hours: hours.success ? hours.data : [],
    caps: caps.success ? [...cap(caps.data.day, 1), ...cap(caps.data.week, 7)] : [NO_CALL],
    mode: mode.success ? mode.data : 'manual',
  }
}
