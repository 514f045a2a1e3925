// Runs the program: the demo city seeded once, then servers, each on its own copy of that database.
import { execFileSync, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, openSync, closeSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

/** The day on which every test plays; the demo's story ends here. */
export const today = '2026-11-23';

export const program = process.env.BAOGONG_BIN ?? fileURLToPath(new URL('../target/debug/baogong', import.meta.url));

export interface Server {
  url: string;
  /** The database file, for a test that also runs the command line on it. */
  database: string;
  /** All that the server printed so far. */
  log(): string;
  stop(): Promise<void>;
}

/** Seeds the synthetic city into a fresh file in `folder`. */
export function seed(folder: string): string {
  const database = join(folder, 'demo.db');
  execFileSync(program, ['demo', '--database', `sqlite:${database}`, '--today', today], { stdio: ['ignore', 'ignore', 'inherit'] });
  return database;
}

/** Starts a server on a copy of the seeded database, and answers when it is ready. */
export async function start(seeded: string): Promise<Server> {
  const folder = mkdtempSync(join(tmpdir(), 'baogong-e2e-'));
  const database = join(folder, 'demo.db');
  cpSync(seeded, database);
  // What a seeding that did not close its database left to be written.
  if (existsSync(`${seeded}-wal`)) cpSync(`${seeded}-wal`, `${database}-wal`);

  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const logFile = join(folder, 'server.log');
  const output = openSync(logFile, 'w');
  const child = spawn(
    program,
    ['serve', '--demo', '--database', `sqlite:${database}`, '--today', today, '--listen', `127.0.0.1:${port}`],
    { stdio: ['ignore', output, output] },
  );
  closeSync(output);
  const ended = new Promise<void>((done) => {
    child.once('exit', () => done());
    child.once('error', () => done());
  });
  const log = () => (existsSync(logFile) ? readFileSync(logFile, 'utf8') : '');
  // A worker that is ended early must not leave its server behind.
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);

  const stop = async () => {
    process.off('exit', kill);
    child.kill('SIGTERM');
    await Promise.race([ended, sleep(5_000, undefined, { ref: false })]);
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGKILL');
      await ended;
    }
    rmSync(folder, { recursive: true, force: true });
  };

  let running = true;
  void ended.then(() => (running = false));
  for (const deadline = Date.now() + 30_000; Date.now() < deadline && running; await sleep(50)) {
    const answer = await fetch(`${url}/readyz`).catch(() => undefined);
    if (answer?.ok) return { url, database, log, stop };
  }
  const what = running ? 'was not ready after 30 s' : 'ended at once';
  const said = log();
  await stop();
  throw new Error(`${program} serve ${what}. It printed:\n${said}`);
}

async function freePort(): Promise<number> {
  const listener = createServer();
  await new Promise<void>((done, failed) => listener.once('error', failed).listen(0, '127.0.0.1', done));
  const { port } = listener.address() as AddressInfo;
  await new Promise((done) => listener.close(done));
  return port;
}
