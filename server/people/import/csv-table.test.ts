import fc from 'fast-check'
import iconv from 'iconv-lite'
import { describe, expect, it } from 'vitest'
import { detectEncoding } from './csv-encoding.ts'
import { settleMapping } from './csv-header.ts'
import type { CsvRow } from './csv-records.ts'
import { createTableReader, describeHead } from './csv-table.ts'

function readAll(text: string, pieces = [text.length]) {
  const format = describeHead(Buffer.from(text)) ?? expect.fail('is not text')
  const table = createTableReader(format)
  const rows: CsvRow[] = []
  let from = 0
  for (const size of [...pieces, text.length]) {
    rows.push(...table.push(text.slice(from, from + size)))
    from += size
  }
  rows.push(...table.end())
  return { format, headers: table.headers(), problem: table.problem(), rows }
}
const good = (rows: CsvRow[]) => rows.filter((row) => !row.problem).map(({ line, cells }) => [line, ...cells])
const bad = (rows: CsvRow[]) => rows.flatMap((row) => (row.problem ? [[row.line, row.problem.code]] : []))

describe('a table', () => {
  it.each([',', ';', '\t', '|'])('is parted by %j', (mark) => {
    const { format, headers, rows } = readAll(`a${mark}b\r\n1${mark}"x ${mark} y"\r\n`)
    expect(format.delimiter).toBe(mark)
    expect(headers).toEqual(['a', 'b'])
    expect(good(rows)).toEqual([[2, '1', `x ${mark} y`]])
  })

  it('obeys a sep= line and counts it', () => {
    expect(good(readAll('sep=;\na;b\n1,5;2\n').rows)).toEqual([[3, '1,5', '2']])
  })

  it('keeps a cell of several lines and the numbers of the lines after it', () => {
    expect(good(readAll('a,b\n1,"x\ny ""z"""\n2,w').rows)).toEqual([
      [2, '1', 'x\ny "z"'],
      [4, '2', 'w'],
    ])
  })

  it('loses one row to a quotation mark that is never closed, not the rows after it', () => {
    const { rows } = readAll('a,b\n1,"x\n2,y\n3,z\n')
    expect(bad(rows)).toEqual([[2, 'csv.quote']])
    expect(good(rows)).toEqual([
      [3, '2', 'y'],
      [4, '3', 'z'],
    ])
  })

  it('takes a quotation mark within a bare cell as a letter', () => {
    expect(good(readAll('a,b\n1,5" pipe\n').rows)).toEqual([[2, '1', '5" pipe']])
  })

  it('says how many cells a row has and should have', () => {
    const { rows } = readAll('a,b\n1,2,3\n\n4,5\n')
    expect(rows[0]?.problem).toEqual({ code: 'csv.cell-count', params: { line: 2, found: 3, expected: 2 } })
    expect(good(rows)).toEqual([[4, '4', '5']])
  })

  it('refuses two columns of one name, an empty file and a file of blank lines', () => {
    expect(readAll('a,b,a\n1,2,3').problem).toEqual({ code: 'csv.duplicate-header', params: { column: 'a' } })
    expect(readAll('').problem).toEqual({ code: 'csv.empty' })
    expect(readAll('\n \n').problem).toEqual({ code: 'csv.empty' })
  })

  it('drops a line of more than a megabyte and no other', () => {
    const { rows } = readAll(`a,b\n1,2\n3,${'x'.repeat(3_000_000)}\n4,5\n`, Array(400).fill(10_000))
    expect(bad(rows)).toEqual([[3, 'csv.line-too-long']])
    expect(good(rows)).toEqual([
      [2, '1', '2'],
      [4, '4', '5'],
    ])
  })

  it('refuses a line with a zero byte', () => {
    expect(bad(readAll('a,b\n1,2\0\n3,4\n').rows)).toEqual([[2, 'csv.unreadable']])
  })

  it('reads the same rows however the text is cut', () => {
    const text = 'a,b\r\n1,"x\r\ny"\r\n2,z\r\n"3","""q"""\r\n'
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 9 })), (pieces) => {
        expect(readAll(text, pieces).rows).toEqual(readAll(text).rows)
      }),
    )
  })

  it('never throws', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('"', ',', '\n', '\r\n', 'x', ';', '\0', 'ی')), (parts) => {
        readAll(`${'a'.repeat(400)},b\n${parts.join('')}`)
      }),
    )
  })
})

describe('an encoding', () => {
  const persian = 'شماره,نام\n1,علي رضايي\n'
  it.each(['utf-8', 'utf-16le', 'utf-16be', 'windows-1256'] as const)('%s is told from Persian text', (encoding) => {
    const wide = encoding.startsWith('utf-16')
    expect(detectEncoding(iconv.encode(persian, encoding, { addBOM: wide }))).toBe(encoding)
  })
  it('of Uzbek in Cyrillic and of German are told too', () => {
    expect(detectEncoding(iconv.encode('исми,шаҳар\nОлимжон Каримов,Тошкент', 'windows-1251'))).toBe('windows-1251')
    expect(detectEncoding(iconv.encode('name\nMüller, Jürgen', 'windows-1252'))).toBe('windows-1252')
  })
  it('of UTF-8 survives a cut within a letter', () => {
    expect(detectEncoding(Buffer.from(persian).subarray(0, 15))).toBe('utf-8')
  })
  it('of a spreadsheet or a picture is none', () => {
    expect(detectEncoding(Buffer.from('PK\x03\x04abc'))).toBeNull()
    expect(detectEncoding(Buffer.from([0x89, 0x50, 0, 0, 0, 13, 0, 1]))).toBeNull()
  })
})

describe('the mapping', () => {
  const headers = ['id', 'name', 'mobile', 'shoe size']
  it('is guessed, and what is left over is an attribute', () => {
    const { header, problem } = settleMapping('customers', headers, null)
    expect(problem).toBeNull()
    expect(header.mapping).toMatchObject({ external_id: 'id', phone: 'mobile' })
    expect(header.attributes).toEqual(['shoe size'])
  })
  it('may name columns by number', () => {
    const given = { external_id: '1', name: '2', phone: '3' }
    expect(settleMapping('customers', headers, given).header.mapping).toMatchObject({
      external_id: 'id',
      phone: 'mobile',
    })
  })
  it('names the column that is missing, ours or theirs', () => {
    expect(settleMapping('customers', ['id', 'name'], null).problem).toEqual({
      code: 'csv.missing-column',
      params: { column: 'phone' },
    })
    expect(settleMapping('customers', headers, { external_id: 'no', name: 'name', phone: 'mobile' }).problem).toEqual({
      code: 'csv.missing-column',
      params: { column: 'no' },
    })
  })
})
