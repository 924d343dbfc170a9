import { createReadStream } from 'node:fs'
import { open, stat } from 'node:fs/promises'
import iconv from 'iconv-lite'
import { Refusal } from '../../platform/problem.ts'
import { detectEncoding, type Encoding, hasHighByte } from './csv-encoding.ts'
import type { CsvRow, Delimiter } from './csv-records.ts'
import { type CsvFormat, createTableReader, describeHead, HEAD_BYTES } from './csv-table.ts'

export type CsvOptions = { delimiter?: Delimiter; noHeader?: boolean }
export type CsvSource = {
  format: CsvFormat
  headers: string[]
  bytesTotal: number
  /** Bytes that the rows given so far have taken from the file. */
  bytesRead: () => number
  /** Rows in file order, a few hundred at a time. Holds one piece of the file and at most one long line. */
  rows: () => AsyncGenerator<CsvRow[]>
}

const unreadable = (code: string): never => {
  throw new Refusal(422, { code })
}

/** The first piece of the file and the encoding that its first letter beyond ASCII shows, however late that comes. */
async function sniff(path: string): Promise<{ head: Buffer; encoding: Encoding }> {
  const file = await open(path)
  try {
    const piece = Buffer.alloc(HEAD_BYTES)
    let head: Buffer | null = null
    let encoding: Encoding | null = null
    for (;;) {
      const { bytesRead } = await file.read(piece, 0, HEAD_BYTES)
      const bytes = piece.subarray(0, bytesRead)
      if (!head) {
        head = Buffer.from(bytes)
        encoding = detectEncoding(head)
        if (!encoding) return unreadable('csv.unreadable')
        if (encoding !== 'utf-8' || hasHighByte(head)) return { head, encoding }
      } else if (hasHighByte(bytes)) {
        return { head, encoding: detectEncoding(bytes.subarray(skipContinued(bytes)), false) ?? 'utf-8' }
      }
      if (bytesRead < HEAD_BYTES) return { head, encoding: encoding ?? 'utf-8' }
    }
  } finally {
    await file.close()
  }
}

/** Bytes at the start that continue a UTF-8 character of the piece before. */
function skipContinued(bytes: Uint8Array): number {
  let skip = 0
  while (skip < 3 && ((bytes[skip] ?? 0) & 0xc0) === 0x80) skip++
  return skip
}

/** Opens a file of rows. Throws a Refusal (csv.empty, .unreadable, .duplicate-header, …) when no row of it can be read. */
export async function openCsv(path: string, options: CsvOptions = {}): Promise<CsvSource> {
  const { size } = await stat(path)
  if (size === 0) return unreadable('csv.empty')
  const { head, encoding } = await sniff(path)
  const described = describeHead(head, encoding) ?? unreadable('csv.unreadable')
  const format: CsvFormat = {
    ...described,
    delimiter: options.delimiter ?? described.delimiter,
    noHeader: options.noHeader ?? false,
  }
  let bytes = 0
  let headers: string[] = []

  async function* read(): AsyncGenerator<CsvRow[]> {
    const table = createTableReader(format)
    const decoder = iconv.getDecoder(encoding)
    bytes = 0
    for await (const piece of createReadStream(path, { highWaterMark: HEAD_BYTES / 4 })) {
      const rows = table.push(decoder.write(piece as Buffer))
      bytes += (piece as Buffer).length
      headers = table.headers() ?? headers
      const problem = table.problem()
      if (problem) throw new Refusal(422, problem)
      if (headers.length > 0) yield rows
    }
    const rows = [...table.push(decoder.end() ?? ''), ...table.end()]
    headers = table.headers() ?? headers
    const problem = table.problem()
    if (problem) throw new Refusal(422, problem)
    yield rows
  }

  const probe = read()
  await probe.next()
  await probe.return(undefined)
  return { format, headers, bytesTotal: size, bytesRead: () => bytes, rows: read }
}
