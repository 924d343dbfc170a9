import type { Clock } from '../platform/clock.ts'
import type { Database } from '../platform/database.pg.ts'
import type { Handlers } from '../platform/http.express.ts'
import { refuse } from '../platform/problem.ts'
import type { Programme } from '../programme/programme.service.ts'
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
  | 'call.press'
  | 'call.answer'
  | 'call.record'
  | 'call.colleagues'
  | 'call.transfer'
  | 'call.transferDone'
  | 'call.transferBack'
  | 'help.ask'
  | 'seat.set'
  | 'recording.list'
  | 'recording.play'
  | 'recording.keeping'
  | 'recording.keep'
  | 'floor.sit'
  | 'floor.supervise'
  | 'floor.takeOver'
  | 'floor.release'

type Deps = {
  telephony: Telephony
  audit: Staff['audit']
  database: Database
  clock: Clock
  programme: Pick<Programme, 'installation' | 'setRecordingDays'>
}

/** What only the phone network makes possible. */
const carried = <T>(part: T | null): T => part ?? refuse(409, 'call.no-carrier')

export const telephonyRoutes = ({ telephony, audit, database, clock, programme }: Deps): Pick<Handlers, Names> => ({
  'call.dial': ({ body, caller }) => telephony.dial({ ...body, fence: BigInt(body.fence) }, caller.userId),
  'call.hangUp': ({ params, caller }) => telephony.hangUp(params.id, caller.userId),
  'call.log': ({ params, body, caller }) => telephony.log(params.id, body.result, caller.userId),
  'call.mute': ({ params, body, caller }) => telephony.mute(params.id, body.on, caller.userId),
  'call.hold': ({ params, body, caller }) => telephony.hold(params.id, body.on, caller.userId),
  'call.press': async ({ params, body, caller }) => {
    await telephony.press(params.id, body.digits, caller.userId)
    return {}
  },
  'call.answer': ({ params, caller }) => telephony.answer(params.id, caller.userId),
  'call.record': ({ params, body, caller }) => telephony.record(params.id, body.wish, caller.userId),
  'call.colleagues': ({ caller }) => carried(telephony.transfers).colleagues(caller.userId),
  'call.transfer': async ({ params, body, caller }) => {
    await carried(telephony.transfers).start(params.id, body.kind, body.to, caller.userId)
    return {}
  },
  'call.transferDone': async ({ params, caller }) => {
    await carried(telephony.transfers).finish(params.id, caller.userId)
    return {}
  },
  'call.transferBack': async ({ params, caller }) => {
    await carried(telephony.transfers).back(params.id, caller.userId)
    return {}
  },
  'help.ask': async ({ body, caller }) => {
    await telephony.desk.askHelp(caller.userId, body.on)
    return {}
  },
  'seat.set': ({ body, caller }) => telephony.chooseSeat(caller.userId, body.by === 'phone' ? body.phone : null),
  'recording.list': ({ params }) => telephony.recordings?.list(params.id) ?? Promise.resolve([]),
  'recording.play': async ({ params, query, caller, res }) => {
    const sound = await carried(telephony.recordings).play(params.id, caller.userId, query.reason)
    res.set('cache-control', 'no-store').type(sound.headers.get('content-type') ?? 'audio/wav')
    res.send(Buffer.from(await sound.arrayBuffer()))
  },
  'recording.keeping': async () => ({ days: (await programme.installation()).recordingDays }),
  'recording.keep': ({ body: { days }, caller }) =>
    database.tx(async (tx) => {
      const { recordingDays: before } = await programme.installation(tx)
      await programme.setRecordingDays(tx, days)
      await audit(tx, {
        at: clock.now(),
        actorId: caller.userId,
        action: 'recording.keeping-set',
        subject: 'line:1',
        detail: { days, before },
      })
      return { days }
    }),
  'floor.sit': async ({ body, caller }) => {
    await carried(telephony.supervision).sit(caller.userId, body.on)
    return {}
  },
  'floor.supervise': ({ params, body, caller }) =>
    carried(telephony.supervision).supervise(caller.userId, params.id, body.mode, body.revision),
  'floor.takeOver': async ({ params, caller }) => {
    await carried(telephony.supervision).takeOver(caller.userId, params.id)
    return {}
  },
  'floor.release': async ({ params, caller }) => {
    await telephony.desk.release(params.id, caller.userId)
    return {}
  },
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
