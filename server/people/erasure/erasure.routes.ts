import type { Handlers } from '../../platform/http.express.ts'
import type { Erasure } from './erasure.service.ts'

export const erasureRoutes = ({ erasure }: { erasure: Erasure }): Pick<Handlers, 'customer.erase'> => ({
  'customer.erase': ({ params, body, caller }) =>
    erasure.erase({ customerId: params.id, ...body, byUserId: caller.userId }),
})
