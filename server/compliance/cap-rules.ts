import type { Attempt, PermitContext } from './permit-context.ts'
import type { Cap } from './presets.ts'
import { HOUSE_CAPS, presetsFor } from './presets.ts'
import type { Finding, Rule } from './rule.ts'
import { deny, HOUR_MS } from './rule.ts'

/** Attempts are counted in rolling windows, which need no zone and cannot be doubled around midnight. */

const counts = (attempt: Attempt, cap: Cap) =>
  attempt.counted && (cap.per === 'person' ? attempt.person : attempt.phone)

/** The customer asked for this call and has not been called since; what our own line failed was no call. */
function isAwaited({ agreedAt, attempts }: PermitContext, now: Date): boolean {
  return agreedAt !== null && agreedAt <= now && !attempts.some((attempt) => attempt.counted && attempt.at >= agreedAt)
}

function findCap(context: PermitContext, now: Date, cap: Cap): Finding | null {
  const span = cap.hours * HOUR_MS
  const recent = context.attempts
    .filter((attempt) => counts(attempt, cap) && attempt.at.getTime() + span > now.getTime())
    .map((attempt) => attempt.at.getTime())
    .sort((a, b) => a - b)
  const leaver = recent[recent.length - cap.max]
  if (cap.max > 0 && leaver === undefined) return null
  const params = { per: cap.per, max: cap.max, hours: cap.hours }
  const lapse = leaver === undefined ? null : new Date(leaver + span)
  if (cap.basis === 'statute' || !context.agreedAt) return deny(params, lapse)
  if (isAwaited(context, now)) return null
  const awaited = isAwaited(context, context.agreedAt) && context.agreedAt > now ? context.agreedAt : null
  return deny(params, awaited && (!lapse || awaited < lapse) ? awaited : lapse)
}

const NOON = '2026-03-02T12:00:00Z'
const call = (at: string, counted = true): Attempt => ({ at: new Date(at), person: true, phone: true, counted })
const LONDON = {
  jurisdictions: ['GB'],
  zones: { candidates: ['Europe/London'], confirmed: null, fallback: null },
  consent: true,
}

export const capRule: Rule = {
  id: 'cap',
  jurisdiction: '*',
  find: (context, now) =>
    context.attempts.length === 0 && context.caps.every((cap) => cap.max > 0)
      ? []
      : [...HOUSE_CAPS, ...presetsFor(context.jurisdictions).flatMap((preset) => preset.caps), ...context.caps].flatMap(
          (cap) => findCap(context, now, cap) ?? [],
        ),
  citation: 'Fla. Stat. 501.616(6); 15 O.S. 775C.4; Décret 2022-1313; UAE Resolution 56/2024; house caps elsewhere',
  vectors: [
    {
      name: 'two calls within the day',
      context: { ...LONDON, attempts: [call('2026-03-01T12:00:01Z'), call('2026-03-02T09:00:00Z')] },
      now: NOON,
      allowed: false,
    },
    {
      name: 'the first of two calls a day ago to the second',
      context: { ...LONDON, attempts: [call('2026-03-01T12:00:00Z'), call('2026-03-02T09:00:00Z')] },
      now: NOON,
      allowed: true,
    },
    {
      name: 'two calls that our own line failed',
      context: { ...LONDON, attempts: [call('2026-03-02T09:00:00Z', false), call('2026-03-02T10:00:00Z', false)] },
      now: NOON,
      allowed: true,
    },
    {
      name: 'two calls to the number by another member of the household',
      context: {
        ...LONDON,
        attempts: ['09', '10'].map((hour) => ({ ...call(`2026-03-02T${hour}:00:00Z`), person: false })),
      },
      now: NOON,
      allowed: false,
    },
    {
      name: 'the callback the customer asked for, after two calls',
      context: {
        ...LONDON,
        attempts: [call('2026-03-02T09:00:00Z'), call('2026-03-02T10:00:00Z')],
        agreedAt: new Date('2026-03-02T11:55:00Z'),
      },
      now: NOON,
      allowed: true,
    },
    {
      name: 'the callback the customer asked for, after our own line failed it once',
      context: {
        ...LONDON,
        attempts: [call('2026-03-02T09:00:00Z'), call('2026-03-02T10:00:00Z'), call('2026-03-02T11:56:00Z', false)],
        agreedAt: new Date('2026-03-02T11:55:00Z'),
      },
      now: NOON,
      allowed: true,
    },
    {
      name: 'a second call in the Emirates on one day',
      context: {
        jurisdictions: ['AE'],
        zones: { candidates: ['Asia/Dubai'], confirmed: null, fallback: null },
        consent: true,
        attempts: [call('2026-03-02T09:00:00Z')],
        agreedAt: new Date('2026-03-02T11:55:00Z'),
      },
      now: NOON,
      allowed: false,
    },
  ],
}
