import twilio from 'twilio'
import type { UserId } from '#contract/ids'
import type { Config } from '../platform/config.ts'
import { isAlreadyOver, isGone, readCreateFault, readProbeFault } from './carrier-errors.ts'
import type { PhonePort, Placed, SupervisorMode } from './port.ts'
import { mintSoftphoneToken, type SoftphoneKey } from './softphone-token.carrier.ts'
import { readLegStatus } from './twilio-webhook.ts'
import { isUndeliverable } from './undeliverable.ts'

/** `softphoneKey` signs softphone tokens for Twilio itself; the simulated carrier takes the account's own token. */
export type CarrierOptions = Omit<NonNullable<Config['carrier']>, 'softphoneKey'> & {
  publicBaseUrl: string
  softphoneKey?: SoftphoneKey | null
}

const TWILIO = 'https://api.twilio.com'
const REQUEST_TIMEOUT_MS = 8_000
const PROBE_TIMEOUT_MS = 2_000
/** 47 CFR 64.1200(a)(6) asks for at least 15 s of ringing; the carrier may add five of its own. */
const RING_SECONDS = 30
const SEAT_RING_SECONDS = 15
const CALLBACK_RETRIES = '#rc=3&rp=ct,rt,5xx'
const CALLBACK_EVENTS = ['initiated', 'ringing', 'answered', 'completed']
/** The list and a call's page agree with the network only after seconds, and count in whole ones. */
const LIST_LIMIT = 20

const WEBHOOKS = '/webhooks/twilio'
export const CALLS_WEBHOOK_PATH = `${WEBHOOKS}/calls`
/** Both fields of each, always: one that is left out keeps its value, and a whisper without its muting would be heard by the customer. */
const SUPERVISED: Readonly<Record<SupervisorMode, { muted: boolean; coaching: boolean }>> = {
  listen: { muted: true, coaching: false },
  whisper: { muted: false, coaching: true },
  join: { muted: false, coaching: false },
}

type ParticipantChange = Parameters<
  ReturnType<ReturnType<ReturnType<typeof twilio>['conferences']>['participants']>['update']
>[0]

const roomOf = (agentId: UserId): string => `agent-${agentId}`
/** Opaque, and of letters, digits and underscore only, as the Voice SDK asks. */
export const identityOf = (agentId: UserId): string => `agent_${agentId.replaceAll('-', '')}`

/** Twilio, or anything that speaks its REST API at `apiBaseUrl`: the simulated carrier among them. */
export function createTwilioPort(options: CarrierOptions): PhonePort {
  const { accountSid, authToken, apiBaseUrl, from, fallbackUrl, publicBaseUrl } = options
  const connect = (timeout: number) => {
    const made = twilio(accountSid, authToken, {
      timeout,
      // Retries 429 alone, which was never processed. Region and edge are said here, else the environment would be asked.
      autoRetry: true,
      maxRetries: 3,
      region: '',
      edge: '',
      logLevel: 'error',
      accountSid,
    })
    made.api.baseUrl = apiBaseUrl.replace(/\/$/, '')
    return made
  }
  const client = connect(REQUEST_TIMEOUT_MS)
  const prober = connect(PROBE_TIMEOUT_MS)

  const callback = (query: string) => ({
    statusCallback: `${publicBaseUrl}${CALLS_WEBHOOK_PATH}?${query}${CALLBACK_RETRIES}`,
    statusCallbackEvent: CALLBACK_EVENTS,
    statusCallbackMethod: 'POST',
  })

  const conference = (name: string, how: { muted?: boolean; endConferenceOnExit?: boolean } = {}): string => {
    const response = new twilio.twiml.VoiceResponse()
    const quiet = { startConferenceOnEnter: true, endConferenceOnExit: false, beep: 'false' as const }
    response.dial().conference({ ...quiet, ...how }, name)
    return response.toString()
  }
  const seatIn = (agentId: UserId): string => conference(roomOf(agentId))

  const place = async (wanted: Parameters<typeof client.calls.create>[0]): Promise<Placed> => {
    try {
      const call = await client.calls.create(wanted)
      return { kind: 'accepted', leg: call.sid, queuedMs: Number(call.queueTime ?? 0) }
    } catch (error) {
      return readCreateFault(error)
    }
  }

  const end = async (leg: string, status: 'canceled' | 'completed'): Promise<'done' | 'over' | 'failed'> => {
    try {
      await client.calls(leg).update({ status })
      return 'done'
    } catch (error) {
      return isAlreadyOver(error) ? 'over' : 'failed'
    }
  }

  const changeParticipant = async (agentId: UserId, leg: string, change: ParticipantChange): Promise<boolean> => {
    const rooms = await client.conferences.list({ friendlyName: roomOf(agentId), status: 'in-progress', limit: 1 })
    if (!rooms[0]) return false
    await client.conferences(rooms[0].sid).participants(leg).update(change)
    return true
  }
  const hasDone = (asked: Promise<unknown>): Promise<boolean> =>
    asked.then(
      (done) => done !== false,
      () => false,
    )
  const moveTo = (leg: string, twiml: string): Promise<unknown> => client.calls(leg).update({ twiml })

  return {
    refuses: (to) => (apiBaseUrl.replace(/\/$/, '') === TWILIO && isUndeliverable(to) ? 'carrier.country' : null),
    seat: (agentId, to) =>
      place({
        to: to ?? `client:${identityOf(agentId)}`,
        from,
        twiml: seatIn(agentId),
        // A phone lies on a table; a browser answers by itself.
        timeout: to ? RING_SECONDS : SEAT_RING_SECONDS,
        ...callback(`seat=${agentId}`),
      }),
    move: (leg, room, { silent = false } = {}) => hasDone(moveTo(leg, conference(roomOf(room), { muted: silent }))),
    pair: ([one, other], name) => {
      const twiml = conference(`pair-${name}`, { endConferenceOnExit: true })
      return hasDone(moveTo(one, twiml).then(() => moveTo(other, twiml)))
    },
    invite: ({ transferId, room, to, from: own }) =>
      place({
        to,
        from: own ?? from,
        twiml: seatIn(room),
        timeout: RING_SECONDS,
        ...callback(`transfer=${transferId}`),
      }),
    supervise: (room, leg, mode, agentLeg) =>
      hasDone(
        changeParticipant(room, leg, {
          ...SUPERVISED[mode],
          ...(mode === 'whisper' ? { callSidToCoach: agentLeg } : {}),
        }),
      ),
    press: (room, leg, digits) =>
      hasDone(
        changeParticipant(room, leg, {
          announceUrl: `${publicBaseUrl}${WEBHOOKS}/keys?digits=${encodeURIComponent(digits)}`,
          announceMethod: 'POST',
        }),
      ),
    announce: (room, leg, recordingId) =>
      hasDone(
        changeParticipant(room, leg, {
          announceUrl: `${publicBaseUrl}${WEBHOOKS}/notice?recording=${recordingId}`,
          announceMethod: 'POST',
        }),
      ),
    startRecording: async (leg, recordingId) => {
      try {
        const made = await client.calls(leg).recordings.create({
          recordingChannels: 'dual',
          recordingStatusCallback: `${publicBaseUrl}${WEBHOOKS}/recordings?recording=${recordingId}${CALLBACK_RETRIES}`,
          recordingStatusCallbackEvent: ['completed', 'absent'],
        })
        return made.sid
      } catch {
        return null
      }
    },
    changeRecording: (leg, recording, to) =>
      hasDone(
        client
          .calls(leg)
          .recordings(recording)
          .update(
            to === 'pause'
              ? { status: 'paused', pauseBehavior: 'skip' }
              : { status: to === 'resume' ? 'in-progress' : 'stopped' },
          ),
      ),
    deleteRecording: async (recording) => {
      try {
        return await client.recordings(recording).remove()
      } catch (error) {
        return isGone(error)
      }
    },
    fetchRecording: async (recording) => {
      const url = `${apiBaseUrl.replace(/\/$/, '')}/2010-04-01/Accounts/${accountSid}/Recordings/${recording}.wav`
      const authorization = `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`
      const answer = await fetch(url, { headers: { authorization } }).catch(() => null)
      return answer?.ok ? answer : null
    },
    dial: ({ intentId, agentId, to, from: own }) =>
      place({
        to,
        from: own ?? from,
        twiml: seatIn(agentId),
        timeout: RING_SECONDS,
        ...(fallbackUrl ? { fallbackUrl } : {}),
        ...callback(`intent=${intentId}`),
      }),
    hangUp: async (leg, answered) => {
      // One that is answered this instant is no longer there to cancel; `completed` ends it then.
      if (!answered && (await end(leg, 'canceled')) === 'done') return true
      return (await end(leg, 'completed')) !== 'failed'
    },
    mute: (agentId, seat, on) => hasDone(changeParticipant(agentId, seat, { muted: on })),
    hold: (agentId, leg, on) =>
      hasDone(
        changeParticipant(
          agentId,
          leg,
          on ? { hold: true, holdUrl: `${publicBaseUrl}${WEBHOOKS}/music`, holdMethod: 'POST' } : { hold: false },
        ),
      ),
    snapshot: async (leg) => {
      try {
        const call = await client.calls(leg).fetch()
        const status = readLegStatus(call.status)
        const at = call.endTime ?? call.dateUpdated ?? call.dateCreated
        const seconds = call.duration === null ? null : Number(call.duration)
        return status && { status, seq: 0, at, seconds }
      } catch (error) {
        return isGone(error) ? 'gone' : null
      }
    },
    probe: async () => {
      try {
        await prober.calls.page({ pageSize: 1 })
        return 'there'
      } catch (error) {
        return readProbeFault(error)
      }
    },
    findLegs: async (to, since) => {
      try {
        const calls = await client.calls.list({ to, from, limit: LIST_LIMIT })
        const second = Math.floor(since.getTime() / 1000) * 1000
        return calls
          .filter((call) => call.dateCreated.getTime() >= second)
          .map((call) => ({ leg: call.sid, createdAt: call.dateCreated }))
      } catch {
        return null
      }
    },
    softphoneToken: (agentId, now) => {
      const simulated = apiBaseUrl.replace(/\/$/, '') !== TWILIO
      const key = simulated ? { sid: accountSid, secret: authToken } : options.softphoneKey
      const identity = identityOf(agentId)
      if (!key) return { driver: 'none', identity, token: '', url: '', expiresAt: now }
      const { token, seconds } = mintSoftphoneToken(accountSid, key, identity)
      const expiresAt = new Date(now.getTime() + seconds * 1000)
      return simulated
        ? { driver: 'simulated', identity, token, url: new URL('/softphone', apiBaseUrl).href, expiresAt }
        : { driver: 'twilio', identity, token, url: '', expiresAt }
    },
  }
}
