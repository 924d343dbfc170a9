import { complianceRepointer } from './compliance/repoint.store.ts'
import { outcomesRepointer } from './outcomes/repoint.store.ts'
import type { Repointer } from './people/identity/repoint.ts'
import { customerRepointer } from './people/identity/repoint-customer.store.ts'
import { episodesRepointer } from './people/identity/repoint-episodes.store.ts'
import { historyRepointer } from './people/identity/repoint-history.store.ts'
import { phonesRepointer } from './people/identity/repoint-phones.store.ts'
import { proposalsRepointer } from './people/identity/repoint-proposals.store.ts'
import { queueRepointer } from './queue/repoint.store.ts'
import { rankingRepointer } from './ranking/repoint.store.ts'
import { telephonyRepointer } from './telephony/repoint.store.ts'

/** Everything that hangs on a customer, in the order in which it moves when two rows turn out to be one person. */
export const repointers: readonly Repointer[] = [
  customerRepointer,
  phonesRepointer,
  historyRepointer,
  episodesRepointer,
  proposalsRepointer,
  complianceRepointer,
  rankingRepointer,
  queueRepointer,
  telephonyRepointer,
  outcomesRepointer,
]
