import { access } from 'node:fs/promises'
import sparticuz from '@sparticuz/chromium'
import { type Browser, chromium } from 'playwright-core'

const INSTALLED = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']
// A closed network: without these Chromium calls home at every start and waits for the refusals.
const QUIET = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  '--disable-quic',
]

// Without web security a browser sends no Origin, which is what our writes go by; in a single process it ends with the
// first of several people who close theirs.
const UNWANTED = /^--(headless|disable-web-security|allow-running-insecure-content|single-process)/

async function findInstalled(): Promise<string | null> {
  for (const path of INSTALLED)
    if (
      await access(path).then(
        () => true,
        () => false,
      )
    )
      return path
  return null
}

/** A real Chromium: the machine's own, else the one that came by npm. */
export async function openBrowser(): Promise<Browser> {
  const installed = await findInstalled()
  const executablePath = installed ?? (await sparticuz.executablePath())
  const args = [
    ...(installed ? ['--no-sandbox', '--disable-gpu'] : sparticuz.args.filter((arg) => !UNWANTED.test(arg))),
    ...QUIET,
  ]
  return chromium.launch({ executablePath, args, headless: true })
}
