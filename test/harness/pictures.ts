import { join } from 'node:path'
import type { Page } from 'playwright-core'

/** Where pictures are kept for somebody who wants to look. */
const FOLDER = process.env.PICTURES ?? null

/** What the page shows now, for a person to look at; nothing where nobody asked for pictures. */
export async function takePicture(page: Page, name: string): Promise<void> {
  if (FOLDER) await page.screenshot({ path: join(FOLDER, `${name}.png`) })
}
