import * as z from 'zod/mini'
import type { Endpoint } from './endpoint.ts'
import { TeamId, UserId } from './ids.ts'
import { OwnSkills } from './skills.ts'
import { Instant, Locale, ShortText } from './values.ts'

export const Role = z.enum(['agent', 'supervisor', 'admin', 'auditor'])
export type Role = z.infer<typeof Role>

/**
 * offline: no desk open · break: at the desk, not taking customers · ready: waiting for the next customer ·
 * preview: a card is on screen · calling: a dial is under way · talking: the customer answered ·
 * wrapUp: the attempt ended, its outcome is not saved · consult: in a colleague's conversation, without a card.
 */
export const PresenceState = z.enum(['offline', 'break', 'ready', 'preview', 'calling', 'talking', 'wrapUp', 'consult'])
export type PresenceState = z.infer<typeof PresenceState>

/** ≥ 12 characters, no composition rules, at most 128 (OWASP ASVS 5.0, 6.2). */
export const Password = z.string().check(z.minLength(12), z.maxLength(128))
export const Email = z.email().check(z.maxLength(200))
export const CallingLanguages = z.array(Locale).check(z.minLength(1), z.maxLength(3))

/** The signed-in person and what every screen needs to know of the installation. */
export const Me = z.strictObject({
  id: UserId,
  name: z.string(),
  email: z.string(),
  role: Role,
  locale: Locale,
  csrf: z.string(),
  house: z.strictObject({
    name: z.string(),
    currency: z.string(),
    zone: z.string(),
    /** 'carrier': the server places calls. 'manual': the agent dials on any phone. */
    calling: z.enum(['carrier', 'manual']),
    demo: z.boolean(),
  }),
})
export type Me = z.infer<typeof Me>

export const StaffMember = z.strictObject({
  id: UserId,
  name: z.string(),
  email: z.string(),
  role: Role,
  teamId: z.nullable(TeamId),
  languages: CallingLanguages,
  skills: OwnSkills,
  active: z.boolean(),
  createdAt: Instant,
})
export type StaffMember = z.infer<typeof StaffMember>

const Name = ShortText.check(z.minLength(1))
const calling = { name: Name, role: Role, languages: CallingLanguages, skills: OwnSkills }

export const staffApi = {
  /** `setup` is true until the first administrator exists. */
  'session.status': {
    method: 'GET',
    path: '/session/status',
    answer: z.strictObject({ setup: z.boolean(), me: z.nullable(Me) }),
  },
  'session.signIn': {
    method: 'POST',
    path: '/session',
    body: z.strictObject({ email: z.string().check(z.maxLength(200)), password: z.string().check(z.maxLength(128)) }),
    answer: Me,
  },
  'session.signOut': { method: 'DELETE', path: '/session', answer: z.strictObject({}) },
  /** The first administrator, against the one-time token printed on the server's console. */
  'session.setUp': {
    method: 'POST',
    path: '/session/setup',
    body: z.strictObject({ token: z.string().check(z.maxLength(100)), name: Name, email: Email, password: Password }),
    answer: Me,
  },
  'session.setLocale': {
    method: 'PUT',
    path: '/session/locale',
    body: z.strictObject({ locale: Locale }),
    answer: z.strictObject({}),
  },
  'staff.list': { method: 'GET', path: '/staff', answer: z.array(StaffMember) },
  'staff.add': {
    method: 'POST',
    path: '/staff',
    body: z.strictObject({ ...calling, email: Email, password: Password }),
    answer: StaffMember,
  },
  'staff.change': {
    method: 'PUT',
    path: '/staff/:id',
    params: z.strictObject({ id: UserId }),
    body: z.strictObject({ ...calling, active: z.boolean() }),
    answer: StaffMember,
  },
  /** An agent's own explicit act; refused while a card is open. */
  'presence.set': {
    method: 'PUT',
    path: '/presence',
    body: z.strictObject({ state: z.enum(['ready', 'break', 'offline']) }),
    answer: z.strictObject({ state: PresenceState }),
  },
} as const satisfies Record<string, Endpoint>
