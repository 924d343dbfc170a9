/** Element names with the attributes that may stand on them, both in the order in which the package has them. */
export type Attributes = Record<string, readonly string[]>

const INTERFACE = /export interface (\w+)Attributes \{([^}]*)\}/g
const MEMBER = /^\s*['"]?([\w:-]+?)['"]?\?:/gm

/** What the `twilio` package's own `lib/twiml/VoiceResponse.d.ts` lets an element carry; its namespaces repeat some. */
export function readPackageAttributes(declarations: string): Attributes {
  const found: Record<string, string[]> = {}
  for (const [, name = '', body = ''] of declarations.matchAll(INTERFACE))
    found[name] ??= [...body.matchAll(MEMBER)].map(([, attribute = '']) => attribute)
  return found
}
