import express, { type ErrorRequestHandler, type RequestHandler, type Router } from 'express'
import twilio from 'twilio'
import type { Clock } from '../platform/clock.ts'
import { Refusal } from '../platform/problem.ts'
import type { AuditEntry } from '../staff/audit.store.ts'
import { type CallerDocuments, callerRoutes } from './inbound/inbound.routes.ts'
import { NO_LINES, takeLine } from './refusal-lines.ts'
import type { Telephony } from './telephony.service.ts'
import { readCallWebhook } from './twilio-webhook.ts'

export type WebhookRouteDeps = {
  telephony: Pick<Telephony, 'learnWebhook'> & CallerDocuments
  clock: Clock
  carrier: { accountSid: string; authToken: string }
  publicBaseUrl: string
  audit: (entry: AuditEntry) => Promise<void>
}

const BODY_LIMIT = '64kb'
/** Twilio sends some thirty and may add to them. */
const PARAMETER_LIMIT = 200

const refusalOf = (error: unknown): { status: number; code: string; field?: string } => {
  if (error instanceof Refusal)
    return {
      status: error.status,
      code: error.problem.code,
      ...(error.problem.field ? { field: error.problem.field } : {}),
    }
  const status = typeof error === 'object' && error !== null && 'status' in error ? Number(error.status) : 500
  return { status, code: status === 413 ? 'too-large' : 'malformed' }
}

/**
 * Below `/webhooks/twilio`: the carrier's reports of calls. Signature, then shape, then whether we know the call; 204
 * after commit. What is refused has a line in the audit trail.
 */
export function twilioWebhooks({ telephony, clock, carrier, publicBaseUrl, audit }: WebhookRouteDeps): Router {
  const router = express.Router()
  const form = express.urlencoded({ extended: false, limit: BODY_LIMIT, parameterLimit: PARAMETER_LIMIT })

  /** Signed by the account, and of it: all that a valid signature proves. */
  const prove: RequestHandler = (req, _res, next) => {
    const signature = req.get('X-Twilio-Signature')
    if (!signature) throw new Refusal(400, { code: 'webhook.unsigned' })
    if (!req.is('application/x-www-form-urlencoded')) throw new Refusal(415, { code: 'webhook.malformed' })
    const body: Record<string, unknown> = req.body ?? {}
    // Our own address, never the Host header: whoever sends the request also writes the header.
    const url = `${publicBaseUrl}${req.originalUrl}`
    if (!twilio.validateRequest(carrier.authToken, signature, url, body))
      throw new Refusal(403, { code: 'webhook.signature' })
    next()
  }

  router.post('/calls', form, prove, async (req, res) => {
    const body: Record<string, unknown> = req.body ?? {}
    const reading = readCallWebhook(body, req.query, carrier.accountSid, clock.now())
    if (!reading.ok)
      throw new Refusal(reading.status, {
        code: reading.code,
        ...(reading.field === undefined ? {} : { field: reading.field }),
      })
    if (!(await telephony.learnWebhook(reading.webhook))) throw new Refusal(404, { code: 'webhook.unknown-call' })
    res.status(204).end()
  })
  callerRoutes(router, [form, prove], telephony, carrier.accountSid)
  router.use(() => {
    throw new Refusal(404, { code: 'not-found' })
  })

  let lines = NO_LINES
  const writeRefusal: ErrorRequestHandler = async (error, _req, _res, next) => {
    const { status, ...detail } = refusalOf(error)
    if (status < 500) {
      const at = clock.now()
      const taken = takeLine(lines, at.getTime())
      lines = taken.lines
      const subject = 'endpoint:webhooks/twilio'
      if (taken.write)
        await audit({
          at,
          actorId: null,
          action: 'webhook.refused',
          subject,
          detail: { ...detail, ...(taken.unwritten > 0 ? { unwritten: taken.unwritten } : {}) },
        }).catch(() => {}) // the refusal stands without its line
    }
    next(error)
  }
  router.use(writeRefusal)
  return router
}
