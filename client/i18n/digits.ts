/** Digits of any script as Latin ones. */
export const foldDigits = (text: string): string =>
  text
    .replace(/[۰-۹]/g, (digit) => String(digit.charCodeAt(0) - 0x6f0))
    .replace(/[٠-٩]/g, (digit) => String(digit.charCodeAt(0) - 0x660))
    .trim()

/** Between thousands, as any of our languages writes them. */
const THOUSANDS = /(?<=\d)[,٬\u00a0\u202f ](?=\d{3}(\D|$))/g

/** A whole number, its thousands parted or not, or null. */
export function readCount(text: string): number | null {
  const digits = foldDigits(text).replace(THOUSANDS, '')
  return /^-?\d{1,9}$/.test(digits) ? Number(digits) : null
}
