import { useMessages, useTranslations } from 'use-intl'
import type { Problem } from '#contract/problem'
import type { Params } from '#contract/values'
import { readPlaceholders } from './placeholders.ts'

type Tree = { readonly [key: string]: string | Tree }
type CodeArea = 'errors' | 'rules' | 'facts'
type Say = (key: string, values: Record<string, string | number>) => string

/** The sentence that stands at a dotted code in a tree of messages, or null. */
export function findSentence(tree: Tree, code: string): string | null {
  let at: string | Tree | undefined = tree
  for (const part of code.split('.')) at = typeof at === 'object' && Object.hasOwn(at, part) ? at[part] : undefined
  return typeof at === 'string' ? at : null
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
  // Codes arrive at run time, so they cannot be checked against the keys at compile time: findSentence does it.
  const say = useTranslations(area) as unknown as Say
  const tree: Tree = useMessages()[area]
  return (code, params = {}) => {
    const sentence = findSentence(tree, code)
    return sentence === null ? null : say(code, fillParams(sentence, params))
  }
}

/** A sentence for any problem: an error, else a rule that denies, else the bare code. */
export function useProblemWords(): (problem: Problem) => string {
  const errors = useCodeWords('errors')
  const rules = useCodeWords('rules')
  const t = useTranslations('errors')
  return ({ code, params, field }) =>
    errors(code, { ...(field ? { field } : {}), ...params }) ?? rules(code, params) ?? t('unknown', { code })
}
