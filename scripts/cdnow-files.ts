/**
 * The CDNOW 1/10 sample (Fader & Hardie 2001, Interfaces 31(3), 94–107) as the two files that a centre imports. A line is: master id,
 * sample id, day as yyyymmdd, number of CDs, dollars; parted by blanks, no header.
 */
const LINE = /^\s*\d+\s+(\d{4})\s+(\d{4})(\d{2})(\d{2})\s+(\d+)\s+(\d+\.\d{2})\s*$/
/** 555-0100 to 555-0199 of every area code are set aside for fiction (NANPA). */
const AREA_CODES =
  '201 202 203 205 206 207 208 209 210 212 213 214 215 216 217 218 219 224 225 228 229 231 234 239 240 248 251 252 253 254'.split(
    ' ',
  )
const PER_AREA = 100

export type CdnowFiles = { customers: string; purchases: string }

/** Throws with the number of the line that is not of this form. Names and telephone numbers are made up. */
export function makeCdnowFiles(text: string): CdnowFiles {
  const joined = new Map<string, string>()
  const purchases = ['external_id,date,amount,items']
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === '') continue
    const [, id, year, month, day, discs, dollars] = LINE.exec(line) ?? []
    if (!id || !dollars) throw new Error(`line ${index + 1} is not of the CDNOW sample's form`)
    const date = `${year}-${month}-${day}`
    const first = joined.get(id)
    if (!first || date < first) joined.set(id, date)
    purchases.push(`${id},${date},${dollars},${discs} CDs`)
  }
  if (joined.size > AREA_CODES.length * PER_AREA)
    throw new Error(`at most ${AREA_CODES.length * PER_AREA} customers get a number`)
  const customers = [...joined].map(([id, date], i) => {
    const phone = `+1${AREA_CODES[Math.floor(i / PER_AREA)]}55501${String(i % PER_AREA).padStart(2, '0')}`
    return `${id},Customer ${id},${phone},${date}`
  })
  const file = (lines: readonly string[]) => `${lines.join('\n')}\n`
  return { customers: file(['external_id,name,phone,joined_at', ...customers]), purchases: file(purchases) }
}
