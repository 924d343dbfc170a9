import { inspectColumn, type Table } from '../../server/ranking/learning/table.ts'
import { BadInput } from './bad-input.ts'
import type { Table as FileTable } from './table.ts'

/** The named columns of a file as they are learned from. An unknown name is bad input. */
export function readObservations(file: FileTable, names: readonly string[]): Table {
  const columns = names.map((name) => {
    const place = file.at(name)
    return inspectColumn(
      name,
      file.rows.map((row) => row[place] ?? ''),
    )
  })
  return { rows: file.rows.length, columns }
}

/** Names parted by commas, each once. */
export function listNames(text: string, option: string): string[] {
  const names = text.split(',').map((name) => name.trim())
  if (names.includes('') || new Set(names).size < names.length)
    throw new BadInput(`--${option}: names parted by commas, each once, not ${text}`)
  return names
}
