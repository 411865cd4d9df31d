// What drives Kith starts here: a `kith demo` of its own, and the Chromium that the system has.

import { spawn } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";

const binary = process.env.KITH_BINARY ?? path.join(import.meta.dirname, "../../target/debug/kith");

/** What keeps a Chromium quiet and on this machine. */
export const chromiumFlags = [
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
];

// Chromium's sandbox refuses root, and a container of a CI has none to give. Only our own pages are opened.
export const sandboxed = process.getuid?.() !== 0 && process.env.CI !== "true";

/**
 * One `kith demo` on a folder and a port of its own; `stop()` ends that process and removes the folder. With `serve` an
 * empty `kith serve` instead, and `firstRun` is the link that it prints.
 */
export async function startKith({ people = 12, seed = 7, more = [], serve = false } = {}) {
  const data = await mkdtemp(path.join(tmpdir(), "kith-browser-"));
  const demo = ["demo", "--people", people, "--port", 0, "--data", data, "--seed", seed, ...more].map(String);
  const options = serve ? ["serve", "--listen", "127.0.0.1:0", "--data", data] : demo;
  const child = spawn(binary, options, { stdio: ["ignore", "pipe", "pipe"] });
  const ended = new Promise((resolve) => child.once("close", resolve));
  process.once("exit", () => child.kill("SIGKILL"));
  let [said, firstRun] = ["", undefined];
  child.stderr.on("data", (chunk) => (said = (said + chunk).slice(-4000)));
  const url = await new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`kith was not ready in 5 minutes:\n${said}`)), 300_000);
    const settle = (how, what) => (clearTimeout(late), how(what));
    createInterface({ input: child.stdout }).on("line", (line) => {
      const ready = line.match(/Kith is at (http:\/\/127\.0\.0\.1:\d+)/);
      firstRun ??= line.match(/http\S*\/first-run\/\S+/)?.[0];
      if (serve ? firstRun : ready) settle(resolve, serve ? new URL(firstRun).origin : ready[1]);
    });
    child.once("error", (error) => settle(reject, error));
    child.once("close", (code) => settle(reject, new Error(`kith ended (${code}) before it was ready:\n${said}`)));
  }).catch(async (error) => {
    child.kill("SIGKILL");
    await rm(data, { recursive: true, force: true });
    throw error;
  });
  return {
    url,
    firstRun,
    pid: child.pid,
    data,
    async stop() {
      const impatient = setTimeout(() => child.kill("SIGKILL"), 10_000);
      child.kill("SIGTERM");
      await ended;
      clearTimeout(impatient);
      await rm(data, { recursive: true, force: true });
    },
  };
}

/** The Chromium of the system, by name. */
export function systemChromium() {
  const folders = ["/usr/bin", "/usr/local/bin", "/snap/bin", ...(process.env.PATH ?? "").split(":")];
  for (const name of ["chromium", "chromium-browser", "google-chrome"]) {
    for (const folder of folders) {
      const file = path.join(folder, name);
      try {
        accessSync(file, constants.X_OK);
        return file;
      } catch {
        // Not this one.
      }
    }
  }
  throw new Error("No Chromium is installed (on Debian: apt-get install chromium)");
}
