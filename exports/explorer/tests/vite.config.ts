import { readdirSync } from "node:fs";
import { defineConfig } from "vite";

// Each file of tests with all that it needs in one module, for Node's own runner.
const folder = import.meta.dirname;
export default defineConfig({
  root: folder,
  ssr: { noExternal: true },
  build: {
    ssr: true,
    outDir: "../node_modules/.unit-tests",
    emptyOutDir: true,
    target: "es2023",
    rolldownOptions: { input: readdirSync(folder).filter((name) => name.endsWith(".test.ts")).map((name) => `${folder}/${name}`) },
  },
});
