import type { Push } from '#contract/live'

/** What a screen knows of one topic. `version` is −1 until the first document. */
export type Page = { version: number; document: unknown }
export const blankPage: Page = { version: -1, document: null }

/**
 * The newer of what is known and what has come; an older or doubled push changes nothing (the same object comes back).
 * A snapshot of the same version is taken: it was read later, and figures that follow the clock are fresher in it.
 */
export function receive(page: Page, push: Push, isSnapshot: boolean): Page {
  const isNewer = isSnapshot ? push.version >= page.version : push.version > page.version
  return isNewer ? { version: push.version, document: push.document } : page
}

/** The topics of which the server has a newer version than the screen: a push was lost, so they are watched again. */
export const findBehind = (
  pages: ReadonlyMap<string, Page>,
  versions: Readonly<Record<string, number>>,
): readonly string[] =>
  [...pages].filter(([topic, page]) => (versions[topic] ?? -1) > page.version).map(([topic]) => topic)
