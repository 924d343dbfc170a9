import type { Sql } from '../../platform/sql.pg.ts'
import type { Header } from '../import/csv-header.ts'
import type { CsvRow } from '../import/csv-records.ts'
import type { Batch, Entries, FaultyRow } from '../import/import-intake.ts'
import { parsePhone } from '../phone-number.ts'
import type { ErasedKeys } from './erased-keys.store.ts'
import { signOfId, signOfNumber, signOfNumberAndName } from './erased-signs.ts'

/** Says which line, and nothing of what stood there: the list of faults must not bring back what was erased. */
const toNotice = (at: CsvRow): FaultyRow => ({ at: { ...at, cells: [] }, faults: [{ code: 'csv.erased-person' }] })

type Signed = { at: CsvRow; signs: string[] }

function signsOfEntries(entries: Entries): Signed[] {
  if (entries.kind !== 'customers')
    return entries.rows.map(({ at, value }) => ({ at, signs: [signOfId(value.externalId)] }))
  return entries.rows.map(({ at, value: { externalId, searchName, phones } }) => ({
    at,
    signs: [
      signOfId(externalId),
      ...phones.flatMap(({ e164 }) => [signOfNumber(e164), signOfNumberAndName(e164, searchName)]),
    ],
  }))
}

/** A row that had faults was not read to its end: its cells are tried as they stand. */
function signsOfFaulty({ headers, mapping }: Header, region: string | null): (row: FaultyRow) => Signed {
  const placeOf = (column: string) => {
    const header = mapping[column]
    return header ? headers.indexOf(header) : -1
  }
  const idAt = placeOf('external_id')
  const phonesAt = [placeOf('phone'), placeOf('phone2')]
  return ({ at }) => {
    const numbers = phonesAt.flatMap((place) => {
      const phone = parsePhone(at.cells[place] ?? '', region)
      return phone.ok ? [signOfNumber(phone.e164)] : []
    })
    return { at, signs: [signOfId((at.cells[idAt] ?? '').trim()), ...numbers] }
  }
}

/** Takes out of a batch every row that would bring an erased person back; what is told of it is its line. */
export async function dropErased(
  tx: Sql,
  keys: ErasedKeys,
  { entries, faulty }: Pick<Batch, 'entries' | 'faulty'>,
  file: { header: Header; region: string | null },
): Promise<Pick<Batch, 'entries' | 'faulty'>> {
  await keys.passGate(tx)
  if (await keys.isEmpty(tx)) return { entries, faulty }
  const hash = await keys.hasher(tx)
  const signed = [...signsOfEntries(entries), ...faulty.map(signsOfFaulty(file.header, file.region))].map(
    ({ at, signs }) => ({ at, hashes: signs.map(hash) }),
  )
  const listed = await keys.find(
    tx,
    signed.flatMap(({ hashes }) => hashes),
  )
  const erased = new Set(signed.filter(({ hashes }) => hashes.some((one) => listed.has(one))).map(({ at }) => at))
  if (erased.size === 0) return { entries, faulty }
  const stays = <T extends { at: CsvRow }>(rows: T[]): T[] => rows.filter(({ at }) => !erased.has(at))
  const left: Entries =
    entries.kind === 'customers'
      ? { kind: entries.kind, rows: stays(entries.rows) }
      : entries.kind === 'purchases'
        ? { kind: entries.kind, rows: stays(entries.rows) }
        : { kind: entries.kind, rows: stays(entries.rows) }
  return { entries: left, faulty: [...stays(faulty), ...[...erased].map(toNotice)] }
}
