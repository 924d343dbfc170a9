import { ABANDONED_REST_HOURS, HOUSE_REFUSAL_REST_DAYS, presetsFor } from './presets.ts'
import type { Rule } from './rule.ts'
import { DAY_MS, deny, HOUR_MS } from './rule.ts'

/** Rules that ask what is true of the person and the number, whatever the hour. */

/** Nobody lifts S.ALL (taxonomy: "never; cannot be overwritten"). */
const NEVER_LIFTED = 'all'

const NOON_MONDAY_UTC = '2026-03-02T12:00:00Z'
const OPEN = {
  jurisdictions: ['GB'],
  zones: { candidates: ['Europe/London'], confirmed: null, fallback: null },
  consent: true,
}

export const stopRule: Rule = {
  id: 'stop',
  jurisdiction: '*',
  find: ({ stops }, now) =>
    stops.flatMap(({ kind, scope, liftedAt }) => {
      const lift = kind === NEVER_LIFTED ? null : (liftedAt ?? null)
      return lift && lift <= now ? [] : [deny({ kind, scope }, lift)]
    }),
  citation: '47 CFR 64.1200(d)(3),(6); GDPR Art. 21(2)-(3); house: for ever',
  vectors: [
    {
      name: 'a do-not-call of ten years ago, with consent since',
      context: { ...OPEN, stops: [{ kind: 'call', scope: 'person', at: new Date('2016-03-02T12:00:00Z') }] },
      now: NOON_MONDAY_UTC,
      allowed: false,
    },
    {
      name: 'a stop on the number alone',
      context: { ...OPEN, stops: [{ kind: 'abuse', scope: 'number', at: new Date('2026-03-01T12:00:00Z') }] },
      now: NOON_MONDAY_UTC,
      allowed: false,
    },
    {
      name: 'a stop for all contact that somebody lifted',
      context: {
        ...OPEN,
        stops: [{ kind: 'all', scope: 'person', at: new Date('2025-01-01'), liftedAt: new Date('2025-02-01') }],
      },
      now: NOON_MONDAY_UTC,
      allowed: false,
    },
    {
      name: 'abuse that a supervisor has forgiven',
      context: {
        ...OPEN,
        stops: [{ kind: 'abuse', scope: 'person', at: new Date('2025-01-01'), liftedAt: new Date('2025-02-01') }],
        register: { listed: false, copiedAt: new Date('2026-03-01') },
      },
      now: NOON_MONDAY_UTC,
      allowed: true,
    },
  ],
}

const denies = (
  id: string,
  citation: string,
  context: Rule['vectors'][number]['context'],
  find: Rule['find'],
): Rule => ({
  id,
  jurisdiction: '*',
  find,
  citation,
  vectors: [{ name: id, context: { ...OPEN, ...context }, now: NOON_MONDAY_UTC, allowed: false }],
})

export const stateRules: readonly Rule[] = [
  stopRule,
  denies('phone.struck', 'House: outcomes N.WRONG and X.INV strike the number', { phoneStruck: true }, (context) =>
    context.phoneStruck ? [deny({}, null)] : [],
  ),
  denies(
    'country.closed',
    'Carrier: the account is not enabled for calls to this country (Twilio 21215, 13227)',
    { countryClosed: true },
    (context) => (context.countryClosed ? [deny({}, null)] : []),
  ),
  denies(
    'complaint.open',
    'House: outcome C.SVC, no selling while a complaint is open',
    { openComplaints: 1 },
    (context) =>
      context.purpose === 'sales' && context.openComplaints > 0 ? [deny({ count: context.openComplaints }, null)] : [],
  ),
  denies('promise.open', 'House: outcome C.PLAN, offer FIX', { openPromises: 2 }, (context) =>
    context.purpose === 'sales' && context.openPromises > 0 ? [deny({ count: context.openPromises }, null)] : [],
  ),
  // Who rang us and asked to be called has treated themselves: no experiment keeps them waiting.
  denies(
    'holdout',
    'House: the untreated arm of the experiment is never called unasked',
    { holdout: true },
    (context) => (context.purpose === 'sales' && context.holdout && !context.agreedAt ? [deny({}, null)] : []),
  ),
  denies('consent.refused', 'GDPR Art. 7(3), 21(2)', { consent: false }, (context) =>
    context.consent === false ? [deny({}, null)] : [],
  ),
  {
    id: 'refusal.rest',
    jurisdiction: '*',
    find: ({ lastRefusalAt, jurisdictions, purpose, agreedAt }, now) => {
      if (!lastRefusalAt || purpose !== 'sales') return []
      const rests = presetsFor(jurisdictions).map((preset) => preset.refusalRestDays)
      if (rests.includes('never')) return [deny({ days: null }, null)]
      const days = Math.max(
        agreedAt ? 0 : HOUSE_REFUSAL_REST_DAYS,
        ...rests.map((rest) => (typeof rest === 'number' ? rest : 0)),
      )
      const until = new Date(lastRefusalAt.getTime() + days * DAY_MS)
      return until > now ? [deny({ days }, until)] : []
    },
    citation: 'C. consom. L223-1 (60 days); UAE Resolution 56/2024 (never); house: 60 days',
    vectors: [
      {
        name: '59 days after a refusal',
        context: { ...OPEN, lastRefusalAt: new Date('2026-01-02T12:00:00Z') },
        now: NOON_MONDAY_UTC,
        allowed: false,
      },
      {
        name: '60 days after a refusal',
        context: { ...OPEN, lastRefusalAt: new Date('2026-01-01T12:00:00Z') },
        now: NOON_MONDAY_UTC,
        allowed: true,
      },
      {
        name: 'years after a refusal in the Emirates',
        context: {
          consent: true,
          jurisdictions: ['AE'],
          zones: { candidates: ['Asia/Dubai'], confirmed: null, fallback: null },
          lastRefusalAt: new Date('2020-01-01'),
        },
        now: NOON_MONDAY_UTC,
        allowed: false,
      },
    ],
  },
  {
    id: 'abandoned.rest',
    jurisdiction: '*',
    find: ({ abandonedAt, dialledBy }, now) => {
      if (!abandonedAt) return []
      const until = new Date(abandonedAt.getTime() + ABANDONED_REST_HOURS * HOUR_MS)
      if (until <= now) return []
      return dialledBy === 'person'
        ? [{ verdict: 'require', action: 'person-dials' }]
        : [deny({ hours: ABANDONED_REST_HOURS }, until)]
    },
    citation: "Ofcom's operational rules before 1 Mar 2017, kept as practice; outcome X.ABN",
    vectors: [
      {
        name: 'the dialler, 71 hours after an abandoned call',
        context: { ...OPEN, dialledBy: 'machine', abandonedAt: new Date('2026-02-27T13:00:00Z') },
        now: NOON_MONDAY_UTC,
        allowed: false,
      },
      {
        name: 'an agent, an hour after an abandoned call',
        context: { ...OPEN, dialledBy: 'person', abandonedAt: new Date('2026-03-02T11:00:00Z') },
        now: NOON_MONDAY_UTC,
        allowed: true,
      },
    ],
  },
]
