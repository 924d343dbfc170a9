import { readFileSync } from 'node:fs'
import type { ServerResponse } from 'node:http'

const FILES: Record<string, { name: string; type: string }> = {
  '/': { name: 'index.html', type: 'text/html; charset=utf-8' },
  '/page.css': { name: 'page.css', type: 'text/css; charset=utf-8' },
  '/page.js': { name: 'page.js', type: 'text/javascript; charset=utf-8' },
  '/draw.js': { name: 'draw.js', type: 'text/javascript; charset=utf-8' },
  '/words.js': { name: 'words.js', type: 'text/javascript; charset=utf-8' },
}

/** Whether this is one of the files of the network page. */
export const isPage = (method: string | undefined, url: string): boolean => method === 'GET' && url in FILES

/** The network page: what goes on, and a telephone. Nothing is loaded from anywhere else, and nobody may frame it. */
export function servePage(url: string, response: ServerResponse): void {
  const file = FILES[url]
  if (!file) {
    response.writeHead(404).end()
    return
  }
  response.writeHead(200, {
    'Content-Type': file.type,
    'Cache-Control': 'no-store',
    'Content-Security-Policy':
      "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
    'X-Content-Type-Options': 'nosniff',
  })
  response.end(readFileSync(new URL(`../page/${file.name}`, import.meta.url)))
}
