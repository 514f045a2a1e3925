import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { seed } from './server';

/** Seeds the demo city once; each server gets a copy. Returns the clean-up. */
export default function globalSetup(): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'baogong-e2e-seed-'));
  process.env.BAOGONG_E2E_SEED = seed(folder);
  return () => rmSync(folder, { recursive: true, force: true });
}
