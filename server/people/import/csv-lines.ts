/** One physical line: its number from 1 and its text without the line end, or null when it was too long to keep. */
export type Line = { number: number; text: string | null }

export const LINE_CHARS_MAX = 1_000_000

/**
 * Cuts pieces of text into lines and holds at most one line of `LINE_CHARS_MAX`: of a longer one only its number is told. `end` tells the
 * last line when the text did not close it.
 */
export function createLineCutter(): { push: (piece: string) => Line[]; end: () => Line[] } {
  let rest = ''
  let tooLong = false
  let number = 0

  const close = (text: string): Line => {
    const long = tooLong || text.length > LINE_CHARS_MAX
    tooLong = false
    number += 1
    return { number, text: long ? null : text.replace(/\r$/, '') }
  }

  return {
    push: (piece) => {
      const parts = (rest + piece).split('\n')
      rest = parts.pop() ?? ''
      const lines = parts.map(close)
      if (rest.length > LINE_CHARS_MAX) {
        tooLong = true
        rest = ''
      }
      return lines
    },
    end: () => (rest !== '' || tooLong ? [close(rest)] : []),
  }
}
