import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

export default defineConfig({
  root: 'client',
  plugins: [react()],
  build: { outDir: '../dist/client', emptyOutDir: true, target: 'es2023' },
  server: {
    proxy: {
      // While developing, client/api/*.ts are addresses below /api as well: those are Vite's own.
      '^/api/(?!.*\\.ts($|\\?))': 'http://127.0.0.1:4000',
      '/socket.io': { target: 'http://127.0.0.1:4000', ws: true },
    },
  },
})
