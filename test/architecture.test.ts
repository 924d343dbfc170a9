import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'

const ROOT = resolve(import.meta.dirname, '..')
const FEATURES = [
  'programme',
  'staff',
  'people',
  'campaigns',
  'compliance',
  'ranking',
  'queue',
  'telephony',
  'outcomes',
  'messaging',
  'learning',
  'reporting',
]
/** Compares it with the machine's; nothing goes by it. */
const READS_DATABASE_CLOCK = 'server/platform/clock-skew.pg.ts'
const ROOMS = ['server', 'client', 'scripts', 'test']

const walk = (dir: string): string[] =>
  readdirSync(join(ROOT, dir), { withFileTypes: true }).flatMap((entry) => {
    const path = `${dir}/${entry.name}`
    if (entry.isDirectory()) return entry.name === 'generated' ? [] : walk(path)
    return /\.tsx?$/.test(entry.name) ? [path] : []
  })

type Source = { path: string; text: string; code: string; imports: string[] }

/** Comments are prose: a rule about code must not read them. */
const stripComments = (text: string) => text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|[^:'"`])\/\/[^\n]*/g, '$1')

const resolveImport = (from: string, target: string): string => {
  if (target.startsWith('#contract/')) return `server/contract/${target.slice('#contract/'.length)}.ts`
  if (target.startsWith('.')) return relative(ROOT, resolve(ROOT, dirname(from), target.split('?')[0] ?? target))
  return target
}

const sources: Source[] = ROOMS.flatMap(walk).map((path) => {
  const text = readFileSync(join(ROOT, path), 'utf8')
  const code = stripComments(text)
  const found = [...code.matchAll(/(?:\bfrom\s+|\bimport\s*\(\s*|\bimport\s+)['"]([^'"]+)['"]/g)]
  return { path, text, code, imports: found.map((match) => resolveImport(path, match[1] ?? '')) }
})
const isTest = ({ path }: Source) => /\.test(-[a-z-]+)?\.tsx?$/.test(path)
const production = sources.filter((source) => !isTest(source) && !source.path.startsWith('test/'))
const server = production.filter(({ path }) => path.startsWith('server/'))
const featureOf = (path: string) => FEATURES.find((name) => path.startsWith(`server/${name}/`))
/** `score.ts` is plain; `ranking.store.ts` is dotted: it touches the world. */
const isPlain = (path: string) => /\/[A-Za-z0-9-]+\.tsx?$/.test(path)

const offences = (list: Source[], of: (source: Source) => string[]) =>
  list.flatMap((source) => of(source).map((offence) => `${source.path}: ${offence}`))

describe('the house', () => {
  it('lets a feature import only features to its left', () => {
    const wrong = offences(server, ({ path, imports }) => {
      const from = featureOf(path)
      if (!from) return []
      return imports.filter((target) => {
        const to = featureOf(target)
        return to !== undefined && FEATURES.indexOf(to) > FEATURES.indexOf(from)
      })
    })
    expect(wrong).toEqual([])
  })

  it('keeps live, platform and contract free of features', () => {
    const wrong = offences(
      server.filter(({ path }) => /^server\/(live|platform|contract)\//.test(path)),
      ({ imports }) => imports.filter((target) => featureOf(target) !== undefined),
    )
    expect(wrong).toEqual([])
  })

  it('has a contract that imports only zod', () => {
    const wrong = offences(
      server.filter(({ path }) => path.startsWith('server/contract/')),
      ({ imports }) => imports.filter((target) => !target.startsWith('server/contract/') && !/^zod(\/|$)/.test(target)),
    )
    expect(wrong).toEqual([])
  })

  it('keeps plain files pure: no database, network, clock, chance or environment', () => {
    const world =
      /\b(Date\.now\(\)|new Date\(\)|Math\.random\(|process\.env|randomUUID|randomBytes|setTimeout\(|setInterval\(|fetch\(|performance\.now\()/
    const plain = server.filter(({ path }) => isPlain(path) && path !== 'server/main.ts' && path !== 'server/app.ts')
    const wrong = offences(plain, ({ code, imports }) => [
      ...(world.exec(code)?.slice(0, 1) ?? []),
      ...imports.filter((target) => target.startsWith('server/') && !isPlain(target) && !isTypeOnly(code, target)),
      ...imports.filter((target) =>
        /^(node:(fs|net|http|https|child_process|os|dns|timers)|pg|express|socket\.io|twilio|@prisma)/.test(target),
      ),
    ])
    expect(wrong).toEqual([])
  })

  it('reads the time in one place', () => {
    const wrong = offences(
      server.filter(({ path }) => path !== 'server/platform/clock.machine.ts'),
      ({ path, code }) => [
        ...(/\b(Date\.now\(\)|new Date\(\))/.exec(code)?.slice(0, 1) ?? []),
        ...(path !== READS_DATABASE_CLOCK && /\b(now\(\)|CURRENT_TIMESTAMP|clock_timestamp\(\))/i.test(sqlOf(code))
          ? ['the database’s clock']
          : []),
      ],
    )
    expect(wrong).toEqual([])
    const migrations = readdirSync(join(ROOT, 'prisma/migrations'), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => readFileSync(join(ROOT, 'prisma/migrations', entry.name, 'migration.sql'), 'utf8'))
    expect(migrations.join('\n')).not.toMatch(/\bnow\(\)|CURRENT_TIMESTAMP/i)
  })

  it('lets the client import only the contract of the server', () => {
    const wrong = offences(
      production.filter(({ path }) => path.startsWith('client/')),
      ({ imports }) =>
        imports.filter((target) => target.startsWith('server/') && !target.startsWith('server/contract/')),
    )
    expect(wrong).toEqual([])
  })

  it('lets a screen import no other screen', () => {
    const screenOf = (path: string) => /^client\/features\/([^/]+)\//.exec(path)?.[1]
    const wrong = offences(
      production.filter(({ path }) => path.startsWith('client/features/')),
      ({ path, imports }) => imports.filter((target) => (screenOf(target) ?? screenOf(path)) !== screenOf(path)),
    )
    expect(wrong).toEqual([])
  })

  it('keeps the simulated carrier and the town apart from the server', () => {
    const world = /^scripts\/(carrier|world)\//
    const wrong = [
      ...offences(
        production.filter(({ path }) => world.test(path)),
        ({ imports }) => imports.filter((target) => target.startsWith('server/')),
      ),
      ...offences(server, ({ imports }) => imports.filter((target) => target.startsWith('scripts/'))),
    ]
    expect(wrong).toEqual([])
  })

  it('has one writer for each table', () => {
    const schema = readFileSync(join(ROOT, 'prisma/schema.prisma'), 'utf8')
    const tables = [...schema.matchAll(/^model (\w+) \{[\s\S]*?@@map\("(\w+)"\)/gm)].map((match) => ({
      model: `${match[1]?.[0]?.toLowerCase()}${match[1]?.slice(1)}`,
      table: match[2] ?? '',
    }))
    expect(tables.length).toBeGreaterThan(20)
    const roomOf = (path: string) => path.split('/').slice(0, 2).join('/')
    const wrong = tables.flatMap(({ model, table }) => {
      const writes = new RegExp(
        `\\.${model}\\.(create|createMany|createManyAndReturn|update|updateMany|updateManyAndReturn|upsert|delete|deleteMany)\\b` +
          `|\\b(INSERT INTO|UPDATE|DELETE FROM)\\s+"?${table}"?\\b(?!\\s+SKIP)`,
      )
      const writers = [...new Set(server.filter(({ code }) => writes.test(code)).map(({ path }) => roomOf(path)))]
      return writers.length > 1 ? [`${table}: ${writers.join(', ')}`] : []
    })
    expect(wrong).toEqual([])
  })

  it('writes SQL only in stores', () => {
    const wrong = offences(
      server.filter(({ path }) => !/\.(store|pg)\.ts$/.test(path)),
      ({ code }) => (/\$(queryRaw|executeRaw)/.test(code) ? ['raw SQL'] : []),
    )
    expect(wrong).toEqual([])
  })

  it('has no import cycles', () => {
    const byPath = new Map(production.map((source) => [source.path, source]))
    const done = new Set<string>()
    const cycles: string[] = []
    const visit = (path: string, trail: string[]): void => {
      const at = trail.indexOf(path)
      if (at >= 0) return void cycles.push([...trail.slice(at), path].join(' → '))
      const source = byPath.get(path)
      if (!source || done.has(path)) return
      for (const target of source.imports) visit(target, [...trail, path])
      done.add(path)
    }
    for (const path of byPath.keys()) visit(path, [])
    expect(cycles).toEqual([])
  })

  it('has no file over 300 lines', () => {
    expect(
      offences(
        sources.filter((source) => !isTest(source)),
        ({ text }) => (text.split('\n').length > 301 ? ['too long'] : []),
      ),
    ).toEqual([])
  })
})

/** The text inside tagged raw queries. */
function sqlOf(code: string): string {
  return [...code.matchAll(/(?:\$queryRaw|\$executeRaw|Prisma\.sql|\bsql)(?:<[^`]*>)?`([\s\S]*?)`/g)]
    .map((match) => match[1])
    .join('\n')
}

/** A type costs nothing at run time: pure files may name the shapes of impure ones. */
function isTypeOnly(code: string, target: string): boolean {
  const name = target.split('/').pop() ?? ''
  const lines = code.split(/\n(?=import)/).filter((line) => line.includes(name))
  return lines.length > 0 && lines.every((line) => /^import type/.test(line.trim()))
}
