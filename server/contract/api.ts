import { auditApi } from './audit.ts'
import { callsApi } from './calls.ts'
import { campaignsApi } from './campaigns.ts'
import { customersApi } from './customers.ts'
import type { AnswerOf, BodyOf, Endpoint, ParamsOf, QueryOf } from './endpoint.ts'
import { erasureApi } from './erasure.ts'
import { floorApi } from './floor.ts'
import { identityApi } from './identity.ts'
import { ivrApi } from './ivr.ts'
import { lineApi } from './line.ts'
import { measuresApi } from './measures.ts'
import { outcomesApi } from './outcomes.ts'
import { peopleApi } from './people.ts'
import { programmeApi } from './programme.ts'
import { queueApi } from './queue.ts'
import { rankingApi } from './ranking.ts'
import { reportingApi } from './reporting.ts'
import { staffApi } from './staff.ts'

/** Every REST call of the product, by name. The name is also what the policy allows or denies. */
export const api = {
  ...staffApi,
  ...auditApi,
  ...programmeApi,
  ...peopleApi,
  ...erasureApi,
  ...customersApi,
  ...identityApi,
  ...campaignsApi,
  ...queueApi,
  ...callsApi,
  ...lineApi,
  ...floorApi,
  ...ivrApi,
  ...outcomesApi,
  ...rankingApi,
  ...measuresApi,
  ...reportingApi,
} as const satisfies Record<string, Endpoint>

export type Api = typeof api
export type ApiName = keyof Api
export type ApiParams<N extends ApiName> = ParamsOf<Api[N]>
export type ApiQuery<N extends ApiName> = QueryOf<Api[N]>
export type ApiBody<N extends ApiName> = BodyOf<Api[N]>
export type ApiAnswer<N extends ApiName> = AnswerOf<Api[N]>
