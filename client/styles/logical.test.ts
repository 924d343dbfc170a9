import { readdirSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'

const client = new URL('../', import.meta.url)
const sheets = readdirSync(client, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.css'))

const physical =
  /(?:^|[\s;{])(?:(?:margin|padding|border|inset|scroll-margin|scroll-padding)-(?:left|right|top|bottom)|left|right|top|bottom|width|height|(?:min|max)-(?:width|height))\s*:|(?:text-align|float|clear)\s*:\s*(?:left|right)|border-(?:top|bottom)-(?:left|right)-radius/

it('knows no left and right: every sheet is written in logical properties', () => {
  const faults = sheets.flatMap((name) =>
    readFileSync(new URL(name, client), 'utf8')
      .split('\n')
      .flatMap((line, at) =>
        physical.test(line) && !line.includes('@media') ? [`${name}:${at + 1} ${line.trim()}`] : [],
      ),
  )
  expect(sheets.length).toBeGreaterThan(2)
  expect(faults).toEqual([])
})
