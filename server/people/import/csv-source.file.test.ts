import { execFile } from 'node:child_process'
import { mkdtemp, open, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import iconv from 'iconv-lite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openCsv } from './csv-source.file.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bazgasht-csv-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function readFile(content: string | Buffer) {
  const path = join(folder, 'file.csv')
  await writeFile(path, content)
  const source = await openCsv(path)
  const rows = []
  for await (const some of source.rows()) rows.push(...some)
  return { source, rows }
}
/** More rows than the first piece that is looked at. */
const asciiHead = `id,name\n${'1,abcdefgh\n'.repeat(60_000)}`

describe('a file of rows', () => {
  it.each(['utf-8', 'windows-1256'])('in %s is told by a letter that comes late', async (encoding) => {
    const { source, rows } = await readFile(iconv.encode(`${asciiHead}2,علي كريمي\n`, encoding))
    expect(source.format.encoding).toBe(encoding)
    expect(rows.at(-1)).toEqual({ line: 60_002, cells: ['2', 'علي كريمي'], problem: null })
    expect(source.bytesRead()).toBe(source.bytesTotal)
  })

  it('loses only the row with a byte that its encoding does not have', async () => {
    const bytes = Buffer.concat([Buffer.from('id,name\n1,ی\n2,'), Buffer.from([0xc3, 0x28]), Buffer.from('\n3,ک\n')])
    const padded = Buffer.concat([Buffer.from(`id,name\n${'1,ی\n'.repeat(100_000)}`), bytes.subarray(8)])
    const { rows } = await readFile(padded)
    expect(rows.filter(({ problem }) => problem).map(({ problem }) => problem?.code)).toEqual(['csv.encoding'])
    expect(rows).toHaveLength(100_003)
  })

  it('with a line of 50 MB is read in 48 MB of memory', async () => {
    const path = join(folder, 'long.csv')
    const file = await open(path, 'w')
    await file.write('id,name\n1,a\n2,"')
    for (let i = 0; i < 50; i++) await file.write('x'.repeat(1_000_000))
    await file.write('\n3,c\n')
    await file.close()
    const script = `
      import { openCsv } from ${JSON.stringify(new URL('./csv-source.file.ts', import.meta.url).href)}
      const rows = []
      for await (const some of (await openCsv(${JSON.stringify(path)})).rows()) rows.push(...some)
      console.log(JSON.stringify(rows.map((row) => [row.line, row.problem?.code ?? null])))`
    const run = promisify(execFile)
    const args = ['--max-old-space-size=48', '--import', 'tsx', '--input-type=module', '-e', script]
    const { stdout } = await run(process.execPath, args, { env: { ...process.env, NODE_OPTIONS: '' } })
    expect(JSON.parse(stdout)).toEqual([
      [2, null],
      [3, 'csv.line-too-long'],
      [4, null],
    ])
  })
})
