/** A spreadsheet runs a cell that begins so (OWASP, CSV injection): such a cell is quoted as text. */
const RUNS = /^[=+\-@\t\r]/
export const guardCell = (text: string): string => (RUNS.test(text) ? `'${text}` : text)
