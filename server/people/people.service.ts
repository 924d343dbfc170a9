import type { CustomerId } from '#contract/ids'
import type { Tx } from '../platform/database.pg.ts'
import { readAttributeUses } from './attributes.store.ts'
import { addCaller, findCaller } from './callers.store.ts'
import { findComplaint, findPromise, listOpenCases, settleComplaint, settlePromise } from './cases.store.ts'
import { addContactRecord, strikePhone } from './contact.store.ts'
import { readCustomerPage } from './customer-page.store.ts'
import { raiseFault } from './data-faults.store.ts'
import { addEpisode, moveEpisode, openEpisodes, readEpisode } from './episodes.store.ts'
import { createErasedKeys } from './erasure/erased-keys.store.ts'
import { readPointers } from './identity/merges.store.ts'
import type { ImportDeps } from './import/import-deps.ts'
import { createFileImports } from './import/import-files.service.ts'
import { createImports } from './import/imports.service.ts'
import { readSharers } from './numbers.store.ts'
import {
  addPromise,
  countOpenComplaints,
  lockPerson,
  openComplaint,
  readCardFacts,
  readPhones,
  readPromises,
} from './person.store.ts'
import { writeMissingNames } from './search/names.store.ts'
import { searchCustomers, showCustomers } from './search/search.service.ts'
import { readTimeline } from './timeline.store.ts'

export type People = ReturnType<typeof createPeople>

/** Customers, their numbers and all that happened between them and us. What takes a transaction runs in the caller's. */
export function createPeople(deps: ImportDeps) {
  const keys = createErasedKeys(deps.erasureKey ?? null)
  const imports = createImports({ ...deps, keys })
  return {
    erasedKeys: keys,
    ...imports,
    importFiles: createFileImports(imports, deps.programme),
    timeline: readTimeline,
    card: readCardFacts,
    page: readCustomerPage,
    search: searchCustomers,
    hits: showCustomers,
    writeMissingNames,
    phones: readPhones,
    findCaller,
    addCaller,
    lockPerson,
    addContactRecord,
    strikePhone,
    raiseFault,
    /** Who stands for this row now: itself, or whom it was merged into; null when there is no such row. */
    survivorOf: async (tx: Tx, customerId: string): Promise<CustomerId | null> =>
      (await readPointers(tx, [customerId])).get(customerId) ?? null,
    /** Who else has one of these customers' numbers. */
    sharers: readSharers,
    openComplaint,
    openComplaintCount: countOpenComplaints,
    addPromise,
    settlePromise,
    settleComplaint,
    findPromise,
    findComplaint,
    openCases: listOpenCases,
    promises: readPromises,
    attributeUses: readAttributeUses,
    episode: readEpisode,
    openEpisodes,
    openEpisode: addEpisode,
    moveEpisode,
  }
}
