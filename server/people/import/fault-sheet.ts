import { guardCell } from '../../platform/guard-cell.ts'
import { FAULT_COLUMNS } from './csv-header.ts'

/** One fault as stored, in file order: faults of one line stand together. */
export type SheetFault = { line: number; field: string | null; code: string; params: unknown; row: readonly string[] }

const describe = ({ code, params }: SheetFault): string => {
  const told = Object.entries((params ?? {}) as Record<string, unknown>).filter(([name]) => name !== 'line')
  return told.length === 0 ? code : `${code} (${told.map(([name, value]) => `${name}: ${String(value)}`).join(', ')})`
}

export const sheetHeader = (headers: readonly string[]): string[] => [...FAULT_COLUMNS, ...headers.map(guardCell)]

/** The rows of a list of faults, one for each line of the file: mended, the list can be imported as it is. */
export function* sheetRows(faults: readonly SheetFault[]): Generator<string[]> {
  let rest = faults
  while (rest[0]) {
    const { line, row } = rest[0]
    const end = rest.findIndex((fault) => fault.line !== line)
    const same = end < 0 ? rest : rest.slice(0, end)
    rest = end < 0 ? [] : rest.slice(end)
    const columns = [...new Set(same.flatMap(({ field }) => field ?? []))]
    yield [String(line), columns.join(', '), same.map(describe).join(' | '), ...row].map(guardCell)
  }
}
