import { callParams, factsOf } from '../hooks/call-params.ts'
import type { Page } from '../net/network.ts'
import { readMethod, resolveUrl } from './attributes.ts'
import type { Run, Then } from './script.ts'
import type { Element } from './xml.ts'

/** The verb's `action`, or the document it stands in. */
function pageOf({ base }: Run, element: Element): Page | null {
  const target = element.attributes.action
  if (target === undefined && base === '') return null
  return { url: target === undefined ? base : resolveUrl(target, base), method: readMethod(element) }
}

/** On to the verb's `action`, or to the document it stands in. */
export function follow(run: Run, element: Element, params: Record<string, string>): Then {
  const go = pageOf(run, element)
  return go ? { go, params } : 'next'
}

/** Tells the verb's `action` of an end after which its answer is not followed. */
export function tellAction(run: Run, element: Element, params: Record<string, string>): void {
  const page = pageOf(run, element)
  const { net, leg } = run
  if (!page) return
  net.sender.notify({
    ...page,
    params: { ...callParams(net, leg), ...params },
    about: { ...factsOf(leg), hook: 'action' },
  })
}
