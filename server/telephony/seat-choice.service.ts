import type { SeatView } from '#contract/calls'
import type { UserId } from '#contract/ids'
import { maskPhone, parsePhone } from '../people/phone-number.ts'
import { touch } from '../platform/bus.pg.ts'
import type { Database } from '../platform/database.pg.ts'
import { Refusal } from '../platform/problem.ts'
import type { TelephonyNeeds } from './needs.ts'
import type { PhonePort } from './port.ts'
import { readSeat } from './seats.store.ts'

type Deps = {
  database: Database
  needs: Pick<TelephonyNeeds, 'chooseSeat' | 'house'>
  carrier: { port: Pick<PhonePort, 'refuses'>; ownNumbers: readonly string[] } | null
}

/** By the browser (`typed` null), or by a phone of their own, read as typed. Whoever sits, sits: it holds from the next ring on. */
export const createSeatChoice = ({ database, needs, carrier }: Deps) => {
  const refuseField = (status: 409 | 422, code: string, value: string): never => {
    throw new Refusal(status, { code, field: 'body.phone', params: { value } })
  }
  return async (userId: UserId, typed: string | null): Promise<SeatView> => {
    const read = typed === null ? null : parsePhone(typed, (await needs.house()).region)
    if (read && !read.ok) return refuseField(422, read.code, typed ?? '')
    const phone = read?.e164 ?? null
    const why = phone ? carrier?.port.refuses(phone) : null
    if (why) return refuseField(409, why, read?.country ?? '')
    if (phone && carrier?.ownNumbers.includes(phone)) return refuseField(422, 'transfer.own-number', '')
    return database.tx(async (tx) => {
      await needs.chooseSeat(tx, userId, { by: phone ? 'phone' : 'browser', phone })
      await touch(tx, [`agent:${userId}`, 'floor'])
      const seat = await readSeat(tx, userId)
      const state = seat?.state === 'in' || seat?.state === 'asked' ? seat.state : 'gone'
      return { by: phone ? 'phone' : 'browser', phone: phone && maskPhone(phone), state }
    })
  }
}
