import { describe, expect, it } from 'vitest'
import { parsePhone } from '../server/people/phone-number.ts'
import { makeCdnowFiles } from './cdnow-files.ts'
import { parseImportArgs } from './import-args.ts'
import { progressLine } from './import-report.ts'

describe('the arguments of an import', () => {
  it('name files, a day, a region and columns', () => {
    const line =
      '--customers c.csv --purchases p.csv --as-of 1997-09-30 --region US --map-purchases external_id=2,date=3'
    expect(parseImportArgs(line.split(' '))).toEqual({
      ok: true,
      args: {
        files: [
          { kind: 'customers', path: 'c.csv', mapping: null, csv: { noHeader: false } },
          { kind: 'purchases', path: 'p.csv', mapping: { external_id: '2', date: '3' }, csv: { noHeader: false } },
        ],
        asOf: '1997-09-30',
        region: 'US',
        currency: null,
        top: 20,
      },
    })
  })

  it.each([
    ['', 'at least one file'],
    ['--purchases p.csv --region usa', '--region'],
    ['--purchases p.csv --map-purchases date', '--map-purchases'],
    ['--purchases p.csv --wrong x', '--wrong'],
  ])('are refused as %j with what is wrong', (line, told) => {
    const read = parseImportArgs(line.split(' ').filter(Boolean))
    expect(read.ok ? '' : read.faults.join()).toContain(told)
  })
})

describe('the CDNOW sample', () => {
  it('becomes customers with numbers that belong to nobody, and purchases', () => {
    const files = makeCdnowFiles(
      ' 00004 0001 19970118  2   29.73\n 00004 0001 19970101  2   29.33\n 00021 0002 19970101  3   63.34\n',
    )
    expect(files.customers).toBe(
      'external_id,name,phone,joined_at\n0001,Customer 0001,+12015550100,1997-01-01\n0002,Customer 0002,+12015550101,1997-01-01\n',
    )
    expect(files.purchases.split('\n')[1]).toBe('0001,1997-01-18,29.73,2 CDs')
    expect(parsePhone('+12545550199', 'US').ok).toBe(true)
  })
  it('names the line that it cannot read', () => {
    expect(() => makeCdnowFiles('\nid,date\n')).toThrow('line 2')
  })
})

it('tells progress in one line', () => {
  const counts = { bytesRead: 50, rowsRead: 4, rowsNew: 1, rowsChanged: 1, rowsSame: 1, rowsFaulty: 1 }
  expect(progressLine('customers', counts, 200)).toBe('customers 25 %, 4 rows: 1 new, 1 changed, 1 the same, 1 faulty')
})
