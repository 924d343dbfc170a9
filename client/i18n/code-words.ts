import { useMessages, useTranslations } from 'use-intl'
import type { Problem } from '#contract/problem'
import type { Params } from '#contract/values'
import { readPlaceholders } from './placeholders.ts'

type Tree = { readonly [key: string]: string | Tree }
type CodeArea = 'errors' | 'rules' | 'facts'
type Say = (key: string, values: Record<string, string | number>) => string

/** Parameters that name a kind of what the code says: rule 'stop' with `{kind: 'call'}` has the sentence 'stop.call'. */
const kindParams = ['kind', 'reason', 'state', 'per'] as const
/** The key of a group's own sentence, for codes below it that have none. */
const OWN = '_'

function readSentence(tree: Tree, path: readonly string[]): string | null {
  let at: string | Tree | undefined = tree
  for (const part of path) at = typeof at === 'object' && Object.hasOwn(at, part) ? at[part] : undefined
  return typeof at === 'string' ? at : null
}

/** The key under which a tree of messages has a sentence for a dotted code: of its kind, its own, or its nearest group's. */
export function findKey(tree: Tree, code: string, params: Params = {}): string | null {
  const path = code.split('.')
  const kinds = kindParams.map((name) => params[name]).filter((kind) => typeof kind === 'string')
  const groups = path.map((_, at) => [...path.slice(0, path.length - at), OWN])
  const found = [...kinds.map((kind) => [...path, kind]), path, ...groups].find(
    (keys) => readSentence(tree, keys) !== null,
  )
  return found?.join('.') ?? null
}

/** Every parameter that a sentence names, with a dash for what the server did not send. */
export function fillParams(sentence: string, params: Params): Record<string, string | number> {
  return Object.fromEntries(
    readPlaceholders(sentence).map((name) => {
      const value = params[name]
      return [name, typeof value === 'number' || typeof value === 'string' ? value : String(value ?? '–')]
    }),
  )
}

/** Words for a code that came from the server, or null where this area has none for it. */
export function useCodeWords(area: CodeArea): (code: string, params?: Params) => string | null {
  // Codes arrive at run time, so they cannot be checked against the keys at compile time: findKey does it.
  const say = useTranslations(area) as unknown as Say
  const tree: Tree = useMessages()[area]
  return (code, params = {}) => {
    const key = findKey(tree, code, params)
    return key === null ? null : say(key, fillParams(readSentence(tree, key.split('.')) ?? '', params))
  }
}

/** A sentence for any problem: a rule that denies, an error, or the bare code. */
export function useProblemWords(): (problem: Problem) => string {
  const errors = useCodeWords('errors')
  const rules = useCodeWords('rules')
  const t = useTranslations('errors')
  return ({ code, params, field }) => {
    const told = { ...(field ? { field } : {}), ...params }
    if (code === 'validation' && field) return t('validation.field', { field })
    return rules(code, params) ?? errors(code, told) ?? t('unknown', { code })
  }
}
