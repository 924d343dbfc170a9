import type { Handlers } from '../platform/http.express.ts'
import type { Staff } from '../staff/staff.service.ts'
import type { Telephony } from './telephony.service.ts'

type Names =
  | 'call.dial'
  | 'call.hangUp'
  | 'call.log'
  | 'call.mute'
  | 'call.hold'
  | 'call.wrapUpMore'
  | 'softphone.token'
  | 'line.retry'

type Deps = { telephony: Telephony; audit: Staff['audit'] }

export const telephonyRoutes = ({ telephony, audit }: Deps): Pick<Handlers, Names> => ({
  'call.dial': ({ body, caller }) => telephony.dial({ ...body, fence: BigInt(body.fence) }, caller.userId),
  'call.hangUp': ({ params, caller }) => telephony.hangUp(params.id, caller.userId),
  'call.log': ({ params, body, caller }) => telephony.log(params.id, body.result, caller.userId),
  'call.mute': ({ params, body, caller }) => telephony.mute(params.id, body.on, caller.userId),
  'call.hold': ({ params, body, caller }) => telephony.hold(params.id, body.on, caller.userId),
  'call.wrapUpMore': ({ caller }) => telephony.wrapUpMore(caller.userId),
  'softphone.token': async ({ caller }) => {
    const token = telephony.softphoneToken(caller.userId)
    return { ...token, expiresAt: token.expiresAt.toISOString() }
  },
  'line.retry': ({ caller }) =>
    telephony.line.retry((tx, at) =>
      audit(tx, { at, actorId: caller.userId, action: 'line.retried', subject: 'line:1' }),
    ),
})
