import { defineConfig } from "vite";

// The service answers under / and gives the page's parts under /explorer/, with a Content-Security-Policy that
// allows no inline script and no eval: nothing may be inlined as a data: address.
export default defineConfig({
  base: "/explorer/",
  build: { outDir: "dist", emptyOutDir: true, assetsInlineLimit: 0, target: "es2022", sourcemap: false, modulePreload: { polyfill: false } },
  worker: { format: "es" },
  server: { proxy: Object.fromEntries(["/api", "/sparql", "/openapi.json", "/id"].map((path) => [path, process.env["GUANXI"] ?? "http://127.0.0.1:8420"])) },
});
