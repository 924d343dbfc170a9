import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync } from 'node:zlib'

const DIST = new URL('../../dist/client/', import.meta.url).pathname

type Manifest = Record<string, { file: string; css?: string[]; imports?: string[]; src?: string }>

/** Bytes after brotli that a browser fetches before the desk stands: the entry, the desk's chunk and all that they import. */
export function measureFirstLoad(screen: string): {
  kilobytes: number
  scripts: number
  styles: number
  fonts: number
  files: number
} {
  const manifest = JSON.parse(readFileSync(join(DIST, '.vite/manifest.json'), 'utf8')) as Manifest
  const wanted = Object.keys(manifest).filter((key) => key === 'index.html' || key.endsWith(screen))
  if (wanted.length < 2) throw new Error(`no chunk ends in ${screen}: build first`)
  const seen = new Set<string>()
  const files = new Set<string>()
  const follow = (key: string): void => {
    const chunk = manifest[key]
    if (!chunk || seen.has(key)) return
    seen.add(key)
    files.add(chunk.file)
    for (const sheet of chunk.css ?? []) files.add(sheet)
    for (const next of chunk.imports ?? []) follow(next)
  }
  for (const key of wanted) follow(key)
  const sizeOf = (file: string) => brotliCompressSync(readFileSync(join(DIST, file))).length
  const sum = (ending: string) =>
    [...files].filter((file) => file.endsWith(ending)).reduce((total, file) => total + sizeOf(file), 0)
  const fonts = readdirSync(join(DIST, 'assets')).filter((file) =>
    /(vazirmatn-arabic|inter-latin)-wght.*\.woff2$/.test(file),
  )
  const kilobytes = (bytes: number) => Math.round(bytes / 102.4) / 10
  const scripts = sum('.js')
  const styles = sum('.css')
  return {
    kilobytes: kilobytes(scripts + styles + sizeOf('index.html')),
    scripts: kilobytes(scripts),
    styles: kilobytes(styles),
    /** Already compressed; fetched beside, shown in the fallback face until they come. */
    fonts: kilobytes(fonts.reduce((total, file) => total + readFileSync(join(DIST, 'assets', file)).length, 0)),
    files: files.size,
  }
}
