import type { Handlers } from '../platform/http.express.ts'
import type { Telephony } from './telephony.service.ts'

type Names =
  | 'call.dial'
  | 'call.hangUp'
  | 'call.log'
  | 'call.mute'
  | 'call.hold'
  | 'call.wrapUpMore'
  | 'softphone.token'

export const telephonyRoutes = ({ telephony }: { telephony: Telephony }): Pick<Handlers, Names> => ({
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
})
