/** Encodings that an import reads, as iconv-lite names them. */
export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1256' | 'windows-1251' | 'windows-1252'

/** First bytes of what is no text: zip (spreadsheets), PDF, old Excel, gzip. */
const NOT_TEXT = ['504b0304', '25504446', 'd0cf11e0', '1f8b08']
/** Windows-1256 keeps these for French letters; in Windows-1251 they are the commonest Cyrillic ones. */
const FRENCH_IN_1256 = new Set([0xe0, 0xe2, 0xe7, 0xe8, 0xe9, 0xea, 0xeb, 0xee, 0xef, 0xf4, 0xf9, 0xfb, 0xfc])
const FRENCH_SHARE = 0.15
const isHigh = (byte: number | undefined) => byte !== undefined && byte >= 0x80

export const hasHighByte = (bytes: Uint8Array): boolean => bytes.some(isHigh)

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true })
    return true
  } catch {
    return false
  }
}

/** Latin digits, commas and line ends leave their zeros on one side only. */
function findWide(bytes: Uint8Array): Encoding | null {
  let even = 0
  let odd = 0
  for (const [index, byte] of bytes.entries()) if (byte === 0) index % 2 === 0 ? even++ : odd++
  if (even === 0 && odd > 0) return 'utf-16le'
  return odd === 0 && even > 0 ? 'utf-16be' : null
}

/** In Arabic and Cyrillic script high bytes stand in words; in Latin script they stand alone. */
function findCodePage(bytes: Uint8Array): Encoding {
  const high = bytes.filter((byte) => isHigh(byte))
  const joined = bytes.filter((byte, i) => isHigh(byte) && (isHigh(bytes[i - 1]) || isHigh(bytes[i + 1]))).length
  if (joined < high.length / 2) return 'windows-1252'
  const french = high.filter((byte) => FRENCH_IN_1256.has(byte)).length
  return french / high.length < FRENCH_SHARE ? 'windows-1256' : 'windows-1251'
}

/**
 * The encoding of a piece of text, best one that holds letters beyond ASCII. `start`: the piece is the start of the file, where a mark
 * may stand. Null when it is not text.
 */
export function detectEncoding(bytes: Uint8Array, start = true): Encoding | null {
  const first = Buffer.from(bytes.subarray(0, 4)).toString('hex')
  if (start && NOT_TEXT.some((magic) => first.startsWith(magic))) return null
  if (start && first.startsWith('efbbbf')) return 'utf-8'
  if (start && first.startsWith('fffe')) return 'utf-16le'
  if (start && first.startsWith('feff')) return 'utf-16be'
  // A stray zero in a long text is one bad row, not another encoding.
  const zeros = bytes.filter((byte) => byte === 0).length
  if (zeros > bytes.length / 20) return findWide(bytes)
  return isUtf8(bytes) ? 'utf-8' : findCodePage(bytes)
}
