import type { PermitContext } from './permit-context.ts'
import type { Register } from './presets.ts'
import { presetsFor } from './presets.ts'
import type { Finding, Rule } from './rule.ts'
import { addMonths, allowUntil, DAY_MS, deny, lapsesAt } from './rule.ts'

/** Rules that turn on permission: opt-in, do-not-call registers, who may place the call. */

const NOON_MONDAY_UTC = '2026-03-02T12:00:00Z'
const at = (zone: string) => ({ candidates: [zone], confirmed: null, fallback: null })

export const marketingRule: Rule = {
  id: 'marketing.permission',
  jurisdiction: '*',
  find: ({ jurisdictions, purpose, consent, callsOwnFormerCustomers }) =>
    purpose === 'service' || consent === true
      ? []
      : presetsFor(jurisdictions)
          .filter(
            ({ marketing }) =>
              marketing === 'opt-in' || (marketing === 'blocked-by-default' && !callsOwnFormerCustomers),
          )
          .map(({ id, marketing }) => deny({ preset: id, marketing }, null)),
  citation: 'Loi 2025-594 art. 13; UWG s. 7; CRA resolution of 28 Mordad 1403; ZRU-776',
  vectors: [
    {
      name: 'Iran, nothing recorded',
      context: { jurisdictions: ['IR'], zones: at('Asia/Tehran') },
      now: NOON_MONDAY_UTC,
      allowed: false,
    },
    {
      name: "Iran, the centre's own former customers",
      context: { jurisdictions: ['IR'], zones: at('Asia/Tehran'), callsOwnFormerCustomers: true },
      now: NOON_MONDAY_UTC,
      allowed: true,
    },
    {
      name: "France, the centre's own former customers without consent",
      context: { jurisdictions: ['FR'], zones: at('Europe/Paris'), callsOwnFormerCustomers: true },
      now: NOON_MONDAY_UTC,
      allowed: false,
    },
    {
      name: 'Germany, with consent',
      context: { jurisdictions: ['DE'], zones: at('Europe/Berlin'), consent: true },
      now: NOON_MONDAY_UTC,
      allowed: true,
    },
  ],
}

/** Until when the established business relationship lasts; null when there is none. 47 CFR 64.1200(f)(5). */
export function relationshipEndsAt(
  { lastPaidAt, lastInquiryAt }: Pick<PermitContext, 'lastPaidAt' | 'lastInquiryAt'>,
  months: { paid: number; inquiry: number },
): Date | null {
  const ends = [
    lastPaidAt && addMonths(lastPaidAt, months.paid),
    lastInquiryAt && addMonths(lastInquiryAt, months.inquiry),
  ].filter((end) => end !== null)
  return ends.length > 0 ? new Date(Math.max(...ends.map(Number))) : null
}

function findInRegister(context: PermitContext, now: Date, register: Register): Finding {
  const relationship = register.relationshipMonths && relationshipEndsAt(context, register.relationshipMonths)
  // Afterwards only one may be called whom a fresh copy of the register has not listed.
  if (relationship && now < relationship)
    return context.register?.listed === false ? allowUntil(relationship) : lapsesAt(relationship)
  const { name } = register
  if (context.register?.listed) return deny({ register: name, state: 'listed' }, null)
  const stale = context.register && new Date(context.register.copiedAt.getTime() + register.maxAgeDays * DAY_MS)
  if (!stale || now >= stale) return deny({ register: name, state: 'stale' }, null)
  return allowUntil(stale)
}

export const registerRule: Rule = {
  id: 'register',
  jurisdiction: '*',
  find: (context, now) =>
    context.purpose === 'service' || context.consent === true
      ? []
      : presetsFor(context.jurisdictions).flatMap(({ register }) =>
          register ? [findInRegister(context, now, register)] : [],
        ),
  citation: '47 CFR 64.1200(c)(2), (f)(5); 16 CFR 310.4(b)(3)(iv); PECR reg. 21; UAE Resolution 56/2024',
  vectors: [
    {
      name: 'listed, last paid 17 months ago',
      context: {
        jurisdictions: ['US'],
        zones: at('America/New_York'),
        register: { listed: true, copiedAt: new Date('2026-03-01') },
        lastPaidAt: new Date('2024-10-02'),
      },
      now: '2026-03-02T15:00:00Z',
      allowed: true,
    },
    {
      name: 'listed, last paid 19 months ago',
      context: {
        jurisdictions: ['US'],
        zones: at('America/New_York'),
        register: { listed: true, copiedAt: new Date('2026-03-01') },
        lastPaidAt: new Date('2024-08-02'),
      },
      now: '2026-03-02T15:00:00Z',
      allowed: false,
    },
    {
      name: 'a copy of the register 32 days old',
      context: {
        jurisdictions: ['US'],
        zones: at('America/New_York'),
        register: { listed: false, copiedAt: new Date('2026-01-29') },
      },
      now: '2026-03-02T15:00:00Z',
      allowed: false,
    },
    {
      name: 'a British former customer on the register who has paid lately',
      context: {
        jurisdictions: ['GB'],
        zones: at('Europe/London'),
        register: { listed: true, copiedAt: new Date('2026-03-01') },
        lastPaidAt: new Date('2026-02-01'),
      },
      now: NOON_MONDAY_UTC,
      allowed: false,
    },
  ],
}

export const personDialsRule: Rule = {
  id: 'person.dials',
  jurisdiction: 'US-FL',
  find: ({ jurisdictions, consent, dialledBy }) =>
    consent === true
      ? []
      : presetsFor(jurisdictions)
          .filter((preset) => preset.personDialsWithoutConsent)
          .map(({ id }) =>
            dialledBy === 'person' ? { verdict: 'require', action: 'person-dials' } : deny({ preset: id }, null),
          ),
  citation: 'Fla. Stat. 501.059(8), HB 761 (2023)',
  vectors: [true, null].map((consent) => ({
    name: consent ? 'Florida by the dialler with consent' : 'Florida by the dialler without consent',
    context: {
      jurisdictions: ['US', 'US-FL'],
      zones: at('America/New_York'),
      dialledBy: 'machine',
      consent,
      lastPaidAt: new Date('2026-01-01'),
    },
    now: '2026-03-02T15:00:00Z',
    allowed: consent === true,
  })),
}
