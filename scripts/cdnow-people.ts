import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { makeCdnowFiles } from './cdnow-files.ts'

const [source, folder] = process.argv.slice(2)
if (!source || !folder) {
  console.error('Usage: tsx scripts/cdnow-people.ts CDNOW_SAMPLE.txt OUT_FOLDER')
  process.exit(2)
}
try {
  const { customers, purchases } = makeCdnowFiles(await readFile(source, 'utf8'))
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, 'customers.csv'), customers)
  await writeFile(join(folder, 'purchases.csv'), purchases)
} catch (error) {
  console.error(`${source}: ${error instanceof Error ? error.message : 'cannot be read'}`)
  process.exit(2)
}
