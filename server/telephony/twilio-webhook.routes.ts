import express, { type Router } from 'express'
import twilio from 'twilio'
import type { Clock } from '../platform/clock.ts'
import { Refusal } from '../platform/problem.ts'
import type { Telephony } from './telephony.service.ts'
import { readCallWebhook } from './twilio-webhook.ts'

export type WebhookRouteDeps = {
  telephony: Pick<Telephony, 'learnWebhook'>
  clock: Clock
  carrier: { accountSid: string; authToken: string }
  publicBaseUrl: string
}

const BODY_LIMIT = '64kb'
/** Twilio sends some thirty and may add to them. */
const PARAMETER_LIMIT = 200

/** Below `/webhooks/twilio`: the carrier's reports of calls. Signature, then shape, then whether we know the call; 204 after commit. */
export function twilioWebhooks({ telephony, clock, carrier, publicBaseUrl }: WebhookRouteDeps): Router {
  const router = express.Router()
  const form = express.urlencoded({ extended: false, limit: BODY_LIMIT, parameterLimit: PARAMETER_LIMIT })

  router.post('/calls', form, async (req, res) => {
    const signature = req.get('X-Twilio-Signature')
    if (!signature) throw new Refusal(400, { code: 'webhook.unsigned' })
    if (!req.is('application/x-www-form-urlencoded')) throw new Refusal(415, { code: 'webhook.malformed' })
    const body: Record<string, unknown> = req.body ?? {}
    // Our own address, never the Host header: whoever sends the request also writes the header.
    const url = `${publicBaseUrl}${req.originalUrl}`
    if (!twilio.validateRequest(carrier.authToken, signature, url, body))
      throw new Refusal(403, { code: 'webhook.signature' })
    const reading = readCallWebhook(body, req.query, carrier.accountSid, clock.now())
    if (!reading.ok)
      throw new Refusal(reading.status, {
        code: reading.code,
        ...(reading.field === undefined ? {} : { field: reading.field }),
      })
    if (!(await telephony.learnWebhook(reading.webhook))) throw new Refusal(404, { code: 'webhook.unknown-call' })
    res.status(204).end()
  })
  return router
}
