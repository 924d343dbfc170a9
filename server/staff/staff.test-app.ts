import type { AddressInfo } from 'node:net'
import express from 'express'
import pino from 'pino'
import { type ApiName, api } from '#contract/api'
import { createSteppedClock } from '../../test/harness/clock.ts'
import { createTestDatabase } from '../../test/harness/database.ts'
import { createEvents } from '../platform/events.ts'
import { secureHeaders } from '../platform/headers.express.ts'
import { type Handlers, mountApi, problemHandler } from '../platform/http.express.ts'
import { Refusal } from '../platform/problem.ts'
import { createProgramme } from '../programme/programme.service.ts'
import { createGate } from './gate.express.ts'
import { createSession } from './session.express.ts'
import { createSetup } from './setup.service.ts'
import { staffRoutes } from './staff.routes.ts'
import { createStaff } from './staff.service.ts'

export const GOOD_PASSWORD = 'seven brown kettles hum'

/** What another feature would answer: here only that the gate let the call through. */
const stubs = (): Handlers =>
  Object.fromEntries(
    (Object.keys(api) as ApiName[]).map((name) => [
      name,
      async () => {
        throw new Refusal(501, { code: 'stub' })
      },
    ]),
  ) as unknown as Handlers

export type Answer = { status: number; body: unknown; headers: Headers }
export type Call = { headers?: Record<string, string | null>; body?: unknown; raw?: string; csrf?: boolean }

/** The sign-in part of the product on an ephemeral port and a real database. */
export async function startStaffApp(publicBaseUrl = 'http://localhost:4000') {
  const database = await createTestDatabase()
  const clock = createSteppedClock('2026-11-22T09:00:00Z')
  const ended: string[] = []
  const events = createEvents((error) => {
    throw error
  })
  events.on('session.ended', ({ userId }) => void ended.push(userId))
  const config = { publicBaseUrl, production: false, sessionSecret: null, carrier: null, demo: false }
  const programme = createProgramme({ database })
  const staff = createStaff({ database, clock, events, programme, config, wrapUpsOf: async () => new Map() })
  const setup = createSetup({ database, clock, programme })
  const sessions = createSession(config, clock, database)
  const app = express()
  app.set('trust proxy', 1)
  app.use(secureHeaders(config))
  app.use(sessions.middleware)
  const handlers = { ...stubs(), ...staffRoutes({ staff, setup, sessions, events, database }) }
  mountApi(app, handlers, createGate({ config, sessions, database, clock }))
  app.use(problemHandler(pino({ level: 'silent' })))
  const server = app.listen(0, '127.0.0.1')
  await new Promise((up) => server.once('listening', up))
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

  /** A browser: keeps its cookie and the token of its page, sends its origin. */
  const openBrowser = (address = '10.0.0.1') => {
    const browser = {
      cookie: '',
      csrf: '',
      send: async (
        method: string,
        path: string,
        { headers = {}, body, raw, csrf = true }: Call = {},
      ): Promise<Answer> => {
        const all: Record<string, string | null> = {
          origin: base,
          'x-forwarded-for': address,
          cookie: browser.cookie || null,
          'x-csrf': csrf ? browser.csrf || null : null,
          'content-type': body === undefined && raw === undefined ? null : 'application/json',
          ...headers,
        }
        const sent = Object.entries(all).filter((pair): pair is [string, string] => pair[1] !== null)
        const text = raw ?? (body === undefined ? undefined : JSON.stringify(body))
        const init = { method, headers: sent, ...(text === undefined ? {} : { body: text }) }
        const response = await fetch(`${base}/api${path}`, init)
        for (const line of response.headers.getSetCookie()) browser.cookie = line.split(';')[0] ?? ''
        const answer = (await response.json()) as unknown
        if (typeof answer === 'object' && answer && 'csrf' in answer) browser.csrf = String(answer.csrf)
        return { status: response.status, body: answer, headers: response.headers }
      },
      signIn: (email: string, password = GOOD_PASSWORD): Promise<Answer> =>
        browser.send('POST', '/session', { body: { email, password } }),
    }
    return browser
  }

  const addPerson = (role: 'agent' | 'supervisor' | 'admin' | 'auditor', email = `${role}@desk.example`) =>
    staff.add({ name: `Person ${role}`, email, password: GOOD_PASSWORD, role, languages: ['en'] }, null)

  return {
    database,
    clock,
    staff,
    setup,
    sessions,
    ended,
    openBrowser,
    addPerson,
    stop: async () => {
      await new Promise((down) => server.close(down))
      await database.drop()
    },
  }
}

export const codeOf = (answer: Answer): string => (answer.body as { problem?: { code?: string } }).problem?.code ?? ''
