import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Server } from 'socket.io'
import { io as connect } from 'socket.io-client'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startStaffApp } from './staff.test-app.ts'

let app: Awaited<ReturnType<typeof startStaffApp>>
beforeAll(async () => {
  app = await startStaffApp()
})
afterAll(() => app.stop())

it('knows a socket by the same session, and no longer when that has ended', async () => {
  const person = await app.addPerson('agent')
  const browser = app.openBrowser()
  await browser.signIn(person.email)
  const http = createServer()
  const sockets = new Server(http, { serveClient: false })
  sockets.engine.use(app.sessions.middleware)
  await new Promise<void>((up) => http.listen(0, '127.0.0.1', up))
  const connected = new Promise<Parameters<typeof app.sessions.callerOf>[0]>((got) =>
    sockets.once('connection', (socket) => got(socket.request)),
  )
  const client = connect(`http://127.0.0.1:${(http.address() as AddressInfo).port}`, {
    transports: ['websocket'],
    extraHeaders: { cookie: browser.cookie },
  })
  const request = await connected
  expect(await app.sessions.callerOf(request)).toMatchObject({ userId: person.id, role: 'agent' })
  await browser.send('DELETE', '/session')
  expect(await app.sessions.callerOf(request)).toBeNull()
  client.close()
  await sockets.close()
})
