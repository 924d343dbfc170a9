import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { BadInput } from './bad-input.ts'
import { createDayReader } from './day.ts'
import { readPurchases } from './purchases.ts'
import { readTable } from './table.ts'

const folder = mkdtempSync(join(tmpdir(), 'evaluate-'))
afterAll(() => rmSync(folder, { recursive: true }))
const write = (text: string) => {
  const path = join(folder, 'file.txt')
  writeFileSync(path, text)
  return path
}

describe('a file to evaluate on', () => {
  it('is read by its header, quotes and all', () => {
    const table = readTable(write('\uFEFFid;"what; it is"\n1;"a;b"\n\n2;c\n'), { delimiter: ';', header: true })
    expect(table.columns).toEqual(['id', 'what; it is'])
    expect(table.rows.map((row) => row[table.at('what; it is')])).toEqual(['a;b', 'c'])
    expect(() => table.at('nothing')).toThrow('no column nothing')
  })

  it('is read by runs of blanks and numbers of columns', () => {
    const table = readTable(write(' 1  a\n 20 b \n'), { delimiter: ' ', header: false })
    expect(table.rows).toEqual([
      ['1', 'a'],
      ['20', 'b'],
    ])
    expect(table.at('2')).toBe(1)
  })

  it.each([
    ['', 'empty'],
    ['a,b\n', 'no row'],
    ['a,b\n1,2\n1\n', 'line 3: 1 columns, not 2'],
    ['a,b\n"1,2\n', 'Quote'],
  ])('is refused with what is wrong with it: %j', (text, said) => {
    const read = () => readTable(write(text), { delimiter: ',', header: true })
    expect(read).toThrow(BadInput)
    expect(read).toThrow(said)
  })

  it.each([
    ['id,at,paid\n,2020-01-01,1\n', 'line 2: no customer'],
    ['id,at,paid\n7,2020-02-30,1\n', 'line 2: 2020-02-30 is not a date'],
    ['id,at,paid\n7,2020-01-01,1\n7,2020-01-02,x\n', 'line 3: x is not an amount'],
  ])('holds purchases only where every row is one: %j', (text, said) => {
    const options = { data: write(text), customer: 'id', date: 'at', amount: 'paid' }
    expect(() => readPurchases(options)).toThrow(said)
  })
})

describe('dates of a given form', () => {
  it.each([
    [undefined, '1970-01-02', 1],
    [undefined, '1970-01-02T23:59:59Z', 1],
    [undefined, '1970-1-2', null],
    ['yyyyMMdd', '19700102', 1],
    ['yyyyMMdd', '19701302', null],
    ['dd.MM.yyyy HH:mm', '02.01.1970 10:30', 1],
    ['d/M/yyyy', '2/1/1970', 1],
  ])('form %s reads %s as day %s', (format, text, day) => {
    expect(createDayReader(format)(text)).toBe(day)
  })
})
