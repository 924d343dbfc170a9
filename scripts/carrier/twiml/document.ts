import { ALLOWED } from './allow-list.ts'
import { type Element, parseXml, XmlError } from './xml.ts'

/** A document Twilio would not follow, with Twilio's code for why. */
export class TwimlError extends Error {
  readonly code: number
  /** The address of what could not be followed, '' for TwiML at hand. */
  page = ''
  constructor(code: number, message: string) {
    super(message)
    this.code = code
  }
}

export const LARGEST_TWIML_BYTES = 64 * 1024

/** Reads TwiML strictly: 12100 not XML, 12102 no <Response>, 12200 an unknown verb, attribute or nesting, 11750 too large. */
export function readTwiml(source: string): Element[] {
  if (Buffer.byteLength(source) > LARGEST_TWIML_BYTES) throw new TwimlError(11750, 'larger than 64 kB')
  const root = parse(source)
  if (root.name !== 'Response') throw new TwimlError(12102, `root element ${root.name}`)
  check(root)
  return root.children
}

function parse(source: string): Element {
  try {
    return parseXml(source)
  } catch (error) {
    if (error instanceof XmlError) throw new TwimlError(12100, error.message)
    throw error
  }
}

function check(element: Element): void {
  const allowed = ALLOWED[element.name]
  if (!allowed) throw new TwimlError(12200, `<${element.name}> is not known`)
  for (const name of Object.keys(element.attributes))
    if (!allowed.attributes.includes(name)) throw new TwimlError(12200, `<${element.name}> has no ${name}`)
  if (element.text !== '' && !allowed.text) throw new TwimlError(12200, `text in <${element.name}>`)
  for (const child of element.children) {
    if (!allowed.children.includes(child.name)) throw new TwimlError(12200, `<${child.name}> in <${element.name}>`)
    check(child)
  }
}
