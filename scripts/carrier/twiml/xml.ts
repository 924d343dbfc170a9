export type Element = { name: string; attributes: Record<string, string>; children: Element[]; text: string }

/** A document that is not well-formed; Twilio's 12100. */
export class XmlError extends Error {}

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }
const SKIPPED = /\s+|<\?[\s\S]*?\?>|<!--[\s\S]*?-->/y
const CDATA = /<!\[CDATA\[([\s\S]*?)\]\]>/y
const TEXT = /[^<]+/y
const OPEN = /<([A-Za-z_][\w.:-]*)/y
const ATTRIBUTE = /\s+([A-Za-z_][\w.:-]*)\s*=\s*(?:"([^"<]*)"|'([^'<]*)')/y
const OPEN_END = /\s*(\/?)>/y
const CLOSE = /<\/([A-Za-z_][\w.:-]*)\s*>/y

const decode = (text: string): string =>
  text.replace(/&([^;\s]*);?/g, (whole, name: string) => {
    const code = /^#x([\da-f]+)$/i.exec(name)?.[1]
    const decimal = /^#(\d+)$/.exec(name)?.[1]
    const letter = code
      ? String.fromCodePoint(Number.parseInt(code, 16))
      : decimal && String.fromCodePoint(Number(decimal))
    const entity = letter ?? ENTITIES[name]
    if (entity === undefined || !whole.endsWith(';')) throw new XmlError(`bad entity ${whole}`)
    return entity
  })

/** Reads one XML document of elements, attributes and text: what TwiML is written in. Document types are refused. */
export function parseXml(source: string): Element {
  let at = source.startsWith('\uFEFF') ? 1 : 0
  const take = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at
    const match = pattern.exec(source)
    if (match) at = pattern.lastIndex
    return match
  }
  const skip = (): void => {
    while (take(SKIPPED));
  }
  const readAttributes = (): Record<string, string> => {
    const attributes: Record<string, string> = {}
    for (let match = take(ATTRIBUTE); match; match = take(ATTRIBUTE)) {
      const name = match[1] ?? ''
      if (name in attributes) throw new XmlError(`attribute ${name} twice`)
      attributes[name] = decode(match[2] ?? match[3] ?? '')
    }
    return attributes
  }
  const readElement = (): Element => {
    const name = take(OPEN)?.[1]
    if (name === undefined) throw new XmlError(`no element at ${at}`)
    const element: Element = { name, attributes: readAttributes(), children: [], text: '' }
    const end = take(OPEN_END)
    if (!end) throw new XmlError(`<${name}> does not end`)
    if (end[1] === '/') return element
    for (;;) {
      const close = take(CLOSE)
      if (close) {
        if (close[1] !== name) throw new XmlError(`<${name}> closed by </${close[1]}>`)
        element.text = element.text.trim()
        return element
      }
      const text = take(TEXT)
      const cdata = text ? null : take(CDATA)
      if (text) element.text += decode(text[0])
      else if (cdata) element.text += cdata[1] ?? ''
      else if (!take(SKIPPED)) element.children.push(readElement())
    }
  }
  skip()
  const root = readElement()
  skip()
  if (at < source.length) throw new XmlError('something after the document')
  return root
}
