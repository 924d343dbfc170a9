import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { findKey } from '../client/i18n/code-words.ts'
import { errors } from '../client/i18n/messages/en/errors.ts'
import { rules } from '../client/i18n/messages/en/rules.ts'

const SERVER = resolve(import.meta.dirname, '../server')
const walk = (dir: string): string[] =>
  readdirSync(dir, { withFileTypes: true }).flatMap((entry) => {
    const path = join(dir, entry.name)
    if (entry.isDirectory()) return entry.name === 'generated' ? [] : walk(path)
    return /(?<!\.test)\.ts$/.test(entry.name) && !/\.test-/.test(entry.name) ? [path] : []
  })

/** Codes that a person can be shown: what is refused. Webhooks answer a machine. */
const refused = (): Map<string, string> => {
  const found = new Map<string, string>()
  for (const path of walk(SERVER)) {
    const text = readFileSync(path, 'utf8')
    for (const match of text.matchAll(/refuse\(\s*\d{3},\s*'([^']+)'|Refusal\(\s*\d{3},\s*\{\s*code:\s*'([^']+)'/g)) {
      const code = match[1] ?? match[2] ?? ''
      if (!code.startsWith('webhook.')) found.set(code, path.slice(SERVER.length + 1))
    }
  }
  return found
}

describe('the words for what is refused', () => {
  const codes = refused()

  it('are looked for in every feature', () => {
    expect(codes.size).toBeGreaterThan(30)
  })

  it('exist for every code', () => {
    const wordless = [...codes].filter(([code]) => findKey(errors, code) === null && findKey(rules, code) === null)
    expect(wordless.map(([code, path]) => `${code} (${path})`)).toEqual([])
  })
})
