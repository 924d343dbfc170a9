/** Digits of any script as Latin ones, without separators. */
export const foldDigits = (text: string): string =>
  text
    .replace(/[۰-۹]/g, (digit) => String(digit.charCodeAt(0) - 0x6f0))
    .replace(/[٠-٩]/g, (digit) => String(digit.charCodeAt(0) - 0x660))
    .trim()

/** A whole number, or null. */
export const readCount = (text: string): number | null =>
  /^-?\d{1,9}$/.test(foldDigits(text)) ? Number(foldDigits(text)) : null
