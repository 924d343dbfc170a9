import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

export default defineConfig({
  root: 'client',
  plugins: [react()],
  build: {
    outDir: '../dist/client',
    emptyOutDir: true,
    target: 'es2023',
    // The first browsers with light-dark(): rewritten for older ones, a part of the page could not be dark by itself.
    cssTarget: ['chrome123', 'edge123', 'firefox120', 'safari17.5'],
    manifest: true,
  },
  server: {
    proxy: {
      // While developing, client/api/*.ts are addresses below /api as well: those are Vite's own.
      // The host stays as the browser sent it, because the server compares it with the origin.
      '^/api/(?!.*\\.ts($|\\?))': { target: 'http://127.0.0.1:4000', changeOrigin: false },
      '/socket.io': { target: 'http://127.0.0.1:4000', ws: true },
    },
  },
})
