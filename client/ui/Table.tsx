import type { ReactNode } from 'react'
import './Table.css'

export type Column<Row> = {
  id: string
  title: ReactNode
  cell: (row: Row) => ReactNode
  /** Numbers stand at the line's end, under one another. */
  isNumber?: boolean
}
type Props<Row> = {
  /** Read aloud; hidden where a heading above says the same. */
  caption: string
  columns: readonly Column<Row>[]
  rows: readonly Row[]
  rowId: (row: Row) => string
  /** What stands here while there are no rows. */
  empty?: ReactNode
}

export function Table<Row>({ caption, columns, rows, rowId, empty }: Props<Row>) {
  if (rows.length === 0 && empty) return empty
  return (
    <div className="table-frame">
      <table className="table">
        <caption className="visually-hidden">{caption}</caption>
        <thead>
          <tr>
            {columns.map(({ id, title, isNumber }) => (
              <th key={id} scope="col" data-number={isNumber || undefined}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={rowId(row)}>
              {columns.map(({ id, cell, isNumber }) => (
                <td key={id} data-number={isNumber || undefined}>
                  {cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
