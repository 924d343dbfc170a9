import type { Compliance } from './compliance/compliance.service.ts'
import { erasePerson as eraseBlocks } from './compliance/erasure.store.ts'
import { erasePerson as eraseWords } from './outcomes/erasure.store.ts'
import type { ErasureNeeds } from './people/erasure/erasure.service.ts'
import { refuse } from './platform/problem.ts'
import { erasePerson as eraseNotes, releasePerson } from './queue/erasure.store.ts'
import { erasePerson as eraseScores } from './ranking/erasure.store.ts'
import { erasePerson as eraseReports, hasLiveDial } from './telephony/erasure.store.ts'

type Given = Pick<ErasureNeeds, 'database' | 'clock' | 'keys'> & { stop: Compliance['recordStop'] }

/** What erasing a person asks of every feature, in the order in which it goes: each blanks its own rows. */
export const erasureParts = ({ stop, ...given }: Given): ErasureNeeds => ({
  ...given,
  release: async (tx, { customerIds }, at) => {
    if (!(await releasePerson(tx, customerIds, at))) refuse(409, 'erasure.on-desk')
    if (await hasLiveDial(tx, customerIds)) refuse(409, 'erasure.call-live')
  },
  stop: (tx, one) => stop(tx, { ...one, kind: 'all' }),
  steps: [eraseWords, eraseReports, eraseNotes, eraseScores, eraseBlocks].map(
    (erase) =>
      (tx, { customerIds }) =>
        erase(tx, customerIds),
  ),
})
